"""Parked events: a key that cannot be handled waits here with its later events, in order."""

import base64
from collections.abc import Awaitable, Callable
from datetime import datetime
from hashlib import blake2b
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ColumnElement,
    Identity,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Field, col, func, select

from shared.database import Database, Session, SharedRow
from shared.events.envelope import Envelope
from shared.kafka.records import Record
from shared.telemetry.trace import following

Handler = Callable[[Session, Envelope], Awaitable[None]]
"""What a service does with an event, in a transaction the runner opens and commits."""

PLACE_AND_EVENT: Final = (
    *("consumer", "topic", "kafka_partition", "kafka_offset"),
    *("source", "event_id"),
)
OPEN: Final = "replayed_at IS NULL"
_KEY_LOCKS: Final = 0x0D06  # the class of our advisory locks on parked keys


class ParkedRow(SharedRow, table=True):
    """One record a consumer could not handle, or (``waits``) one behind it with the same key.

    The record is kept as it came (``headers`` with base64 values, ``value``), readable or not.
    ``error_class`` names the failure; its message is not kept, it may quote the data.
    """

    __tablename__ = "parked"
    __table_args__ = (
        # Not the place alone: offsets begin anew when a broker lost its data.
        UniqueConstraint(*PLACE_AND_EVENT, name="uq_parked_place_and_event"),
        Index("ix_parked_open", "consumer", "topic", "key", "id", postgresql_where=text(OPEN)),
    )

    id: int | None = Field(
        default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True)
    )
    consumer: str
    topic: str
    kafka_partition: int
    kafka_offset: int = Field(sa_type=BigInteger)
    key: str
    source: str | None
    event_id: str | None
    headers: list[Any] = Field(sa_type=JSON)
    value: bytes | None
    waits: bool
    error_class: str | None
    attempts: int
    parked_at: datetime = Field(sa_column_kwargs={"server_default": func.now()})
    replayed_at: datetime | None
    replayed_by: str | None
    replay_reason: str | None

    def record(self) -> Record:
        """Return the record as it came."""
        return Record(
            topic=self.topic,
            partition=self.kafka_partition,
            offset=self.kafka_offset,
            key_bytes=self.key.encode(),
            value=self.value,
            headers=tuple((name, base64.b64decode(value)) for name, value in self.headers),
        )


async def is_parked(session: Session, *, consumer: str, topic: str, key: str) -> bool:
    """Tell whether an event of the key waits; then the key stays locked until the session ends.

    The second look, under the lock, is for the key whose last event is being replayed right now.
    """
    if not await _waiting(session, consumer, topic, key):
        return False
    await _lock(session, consumer, topic, key)
    return await _waiting(session, consumer, topic, key)


async def park(
    session: Session, record: Record, *, consumer: str, error: Exception | None, attempts: int
) -> None:
    """Put a record at the end of its key; without ``error`` it only waits for the one before.

    A record that is there already stays as it is.
    """
    await _lock(session, consumer, record.topic, record.key)
    source, event_id = record.identity
    await session.exec(
        insert(ParkedRow)
        .values(
            consumer=consumer,
            topic=record.topic,
            kafka_partition=record.partition,
            kafka_offset=record.offset,
            key=record.key,
            source=source,
            event_id=event_id,
            headers=[[name, base64.b64encode(value).decode()] for name, value in record.headers],
            value=record.value,
            waits=error is None,
            error_class=None if error is None else type(error).__name__,
            attempts=attempts,
        )
        .on_conflict_do_nothing()
    )


async def list_parked(session: Session, *, after: int = 0, limit: int = 100) -> list[ParkedRow]:
    """Return parked events that wait, oldest first, with ``id`` above ``after``."""
    found = await session.exec(
        select(ParkedRow)
        .where(col(ParkedRow.replayed_at).is_(None), col(ParkedRow.id) > after)
        .order_by(col(ParkedRow.id))
        .limit(limit)
    )
    return list(found)


async def replay(
    database: Database,
    handler: Handler,
    *,
    consumer: str,
    topic: str,
    key: str,
    by: str,
    reason: str,
) -> int:
    """Handle the parked events of a key in order, each in its transaction; returns how many.

    ``by`` (an actor) decides it for ``reason``; both are kept. The first event that fails again
    stays, with the rest behind it, and its error is raised.
    """
    replayed = 0
    while await _replay_first(database, handler, (consumer, topic, key), (by, reason)):
        replayed += 1
    return replayed


async def set_aside(session: Session, parked_id: int, *, by: str, reason: str) -> bool:
    """Let go of a parked event without handling it; False when it is not waiting any more."""
    row = await session.get(ParkedRow, parked_id, with_for_update=True)
    if row is None or row.replayed_at is not None:
        return False
    await _lock(session, row.consumer, row.topic, row.key)
    await _close(session, row, (by, reason))
    return True


async def _replay_first(
    database: Database, handler: Handler, where: tuple[str, str, str], who: tuple[str, str]
) -> bool:
    async with database.transaction() as session:
        await _lock(session, *where)
        row = await _first(session, *where)
        if row is None:
            return False
        event = row.record().event()
        with following(event.traceparent):
            await handler(session, event)
        await _close(session, row, who)
        return True


async def _close(session: Session, row: ParkedRow, who: tuple[str, str]) -> None:
    row.replayed_by, row.replay_reason = who
    row.replayed_at = (await session.exec(select(func.clock_timestamp()))).one()
    session.add(row)


async def _first(session: Session, consumer: str, topic: str, key: str) -> ParkedRow | None:
    waiting = select(ParkedRow).where(*_open(consumer, topic, key))
    return (await session.exec(waiting.order_by(col(ParkedRow.id)).limit(1))).first()


async def _waiting(session: Session, consumer: str, topic: str, key: str) -> bool:
    waiting = select(ParkedRow.id).where(*_open(consumer, topic, key)).exists()
    return (await session.exec(select(waiting))).one()


def _open(consumer: str, topic: str, key: str) -> tuple[ColumnElement[bool], ...]:
    return (
        col(ParkedRow.consumer) == consumer,
        col(ParkedRow.topic) == topic,
        col(ParkedRow.key) == key,
        col(ParkedRow.replayed_at).is_(None),
    )


async def _lock(session: Session, consumer: str, topic: str, key: str) -> None:
    digest = blake2b(f"{consumer}\x00{topic}\x00{key}".encode(), digest_size=4).digest()
    number = int.from_bytes(digest, signed=True)
    await session.exec(select(func.pg_advisory_xact_lock(_KEY_LOCKS, number)))
