"""Tickets: the queue of a centre by direction."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Response, status
from pydantic import AwareDatetime, BaseModel, ConfigDict

from applications.api.dependencies import InstantDep
from applications.api.inputs import Code, Input
from applications.storage.tables.queues import TicketRow
from applications.use_cases.call_next_ticket import call_next_ticket
from applications.use_cases.issue_ticket import Place, issue_ticket
from applications.use_cases.read_ticket import read_ticket
from shared.database import SessionDep
from shared.errors import Kind
from shared.idempotency import StoredAnswer
from shared.identity.caller import Caller, Role
from shared.identity.dependencies import requires
from shared.once import OnceDep, OnceIfKeyedDep
from shared.problems import responses

ISSUE = "POST /v1/tickets"
CALL = "POST /v1/tickets/call-next"

router = APIRouter(
    prefix="/v1/tickets",
    tags=["tickets"],
    responses=responses(Kind.UNAUTHENTICATED, Kind.FORBIDDEN, Kind.INVALID, Kind.UNAVAILABLE),
)

KioskOrAgent = Annotated[Caller, Depends(requires(Role.KIOSK, Role.AGENT))]
Agent = Annotated[Caller, Depends(requires(Role.AGENT))]


class TicketRequest(Input):
    """Where somebody queues: the caller's own centre, and a direction of a passport's step."""

    centre: Code
    direction: Code


class CallRequest(Input):
    """Who is called where: the caller's own centre, a direction, and the desk that is free."""

    centre: Code
    direction: Code
    desk: Code


class TicketPublic(BaseModel):
    """A ticket: its number is of the centre, the direction and the day.

    ``position`` counts from 1 while it waits; ``expected_wait_minutes`` is the people before it
    times the longest operator standard of the direction (field 18). Both are null once called.
    """

    model_config = ConfigDict(frozen=True)

    ticket_id: str
    centre: str
    direction: str
    number: int
    state: Literal["waiting", "called"]
    position: int | None
    expected_wait_minutes: int | None
    desk: str | None
    issued_at: AwareDatetime
    called_at: AwareDatetime | None


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=TicketPublic,
    responses=responses(Kind.MALFORMED),
)
async def take_ticket(
    body: TicketRequest, caller: KioskOrAgent, at: InstantDep, once: OnceDep, session: SessionDep
) -> Response:
    """Give out the next ticket of the day."""

    async def make() -> StoredAnswer:
        place = await issue_ticket(
            session, caller, centre=body.centre, direction=body.direction, at=at.business
        )
        ticket = _public(place)
        location = f"/v1/tickets/{ticket.ticket_id}"
        return StoredAnswer(201, {"Location": location}, ticket.model_dump_json().encode())

    return await once.answer(session, caller, ISSUE, make)


@router.post(
    "/call-next",
    response_model=TicketPublic,
    responses=responses(Kind.MALFORMED, Kind.CONFLICT),
)
async def call_next(
    body: CallRequest, caller: Agent, at: InstantDep, once: OnceIfKeyedDep, session: SessionDep
) -> Response:
    """Call the first who waits to a desk; two desks never call the same person.

    With an `Idempotency-Key`, a call whose answer was lost is repeated without losing a person.
    """

    async def make() -> StoredAnswer:
        ticket = await call_next_ticket(
            session,
            caller,
            centre=body.centre,
            direction=body.direction,
            desk=body.desk,
            at=at.business,
        )
        called = _public(Place(ticket, None, None))
        return StoredAnswer(200, {}, called.model_dump_json().encode())

    if once is not None:
        return await once.answer(session, caller, CALL, make)
    return Response((await make()).body, media_type="application/json")


@router.get("/{ticket_id}", responses=responses(Kind.MISSING))
async def get_ticket(
    ticket_id: str, caller: KioskOrAgent, at: InstantDep, session: SessionDep
) -> TicketPublic:
    """Show a ticket of the caller's centre and how long it may still take."""
    return _public(await read_ticket(session, caller, ticket_id, at.business))


def _public(place: Place) -> TicketPublic:
    ticket: TicketRow = place.ticket
    return TicketPublic(
        ticket_id=ticket.id,
        centre=ticket.centre,
        direction=ticket.direction,
        number=ticket.number,
        state="waiting" if ticket.state == "waiting" else "called",
        position=place.position,
        expected_wait_minutes=place.expected_wait_minutes,
        desk=ticket.desk,
        issued_at=ticket.issued_at,
        called_at=ticket.called_at,
    )
