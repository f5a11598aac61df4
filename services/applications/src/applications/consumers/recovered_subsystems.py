"""The gateway's topic: when a registry is back, what waits for it is asked again."""

from applications.use_cases.hasten_questions import hasten_questions
from shared.database import Session
from shared.database_clock import database_now
from shared.events.envelope import Envelope
from shared.events.meis import SubsystemRecovered

TOPIC = SubsystemRecovered.topic


async def handle(session: Session, envelope: Envelope) -> None:
    """Take one event of the topic over; other types are none of this service's business."""
    if envelope.data is not None and envelope.type == SubsystemRecovered.type:
        recovered = SubsystemRecovered.model_validate(envelope.data)
        await hasten_questions(session, recovered.subsystem, await database_now(session))
