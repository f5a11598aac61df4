"""Which open cases a new version of the calendar has still to come to, and which wait for a name."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, literal, or_, tuple_
from sqlmodel import col, func, select, update
from sqlmodel.sql.expression import Select

from applications.domain.case import OPEN_STATES
from applications.storage.tables.cases import CaseRow
from applications.storage.visibility import Viewer, visible_to
from shared.backlog import AT_MOST
from shared.database import Session


@dataclass(frozen=True, slots=True)
class Place:
    """Where a walk over the cases is: behind this one."""

    offered: int
    case_id: str


@dataclass(frozen=True, slots=True)
class HeldCase:
    """A case some date of which would become earlier."""

    case_id: str
    number: str
    version: int
    state: str
    office: str | None
    due_on: date
    calendar_version: int
    calendar_offered: int


async def lock_next(session: Session, newest: int, after: Place | None) -> Place | None:
    """Lock the next open case that has not seen version ``newest``; None when none is left.

    A case somebody works on at this moment is passed over: a later walk comes to it.
    """
    place = tuple_(col(CaseRow.calendar_offered), col(CaseRow.id))
    query = (
        select(CaseRow.calendar_offered, CaseRow.id)
        .where(_is_open(), col(CaseRow.calendar_offered) < newest)
        .order_by(col(CaseRow.calendar_offered), col(CaseRow.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if after is not None:
        query = query.where(place > tuple_(after.offered, after.case_id))
    found = (await session.exec(query)).first()
    return None if found is None else Place(*found)


async def stands_on(session: Session, case_id: str, version: int) -> None:
    """Let a locked case stand on a version that moves none of its dates."""
    await session.exec(
        update(CaseRow)
        .where(col(CaseRow.id) == case_id)
        .values(calendar_version=version, calendar_offered=version)
    )


async def count_waiting(session: Session, newest: int) -> int:
    """Count the open cases that have not seen version ``newest``; the count ends at AT_MOST."""
    return await _count(session, col(CaseRow.calendar_offered) < newest)


async def count_held(session: Session) -> int:
    """Count the open cases that wait for an officer's name; the count ends at AT_MOST."""
    return await _count(session, _is_held())


async def held_page(
    session: Session, viewer: Viewer, *, after: str | None, limit: int
) -> list[HeldCase]:
    """Return up to ``limit`` cases the viewer may see that wait for an officer's name, by id."""
    conditions = visible_to(viewer)
    if not conditions:
        return []
    query: Select[*tuple[Any, ...]] = Select(*_COLUMNS).where(
        _is_open(), _is_held(), or_(*conditions)
    )
    if after is not None:
        query = query.where(col(CaseRow.id) > after)
    query = query.order_by(col(CaseRow.id)).limit(limit)
    return [HeldCase(*row) for row in (await session.exec(query)).all()]


_COLUMNS = (
    col(CaseRow.id),
    col(CaseRow.number),
    col(CaseRow.version),
    col(CaseRow.state),
    col(CaseRow.office),
    col(CaseRow.due_on),
    col(CaseRow.calendar_version),
    col(CaseRow.calendar_offered),
)


def _is_open() -> ColumnElement[bool]:
    # Written out, so that the planner knows the index of open cases by it.
    states = [literal(state.value, literal_execute=True) for state in OPEN_STATES]
    return col(CaseRow.state).in_(states)


def _is_held() -> ColumnElement[bool]:
    return col(CaseRow.calendar_offered) > col(CaseRow.calendar_version)


async def _count(session: Session, condition: ColumnElement[bool]) -> int:
    rows = select(CaseRow.id).where(_is_open(), condition).limit(AT_MOST).subquery()
    return (await session.exec(select(func.count()).select_from(rows))).one()
