"""A consumer handles each event once, in order, and one bad event stops nobody else's."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from uuid import uuid4

import pytest
from sqlmodel import col, select

from local_stack.ports import free_port
from local_stack.postgres import PostgresServer
from shared.database import Database, Session
from shared.events.envelope import Envelope
from shared.inbox import InboxRow, first_time
from shared.kafka.consumer import ConsumerRunner
from shared.kafka.parked import ParkedRow, list_parked, replay, set_aside
from shared.kafka.records import Record
from shared.kafka.taking import Taking
from shared.kafka.wire import encode
from shared.telemetry.trace import current
from tests.builders.database import committing
from tests.builders.events import counted
from tests.builders.kafka import committed_offset, new_topic, put, put_raw
from tests.builders.waiting import eventually


@dataclass
class Effects:
    """A handler whose effect is a row, and which refuses what it is told to refuse."""

    refused: set[tuple[str, int]] = field(default_factory=set)
    tried: list[tuple[str, int]] = field(default_factory=list)

    async def handle(self, session: Session, event: Envelope) -> None:
        """Leave one row for the event, or fail after leaving it."""
        number = (event.data or {})["number"]
        self.tried.append((event.key, number))
        await first_time(session, consumer="effect", source=event.key, event_id=f"{number:03}")
        if (event.key, number) in self.refused:
            raise LookupError


@pytest.fixture
async def database(database_url_of: Callable[[str], str]) -> AsyncIterator[Database]:
    async with committing(database_url_of("notifications")) as database:
        yield database


@pytest.fixture
async def topic(broker: str) -> str:
    return await new_topic(broker)


@pytest.fixture
def group() -> str:
    return f"group-{uuid4().hex[:8]}"


@asynccontextmanager
async def consuming(
    broker: str, database: Database, group: str, topic: str, effects: Effects
) -> AsyncIterator[ConsumerRunner]:
    """Run a consumer while the test goes on, and stop it properly."""
    runner = ConsumerRunner(broker, database, group=group, topics=[topic], handler=effects.handle)
    stop = asyncio.Event()
    running = asyncio.ensure_future(runner.run(stop))
    try:
        yield runner
    finally:
        stop.set()
        await asyncio.wait_for(running, 10)


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


async def test_events_are_handled_once_in_order_though_they_are_sent_twice(
    broker: str, database: Database, group: str, topic: str
) -> None:
    events = [counted("a", number, topic=topic) for number in range(1, 6)]
    await put(broker, *events, events[2], events[0])
    last = counted("b", 1, topic=topic)
    effects = Effects()
    async with consuming(broker, database, group, topic, effects) as runner:
        await put(broker, *events, last)
        await until_effect(database, "b", 1)
        trouble = await runner.readiness()

    assert effects.tried == [("a", n) for n in range(1, 6)] + [("b", 1)]
    assert await effects_of(database, "a") == [1, 2, 3, 4, 5]
    assert trouble is None
    assert await committed_offset(broker, group, topic) == 13


async def test_a_consumer_that_starts_anew_reads_everything_and_does_nothing_twice(
    broker: str, database: Database, group: str, topic: str
) -> None:
    await put(broker, counted("a", 1, topic=topic), counted("a", 2, topic=topic))
    effects = Effects()
    taking = Taking(database, group, effects.handle)
    for event in [counted("a", 1, topic=topic)] * 3:
        record = encode(event)
        await taking.take(Record(topic, 0, 0, record.key, record.value, tuple(record.headers)))

    assert effects.tried == [("a", 1)]


async def test_a_bad_event_is_parked_with_its_later_events_while_other_keys_flow(
    broker: str, database: Database, group: str, topic: str
) -> None:
    effects = Effects(refused={("bad", 2)})
    await put(broker, *[counted("bad", n, topic=topic) for n in (1, 2, 3)])
    await put(broker, counted("good", 1, topic=topic), counted("bad", 4, topic=topic))
    async with consuming(broker, database, group, topic, effects):
        await put(broker, counted("good", 2, topic=topic))
        await until_effect(database, "good", 2)

    parked = await parked_in(database)
    assert await effects_of(database, "bad") == [1]
    assert [(r.kafka_offset, r.waits, r.error_class, r.attempts) for r in parked] == [
        (1, False, "LookupError", 3),
        (2, True, None, 0),
        (4, True, None, 0),
    ]


async def test_a_replay_handles_what_was_parked_in_order_and_keeps_who_and_why(
    broker: str, database: Database, group: str, topic: str
) -> None:
    effects = Effects(refused={("bad", 1)})
    async with consuming(broker, database, group, topic, effects):
        await put(broker, *[counted("bad", n, topic=topic) for n in (1, 2, 3)])
        await put(broker, counted("good", 1, topic=topic))
        await until_effect(database, "good", 1)
        effects.refused.clear()
        replayed = await replay(
            database,
            effects.handle,
            consumer=group,
            topic=topic,
            key="bad",
            by="admin:1",
            reason="the cause is mended",
        )
        await put(broker, counted("bad", 4, topic=topic))
        await until_effect(database, "bad", 4)

    assert replayed == 3
    assert await effects_of(database, "bad") == [1, 2, 3, 4]
    assert await parked_in(database) == []


async def test_a_replay_that_fails_again_keeps_the_event_and_those_behind_it(
    broker: str, database: Database, group: str, topic: str
) -> None:
    effects = Effects(refused={("bad", 1)})
    async with consuming(broker, database, group, topic, effects):
        await put(broker, counted("bad", 1, topic=topic), counted("bad", 2, topic=topic))
        await put(broker, counted("good", 1, topic=topic))
        await until_effect(database, "good", 1)

    with pytest.raises(LookupError):
        await replay(
            database,
            effects.handle,
            consumer=group,
            topic=topic,
            key="bad",
            by="admin:1",
            reason="try again",
        )
    assert [row.kafka_offset for row in await parked_in(database)] == [0, 1]


async def test_a_record_that_is_no_event_is_parked_and_can_be_set_aside(
    broker: str, database: Database, group: str, topic: str
) -> None:
    await put_raw(broker, topic, key=b"\xff\x00", value=b"{not json")
    async with consuming(broker, database, group, topic, Effects()):
        await put(broker, counted("good", 1, topic=topic))
        await until_effect(database, "good", 1)
    [row] = await parked_in(database)
    async with database.transaction() as session:
        done = await set_aside(session, row.id or 0, by="admin:1", reason="not ours")
        again = await set_aside(session, row.id or 0, by="admin:1", reason="not ours")

    assert (row.key, row.value, row.error_class) == ("\\xff\\x00", b"{not json", "UnreadableEvent")
    assert (done, again) == (True, False)
    assert await parked_in(database) == []


async def test_the_offset_is_committed_after_the_effect(
    broker: str, database: Database, group: str, topic: str
) -> None:
    await put(broker, counted("a", 1, topic=topic))
    async with database.transaction() as session:
        # The effect waits for this transaction, so its own transaction stays open.
        await first_time(session, consumer="effect", source="a", event_id="001")
        async with consuming(broker, database, group, topic, effects := Effects()):

            async def tried() -> bool:
                return bool(effects.tried)

            await eventually(tried)
            await asyncio.sleep(0.3)
            before = await committed_offset(broker, group, topic)
            await session.commit()
            await until_effect(database, "a", 1)
    after = await committed_offset(broker, group, topic)

    assert (before, after) == (0, 1)


async def test_a_second_worker_shares_the_partitions_and_every_event_has_one_effect(
    broker: str, database: Database, group: str
) -> None:
    topic = await new_topic(broker, partitions=4)
    keys = [f"case-{n}" for n in range(12)]

    first, second = Effects(), Effects()
    sent = 0

    async def works(effects: Effects) -> bool:
        """Send on until this worker has a share: the rebalance comes in the middle."""
        nonlocal sent
        sent += 1
        await put(broker, *[counted(key, sent, topic=topic) for key in keys])
        return bool(effects.tried)

    async def all_there() -> bool:
        return all([len(await effects_of(database, key)) == sent for key in keys])

    async with consuming(broker, database, group, topic, first):
        await eventually(partial(works, first))
        async with consuming(broker, database, group, topic, second):
            await eventually(partial(works, second), seconds=15)
            await eventually(all_there)

    orders = [await effects_of(database, key) for key in keys]
    assert orders == [list(range(1, sent + 1))] * 12


async def test_a_consumer_waits_for_the_database_and_parks_nothing_meanwhile(
    broker: str, database: Database, group: str, topic: str, postgres: PostgresServer
) -> None:
    async with consuming(broker, database, group, topic, effects := Effects()) as runner:
        await put(broker, counted("a", 1, topic=topic))
        await until_effect(database, "a", 1)
        await asyncio.to_thread(postgres.stop)
        await put(broker, counted("a", 2, topic=topic), counted("a", 3, topic=topic))

        async def troubled() -> bool:
            return await runner.readiness() is not None

        await eventually(troubled)
        await asyncio.to_thread(postgres.start)
        await until_effect(database, "a", 3)
        trouble = await runner.readiness()

    assert effects.tried == [("a", 1), ("a", 2), ("a", 3)]
    assert await parked_in(database) == []
    assert trouble is None


async def test_a_consumer_waits_for_a_kafka_that_is_not_there(
    database: Database, group: str
) -> None:
    absent = f"127.0.0.1:{free_port()}"
    async with consuming(absent, database, group, "nowhere", Effects()) as runner:
        await asyncio.sleep(0.5)
        trouble = await runner.readiness()

    assert trouble == "Kafka: KafkaConnectionError"


async def test_a_handler_works_in_the_trace_of_its_event(
    database: Database, group: str, topic: str
) -> None:
    seen: list[str] = []

    async def handler(_session: Session, _event: Envelope) -> None:
        trace = current()
        seen.append(trace.trace_id if trace else "none")

    record = encode(counted("a", 1, topic=topic, traceparent=f"00-{'a' * 32}-{'b' * 16}-01"))
    taking = Taking(database, group, handler)
    await taking.take(Record(topic, 0, 0, record.key, record.value, tuple(record.headers)))

    assert seen == ["a" * 32]


async def test_a_handler_that_hangs_is_ended_and_its_event_parked(
    database: Database, group: str, topic: str
) -> None:
    async def handler(_session: Session, _event: Envelope) -> None:
        await asyncio.sleep(60)

    record = encode(counted("a", 1, topic=topic))
    taking = Taking(database, group, handler, handler_seconds=0.1)
    await taking.take(Record(topic, 0, 0, record.key, record.value, tuple(record.headers)))

    assert [row.error_class for row in await parked_in(database)] == ["TimeoutError"]
