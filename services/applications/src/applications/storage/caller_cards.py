"""What is known of a person on the phone: few statements, however many cases there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from sqlmodel import col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from applications.domain.case import OPEN_STATES
from applications.domain.intake.verifications import Verification
from applications.domain.people.standing import CONCERNED
from applications.storage.mandates import holding_on
from applications.storage.tables.callers import CardReadRow
from applications.storage.tables.cases import CaseRow
from applications.storage.tables.people import PersonRow
from applications.storage.tables.queues import TicketRow
from shared.database import Session


@dataclass(frozen=True, slots=True)
class Reads:
    """How many cards an operator has read lately, and when the first of them was read."""

    count: int
    first_at: datetime | None


async def take_turn(session: Session, operator: str) -> None:
    """Let the operator's reads follow each other until the transaction ends, so that none slips by."""
    turn = func.hashtextextended(f"caller-cards/{operator}", 0)
    await session.exec(select(func.pg_advisory_xact_lock(turn)))


async def reads_since(session: Session, operator: str, instant: datetime) -> Reads:
    """Count the cards the operator has read since an instant of the database's clock."""
    query = (
        select(func.count(), func.min(CardReadRow.recorded_at))
        .select_from(CardReadRow)
        .where(col(CardReadRow.operator) == operator, col(CardReadRow.recorded_at) > instant)
    )
    count, first_at = (await session.exec(query)).one()
    return Reads(count, first_at)


async def open_cases_of(
    session: Session, person_index: str, today: date, *, limit: int
) -> list[str]:
    """Return the ids of a person's open cases, the earliest due first; protected ones are not there."""
    query = (
        select(CaseRow.id)
        .where(
            col(CaseRow.id).in_(_cases_of(person_index, today)),
            col(CaseRow.protected).is_(False),
            col(CaseRow.state).in_([state.value for state in OPEN_STATES]),
        )
        .order_by(col(CaseRow.due_on), col(CaseRow.id))
        .limit(limit)
    )
    return list((await session.exec(query)).all())


async def tickets_of(session: Session, person_index: str, day: date) -> Sequence[TicketRow]:
    """Return the tickets of a day that a person's cases were opened with, protected ones never."""
    query = (
        select(TicketRow)
        .join(CaseRow, col(CaseRow.id) == col(TicketRow.case_id))
        .where(
            col(TicketRow.case_id).in_(_cases_of(person_index, day)),
            col(TicketRow.day) == day,
            col(CaseRow.protected).is_(False),
        )
        .order_by(col(TicketRow.issued_at), col(TicketRow.id))
    )
    return (await session.exec(query)).all()


def add_read(
    session: Session,
    verification: Verification,
    *,
    client: str,
    index_key_id: str,
    case_ids: Sequence[str],
    at: datetime,
    recorded_at: datetime,
) -> None:
    """Record that a card was read; ``recorded_at`` is by the database's clock."""
    row = CardReadRow(
        id=str(uuid4()),
        verification_id=verification.id,
        operator=verification.operator,
        client=client,
        call_id=verification.call_id,
        person_index=verification.person_index,
        index_key_id=index_key_id,
        case_ids=list(case_ids),
        at=at,
        recorded_at=recorded_at,
    )
    session.add(row)


def _cases_of(person_index: str, today: date) -> SelectOfScalar[str]:
    """Return the cases that are the person's to ask about: who applied, while their mandate holds."""
    in_case = col(PersonRow.case_id)
    return select(PersonRow.case_id).where(
        col(PersonRow.identifier_index) == person_index,
        or_(col(PersonRow.role) == CONCERNED, holding_on(today, in_case)),
    )
