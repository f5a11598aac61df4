"""Keep this service's own copy of a published passport."""

from datetime import datetime

from meis_gateway.storage import passports
from shared.database import Session
from shared.events.passports import PassportPublished


async def copy_passport(
    session: Session, published: PassportPublished, *, received_at: datetime
) -> None:
    """Store the version; ``received_at`` is system time."""
    await passports.keep(session, published.passport, received_at=received_at)
