"""Verifications of people on the phone; whether one lives is read off the database's clock."""

from datetime import datetime

from sqlmodel import col, func, select, update

from applications.domain.intake.verifications import Verification
from applications.storage.tables.callers import CallerVerificationRow
from applications.storage.tables.people import PersonRow
from shared.database import Session


async def add(
    session: Session,
    verification: Verification,
    *,
    client: str,
    index_key_id: str,
    made_at: datetime,
) -> None:
    """Keep a new verification, made through ``client``."""
    row = CallerVerificationRow(
        id=verification.id,
        operator=verification.operator,
        client=client,
        call_id=verification.call_id,
        person_index=verification.person_index,
        index_key_id=index_key_id,
        answered=list(verification.answered),
        made_at=made_at,
        expires_at=verification.expires_at,
    )
    session.add(row)
    await session.flush()


async def find(session: Session, verification_id: str) -> Verification | None:
    """Return a verification, None when there is none."""
    query = select(CallerVerificationRow).where(col(CallerVerificationRow.id) == verification_id)
    row = (await session.exec(query)).first()
    return None if row is None else _verification(row)


async def lock(session: Session, verification_id: str) -> Verification | None:
    """Return a verification nobody else can use until the transaction ends."""
    query = (
        select(CallerVerificationRow)
        .where(col(CallerVerificationRow.id) == verification_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    row = (await session.exec(query)).first()
    return None if row is None else _verification(row)


async def spend(session: Session, verification_id: str, case_id: str) -> None:
    """Record the case that a locked verification was used for."""
    statement = (
        update(CallerVerificationRow)
        .where(col(CallerVerificationRow.id) == verification_id)
        .values(case_id=case_id)
    )
    await session.exec(statement)


async def has_on_the_line(session: Session, operator: str, person_index: str) -> bool:
    """Tell whether the operator just now has this person on the line, verified."""
    query = (
        select(CallerVerificationRow.id)
        .where(
            col(CallerVerificationRow.operator) == operator,
            col(CallerVerificationRow.person_index) == person_index,
            col(CallerVerificationRow.expires_at) > func.clock_timestamp(),
        )
        .limit(1)
    )
    return (await session.exec(query)).first() is not None


async def parts_on_the_line(session: Session, operator: str, case_id: str) -> frozenset[str]:
    """Return the parts in a case of those whom the operator just now has on the line, verified."""
    query = (
        select(PersonRow.role)
        .join(
            CallerVerificationRow,
            col(PersonRow.identifier_index) == col(CallerVerificationRow.person_index),
        )
        .where(
            col(PersonRow.case_id) == case_id,
            col(CallerVerificationRow.operator) == operator,
            col(CallerVerificationRow.expires_at) > func.clock_timestamp(),
        )
    )
    return frozenset((await session.exec(query)).all())


def _verification(row: CallerVerificationRow) -> Verification:
    return Verification(
        id=row.id,
        operator=row.operator,
        call_id=row.call_id,
        answered=tuple(row.answered),
        person_index=row.person_index,
        expires_at=row.expires_at,
        spent=row.case_id is not None,
    )
