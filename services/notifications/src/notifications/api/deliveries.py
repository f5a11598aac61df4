"""What became of the messages of a case."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from notifications.domain.sight import EVERYTHING, Sight, of_agent, of_officer
from notifications.storage import messages
from notifications.storage.tables import MessageRow
from shared.database import SessionDep
from shared.identity.caller import Caller, Role
from shared.identity.dependencies import requires

router = APIRouter(prefix="/v1/deliveries", tags=["deliveries"])

MOST = 100
"""A case promises a handful of messages; more are never read in one answer."""


class Delivery(BaseModel):
    """One message of a case: never its text, never its recipient.

    ``state`` is pending, sending, delivered, unknown (the cabinet is asked before it is sent to
    again) or failed. ``delivered_at`` is the cabinet's instant.
    """

    message_id: str
    request_id: str
    template: str
    template_version: int
    language: str
    recipient_role: str
    state: str
    attempts: int
    requested_at: datetime
    delivered_at: datetime | None


class Deliveries(BaseModel):
    """The messages of one case, in the order they were promised; they fit one page."""

    items: list[Delivery]
    next: str | None


@router.get("", summary="What became of a case's messages")
async def list_deliveries(
    session: SessionDep,
    caller: Annotated[
        Caller, Depends(requires(Role.AGENT, Role.OFFICER, Role.AUDITOR, Role.ADMIN))
    ],
    case_id: Annotated[str, Query(min_length=1, max_length=64)],
) -> Deliveries:
    """Return the deliveries of a case by its id.

    A case that is unknown, and one that is not the reader's to see, have none.
    """
    rows = await messages.of_case(session, case_id, sight=_sight_of(caller), limit=MOST)
    return Deliveries(items=[_delivery(row) for row in rows], next=None)


def _sight_of(caller: Caller) -> Sight:
    if caller.role is Role.AGENT:
        return of_agent(caller.centre)
    if caller.role is Role.OFFICER:
        return of_officer(caller.body, caller.centre)
    return EVERYTHING


def _delivery(row: MessageRow) -> Delivery:
    return Delivery(
        message_id=row.message_id,
        request_id=row.request_id,
        template=row.template,
        template_version=row.template_version,
        language=row.language,
        recipient_role=row.recipient_role,
        state=row.state,
        attempts=row.attempts,
        requested_at=row.requested_at,
        delivered_at=row.delivered_at,
    )
