"""Look at a ticket."""

from datetime import datetime

from applications.storage import tickets
from applications.use_cases.issue_ticket import Place, place_of
from applications.use_cases.refusals import TicketMissing
from shared.database import Session
from shared.identity.caller import Caller


async def read_ticket(session: Session, caller: Caller, ticket_id: str, at: datetime) -> Place:
    """Return a ticket of the caller's own centre with its place (TicketMissing)."""
    ticket = await tickets.get(session, ticket_id)
    if ticket is None or ticket.centre != caller.centre:
        raise TicketMissing
    return await place_of(session, ticket, at)
