"""Lists of cases: columns only, by due date, a page at a time."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, and_, tuple_, union_all
from sqlmodel import col
from sqlmodel.sql.expression import Select

from applications.storage.tables.cases import CaseRow
from applications.storage.tables.passports import PassportCopyRow
from applications.storage.visibility import Viewer, visible_to
from shared.database import Session


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of a list; None, or no state, leaves the field open. ``due_before`` is exclusive."""

    states: tuple[str, ...] = ()
    office: str | None = None
    service_id: str | None = None
    due_before: date | None = None
    assignee: str | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class After:
    """The last row of the page before."""

    due_on: date
    case_id: str


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case in a list; it names nobody."""

    case_id: str
    number: str
    version: int
    state: str
    service_id: str
    service_name: str
    channel: str | None
    centre: str | None
    office: str | None
    filed_at: datetime
    registered_on: date
    due_on: date
    assignee: str | None
    claim_expires_at: datetime | None


Lines: TypeAlias = Select[*tuple[Any, ...]]

_COLUMNS = (
    col(CaseRow.id),
    col(CaseRow.number),
    col(CaseRow.version),
    col(CaseRow.state),
    col(CaseRow.service_id),
    col(PassportCopyRow.data)["name"].as_string().label("service_name"),
    col(CaseRow.channel),
    col(CaseRow.centre),
    col(CaseRow.office),
    col(CaseRow.filed_at),
    col(CaseRow.registered_on),
    col(CaseRow.due_on),
    col(CaseRow.assignee),
    col(CaseRow.claim_expires_at),
)


async def page(
    session: Session, viewer: Viewer, wanted: Wanted, *, after: After | None, limit: int
) -> list[CaseLine]:
    """Return up to ``limit`` cases the viewer may see, the earliest due first."""
    query = page_query(viewer, wanted, after=after, limit=limit)
    if query is None:
        return []
    return [CaseLine(*row) for row in (await session.exec(query)).all()]


def page_query(viewer: Viewer, wanted: Wanted, *, after: After | None, limit: int) -> Lines | None:
    """Return the query of one page; None for somebody who may see no case at all.

    Each relation and state is read along its own index and no further than the page, so closed
    cases cost nothing, however many there are.
    """
    states = wanted.states or (None,)
    branches = [
        _branch(visible, state, wanted, after).limit(limit)
        for visible in visible_to(viewer)
        for state in states
    ]
    if not branches:
        return None
    found = union_all(*(each.subquery().select() for each in branches)).subquery()
    place = [found.c.due_on, found.c.id]
    return Select(*found.c).order_by(*place).limit(limit)


def _branch(
    visible: ColumnElement[bool], state: str | None, wanted: Wanted, after: After | None
) -> Lines:
    its_passport = and_(
        col(PassportCopyRow.service_id) == col(CaseRow.service_id),
        col(PassportCopyRow.version) == col(CaseRow.passport_version),
    )
    query: Lines = Select(*_COLUMNS).join(PassportCopyRow, its_passport).where(visible)
    query = _filtered(query, wanted)
    if state is not None:
        query = query.where(col(CaseRow.state) == state)
    place = tuple_(col(CaseRow.due_on), col(CaseRow.id))
    if after is not None:
        query = query.where(place > tuple_(after.due_on, after.case_id))
    return query.order_by(col(CaseRow.due_on), col(CaseRow.id))


def _filtered(query: Lines, wanted: Wanted) -> Lines:
    equal = (
        (col(CaseRow.office), wanted.office),
        (col(CaseRow.service_id), wanted.service_id),
        (col(CaseRow.assignee), wanted.assignee),
        (col(CaseRow.channel), wanted.channel),
    )
    for column, value in equal:
        if value is not None:
            query = query.where(column == value)
    if wanted.due_before is not None:
        query = query.where(col(CaseRow.due_on) < wanted.due_before)
    return query
