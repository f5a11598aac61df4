"""The outbox: a use case records its events in its own transaction, relays publish them later.

The rule of order, which the relay (``shared.relay``) relies on: within one key, ``id`` rises in the
order in which transactions commit. It holds because a transaction takes the lock of the key before
it draws the id and keeps it until it ends. No relay remembers a position: a row stays until it is
published, so a transaction that commits late is never passed over.
"""

from datetime import datetime
from hashlib import blake2b
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import JSON, BigInteger, Column, Identity, Index, SmallInteger, func
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Field, select

from shared.database import Session, SharedRow
from shared.events.envelope import Envelope, EventData
from shared.kafka.wire import encode_data
from shared.rights import REMOVABLE
from shared.telemetry.trace import current_traceparent
from shared.wakeup import announce

BUCKETS: Final = 16
CHANNEL: Final = "outbox"
MAX_DATA_BYTES: Final = 512 * 1024

_KEY_LOCKS: Final = 0x0D05  # the class of our advisory locks on keys, apart from others' locks


class OutboxRow(SharedRow, table=True):
    """One event that is not published yet; ``data`` is None for a tombstone.

    ``data`` is ``json``, not ``jsonb``: it keeps the text as it was written.
    """

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_bucket_id", "bucket", "id"), REMOVABLE)

    id: int | None = Field(
        default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True)
    )
    bucket: int = Field(sa_type=SmallInteger)
    event_id: str
    source: str
    type: str
    topic: str
    key: str
    time: datetime
    recorded_at: datetime = Field(sa_column_kwargs={"server_default": func.clock_timestamp()})
    data: dict[str, Any] | None = Field(sa_type=JSON(none_as_null=True), nullable=True)
    traceparent: str | None
    extensions: dict[str, str] = Field(sa_type=JSON)

    def envelope(self) -> Envelope:
        """Return the event as it travels."""
        return Envelope(
            id=self.event_id,
            source=self.source,
            type=self.type,
            topic=self.topic,
            key=self.key,
            time=self.time,
            recorded_at=self.recorded_at,
            data=self.data,
            traceparent=self.traceparent,
            extensions=self.extensions,
        )


class OutboxLeaseRow(SharedRow, table=True):
    """Which relay publishes a bucket; ``fence`` grows with every claim, None is free.

    ``expires_at`` is the database's own clock: relays on several machines agree on it.
    """

    __tablename__ = "outbox_leases"

    bucket: int = Field(sa_column=Column(SmallInteger, primary_key=True, autoincrement=False))
    owner: str | None
    fence: int = Field(sa_type=BigInteger)
    expires_at: datetime | None


class EventTooLarge(ValueError):
    """An event's data exceeds MAX_DATA_BYTES: no broker would take it, so it is not recorded."""


def bucket_of(key: str) -> int:
    """Return the bucket (0..15) of a key, the same on every machine."""
    return _digest(key)[0] % BUCKETS


async def record(
    session: Session,
    data: EventData,
    *,
    source: str,
    key: str,
    time: datetime,
    event_id: str | None = None,
    extensions: dict[str, str] | None = None,
) -> str:
    """Record an event in the caller's transaction and return its id.

    ``source`` is the service (``applications``), ``key`` orders events (the case id), ``time`` is
    business time. Call it last, after the aggregate was changed: pending changes are written first,
    so that every transaction locks the aggregate before the key. Raises EventTooLarge.
    """
    return await _insert(
        session,
        data.model_dump(mode="json"),
        kind=type(data),
        event_id=event_id,
        values={"source": source, "key": key, "time": time, "extensions": extensions or {}},
    )


async def record_tombstone(
    session: Session, kind: type[EventData], *, source: str, key: str, time: datetime
) -> str:
    """Record that ``key`` ceases on the compacted topic of ``kind``; returns the event's id."""
    return await _insert(
        session,
        None,
        kind=kind,
        event_id=None,
        values={"source": source, "key": key, "time": time, "extensions": {}},
    )


async def _insert(
    session: Session,
    data: dict[str, Any] | None,
    *,
    kind: type[EventData],
    event_id: str | None,
    values: dict[str, Any],
) -> str:
    if len(encode_data(data) or b"") > MAX_DATA_BYTES:
        raise EventTooLarge(kind.type)
    key: str = values["key"]
    # Row locks of the aggregate come before the lock of the key, in every transaction alike.
    await session.flush()
    await session.exec(select(func.pg_advisory_xact_lock(_KEY_LOCKS, _lock_of(key))))
    row = {
        **values,
        "bucket": bucket_of(key),
        "event_id": event_id or str(uuid4()),
        "type": kind.type,
        "topic": kind.topic,
        "data": data,
        "traceparent": current_traceparent(),
    }
    await session.exec(insert(OutboxRow).values(row))
    announce(session, CHANNEL)
    return str(row["event_id"])


def _lock_of(key: str) -> int:
    return int.from_bytes(_digest(key)[:4], signed=True)


def _digest(key: str) -> bytes:
    return blake2b(key.encode(), digest_size=8).digest()
