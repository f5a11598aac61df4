"""What the use cases need besides a transaction: keys, the calendars and the usual hours."""

from dataclasses import dataclass, field

from applications.domain.calendar.working_calendar import OfficeHours
from applications.storage.calendars import Calendars
from shared.vault import BlindIndex, KeyRing, Vault

SOURCE = "applications"
"""Who records the events."""


@dataclass(frozen=True, slots=True)
class Casework:
    """One for a process.

    ``vault`` wraps the keys of cases, ``index`` finds people, ``recipients`` seal who a message is
    for, towards the notifications service alone. ``hours`` are those of a centre that has none of
    its own. So many caller cards may one operator read: ``cards_per_hour``; so long is a draft
    kept: ``draft_days``.
    """

    vault: Vault
    index: BlindIndex
    recipients: KeyRing
    hours: OfficeHours = field(default_factory=OfficeHours)
    calendars: Calendars = field(default_factory=Calendars)
    cards_per_hour: int = 60
    draft_days: int = 30
