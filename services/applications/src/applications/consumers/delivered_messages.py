"""The notifications topic: what reached the cabinet, or never will, comes back to the case."""

from applications.domain.case import Instant
from applications.use_cases.casework import Casework
from applications.use_cases.record_message_end import DELIVERED, REFUSED, record_message_end
from shared.database import Session
from shared.database_clock import database_now
from shared.events.deliveries import MessageDelivered, MessageFailed
from shared.events.envelope import Envelope
from shared.telemetry.logs import logger

TOPIC = MessageDelivered.topic

log = logger(__name__)


class DeliveryHandler:
    """Takes the events of the topic over with the keys of the house."""

    def __init__(self, casework: Casework) -> None:
        self._casework = casework

    async def __call__(self, session: Session, envelope: Envelope) -> None:
        """Take one event over; other types are none of this service's business."""
        if envelope.data is None:
            return
        told: MessageDelivered | MessageFailed
        if envelope.type == MessageDelivered.type:
            told = MessageDelivered.model_validate(envelope.data)
            end, ended_at = DELIVERED, told.delivered_at
        elif envelope.type == MessageFailed.type:
            told = MessageFailed.model_validate(envelope.data)
            end, ended_at = REFUSED, told.failed_at
        else:
            return
        at = Instant(business=ended_at, system=await database_now(session))
        known = await record_message_end(
            session, self._casework, told.case_id, told.request_id, end, at
        )
        if not known:
            log.info("a delivery changed nothing", event_id=envelope.id)
