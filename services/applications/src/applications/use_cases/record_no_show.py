"""Record that the person who was called to a desk did not come."""

from datetime import datetime

from applications.domain.absence import is_called_again, missed
from applications.domain.case import CaseState, Instant
from applications.storage import tickets
from applications.storage.cases import CaseFile
from applications.storage.tables.queues import TicketRow
from applications.use_cases.acting import actor_of
from applications.use_cases.casework import Casework
from applications.use_cases.change_case import change_case, take_case
from applications.use_cases.issue_ticket import Place, place_of
from applications.use_cases.refusals import TicketMissing
from applications.use_cases.ticket_refusals import (
    CalledElsewhere,
    PersonCame,
    TicketNotCalled,
)
from shared.clock import BAKU
from shared.database import Session
from shared.identity.caller import Caller


async def record_no_show(
    session: Session, casework: Casework, caller: Caller, ticket_id: str, at: Instant
) -> Place:
    """Put the ticket behind everybody once, then end it; its case knows of it.

    Raises TicketMissing, TicketNotCalled, CalledElsewhere and PersonCame.
    """
    found = await tickets.get(session, ticket_id)
    if found is None or found.centre != caller.centre:
        raise TicketMissing
    # The case before its ticket, as everywhere; an agent receiving the person holds the case.
    bound_to = found.case_id
    file = None if bound_to is None else await take_case(session, casework, bound_to)
    ticket = await tickets.lock(session, ticket_id)
    if ticket is None:
        raise TicketMissing
    _ensure_absent(ticket, file, caller)
    called_again = _put_back(ticket, at.business)
    await session.flush()
    if file is not None:
        advanced = missed(file.case, actor_of(caller), called_again=called_again, at=at)
        await change_case(session, casework, file, advanced, at)
    return await place_of(session, ticket, at.business)


def _ensure_absent(ticket: TicketRow, file: CaseFile | None, caller: Caller) -> None:
    if ticket.state != tickets.CALLED:
        raise TicketNotCalled
    if caller.desk not in (None, ticket.desk):
        raise CalledElsewhere
    # Whose case was begun just now, or is being worked on, stands in front of somebody.
    known = None if file is None else file.case.id
    waits = file is None or file.case.state is CaseState.SUBMITTED
    if ticket.case_id != known or not waits:
        raise PersonCame


def _put_back(ticket: TicketRow, at: datetime) -> bool:
    """Count the absence; tell whether the ticket is called once more."""
    ticket.absences += 1
    called_again = is_called_again(ticket.absences, ticket.day, at.astimezone(BAKU).date())
    ticket.state = tickets.WAITING if called_again else tickets.NO_SHOW
    return called_again
