"""Give out a place in the queue of a centre and direction."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from applications.domain.expected_wait import expected_wait_minutes, open_since
from applications.storage import counters, passports, tickets
from applications.storage.tables.queues import TicketRow
from applications.storage.tickets import Queue
from applications.use_cases.refusals import OtherCentre, UnknownDirection
from shared.clock import BAKU
from shared.database import Session
from shared.identity.caller import Caller


@dataclass(frozen=True, slots=True)
class Place:
    """A ticket with its place: how many are before it, and how long that may take.

    The wait follows from the people before it, the longest operator standard (field 18) of the
    services that queue here, and the desks that are open. Both are None unless the ticket waits
    today, and the wait is where no service here has a standard: nobody can say.
    """

    ticket: TicketRow
    position: int | None
    expected_wait_minutes: int | None


async def issue_ticket(
    session: Session, caller: Caller, *, centre: str, direction: str, at: datetime
) -> Place:
    """Give out the next number of the day (OtherCentre, UnknownDirection)."""
    if caller.centre != centre:
        raise OtherCentre
    if (await passports.direction_of(session, direction, at)).services == 0:
        raise UnknownDirection
    day = at.astimezone(BAKU).date()
    number = await counters.next_number(session, f"ticket/{centre}/{direction}/{day}")
    ticket = TicketRow(
        id=str(uuid4()),
        centre=centre,
        direction=direction,
        day=day,
        number=number,
        state=tickets.WAITING,
        issued_at=at,
    )
    tickets.add(session, ticket)
    await session.flush()
    return await place_of(session, ticket, at)


async def place_of(session: Session, ticket: TicketRow, at: datetime) -> Place:
    """Return where a ticket stands now."""
    # The numbers begin anew every morning, and nobody calls those of another day.
    if ticket.state != tickets.WAITING or ticket.day != at.astimezone(BAKU).date():
        return Place(ticket, None, None)
    before = await tickets.waiting_before(session, ticket)
    minutes = (await passports.direction_of(session, ticket.direction, at)).standard_minutes
    if minutes is None:
        return Place(ticket, before + 1, None)
    queue = Queue(ticket.centre, ticket.day, ticket.direction)
    desks = await tickets.last_calls(session, queue, since=open_since(at, minutes))
    return Place(ticket, before + 1, expected_wait_minutes(before, minutes, desks, at))
