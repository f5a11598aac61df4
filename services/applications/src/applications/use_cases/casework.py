"""What the use cases need besides a transaction: keys, and the hours of the centres."""

from dataclasses import dataclass, field

from applications.domain.calendar import OfficeHours
from shared.vault import BlindIndex, KeyRing, Vault

SOURCE = "applications"
"""Who records the events."""


@dataclass(frozen=True, slots=True)
class Casework:
    """One for a process.

    ``vault`` wraps the keys of cases, ``index`` finds people, ``recipients`` seal who a message is
    for, towards the notifications service alone.
    """

    vault: Vault
    index: BlindIndex
    recipients: KeyRing
    hours: OfficeHours = field(default_factory=OfficeHours)
