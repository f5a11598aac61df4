"""Publishing versions: one transaction per service at a time, a new one closes the one before."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2b

from sqlmodel import col, func, or_, select, update

from catalog.domain.publishing.versions import Validity
from catalog.storage.tables import PassportVersionRow
from shared.database import Session
from shared.events.passports import Choice, Passport

_SERVICE_LOCKS = 0x0CA7  # the class of advisory locks on services


async def lock_service(session: Session, service_id: str) -> None:
    """Let no other transaction publish a version of this service until this one ends."""
    key = int.from_bytes(blake2b(service_id.encode(), digest_size=4).digest(), signed=True)
    await session.exec(select(func.pg_advisory_xact_lock(_SERVICE_LOCKS, key)))


async def validities(session: Session, service_id: str) -> list[Validity]:
    """Return the validity of every version of a service."""
    row = PassportVersionRow
    query = select(row.version, row.valid_from, row.valid_until, row.published_at)
    found = await session.exec(query.where(col(row.service_id) == service_id))
    return [Validity(*line) for line in found.all()]


async def close(session: Session, service_id: str, at: datetime) -> None:
    """End every version in force or planned at ``at``; one that would begin later never begins."""
    row = PassportVersionRow
    until = col(row.valid_until)
    statement = (
        update(row)
        .where(col(row.service_id) == service_id)
        .where(or_(until.is_(None), until > at))
        .values(valid_until=func.greatest(col(row.valid_from), at))
    )
    await session.exec(statement)


async def add(session: Session, passport: Passport, *, draft_id: str, search_key: str) -> None:
    """Store a published version."""
    session.add(
        PassportVersionRow(
            service_id=passport.service_id,
            version=passport.version,
            valid_from=passport.valid_from,
            valid_until=passport.valid_until,
            published_at=passport.published_at,
            draft_id=draft_id,
            passport_id=passport.passport_id,
            name=passport.name,
            search_key=search_key,
            classifications=_codes(passport.classifications),
            channels=_codes(passport.intake_channels),
            audiences=_codes(passport.audiences),
            back_offices=_codes(passport.back_offices),
            subsystems=_codes(passport.meis_subsystems),
            content=passport.model_dump(mode="json", exclude={"valid_until"}),
        )
    )
    await session.flush()  # the event that follows must not outlive a refused row


def _codes(choices: Sequence[Choice]) -> list[str]:
    return [choice.code for choice in choices if choice.code is not None]
