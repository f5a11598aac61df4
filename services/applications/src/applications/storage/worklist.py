"""Lists of cases: columns only, by due date, a page at a time."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Subquery,
    and_,
    case,
    cast,
    false,
    or_,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import col, func
from sqlmodel.sql.expression import Select

from applications.domain.actor import ActorRole
from applications.storage.tables.cases import CaseRow
from applications.storage.tables.passports import PassportCopyRow
from applications.storage.visibility import Viewer, visible_to
from shared.database import Session
from shared.narrowed import EXAMINED, Narrowed, narrowed


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of a list; None, or no state, leaves the field open.

    ``due_before`` and ``stopped_before`` (since when the clock stands, aware) are exclusive.
    """

    states: tuple[str, ...] = ()
    office: str | None = None
    service_id: str | None = None
    due_before: date | None = None
    assignee: str | None = None
    channel: str | None = None
    stopped_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class After:
    """The last row of the page before."""

    due_on: date
    case_id: str


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case in a list; it names nobody. ``stopped_since`` is None while the clock runs."""

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
    stopped_since: datetime | None
    assignee: str | None
    claim_expires_at: datetime | None


Lines: TypeAlias = Select[*tuple[Any, ...]]

_LAST_PAUSE = cast(col(CaseRow.suspensions), JSONB)[-1]
# Pauses never overlap, so only the last can still stand.
_STOPPED_SINCE = case(
    (
        _LAST_PAUSE["until"].astext.is_(None),
        _LAST_PAUSE["since"].astext.cast(DateTime(timezone=True)),
    )
).label("stopped_since")
_READ = (
    col(CaseRow.id),
    col(CaseRow.number),
    col(CaseRow.version),
    col(CaseRow.state),
    col(CaseRow.service_id),
    col(CaseRow.passport_version),
    col(CaseRow.channel),
    col(CaseRow.centre),
    col(CaseRow.office),
    col(CaseRow.filed_at),
    col(CaseRow.registered_on),
    col(CaseRow.due_on),
    _STOPPED_SINCE,
    col(CaseRow.assignee),
    col(CaseRow.claim_expires_at),
)


async def page(
    session: Session, viewer: Viewer, wanted: Wanted, *, after: After | None, limit: int
) -> Narrowed[CaseLine]:
    """Return up to ``limit`` cases the viewer may see, the earliest due first."""
    query = page_query(viewer, wanted, after=after, limit=limit)
    if query is None:
        return Narrowed([], None)
    return narrowed((await session.exec(query)).all(), CaseLine, limit=limit)


def page_query(viewer: Viewer, wanted: Wanted, *, after: After | None, limit: int) -> Lines | None:
    """Return the query of one page; None for somebody who may see no case at all.

    Each relation and state is read along its own index and no further than the page, so closed
    cases cost nothing, however many there are. The rows are those ``narrowed`` reads a page out of.
    """
    filters = _unindexed(viewer, wanted)
    examined = EXAMINED if filters else limit + 1
    queue = _queue(viewer, wanted, after, examined)
    if queue is None:
        return None
    cases = queue.subquery()
    by_due = (cases.c.due_on, cases.c.id)
    place = func.row_number().over(order_by=by_due).label("place")
    numbered = Select(*cases.c, place).subquery()
    fits = and_(true(), *(_lets_through(numbered, name, wanted) for name in filters))
    return (
        Select(*_line_of(numbered), numbered.c.place, fits.label("fits"))
        .join(PassportCopyRow, _its_passport(numbered))
        .where(or_(fits, numbered.c.place == examined))
        .order_by(numbered.c.due_on, numbered.c.id)
        .limit(limit + 1)
    )


def _queue(viewer: Viewer, wanted: Wanted, after: After | None, examined: int) -> Lines | None:
    """Return the first ``examined`` cases of all the viewer's queues together."""
    branches = [
        _branch(visible, state, viewer, wanted, after).limit(examined)
        for visible in visible_to(viewer)
        for state in wanted.states or (None,)
    ]
    if not branches:
        return None
    found = union_all(*(each.subquery().select() for each in branches)).subquery()
    return Select(*found.c).order_by(found.c.due_on, found.c.id).limit(examined)


def _branch(
    visible: ColumnElement[bool],
    state: str | None,
    viewer: Viewer,
    wanted: Wanted,
    after: After | None,
) -> Lines:
    query: Lines = Select(*_READ).where(visible)
    if state is not None:
        query = query.where(col(CaseRow.state) == state)
    for name in _indexed(viewer, wanted):
        query = query.where(getattr(CaseRow, name) == getattr(wanted, name))
    if wanted.due_before is not None:
        query = query.where(col(CaseRow.due_on) < wanted.due_before)
    if after is not None:
        place = tuple_(col(CaseRow.due_on), col(CaseRow.id))
        query = query.where(place > tuple_(after.due_on, after.case_id))
    return query.order_by(col(CaseRow.due_on), col(CaseRow.id))


_FILTERS = ("office", "service_id", "assignee", "channel", "stopped_before")


def _indexed(viewer: Viewer, wanted: Wanted) -> list[str]:
    """Name the filters by which an index leads to what this viewer may see of them."""
    by_office = viewer.actor.role in (ActorRole.OFFICER, ActorRole.AUDITOR)
    led = ("assignee", "office") if by_office else ("assignee",)
    return [name for name in led if getattr(wanted, name) is not None]


def _unindexed(viewer: Viewer, wanted: Wanted) -> list[str]:
    led = _indexed(viewer, wanted)
    return [name for name in _FILTERS if name not in led and getattr(wanted, name) is not None]


def _lets_through(cases: Subquery, name: str, wanted: Wanted) -> ColumnElement[bool]:
    if name == "stopped_before":
        # Unknown is no reason to fit: a case whose clock runs has no such moment.
        return func.coalesce(cases.c.stopped_since < wanted.stopped_before, false())
    return and_(cases.c[name] == getattr(wanted, name))


def _line_of(cases: Subquery) -> list[ColumnElement[Any]]:
    """Return the columns of a ``CaseLine``, in its order."""
    name = col(PassportCopyRow.data)["name"].as_string().label("service_name")
    columns = {column.name: column for column in cases.c} | {"service_name": name}
    columns["case_id"] = cases.c.id
    return [columns[field.name] for field in fields(CaseLine)]


def _its_passport(cases: Subquery) -> ColumnElement[bool]:
    return and_(
        col(PassportCopyRow.service_id) == cases.c.service_id,
        col(PassportCopyRow.version) == cases.c.passport_version,
    )
