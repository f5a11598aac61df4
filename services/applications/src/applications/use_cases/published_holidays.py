"""What the package ``holidays`` says of a year: a proposal, and a second opinion."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version as version_of

from holidays import country_holidays

from applications.domain.calendar.versions import NamedDay
from applications.domain.calendar.working_calendar import SATURDAY, DayKind

SOURCE = f"holidays {version_of('holidays')}"
LABOUR_CODE = "Əmək Məcəlləsi, 105-ci maddə"
CABINET = "Nazirlər Kabinetinin iş günlərinin yerdəyişməsi haqqında qərarı"
_FORESEEN = "təxmini"  # how `holidays` marks a date that only the moon will settle
_EXCHANGED = "əvəz"


@dataclass(frozen=True, slots=True)
class ProposedDay:
    """A day that differs from the plain week; ``certain`` is false where it is only foreseen."""

    named: NamedDay
    certain: bool


def proposed_days(years: Sequence[int]) -> list[ProposedDay]:
    """Return the weekdays off and the weekend days worked, by ``holidays``."""
    found = country_holidays("AZ", years=list(years), language="az")
    off = [
        ProposedDay(
            NamedDay(day, DayKind.DAY_OFF, name, CABINET if _EXCHANGED in name else LABOUR_CODE),
            _FORESEEN not in name,
        )
        for day, name in found.items()
        if day.year in years and day.weekday() < SATURDAY
    ]
    worked = [
        ProposedDay(NamedDay(day, DayKind.WORKING_DAY, "İş günü", CABINET), certain=True)
        for day in found.weekend_workdays
        if day.year in years
    ]
    return sorted([*off, *worked], key=lambda each: each.named.day)
