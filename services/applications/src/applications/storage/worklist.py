"""Lists of cases: columns only, by due date, a page at a time."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy import and_, tuple_
from sqlmodel import col
from sqlmodel.sql.expression import Select

from applications.storage.tables.cases import CaseRow
from applications.storage.tables.passports import PassportCopyRow
from applications.storage.visibility import Viewer, visible_to
from shared.database import Session


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of a list; None leaves the field open. ``due_before`` is exclusive."""

    state: str | None = None
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
    channel: str
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
    col(PassportCopyRow.data)["name"].as_string(),
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
    its_passport = and_(
        col(PassportCopyRow.service_id) == col(CaseRow.service_id),
        col(PassportCopyRow.version) == col(CaseRow.passport_version),
    )
    query: Lines = Select(*_COLUMNS).join(PassportCopyRow, its_passport)
    query = _filtered(query.where(visible_to(viewer)), wanted)
    if after is not None:
        place = tuple_(col(CaseRow.due_on), col(CaseRow.id))
        query = query.where(place > tuple_(after.due_on, after.case_id))
    query = query.order_by(col(CaseRow.due_on), col(CaseRow.id)).limit(limit)
    return [CaseLine(*row) for row in (await session.exec(query)).all()]


def _filtered(query: Lines, wanted: Wanted) -> Lines:
    equal = (
        (col(CaseRow.state), wanted.state),
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
