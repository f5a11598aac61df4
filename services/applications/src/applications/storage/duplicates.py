"""Find open cases of the same person and service, and remember that they met."""

from collections.abc import Sequence

from sqlalchemy import func, union_all
from sqlmodel import col, delete, or_, select

from applications.domain.case import OPEN_STATES, Case
from applications.domain.people.duplicates import OtherCase
from applications.domain.people.standing import CONCERNED
from applications.storage.tables.cases import CaseRow
from applications.storage.tables.duplicates import DuplicateRow
from applications.storage.tables.people import PersonRow
from shared.database import Session


async def take_turn(session: Session, identifier_index: str, service_id: str) -> None:
    """Wait until nobody else brings a case of this person and service, and keep others waiting.

    Until this transaction ends: two that do not see each other's case would find no duplicate.
    """
    matter = func.hashtextextended(f"{identifier_index}/{service_id}", 0)
    await session.exec(select(func.pg_advisory_xact_lock(matter)))


async def record(session: Session, case: Case, identifier_index: str) -> None:
    """Remember each open case of the same person and service; ``case`` must be stored."""
    for earlier_id in await _open_besides(session, case, identifier_index):
        session.add(DuplicateRow(case_id=case.id, earlier_id=earlier_id))


async def forget(session: Session, case_id: str) -> None:
    """Forget what this case met, from both sides: it was taken for somebody else's."""
    met = or_(col(DuplicateRow.case_id) == case_id, col(DuplicateRow.earlier_id) == case_id)
    await session.exec(delete(DuplicateRow).where(met))


async def list_of(session: Session, case_id: str) -> list[OtherCase]:
    """Return the cases that met this one, the earliest first."""
    met = union_all(
        select(col(DuplicateRow.earlier_id).label("id")).where(
            col(DuplicateRow.case_id) == case_id
        ),
        select(col(DuplicateRow.case_id).label("id")).where(
            col(DuplicateRow.earlier_id) == case_id
        ),
    ).subquery()
    query = (
        select(CaseRow)
        .join(met, met.c.id == col(CaseRow.id))
        .order_by(col(CaseRow.filed_at), col(CaseRow.number))
    )
    return [
        OtherCase(row.id, row.number, row.state, row.filed_at, row.centre)
        for row in (await session.exec(query)).all()
    ]


async def _open_besides(session: Session, case: Case, identifier_index: str) -> Sequence[str]:
    query = (
        select(CaseRow.id)
        .join(PersonRow, col(PersonRow.case_id) == col(CaseRow.id))
        .where(col(PersonRow.identifier_index) == identifier_index)
        .where(col(PersonRow.role) == CONCERNED)
        .where(col(CaseRow.service_id) == case.passport.service_id)
        .where(col(CaseRow.state).in_([state.value for state in OPEN_STATES]))
        .where(col(CaseRow.protected).is_(False))
        .where(col(CaseRow.id) != case.id)
    )
    return (await session.exec(query)).all()
