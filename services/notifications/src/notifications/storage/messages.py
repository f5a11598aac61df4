"""Messages: add, claim the due ones, write down what became of one, list by case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import ColumnElement, exists, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased
from sqlmodel import col, func, or_, select

from notifications.domain.messages import LONGEST_PAUSE, State, Verdict
from notifications.domain.sight import Sight
from notifications.storage.tables import MessageRow
from shared.backlog import AT_MOST, Backlog, backlog_of
from shared.database import Session
from shared.database_clock import is_over

OPEN_STATES = (State.PENDING, State.SENDING, State.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Outlook:
    """Messages by state, except the delivered ones; each count ends at AT_MOST.

    ``oldest_open`` is when the oldest message was promised that nobody knows to be in the cabinet.
    """

    by_state: Mapping[State, int]
    oldest_open: datetime | None
    due: Backlog


async def add(session: Session, row: MessageRow) -> bool:
    """Insert a message; False when this request has its message already."""
    statement = (
        insert(MessageRow)
        .values(**row.model_dump(exclude={"no"}))
        .on_conflict_do_nothing(index_elements=["request_source", "request_id"])
        .returning(col(MessageRow.message_id))
    )
    return (await session.exec(statement)).first() is not None


async def claim_due(
    session: Session, *, now: datetime, lease: timedelta
) -> tuple[MessageRow, State] | None:
    """Lease the message that is due longest and mark it *sending*; None when none is due.

    A message waits while an earlier one of its case is open: nobody reads that their application
    is being considered after they have read the decision.
    Returns the row as leased and the state it was in before. A row whose lease ran out is due
    again: its worker died. The number of attempts grows here, so that a crash counts too.
    """
    found = await session.exec(
        select(MessageRow)
        .where(
            col(MessageRow.state).in_(OPEN_STATES),
            _is_due(now),
            is_over(col(MessageRow.lease_until), now),
            ~_earlier_is_open(),
        )
        .order_by(col(MessageRow.next_at))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = found.first()
    if row is None:
        return None
    before = State(row.state)
    row.state = State.SENDING
    row.attempts += 1
    row.lease_token = str(uuid4())
    row.lease_until = now + lease
    await session.flush()  # the lease must be written before the row leaves this function
    return row, before


def _is_due(now: datetime) -> ColumnElement[bool]:
    """Nobody ever waits longer than ``LONGEST_PAUSE``: a later instant is of another clock."""
    at = col(MessageRow.next_at)
    return or_(at <= now, at > now + LONGEST_PAUSE)


def _earlier_is_open() -> ColumnElement[bool]:
    earlier = aliased(MessageRow)
    return exists().where(
        col(earlier.case_id) == col(MessageRow.case_id),
        col(earlier.state).in_(OPEN_STATES),
        col(earlier.no) < col(MessageRow.no),
    )


async def settle(
    session: Session,
    row: MessageRow,
    verdict: Verdict,
    *,
    last_outcome: str,
    delivered_at: datetime | None,
) -> bool:
    """Write the verdict if the lease is still this worker's; False when another has taken it."""
    written = await session.exec(
        update(MessageRow)
        .where(
            col(MessageRow.message_id) == row.message_id,
            col(MessageRow.lease_token) == row.lease_token,
            col(MessageRow.state) == State.SENDING,
        )
        .values(
            state=verdict.state,
            next_at=verdict.again_at or row.next_at,
            lease_token=None,
            lease_until=None,
            last_outcome=last_outcome,
            delivered_at=delivered_at,
        )
    )
    return bool(written.rowcount)


async def of_case(session: Session, case_id: str, *, sight: Sight, limit: int) -> list[MessageRow]:
    """Return the messages of a case that the reader may see, oldest request first."""
    query = select(MessageRow).where(col(MessageRow.case_id) == case_id)
    if sight.centre is not None:
        query = query.where(col(MessageRow.centre) == sight.centre)
    if sight.offices is not None:
        query = query.where(col(MessageRow.office).in_(sight.offices))
    found = await session.exec(
        query.order_by(col(MessageRow.requested_at), col(MessageRow.message_id)).limit(limit)
    )
    return list(found.all())


async def outlook(session: Session, *, now: datetime) -> Outlook:
    """Tell what is to be delivered, due at ``now`` (system time), and what never will be."""
    row = MessageRow
    is_open = col(row.state).in_(OPEN_STATES)
    # In the order of the index of open messages: past AT_MOST an older one may be passed over.
    waiting = select(row.state, row.recorded_at).where(is_open).order_by(col(row.next_at))
    rows = waiting.limit(AT_MOST).subquery()
    found = await session.exec(
        select(rows.c.state, func.count(), func.min(rows.c.recorded_at)).group_by(rows.c.state)
    )
    by_state = {State(state): (count, oldest) for state, count, oldest in found}
    failed = select(row.message_id).where(col(row.state) == State.FAILED).limit(AT_MOST).subquery()
    counts = {state: by_state[state][0] if state in by_state else 0 for state in OPEN_STATES}
    counts[State.FAILED] = (await session.exec(select(func.count()).select_from(failed))).one()
    return Outlook(
        by_state=counts,
        oldest_open=min((oldest for _, oldest in by_state.values()), default=None),
        due=await backlog_of(session, col(row.next_at), is_open, now=now),
    )
