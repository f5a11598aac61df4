"""The copy of published passports: what intake needs while the catalogue is away."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlmodel import col, func, or_, select, update

from applications.domain.passport import Passport, passport_from_data
from applications.storage.tables.passports import PassportCopyRow
from shared.database import Session


async def store(session: Session, row: PassportCopyRow) -> None:
    """Keep a published version; a later event of the same version brings its end."""
    statement = insert(PassportCopyRow).values(**row.model_dump())
    await session.exec(
        statement.on_conflict_do_update(
            index_elements=["service_id", "version"],
            set_={"data": statement.excluded.data, "valid_until": statement.excluded.valid_until},
        )
    )


async def retire(session: Session, service_id: str, at: datetime) -> None:
    """End every version of a service; cases keep theirs."""
    statement = (
        update(PassportCopyRow)
        .where(col(PassportCopyRow.service_id) == service_id)
        .where(
            or_(col(PassportCopyRow.valid_until).is_(None), col(PassportCopyRow.valid_until) > at)
        )
        .values(valid_until=at)
    )
    await session.exec(statement)


async def is_known(session: Session, service_id: str) -> bool:
    """Tell whether any version of the service was ever published."""
    query = select(PassportCopyRow.version).where(col(PassportCopyRow.service_id) == service_id)
    return (await session.exec(query.limit(1))).first() is not None


async def in_force(session: Session, service_id: str, at: datetime) -> Passport | None:
    """Return the version of a service in force at an instant, None when there is none."""
    query = (
        select(PassportCopyRow)
        .where(col(PassportCopyRow.service_id) == service_id)
        .where(col(PassportCopyRow.valid_from) <= at)
        .where(
            or_(col(PassportCopyRow.valid_until).is_(None), col(PassportCopyRow.valid_until) > at)
        )
        .order_by(col(PassportCopyRow.version).desc())
        .limit(1)
    )
    row = (await session.exec(query)).first()
    return None if row is None else passport_from_data(row.data)


async def operator_minutes(session: Session, direction: str, at: datetime) -> int | None:
    """Return the longest operator standard (field 18, minutes) of services in this queue.

    None when no service in force queues in ``direction``: there is no such queue.
    """
    newest = (
        select(PassportCopyRow)
        .where(col(PassportCopyRow.valid_from) <= at)
        .where(
            or_(col(PassportCopyRow.valid_until).is_(None), col(PassportCopyRow.valid_until) > at)
        )
        .order_by(col(PassportCopyRow.service_id), col(PassportCopyRow.version).desc())
        .ext(distinct_on(col(PassportCopyRow.service_id)))
        .subquery()
    )
    queues_here = newest.c.data.contains({"steps": [{"params": {"direction": direction}}]})
    standard = newest.c.data["operator_standard_minutes"].as_integer()
    query = select(func.count(), func.max(standard)).select_from(newest).where(queues_here)
    services, minutes = (await session.exec(query)).one()
    return None if services == 0 else int(minutes or 0)
