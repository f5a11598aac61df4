"""Relays publish what was recorded: all of it, each key in its order, whoever commits late."""

import asyncio
import random
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from uuid import uuid4

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, insert, text, update
from sqlmodel import func, select

from local_stack.ports import free_port
from local_stack.postgres import PostgresServer
from shared.database import Database, DatabaseUnavailable
from shared.events.envelope import Envelope
from shared.inbox import first_time
from shared.kafka.producer import EventProducer
from shared.outbox import OutboxRow, record
from shared.outbox_claims import claim, settle
from shared.relay import Relay
from tests.builders.database import as_owner, committing
from tests.builders.events import MORNING, Counted
from tests.builders.kafka import new_topic, read_topic
from tests.builders.waiting import eventually

COUNTERS = Table(
    "counters", MetaData(), Column("key", String, primary_key=True), Column("n", Integer)
)
"""What the writers change: an aggregate with a version."""


@pytest.fixture
async def database(database_url_of: Callable[[str], str]) -> AsyncIterator[Database]:
    async with committing(database_url_of("notifications")) as database:
        yield database


@pytest.fixture
async def counted(broker: str) -> type[Counted]:
    name = await new_topic(broker, partitions=3)
    return type("CountedHere", (Counted,), {"topic": name})


def relay_of(database: Database, broker: str, owner: str = "relay-1") -> Relay:
    return Relay(
        database,
        EventProducer(broker, client_id=owner),
        owner=owner,
        interval_seconds=0.2,
        lease_seconds=2,
    )


async def record_one(database: Database, kind: type[Counted], key: str, number: int) -> None:
    async with database.transaction() as session:
        await record(session, kind(number=number), source="tests", key=key, time=MORNING)


async def unpublished(database: Database) -> int:
    async with database.transaction() as session:
        return (await session.exec(select(func.count()).select_from(OutboxRow))).one()


async def until_published(database: Database, seconds: float = 8) -> None:
    async def published() -> bool:
        return not await unpublished(database)

    await eventually(published, seconds=seconds)


def first_arrivals(events: Sequence[Envelope]) -> dict[str, list[int]]:
    """Return for each key its numbers in the order they first arrived."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for event in events:
        number = (event.data or {})["number"]
        if number not in numbers[event.key]:
            numbers[event.key].append(number)
    return numbers


async def write(database: Database, kind: type[Counted], keys: Sequence[str]) -> None:
    """Change random aggregates 40 times, as use cases do, and commit late.

    The transaction writes something of its own before it waits for its turn on the aggregate, so
    transactions get their turns in another order than they began to write.
    """
    draw = random.Random(id(keys))  # noqa: S311 - delays of a test, no secret
    for _ in range(40):
        key = draw.choice(keys)
        async with database.transaction() as session:
            await first_time(session, consumer="w", source="w", event_id=str(uuid4()))
            await asyncio.sleep(draw.random() * 0.01)
            turn = update(COUNTERS).where(COUNTERS.c.key == key).values(n=COUNTERS.c.n + 1)
            number = (await session.exec(turn.returning(COUNTERS.c.n))).scalar_one()
            await asyncio.sleep(draw.random() * 0.01)
            await record(session, kind(number=number), source="tests", key=key, time=MORNING)
            await asyncio.sleep(draw.random() * 0.01)


async def test_nothing_is_lost_and_no_key_is_inverted_though_a_relay_dies(
    database: Database, broker: str, counted: type[Counted]
) -> None:
    keys = [f"case-{n}" for n in range(8)]
    async with database.engine.begin() as connection:
        async with as_owner(connection):
            await connection.run_sync(COUNTERS.metadata.create_all)
            await connection.execute(text("GRANT SELECT, INSERT, UPDATE ON counters TO PUBLIC"))
        await connection.execute(insert(COUNTERS), [{"key": key, "n": 0} for key in keys])
    stop = asyncio.Event()
    relays = [relay_of(database, broker, f"relay-{n}") for n in range(3)]
    running = [asyncio.ensure_future(relay.run(stop)) for relay in relays]

    async with asyncio.TaskGroup() as writers:
        for _ in range(5):
            writers.create_task(write(database, counted, keys))
        await asyncio.sleep(0.4)
        running[0].cancel()
    await until_published(database)
    stop.set()
    await asyncio.gather(*running, return_exceptions=True)

    async with database.engine.connect() as connection:
        rows = await connection.execute(COUNTERS.select())
        written: dict[str, int] = {row.key: row.n for row in rows}
    arrived = first_arrivals(await read_topic(broker, counted.topic))
    assert sum(written.values()) == 200
    assert arrived == {key: list(range(1, n + 1)) for key, n in written.items() if n}


async def test_an_event_of_a_transaction_that_commits_late_is_published(
    database: Database, broker: str, counted: type[Counted]
) -> None:
    relay = relay_of(database, broker)
    async with database.transaction() as late:
        await record(late, counted(number=1), source="tests", key="late", time=MORNING)
        await record_one(database, counted, "early", 1)
        await relay.publish_due()
    await relay.publish_due()
    await relay.publish_due()
    await relay.close()

    arrived = first_arrivals(await read_topic(broker, counted.topic))
    assert arrived == {"early": [1], "late": [1]}


class Sleepy:
    """A publisher that sleeps past its lease and then sends all the same."""

    def __init__(self, publisher: EventProducer) -> None:
        self.publisher = publisher
        self.wake_up = asyncio.Event()

    async def publish(self, events: Sequence[Envelope], *, seconds: float = 10) -> list[bool]:
        """Send when woken, whatever time was given."""
        await self.wake_up.wait()
        return await self.publisher.publish(events, seconds=max(seconds, 5))

    async def answers(self, *, seconds: float = 10) -> bool:
        """Answer like the publisher itself."""
        return await self.publisher.answers(seconds=seconds)

    async def close(self) -> None:
        """Let go of Kafka."""
        await self.publisher.close()


async def test_a_relay_that_slept_past_its_lease_notices_and_removes_nothing(
    database: Database, broker: str, counted: type[Counted]
) -> None:
    await record_one(database, counted, "a", 1)
    sleepy = Sleepy(EventProducer(broker, client_id="sleepy"))
    slow = Relay(database, sleepy, owner="slow", lease_seconds=0.2)
    quick = relay_of(database, broker, "quick")

    sleeping = asyncio.ensure_future(slow.publish_due())
    await asyncio.sleep(0.4)
    await quick.publish_due()
    await record_one(database, counted, "a", 2)
    sleepy.wake_up.set()
    await sleeping
    left = await unpublished(database)
    await quick.publish_due()
    await slow.close()
    await quick.close()

    assert (slow.leases_lost, quick.leases_lost, left) == (1, 0, 1)
    events = await read_topic(broker, counted.topic)
    assert [(event.data or {})["number"] for event in events] == [1, 1, 2]


async def test_a_relay_leaves_the_buckets_of_another_relay_alone(database: Database) -> None:
    await record_one(database, Counted, "a", 1)
    async with database.transaction() as session:
        [first] = await claim(session, owner="first", lease_seconds=5, buckets=16)
    async with database.transaction() as session:
        nothing = await claim(session, owner="second", lease_seconds=5, buckets=16)
        lost = await settle(session, [first], {})
    async with database.transaction() as session:
        [again] = await claim(session, owner="second", lease_seconds=5, buckets=16)

    assert (nothing, lost) == ([], []), "took a bucket of the other"
    assert (again.bucket, again.fence, again.late_owner) == (first.bucket, first.fence + 1, None)


async def test_a_relay_waits_for_a_kafka_that_is_not_there_and_keeps_the_events(
    database: Database,
) -> None:
    await record_one(database, Counted, "a", 1)
    relay = relay_of(database, f"127.0.0.1:{free_port()}")
    stop = asyncio.Event()
    running = asyncio.ensure_future(relay.run(stop))
    await asyncio.sleep(1)
    trouble = await relay.readiness()
    stop.set()
    await asyncio.wait_for(running, 5)

    assert trouble == "Kafka does not take events"
    assert await unpublished(database) == 1


async def test_a_relay_outlives_a_restart_of_the_database(
    database: Database, broker: str, counted: type[Counted], postgres: PostgresServer
) -> None:
    stop = asyncio.Event()
    running = asyncio.ensure_future(relay_of(database, broker).run(stop))
    await asyncio.sleep(0.3)
    await asyncio.to_thread(postgres.stop)
    await asyncio.sleep(0.5)
    await asyncio.to_thread(postgres.start)
    await record_one(database, counted, "a", 1)
    await until_published(database)
    stop.set()
    await asyncio.wait_for(running, 5)

    assert first_arrivals(await read_topic(broker, counted.topic)) == {"a": [1]}


class Struck:
    """A publisher that sees the database go away, once, when the events have arrived."""

    def __init__(self, publisher: EventProducer, postgres: PostgresServer) -> None:
        self.publisher = publisher
        self.postgres = postgres

    async def publish(self, events: Sequence[Envelope], *, seconds: float = 10) -> list[bool]:
        """Send, and stop the server."""
        arrived = await self.publisher.publish(events, seconds=seconds)
        await asyncio.to_thread(self.postgres.stop)
        return arrived

    async def answers(self, *, seconds: float = 10) -> bool:
        """Tell whether Kafka answers."""
        return await self.publisher.answers(seconds=seconds)

    async def close(self) -> None:
        """Let go of Kafka."""
        await self.publisher.close()


async def test_what_was_published_while_the_database_went_away_is_settled_when_it_is_back(
    database: Database, broker: str, counted: type[Counted], postgres: PostgresServer
) -> None:
    await record_one(database, counted, "a", 1)
    struck = Struck(EventProducer(broker, client_id="struck"), postgres)
    relay = Relay(database, struck, owner="struck", lease_seconds=3600)
    with pytest.raises(DatabaseUnavailable):
        await relay.publish_due()
    await asyncio.to_thread(postgres.start)

    found = await relay.publish_due()

    assert (found, await unpublished(database), relay.published) == (0, 0, 1)
    async with database.transaction() as session:
        await record(session, counted(number=2), source="tests", key="a", time=MORNING)
        assert len(await claim(session, owner="other", lease_seconds=5, buckets=16)) == 1
    await relay.close()
    events = await read_topic(broker, counted.topic)
    assert [(event.data or {})["number"] for event in events] == [1]


async def test_a_relay_is_woken_by_the_event_and_does_not_wait_for_its_interval(
    database: Database, broker: str, counted: type[Counted]
) -> None:
    relay = Relay(database, EventProducer(broker, client_id="r"), owner="r", interval_seconds=60)
    stop = asyncio.Event()
    running = asyncio.ensure_future(relay.run(stop))
    await asyncio.sleep(0.5)
    await record_one(database, counted, "a", 1)
    await until_published(database, seconds=3)
    stop.set()
    await asyncio.wait_for(running, 5)

    assert relay.published == 1
