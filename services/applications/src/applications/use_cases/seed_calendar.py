"""Propose the national calendar from published holidays, and let somebody stand for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version as version_of

from holidays import country_holidays

from applications.domain.calendar import SATURDAY, DayKind
from applications.storage import calendars
from applications.storage.tables.calendars import CalendarDayRow, CalendarVersionRow
from shared.database import Session

FIRST_VERSION = 1
LABOUR_CODE = "Əmək Məcəlləsi, 105-ci maddə"
CABINET = "Nazirlər Kabinetinin iş günlərinin yerdəyişməsi haqqında qərarı"
_FORESEEN = "təxmini"  # how `holidays` marks a date that only the moon will settle
_EXCHANGED = "əvəz"


@dataclass(frozen=True, slots=True)
class ProposedDay:
    """A day that differs from the plain week; ``certain`` is false where it is only foreseen."""

    day: date
    kind: DayKind
    name: str
    decree: str
    certain: bool


def proposed_days(years: Sequence[int]) -> list[ProposedDay]:
    """Return the weekdays off and the weekend days worked, by ``holidays``."""
    found = country_holidays("AZ", years=list(years), language="az")
    off = [
        ProposedDay(
            day,
            DayKind.DAY_OFF,
            name,
            CABINET if _EXCHANGED in name else LABOUR_CODE,
            _FORESEEN not in name,
        )
        for day, name in sorted(found.items())
        if day.year in years and day.weekday() < SATURDAY
    ]
    worked = [
        ProposedDay(day, DayKind.WORKING_DAY, "İş günü", CABINET, certain=True)
        for day in sorted(found.weekend_workdays)
        if day.year in years
    ]
    return sorted([*off, *worked], key=lambda each: each.day)


async def seed_calendar(
    session: Session, years: Sequence[int], *, signed_by: str | None, at: datetime
) -> list[int] | None:
    """Store the first version of the calendar; None when there is one already.

    With ``signed_by`` each year without a foreseen day is signed at once. Returns the years signed;
    the others give estimates until somebody signs them.
    """
    if await calendars.newest_version(session) >= FIRST_VERSION:
        return None
    days = proposed_days(years)
    unsettled = {each.day.year for each in days if not each.certain}
    signed = [year for year in years if signed_by is not None and year not in unsettled]
    source = f"holidays {version_of('holidays')}"
    head = CalendarVersionRow(version=FIRST_VERSION, source=source, made_at=at)
    rows = [
        CalendarDayRow(
            version=FIRST_VERSION,
            day=each.day,
            kind=each.kind.value,
            name=each.name,
            decree=each.decree,
            signed_by=signed_by if each.day.year in signed else None,
            signed_at=at if each.day.year in signed else None,
        )
        for each in days
    ]
    await calendars.add_version(session, head, rows)
    return signed


async def sign_calendar(session: Session, year: int, *, signed_by: str, at: datetime) -> int:
    """Let ``signed_by`` stand for the unsigned days of a year; returns how many there were."""
    return await calendars.sign_year(session, year, signed_by=signed_by, at=at)
