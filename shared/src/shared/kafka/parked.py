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

from shared.database import Session, SharedRow
from shared.events.envelope import Envelope
from shared.kafka.records import Record

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
    ``error_class`` names the failure; its message is not kept, it may quote the data. Once
    ``replayed_at`` is there the event was handled, or let go of (``set_aside``); by whom and why is
    kept beside it.
    """

    __tablename__ = "parked"
    __table_args__ = (
        # Not the place alone: offsets begin anew when a broker lost its data.
        UniqueConstraint(*PLACE_AND_EVENT, name="uq_parked_place_and_event"),
        Index("ix_parked_open", "consumer", "topic", "key", "id", postgresql_where=text(OPEN)),
        Index("ix_parked_waiting", "id", postgresql_where=text(OPEN)),
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
    set_aside: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})

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
    await lock_key(session, consumer, topic, key)
    return await _waiting(session, consumer, topic, key)


async def park(
    session: Session, record: Record, *, consumer: str, error: Exception | None, attempts: int
) -> None:
    """Put a record at the end of its key; without ``error`` it only waits for the one before.

    A record that is there already stays as it is.
    """
    await lock_key(session, consumer, record.topic, record.key)
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


async def list_parked(
    session: Session, *, after: int = 0, limit: int = 100, failing: bool = False
) -> list[ParkedRow]:
    """Return parked events that wait, oldest first, with ``id`` above ``after``.

    ``failing`` leaves out those that only wait for one before them.
    """
    wanted = (col(ParkedRow.waits).is_(False),) if failing else ()
    found = await session.exec(
        select(ParkedRow)
        .where(col(ParkedRow.replayed_at).is_(None), col(ParkedRow.id) > after, *wanted)
        .order_by(col(ParkedRow.id))
        .limit(limit)
    )
    return list(found)


async def lock_key(session: Session, consumer: str, topic: str, key: str) -> None:
    """Keep everybody else from parking, replaying or passing the key until the session ends."""
    digest = blake2b(f"{consumer}\x00{topic}\x00{key}".encode(), digest_size=4).digest()
    number = int.from_bytes(digest, signed=True)
    await session.exec(select(func.pg_advisory_xact_lock(_KEY_LOCKS, number)))


async def first_waiting(session: Session, consumer: str, topic: str, key: str) -> ParkedRow | None:
    """Return the parked event that is the next of its key; look under ``lock_key``."""
    waiting = select(ParkedRow).where(*waits_under(consumer, topic, key))
    return (await session.exec(waiting.order_by(col(ParkedRow.id)).limit(1))).first()


def waits_under(consumer: str, topic: str, key: str) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a key's events that are parked still."""
    return (
        col(ParkedRow.consumer) == consumer,
        col(ParkedRow.topic) == topic,
        col(ParkedRow.key) == key,
        col(ParkedRow.replayed_at).is_(None),
    )


async def _waiting(session: Session, consumer: str, topic: str, key: str) -> bool:
    waiting = select(ParkedRow.id).where(*waits_under(consumer, topic, key)).exists()
    return (await session.exec(select(waiting))).one()
