"""The catalogue's topic: every published version becomes this service's own copy."""

from meis_gateway.use_cases.copy_passport import copy_passport
from shared.clock import system_now
from shared.database import Session
from shared.events.envelope import Envelope
from shared.events.passports import PassportPublished


async def handle(session: Session, event: Envelope) -> None:
    """Take one event over.

    A tombstone changes nothing: cases of a service that ceased are still open and still ask.
    """
    if event.data is None or event.type != PassportPublished.type:
        return
    published = PassportPublished.model_validate(event.data)
    await copy_passport(session, published, received_at=system_now())
