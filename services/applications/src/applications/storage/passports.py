"""The copy of published passports: what intake needs while the catalogue is away."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import tuple_
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlmodel import col, func, or_, select, update
from sqlmodel.sql.expression import Select

from applications.domain.passport import Passport, passport_from_data
from applications.storage.known_passports import Copy, KnownPassports
from applications.storage.tables.passports import PassportCopyRow
from shared.database import Session

_KNOWN = KnownPassports()
_COPY = (
    col(PassportCopyRow.service_id),
    col(PassportCopyRow.version),
    col(PassportCopyRow.received_at),
)


async def store(session: Session, row: PassportCopyRow) -> None:
    """Keep a published version; a later event of the same version brings its end.

    The instant it came moves on, so that no process goes by what it has read before.
    """
    statement = insert(PassportCopyRow).values(**row.model_dump())
    told = ("data", "valid_until", "received_at")
    await session.exec(
        statement.on_conflict_do_update(
            index_elements=["service_id", "version"],
            set_={name: statement.excluded[name] for name in told},
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
        select(*_COPY)
        .where(col(PassportCopyRow.service_id) == service_id)
        .where(col(PassportCopyRow.valid_from) <= at)
        .where(
            or_(col(PassportCopyRow.valid_until).is_(None), col(PassportCopyRow.valid_until) > at)
        )
        .order_by(col(PassportCopyRow.version).desc())
        .limit(1)
    )
    found = (await session.exec(query)).first()
    if found is None:
        return None
    copy = Copy(*found)
    return (await of_copies(session, [copy]))[copy.service_id, copy.version]


async def of_copies(session: Session, copies: Iterable[Copy]) -> Mapping[tuple[str, int], Passport]:
    """Return the passports of these copies by service and version.

    Those the process has not read yet are read in one statement; in the long run there is none.
    """
    wanted = set(copies)
    found = {copy: known for copy in wanted if (known := _KNOWN.get(copy)) is not None}
    if unread := wanted - found.keys():
        found |= await _read(session, unread)
    return {(copy.service_id, copy.version): passport for copy, passport in found.items()}


async def _read(session: Session, copies: Iterable[Copy]) -> dict[Copy, Passport]:
    names = [(copy.service_id, copy.version) for copy in copies]
    named = tuple_(col(PassportCopyRow.service_id), col(PassportCopyRow.version)).in_(names)
    query: Select[*tuple[Any, ...]] = Select(*_COPY, col(PassportCopyRow.data)).where(named)
    rows = (await session.exec(query)).all()
    found = {Copy(*copy): passport_from_data(data) for *copy, data in rows}
    for copy, passport in found.items():
        _KNOWN.keep(copy, passport)
    return found


@dataclass(frozen=True, slots=True)
class Direction:
    """A queue of services: how many, and the longest operator standard (field 18, minutes).

    The standard is None where no passport of them names one: the field may be empty.
    """

    services: int
    standard_minutes: int | None


async def direction_of(session: Session, direction: str, at: datetime) -> Direction:
    """Return what is in force for a queue; without a service there is no such queue."""
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
    return Direction(*(await session.exec(query)).one())
