"""The national calendar in this service's database."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlmodel import col, extract, func, select

from applications.domain.calendar.versions import (
    CentreHours,
    NamedDay,
    Signature,
    Standing,
    VersionContent,
)
from applications.domain.calendar.working_calendar import (
    CalendarDay,
    DayKind,
    OfficeHours,
    WorkCalendar,
)
from applications.storage.tables.calendars import (
    CalendarDayRow,
    CalendarSignatureRow,
    CalendarVersionRow,
    CentreHoursRow,
)
from shared.database import Session

NEWEST_POSSIBLE = 2**31 - 1
"""What the column of versions can hold: a caller may name any number."""


class Calendars:
    """The calendar as it stands with each version in force, read once: none of them ever changes."""

    def __init__(self) -> None:
        self._known: dict[int, WorkCalendar] = {}

    async def in_force(self, session: Session) -> WorkCalendar:
        """Return the calendar that holds now; the plain week while nobody has signed any."""
        return await self.at(session, await newest_in_force(session))

    async def at(self, session: Session, version: int) -> WorkCalendar:
        """Return the calendar as it stands with ``version``, which is in force (0: the plain week)."""
        if version not in self._known:
            self._known[version] = await read_at(session, version)
        return self._known[version]


async def read_at(session: Session, version: int) -> WorkCalendar:
    """Read the calendar of every version in force up to ``version``."""
    of_version = col(CalendarVersionRow.version)
    in_force = (
        select(CalendarVersionRow)
        .where(of_version <= version, col(CalendarVersionRow.in_force_at).is_not(None))
        .order_by(of_version)
    )
    heads = (await session.exec(in_force)).all()
    versions = [head.version for head in heads]
    days = select(CalendarDayRow).where(col(CalendarDayRow.version).in_(versions))
    hours = select(CentreHoursRow).where(col(CentreHoursRow.version).in_(versions))
    hours = hours.order_by(col(CentreHoursRow.version))
    return WorkCalendar.of(
        [
            CalendarDay(row.day, DayKind(row.kind), row.decree, row.version)
            for row in (await session.exec(days)).all()
        ],
        signed=[year for head in heads for year in head.years],
        hours={
            row.centre: OfficeHours(row.opens, row.closes, tuple(row.weekdays))
            for row in (await session.exec(hours)).all()
        },
        version=version,
    )


async def newest_in_force(session: Session) -> int:
    """Return the number of the newest version in force, 0 when there is none."""
    in_force = col(CalendarVersionRow.in_force_at).is_not(None)
    query = select(func.max(CalendarVersionRow.version)).where(in_force)
    return (await session.exec(query)).one() or 0


async def one_writer(session: Session) -> None:
    """Let nobody else add or sign versions until the transaction ends, while all may read."""
    connection = await session.connection()
    await connection.execute(text("LOCK TABLE calendar_versions IN SHARE ROW EXCLUSIVE MODE"))


async def newest_version(session: Session) -> int:
    """Return the number of the newest version, signed or not; 0 when there is none."""
    return (await session.exec(select(func.max(CalendarVersionRow.version)))).one() or 0


async def get(session: Session, version: int) -> CalendarVersionRow | None:
    """Return a version, None when there is no such."""
    if not 0 < version <= NEWEST_POSSIBLE:
        return None
    return await session.get(CalendarVersionRow, version, populate_existing=True)


async def page(session: Session, *, before: int | None, limit: int) -> list[CalendarVersionRow]:
    """Return up to ``limit`` versions, the newest first, those below ``before``."""
    query = select(CalendarVersionRow).order_by(col(CalendarVersionRow.version).desc())
    if before is not None:
        query = query.where(col(CalendarVersionRow.version) < min(before, NEWEST_POSSIBLE))
    return list((await session.exec(query.limit(limit))).all())


async def content_of(session: Session, row: CalendarVersionRow) -> VersionContent:
    """Return what a version says."""
    days = select(CalendarDayRow).where(col(CalendarDayRow.version) == row.version)
    hours = select(CentreHoursRow).where(col(CentreHoursRow.version) == row.version)
    days, hours = days.order_by(col(CalendarDayRow.day)), hours.order_by(col(CentreHoursRow.centre))
    return VersionContent(
        source=row.source,
        years=tuple(row.years),
        days=tuple(
            NamedDay(each.day, DayKind(each.kind), each.name, each.decree)
            for each in (await session.exec(days)).all()
        ),
        centres=tuple(
            CentreHours(each.centre, each.opens, each.closes, tuple(each.weekdays))
            for each in (await session.exec(hours)).all()
        ),
    )


async def days_of_year(session: Session, calendar: WorkCalendar, year: int) -> list[CalendarDayRow]:
    """Return the rows of a year that hold in ``calendar``, by day."""
    query = (
        select(CalendarDayRow)
        .where(extract("year", col(CalendarDayRow.day)) == year)
        .order_by(col(CalendarDayRow.day))
    )
    rows = (await session.exec(query)).all()
    held = calendar.days
    return [row for row in rows if row.day in held and held[row.day].version == row.version]


async def standing_of(session: Session, row: CalendarVersionRow) -> Standing:
    """Return where a version stands among the others, and who has signed it."""
    return (await standings_of(session, [row]))[0]


async def standings_of(session: Session, rows: Sequence[CalendarVersionRow]) -> list[Standing]:
    """Return where each version stands among the others, and who has signed it."""
    newest = await newest_in_force(session)
    query = (
        select(CalendarSignatureRow)
        .where(col(CalendarSignatureRow.version).in_([row.version for row in rows]))
        .order_by(col(CalendarSignatureRow.signed_at), col(CalendarSignatureRow.signer))
    )
    signed = (await session.exec(query)).all()
    return [
        Standing(
            version=row.version,
            newest=newest,
            signatures=tuple(
                Signature(each.signer, each.signed_at)
                for each in signed
                if each.version == row.version
            ),
            in_force=row.in_force_at is not None,
        )
        for row in rows
    ]


async def add_version(
    session: Session, version: int, content: VersionContent, *, made_by: str, at: datetime
) -> CalendarVersionRow:
    """Add a version with its days and hours; nobody has signed it yet."""
    row = CalendarVersionRow(
        version=version,
        source=content.source,
        made_at=at,
        made_by=made_by,
        years=sorted(content.years),
    )
    session.add(row)
    # The days refer to the version, and nothing but a foreign key tells the session so.
    await session.flush()
    session.add_all(_rows(version, content))
    await session.flush()
    return row


async def sign(session: Session, row: CalendarVersionRow, signature: Signature) -> None:
    """Add a signature."""
    session.add(
        CalendarSignatureRow(version=row.version, signer=signature.signer, signed_at=signature.at)
    )
    await session.flush()


def _rows(version: int, content: VersionContent) -> Sequence[CalendarDayRow | CentreHoursRow]:
    days = [
        CalendarDayRow(
            version=version, day=each.day, kind=each.kind.value, name=each.name, decree=each.decree
        )
        for each in content.days
    ]
    hours = [
        CentreHoursRow(
            version=version,
            centre=each.centre,
            opens=each.opens,
            closes=each.closes,
            weekdays=sorted(each.weekdays),
        )
        for each in content.centres
    ]
    return [*days, *hours]
