"""``dost.applications.events.v1``: only a promised message concerns this service."""

from collections.abc import Awaitable, Callable

from notifications.use_cases.accept_message import Keys, Promise, accept_message
from shared.database import Session
from shared.database_clock import database_now
from shared.events.cases import MessageRequested
from shared.events.envelope import Envelope

RECIPIENT_KEY_ID = "recipientkeyid"


def case_events(keys: Keys) -> Callable[[Session, Envelope], Awaitable[None]]:
    """Return the handler. An event it cannot honour raises, so its key is parked and seen."""

    async def handle(session: Session, event: Envelope) -> None:
        if event.type != MessageRequested.type:
            return
        promise = Promise(
            source=event.source,
            event_id=event.id,
            requested_at=event.time,
            recipient_key_id=event.extensions[RECIPIENT_KEY_ID],
            data=MessageRequested.model_validate(event.data),
        )
        await accept_message(session, promise, keys=keys, recorded_at=await database_now(session))

    return handle
