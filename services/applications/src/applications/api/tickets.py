"""Tickets: the queue of a centre by direction."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Response, status
from pydantic import AwareDatetime, BaseModel, ConfigDict

from applications.api.dependencies import CaseworkDep, InstantDep, only_query
from applications.api.inputs import Code, Input
from applications.storage.tables.queues import TicketRow
from applications.storage.tickets import WAITING, After
from applications.use_cases.call_next_ticket import call_next_ticket
from applications.use_cases.issue_ticket import Place, issue_ticket
from applications.use_cases.list_tickets import list_tickets
from applications.use_cases.read_ticket import read_ticket
from applications.use_cases.record_no_show import record_no_show
from shared.cursors import CursorDep, LimitDep, Page, decode, next_cursor
from shared.database import SessionDep
from shared.errors import Kind
from shared.idempotency import StoredAnswer
from shared.identity.caller import Caller, Role
from shared.identity.dependencies import requires
from shared.once import OnceDep, OnceIfKeyedDep
from shared.problems import responses

ISSUE = "POST /v1/tickets"
CALL = "POST /v1/tickets/call-next"
NO_SHOW = "POST /v1/tickets/{}/no-show"

State = Literal["waiting", "called", "no-show", "withdrawn"]

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


class TicketLinePublic(BaseModel):
    """A ticket: its number is of the centre, the direction and the day.

    ``desk`` and ``called_at`` are of its last call, null while it waits. ``absences`` counts the
    calls nobody answered: after the first it is called once more, behind those who missed none,
    after the second it ends as `no-show`. It ends as `withdrawn` with its case, unless the person
    was received before.
    """

    model_config = ConfigDict(frozen=True)

    ticket_id: str
    centre: str
    direction: str
    number: int
    state: State
    desk: str | None
    issued_at: AwareDatetime
    called_at: AwareDatetime | None
    absences: int


class TicketPublic(TicketLinePublic):
    """A ticket with its place.

    ``position`` counts from 1 while it waits; ``expected_wait_minutes`` is when one of the desks
    that are open will be free for it, each person before it taking the longest operator standard of
    the direction (field 18). Both are null unless it waits today, the wait also where no service
    of the direction has a standard.
    """

    position: int | None
    expected_wait_minutes: int | None


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


@router.post(
    "/{ticket_id}/no-show",
    response_model=TicketPublic,
    responses=responses(Kind.MALFORMED, Kind.MISSING, Kind.CONFLICT),
)
async def person_did_not_come(
    ticket_id: str,
    caller: Agent,
    casework: CaseworkDep,
    at: InstantDep,
    once: OnceIfKeyedDep,
    session: SessionDep,
) -> Response:
    """Say that the person called to the agent's desk did not come.

    Once the ticket goes back into its queue, behind those who missed no call; the second time it
    ends, and a case that was begun with it may be claimed. With an `Idempotency-Key` a repeated
    request counts one absence.
    """

    async def make() -> StoredAnswer:
        place = await record_no_show(session, casework, caller, ticket_id, at)
        return StoredAnswer(200, {}, _public(place).model_dump_json().encode())

    if once is not None:
        return await once.answer(session, caller, NO_SHOW.format(ticket_id), make)
    return Response((await make()).body, media_type="application/json")


@router.get(
    "",
    responses=responses(Kind.MALFORMED),
    dependencies=[Depends(only_query("direction", "state", "cursor", "limit"))],
)
async def get_tickets(
    caller: KioskOrAgent,
    at: InstantDep,
    cursor: CursorDep,
    limit: LimitDep,
    session: SessionDep,
    state: State = "waiting",
    direction: Annotated[str | None, Query(max_length=64)] = None,
) -> Page[TicketLinePublic]:
    """List today's tickets of the caller's centre, by direction, in the order they are called."""
    after = None if cursor is None else After(*decode(cursor, str, int, int))
    rows = await list_tickets(
        session,
        caller,
        direction=direction,
        state=state,
        after=after,
        limit=limit + 1,
        at=at.business,
    )
    return Page(
        items=[TicketLinePublic(**_line(row)) for row in rows[:limit]],
        next=next_cursor(rows, limit, lambda row: (row.direction, row.absences, row.number)),
    )


@router.get("/{ticket_id}", responses=responses(Kind.MISSING))
async def get_ticket(
    ticket_id: str, caller: KioskOrAgent, at: InstantDep, session: SessionDep
) -> TicketPublic:
    """Show a ticket of the caller's centre and how long it may still take."""
    return _public(await read_ticket(session, caller, ticket_id, at.business))


def _public(place: Place) -> TicketPublic:
    return TicketPublic(
        **_line(place.ticket),
        position=place.position,
        expected_wait_minutes=place.expected_wait_minutes,
    )


def _line(row: TicketRow) -> dict[str, Any]:
    waits = row.state == WAITING
    return {
        "ticket_id": row.id,
        "centre": row.centre,
        "direction": row.direction,
        "number": row.number,
        "state": row.state,
        "desk": None if waits else row.desk,
        "issued_at": row.issued_at,
        "called_at": None if waits else row.called_at,
        "absences": row.absences,
    }
