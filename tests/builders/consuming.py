"""A consumer whose effects are rows, for tests of the runner."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sqlmodel import col, select

from shared.database import Database, DatabaseUnavailable, Session
from shared.events.envelope import Envelope
from shared.inbox import InboxRow, first_time
from shared.kafka.consumer import POLL_SECONDS, SESSION_SECONDS, ConsumerRunner
from shared.kafka.deadlines import CALL_SECONDS
from shared.kafka.parked import ParkedRow, list_parked
from shared.kafka.records import Record
from shared.kafka.wire import encode
from tests.builders.waiting import eventually


@dataclass
class Effects:
    """A handler whose effect is a row, and which refuses what it is told to refuse.

    For an event in ``away`` its database is away.
    """

    refused: set[tuple[str, int]] = field(default_factory=set)
    away: set[tuple[str, int]] = field(default_factory=set)
    tried: list[tuple[str, int]] = field(default_factory=list)

    async def handle(self, session: Session, event: Envelope) -> None:
        """Leave one row for the event, or fail after leaving it."""
        number = (event.data or {})["number"]
        self.tried.append((event.key, number))
        await first_time(session, consumer="effect", source=event.key, event_id=f"{number:03}")
        if (event.key, number) in self.refused:
            raise LookupError
        if (event.key, number) in self.away:
            raise DatabaseUnavailable


@asynccontextmanager
async def consuming(
    broker: str,
    database: Database,
    group: str,
    topic: str,
    effects: Effects,
    *,
    call_seconds: float = CALL_SECONDS,
    session_seconds: float = SESSION_SECONDS,
    poll_seconds: float = POLL_SECONDS,
) -> AsyncIterator[ConsumerRunner]:
    """Run a consumer while the test goes on, and stop it properly."""
    runner = ConsumerRunner(
        broker,
        database,
        group=group,
        topics=[topic],
        handler=effects.handle,
        call_seconds=call_seconds,
        session_seconds=session_seconds,
        poll_seconds=poll_seconds,
    )
    stop = asyncio.Event()
    running = asyncio.ensure_future(runner.run(stop))
    try:
        yield runner
    finally:
        stop.set()
        await asyncio.wait_for(running, 20)


async def effects_of(database: Database, key: str) -> list[int]:
    async with database.transaction() as session:
        found = await session.exec(
            select(InboxRow.event_id)
            .where(InboxRow.consumer == "effect", InboxRow.source == key)
            .order_by(col(InboxRow.received_at))
        )
        return [int(number) for number in found]


async def until_effect(database: Database, key: str, number: int) -> None:
    async def there() -> bool:
        return number in await effects_of(database, key)

    await eventually(there)


async def parked_in(database: Database) -> list[ParkedRow]:
    async with database.transaction() as session:
        return await list_parked(session)


def as_record(event: Envelope) -> Record:
    """Return the record of an event as a consumer would get it."""
    record = encode(event)
    return Record(event.topic, 0, 0, record.key, record.value, tuple(record.headers))
