"""Places in the queue of a centre and direction, called in the order they were given out."""

from datetime import date

from sqlmodel import col, func, select

from applications.storage.tables.queues import TicketRow
from shared.database import Session

WAITING = "waiting"
CALLED = "called"


def add(session: Session, row: TicketRow) -> None:
    """Give a ticket out."""
    session.add(row)


async def get(session: Session, ticket_id: str) -> TicketRow | None:
    """Return a ticket, None when there is none."""
    query = select(TicketRow).where(col(TicketRow.id) == ticket_id)
    return (await session.exec(query)).first()


async def lock(session: Session, ticket_id: str) -> TicketRow | None:
    """Return a ticket nobody else can change until the transaction ends."""
    query = select(TicketRow).where(col(TicketRow.id) == ticket_id).with_for_update()
    return (await session.exec(query)).first()


async def lock_next(
    session: Session, *, centre: str, direction: str, day: date
) -> TicketRow | None:
    """Return the first ticket that waits, passing over one another desk is calling just now."""
    query = (
        select(TicketRow)
        .where(
            col(TicketRow.centre) == centre,
            col(TicketRow.direction) == direction,
            col(TicketRow.day) == day,
            col(TicketRow.state) == WAITING,
        )
        .order_by(col(TicketRow.number))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return (await session.exec(query)).first()


async def waiting_before(session: Session, ticket: TicketRow) -> int:
    """Count the tickets of the same queue and day that wait and come first."""
    query = (
        select(func.count())
        .select_from(TicketRow)
        .where(
            col(TicketRow.centre) == ticket.centre,
            col(TicketRow.direction) == ticket.direction,
            col(TicketRow.day) == ticket.day,
            col(TicketRow.state) == WAITING,
            col(TicketRow.number) < ticket.number,
        )
    )
    return int((await session.exec(query)).one())
