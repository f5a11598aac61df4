"""Places in the queue of a centre and direction, called in the order they were given out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, tuple_
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col, func, select, update
from sqlmodel.sql.expression import SelectOfScalar

from applications.domain.expected_wait import DeskCall
from applications.storage.tables.queues import TicketRow
from shared.database import Session

WAITING = "waiting"
CALLED = "called"
NO_SHOW = "no-show"
WITHDRAWN = "withdrawn"

OVER = (NO_SHOW, WITHDRAWN)
"""Nobody is called with such a ticket any more."""


@dataclass(frozen=True, slots=True)
class Queue:
    """Those who wait at a centre on a day; ``direction`` None looks at every direction."""

    centre: str
    day: date
    direction: str | None = None


@dataclass(frozen=True, slots=True)
class After:
    """The last ticket of the page before, by its place."""

    direction: str
    absences: int
    number: int


def add(session: Session, row: TicketRow) -> None:
    """Give a ticket out."""
    session.add(row)


async def get(session: Session, ticket_id: str) -> TicketRow | None:
    """Return a ticket, None when there is none."""
    query = select(TicketRow).where(col(TicketRow.id) == ticket_id)
    return (await session.exec(query)).first()


async def lock(session: Session, ticket_id: str) -> TicketRow | None:
    """Return a ticket nobody else can change until the transaction ends, as it is now."""
    query = select(TicketRow).where(col(TicketRow.id) == ticket_id).with_for_update()
    return (await session.exec(query.execution_options(populate_existing=True))).first()


async def lock_next(session: Session, queue: Queue) -> TicketRow | None:
    """Return the first ticket that waits, passing over one another desk is calling just now."""
    query = _in_place(queue, WAITING).limit(1).with_for_update(skip_locked=True)
    return (await session.exec(query)).first()


async def end_of(session: Session, case_id: str) -> None:
    """End the ticket of a withdrawn case; one that is over already keeps what it ended as."""
    query = update(TicketRow).where(
        col(TicketRow.case_id) == case_id, col(TicketRow.state).in_((WAITING, CALLED))
    )
    await session.exec(query.values(state=WITHDRAWN))


async def waiting_before(session: Session, ticket: TicketRow) -> int:
    """Count the tickets of the same queue and day that wait and come first."""
    place = tuple_(col(TicketRow.absences), col(TicketRow.number))
    query = (
        select(func.count())
        .select_from(TicketRow)
        .where(
            *_standing(Queue(ticket.centre, ticket.day, ticket.direction), WAITING),
            place < tuple_(ticket.absences, ticket.number),
        )
    )
    return int((await session.exec(query)).one())


async def page(
    session: Session, queue: Queue, state: str, *, after: After | None, limit: int
) -> Sequence[TicketRow]:
    """Return up to ``limit`` tickets of a state, by direction and in the order they are called."""
    return (await session.exec(page_query(queue, state, after=after, limit=limit))).all()


def page_query(
    queue: Queue, state: str, *, after: After | None, limit: int
) -> SelectOfScalar[TicketRow]:
    """Return the query of one page; it reads along one index and no further than the page."""
    query = _in_place(queue, state).limit(limit)
    if after is None:
        return query
    place = tuple_(col(TicketRow.direction), col(TicketRow.absences), col(TicketRow.number))
    return query.where(place > tuple_(after.direction, after.absences, after.number))


async def last_calls(session: Session, queue: Queue, *, since: datetime) -> list[DeskCall]:
    """Return the last call of each desk that has called somebody of the queue ``since``."""
    query = (
        select(TicketRow.called_at, TicketRow.state)
        .where(
            col(TicketRow.centre) == queue.centre,
            col(TicketRow.direction) == queue.direction,
            col(TicketRow.day) == queue.day,
            col(TicketRow.called_at) >= since,
        )
        .order_by(col(TicketRow.desk), col(TicketRow.called_at).desc())
        .ext(distinct_on(col(TicketRow.desk)))
    )
    found = (await session.exec(query)).all()
    return [DeskCall(at, receiving=state == CALLED) for at, state in found if at is not None]


def _standing(queue: Queue, state: str) -> list[ColumnElement[bool]]:
    of_direction = [] if queue.direction is None else [col(TicketRow.direction) == queue.direction]
    return [
        col(TicketRow.centre) == queue.centre,
        col(TicketRow.day) == queue.day,
        col(TicketRow.state) == state,
        *of_direction,
    ]


def _in_place(queue: Queue, state: str) -> SelectOfScalar[TicketRow]:
    return (
        select(TicketRow)
        .where(*_standing(queue, state))
        .order_by(col(TicketRow.direction), col(TicketRow.absences), col(TicketRow.number))
    )
