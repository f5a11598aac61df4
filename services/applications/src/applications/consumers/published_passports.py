"""The catalogue's topic: every published version becomes this service's own copy."""

from applications.use_cases.copy_passport import copy_passport, retire_service
from shared.clock import system_now
from shared.database import Session
from shared.events.envelope import Envelope
from shared.events.passports import PassportPublished

TOPIC = PassportPublished.topic


async def handle(session: Session, envelope: Envelope) -> None:
    """Take one event of the topic over; a tombstone retires the service."""
    if envelope.data is None:
        await retire_service(session, envelope.key, envelope.time)
    elif envelope.type == PassportPublished.type:
        published = PassportPublished.model_validate(envelope.data)
        await copy_passport(session, published, system_now())
