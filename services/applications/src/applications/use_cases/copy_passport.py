"""Keep this service's own copy of what the catalogue published."""

from datetime import datetime

from applications.domain.passport import passport_from_data
from applications.storage import passports
from applications.storage.tables.passports import PassportCopyRow
from shared.database import Session
from shared.events.passports import Passport, PassportPublished


async def copy_passport(session: Session, published: PassportPublished, at: datetime) -> None:
    """Store a published version, and those in force until it begins.

    ``at`` is system time. Raises PassportNotUnderstood for one the engine cannot run, which must
    not be taken into use: the event is parked, and the version before stays in force.
    """
    versions = (*published.until_then, published.passport)
    for row in [_copy(passport, at) for passport in versions]:
        await passports.store(session, row)


def _copy(passport: Passport, at: datetime) -> PassportCopyRow:
    data = passport.model_dump(mode="json")
    passport_from_data(data)
    return PassportCopyRow(
        service_id=passport.service_id,
        version=passport.version,
        data=data,
        valid_from=passport.valid_from,
        valid_until=passport.valid_until,
        received_at=at,
    )


async def retire_service(session: Session, service_id: str, at: datetime) -> None:
    """Take no further cases of a service that the catalogue withdrew; ``at`` is business time."""
    await passports.retire(session, service_id, at)
