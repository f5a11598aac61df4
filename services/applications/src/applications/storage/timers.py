"""Timers: what is to be done for a case at an instant of business time, once."""

from datetime import datetime, timedelta
from uuid import uuid4

from sqlmodel import col, select

from applications.storage.tables.queues import TimerRow
from shared.backlog import Backlog, backlog_of
from shared.database import Session
from shared.database_clock import database_now, is_over
from shared.telemetry.trace import current_traceparent

NOTICE = "notice"

WAITING = "waiting"
FIRED = "fired"
CANCELLED = "cancelled"


async def plan(session: Session, case_id: str, kind: str, due_at: datetime | None) -> None:
    """Set a timer to ``due_at``; None cancels it. What has fired stays fired until it is set anew."""
    query = (
        select(TimerRow)
        .where(col(TimerRow.case_id) == case_id, col(TimerRow.kind) == kind)
        .with_for_update()
    )
    row = (await session.exec(query)).first()
    if row is None:
        if due_at is not None:
            session.add(
                TimerRow(
                    id=str(uuid4()),
                    case_id=case_id,
                    kind=kind,
                    due_at=due_at,
                    planned_at=await database_now(session),
                    state=WAITING,
                    attempts=0,
                    traceparent=current_traceparent(),
                )
            )
    elif row.state != FIRED or due_at is not None:
        await _set(session, row, due_at)


async def _set(session: Session, row: TimerRow, due_at: datetime | None) -> None:
    if due_at is not None and (row.state, row.due_at) != (WAITING, due_at):
        row.planned_at = await database_now(session)
    row.state = CANCELLED if due_at is None else WAITING
    row.due_at = due_at or row.due_at
    row.traceparent = current_traceparent()


async def claim(
    session: Session, *, business_now: datetime, now: datetime, lease: timedelta
) -> TimerRow | None:
    """Take the next timer due by business time under a lease of system time; None when none is."""
    query = (
        select(TimerRow)
        .where(col(TimerRow.state) == WAITING, col(TimerRow.due_at) <= business_now)
        .where(is_over(col(TimerRow.lease_until), now))
        .order_by(col(TimerRow.due_at))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = (await session.exec(query)).first()
    if row is None:
        return None
    row.lease_token, row.lease_until = str(uuid4()), now + lease
    row.attempts += 1
    await session.flush()
    return row


async def lock_leased(session: Session, timer_id: str, lease_token: str) -> TimerRow | None:
    """Return a waiting timer while the lease is still ours; None when another took it."""
    query = (
        select(TimerRow)
        .where(
            col(TimerRow.id) == timer_id,
            col(TimerRow.lease_token) == lease_token,
            col(TimerRow.state) == WAITING,
        )
        .with_for_update()
    )
    return (await session.exec(query)).first()


def fire(row: TimerRow) -> None:
    """Mark that the timer has done its work, or found none to do."""
    row.state = FIRED
    row.lease_token = row.lease_until = None


def release(row: TimerRow) -> None:
    """Give the lease back; the timer waits on."""
    row.lease_token = row.lease_until = None


async def backlog(session: Session, *, business_now: datetime) -> Backlog:
    """Tell how many timers are due, those in work included, and since when."""
    waiting = col(TimerRow.state) == WAITING
    return await backlog_of(session, col(TimerRow.due_at), waiting, now=business_now)
