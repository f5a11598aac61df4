"""Call the next person of a queue to a desk."""

from datetime import datetime

from applications.storage import tickets
from applications.storage.tables.queues import TicketRow
from applications.storage.tickets import Queue
from applications.use_cases.refusals import NobodyWaits, OtherCentre, OtherDesk
from shared.clock import BAKU
from shared.database import Session
from shared.identity.caller import Caller


async def call_next_ticket(
    session: Session, caller: Caller, *, centre: str, direction: str, desk: str, at: datetime
) -> TicketRow:
    """Call the first ticket of today that waits; two desks never call the same one.

    Raises OtherCentre, OtherDesk and NobodyWaits.
    """
    if caller.centre != centre:
        raise OtherCentre
    if caller.desk not in (None, desk):
        raise OtherDesk
    day = at.astimezone(BAKU).date()
    ticket = await tickets.lock_next(session, Queue(centre, day, direction))
    if ticket is None:
        raise NobodyWaits
    ticket.state, ticket.desk = tickets.CALLED, desk
    ticket.called_at, ticket.called_by = at, caller.actor
    await session.flush()
    return ticket
