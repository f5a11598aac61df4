"""The national calendar in this service's database."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, extract, func, select, update

from applications.domain.calendar import CalendarDay, DayKind, WorkCalendar
from applications.storage.tables.calendars import CalendarDayRow, CalendarVersionRow
from shared.database import Session


async def read(session: Session) -> WorkCalendar:
    """Return the calendar in force: of two rows for a day the higher version holds."""
    rows = (await session.exec(select(CalendarDayRow))).all()
    return WorkCalendar.of(
        CalendarDay(row.day, DayKind(row.kind), row.decree, row.signed_by, row.version)
        for row in rows
    )


async def newest_version(session: Session) -> int:
    """Return the number of the newest version, 0 when there is none."""
    newest = (await session.exec(select(func.max(CalendarVersionRow.version)))).one()
    return newest or 0


async def add_version(
    session: Session, version: CalendarVersionRow, days: Sequence[CalendarDayRow]
) -> None:
    """Add a version with its days."""
    session.add(version)
    # The days refer to the version, and nothing but a foreign key tells the session so.
    await session.flush()
    session.add_all(days)
    await session.flush()


async def sign_year(session: Session, year: int, *, signed_by: str, at: datetime) -> int:
    """Let someone stand for the unsigned days of a year; return how many there were."""
    statement = (
        update(CalendarDayRow)
        .where(extract("year", col(CalendarDayRow.day)) == year)
        .where(col(CalendarDayRow.signed_by).is_(None))
        .values(signed_by=signed_by, signed_at=at)
        .returning(col(CalendarDayRow.day))
    )
    return len((await session.exec(statement)).all())
