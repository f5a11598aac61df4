"""List the tickets of a centre's day, in the order they are called."""

from collections.abc import Sequence
from datetime import datetime

from applications.storage import tickets
from applications.storage.tables.queues import TicketRow
from applications.storage.tickets import After, Queue
from applications.use_cases.ticket_refusals import CentreUnknown
from shared.clock import BAKU
from shared.database import Session
from shared.identity.caller import Caller


async def list_tickets(
    session: Session,
    caller: Caller,
    *,
    direction: str | None,
    state: str,
    after: After | None,
    limit: int,
    at: datetime,
) -> Sequence[TicketRow]:
    """Return up to ``limit`` of today's tickets at the caller's centre (CentreUnknown)."""
    if caller.centre is None:
        raise CentreUnknown
    queue = Queue(caller.centre, at.astimezone(BAKU).date(), direction)
    return await tickets.page(session, queue, state, after=after, limit=limit)
