"""Read the calendar: a year as it holds, and the versions it comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from applications.domain.calendar.faults import VersionMissing
from applications.domain.calendar.versions import Standing, VersionContent
from applications.domain.calendar.working_calendar import OfficeHours
from applications.storage import calendars
from applications.storage.tables.calendars import CalendarDayRow, CalendarVersionRow
from shared.database import Session


@dataclass(frozen=True, slots=True)
class YearView:
    """The days of a year that hold, whether somebody stands for it, and the hours of centres."""

    year: int
    version: int
    signed: bool
    days: Sequence[CalendarDayRow]
    hours: Mapping[str, OfficeHours]


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version: what it says, and who stands for it."""

    row: CalendarVersionRow
    content: VersionContent
    standing: Standing


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version in a list: where it comes from, and who stands for it."""

    row: CalendarVersionRow
    standing: Standing


async def read_year(session: Session, year: int) -> YearView:
    """Return a year as the version in force has it."""
    calendar = await calendars.read_at(session, await calendars.newest_in_force(session))
    days = await calendars.days_of_year(session, calendar, year)
    return YearView(year, calendar.version, calendar.is_signed(year), days, calendar.hours)


async def read_version(session: Session, version: int) -> VersionView:
    """Return a version; raises VersionMissing."""
    row = await calendars.get(session, version)
    if row is None:
        raise VersionMissing
    return await view_version(session, row)


async def view_version(session: Session, row: CalendarVersionRow) -> VersionView:
    """Return a version that was just read or made."""
    content = await calendars.content_of(session, row)
    return VersionView(row, content, await calendars.standing_of(session, row))


async def list_versions(session: Session, *, before: int | None, limit: int) -> list[VersionLine]:
    """Return up to ``limit`` versions without what they say, the newest first."""
    rows = await calendars.page(session, before=before, limit=limit)
    standings = await calendars.standings_of(session, rows)
    return [VersionLine(row, standing) for row, standing in zip(rows, standings, strict=True)]
