"""Registry questions: rows a job claims, asks outside any transaction, and answers under its lease."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from sqlmodel import col, select, update

from applications.domain.history import Question
from applications.storage.tables.queues import RegistryQuestionRow
from shared.backlog import Backlog, backlog_of
from shared.database import Session
from shared.database_clock import is_over
from shared.telemetry.trace import current_traceparent

WAITING = "waiting"
FINISHED = "finished"


async def queue(
    session: Session, case_id: str, questions: Sequence[Question], at: datetime
) -> None:
    """Queue questions of a case; one that was asked before is due again at ``at`` (system time).

    An answer that is on its way is not waited for: it may be about somebody else by now.
    """
    known = {(row.question, row.step_id): row for row in await _of(session, case_id)}
    for question in questions:
        row = known.get((question.question, question.step_id))
        if row is None:
            row = RegistryQuestionRow(
                id=str(uuid4()),
                case_id=case_id,
                question=question.question,
                subsystems=list(question.subsystems),
                attributes=list(question.attributes),
                step_id=question.step_id,
                state=WAITING,
                attempts=0,
                next_at=at,
                waits_for=[],
                traceparent=current_traceparent(),
            )
            session.add(row)
        else:
            row.state, row.next_at, row.attempts = WAITING, at, 0
            row.lease_token = row.lease_until = None
            row.traceparent = current_traceparent()
            row.subsystems, row.attributes = list(question.subsystems), list(question.attributes)


async def claim(session: Session, *, now: datetime, lease: timedelta) -> RegistryQuestionRow | None:
    """Take the next due question under a lease (system time); None when none is due.

    A question whose lease ran out is due again: its worker may have died.
    """
    query = (
        select(RegistryQuestionRow)
        .where(col(RegistryQuestionRow.state) == WAITING, col(RegistryQuestionRow.next_at) <= now)
        .where(is_over(col(RegistryQuestionRow.lease_until), now))
        .order_by(col(RegistryQuestionRow.next_at))
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


async def lock_leased(
    session: Session, question_id: str, lease_token: str
) -> RegistryQuestionRow | None:
    """Return the question while the lease is still ours; None when another has taken it."""
    query = (
        select(RegistryQuestionRow)
        .where(
            col(RegistryQuestionRow.id) == question_id,
            col(RegistryQuestionRow.lease_token) == lease_token,
        )
        .with_for_update()
    )
    return (await session.exec(query)).first()


def finish(row: RegistryQuestionRow) -> None:
    """Mark that the question needs no further answer."""
    row.state, row.waits_for = FINISHED, []
    row.lease_token = row.lease_until = None


async def stop(session: Session, case_id: str) -> None:
    """Finish every question of a case nobody wants to know anything of any more."""
    for row in await _of(session, case_id):
        finish(row)


def postpone(row: RegistryQuestionRow, until: datetime, waits_for: Sequence[str]) -> None:
    """Ask again at ``until``, or when one of ``waits_for`` has recovered."""
    row.next_at, row.waits_for = until, list(waits_for)
    row.lease_token = row.lease_until = None


async def hasten(session: Session, subsystem: str, at: datetime) -> int:
    """Make due the questions that wait for a subsystem; return how many.

    One that is being answered just now is passed over: a job never waits for it while it holds
    others, and it comes again by its own interval.
    """
    waiting = (
        select(RegistryQuestionRow.id)
        .where(col(RegistryQuestionRow.state) == WAITING)
        .where(col(RegistryQuestionRow.waits_for).contains([subsystem]))
        .where(col(RegistryQuestionRow.next_at) > at)
        .with_for_update(skip_locked=True)
    )
    statement = (
        update(RegistryQuestionRow)
        .where(col(RegistryQuestionRow.id).in_(waiting))
        .values(next_at=at)
        .returning(col(RegistryQuestionRow.id))
    )
    return len((await session.exec(statement)).all())


async def backlog(session: Session, *, now: datetime) -> Backlog:
    """Tell how many questions are due (system time), those being asked included, and since when."""
    waiting = col(RegistryQuestionRow.state) == WAITING
    return await backlog_of(session, col(RegistryQuestionRow.next_at), waiting, now=now)


async def _of(session: Session, case_id: str) -> Sequence[RegistryQuestionRow]:
    query = (
        select(RegistryQuestionRow)
        .where(col(RegistryQuestionRow.case_id) == case_id)
        .with_for_update()
    )
    return (await session.exec(query)).all()
