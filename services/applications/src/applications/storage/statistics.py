"""The statistics: added to with each change, folded by a job, counted anew from cases on request."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, text, union_all
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import SQLModel, col, func, select, update
from sqlmodel.sql.expression import Select

from applications.domain.statistics.counted_cases import CountChange, Counts
from applications.domain.statistics.report import Group, Grouping, Question
from applications.storage.statistic_statements import DIFFERENCES, FOLD, REBUILD
from applications.storage.tables.cases import TermRow
from applications.storage.tables.statistics import StatisticChangeRow, StatisticDayRow
from shared.database import Session

MEASURES = ("submitted", "granted", "refused", "withdrawn", "in_term")
_COLUMNS = {
    Grouping.SERVICE: "service_id",
    Grouping.CHANNEL: "channel",
    Grouping.CENTRE: "centre",
    Grouping.DAY: "day",
    Grouping.OFFICE: "office",
}


async def record(session: Session, changes: Sequence[CountChange]) -> None:
    """Write down what a change of a case adds, in the transaction of that change."""
    if changes:
        values = [{**asdict(each.cell), **asdict(each.counts)} for each in changes]
        await session.exec(insert(StatisticChangeRow).values(values))


async def keep_term(session: Session, case_id: str, *, kept: bool) -> None:
    """Keep with the total term of a case whether its decision came within it."""
    total = (col(TermRow.case_id) == case_id, col(TermRow.kind) == "total")
    await session.exec(update(TermRow).where(*total).values(kept=kept))


async def fold(session: Session, *, at_most: int) -> int:
    """Add up to ``at_most`` waiting changes to their cells, each exactly once; returns how many.

    Several workers take different changes.
    """
    connection = await session.connection()
    found = await connection.execute(text(FOLD), {"at_most": at_most})
    return int(found.scalar_one())


async def waiting(session: Session, *, at_most: int) -> int:
    """Tell how many changes wait to be folded; counting ends at ``at_most``."""
    some = select(StatisticChangeRow.id).limit(at_most).subquery()
    return int((await session.exec(select(func.count()).select_from(some))).one())


async def groups(session: Session, question: Question, *, limit: int) -> list[Group]:
    """Return up to ``limit`` groups in the order of their keys; groups of no case are left out."""
    width = len(question.by)
    rows = (await session.exec(groups_query(question, limit=limit))).all()
    return [Group(tuple(row[:width]), Counts(*(int(each) for each in row[width:]))) for row in rows]


def groups_query(question: Question, *, limit: int) -> Select[*tuple[Any, ...]]:
    """Return the query of a report: cells, and the changes that are not folded into them yet."""
    names = [_COLUMNS[each] for each in question.by]
    both = union_all(
        *(_asked(table, question) for table in (StatisticDayRow, StatisticChangeRow))
    ).subquery()
    keys = [both.c[name] for name in names]
    sums = [func.coalesce(func.sum(both.c[name]), 0).label(name) for name in MEASURES]
    query: Select[*tuple[Any, ...]] = Select(*keys, *sums).group_by(*keys).order_by(*keys)
    return query.having(func.sum(both.c.submitted) != 0).limit(limit)


def _asked(table: type[SQLModel], question: Question) -> Select[*tuple[Any, ...]]:
    columns: Any = table.__table__.c  # type: ignore[attr-defined]  # set by the mapper, unknown to the stubs
    period = columns.day.between(question.period.first, question.period.last)
    wanted: list[ColumnElement[bool]] = [period]
    if question.offices is not None:
        wanted.append(columns.office.in_(question.offices))
    for name in ("service_id", "channel", "centre", "office"):
        value = getattr(question, name)
        if value is not None:
            wanted.append(columns[name] == value)
    shown = [columns[name] for name in (*_COLUMNS.values(), *MEASURES)]
    return Select(*shown).where(*wanted)


async def rebuild(session: Session) -> int:
    """Count every cell anew from the cases; returns how many cells there are.

    It must be the first thing its transaction does: all of it sees one moment, in which a change
    of a case is either counted in its cell or still waits as a row of its own.
    """
    connection = await session.connection()
    await connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
    for statement in REBUILD:
        await _unhurried(session, statement)
    return int((await session.exec(select(func.count()).select_from(StatisticDayRow))).one())


async def differences(session: Session, *, at_most: int) -> list[str]:
    """Return the cells in which the statistics and the cases differ, each as a line to read."""
    return [row["line"] for row in await _unhurried(session, DIFFERENCES, at_most)]


async def _unhurried(session: Session, statement: str, *values: object) -> list[Any]:
    """Do what takes as long as there are cases; neither server nor client ends it before an hour.

    The limits of a request are the engine's, so the driver is asked itself, in this transaction.
    """
    connection = await session.connection()
    await connection.execute(text(_PATIENCE))
    driver: Any = (await connection.get_raw_connection()).driver_connection
    found: list[Any] = await driver.fetch(statement, *values, timeout=_AN_HOUR)
    return found


_AN_HOUR = 3600
_PATIENCE = "SET LOCAL statement_timeout = '1h'"
