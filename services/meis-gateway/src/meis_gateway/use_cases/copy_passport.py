"""Keep this service's own copy of a published passport."""

from datetime import datetime

from meis_gateway.storage import passports
from shared.database import Session
from shared.events.passports import PassportPublished


async def copy_passport(
    session: Session, published: PassportPublished, *, received_at: datetime
) -> None:
    """Store the version, and those in force until it begins; ``received_at`` is system time."""
    for passport in (*published.until_then, published.passport):
        await passports.keep(session, passport, received_at=received_at)
