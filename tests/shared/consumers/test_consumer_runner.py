"""A consumer handles each event once, in order, and outlives what goes away."""

import asyncio
from functools import partial

from local_stack.ports import free_port
from local_stack.postgres import PostgresServer
from shared.database import Database, Session
from shared.events.envelope import Envelope
from shared.inbox import first_time
from shared.kafka.taking import Taking
from shared.telemetry.trace import current
from tests.builders.consuming import (
    Effects,
    as_record,
    consuming,
    effects_of,
    parked_in,
    until_effect,
)
from tests.builders.events import counted
from tests.builders.kafka import committed_offset, new_topic, put
from tests.builders.waiting import eventually
from tests.faults.memberships import memberships


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
        await taking.take(as_record(event))

    assert effects.tried == [("a", 1)]


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

        async def well() -> bool:
            return await runner.readiness() is None

        await eventually(well)

    assert effects.tried == [("a", 1), ("a", 2), ("a", 3)]
    assert await parked_in(database) == []


async def test_a_consumer_that_waits_for_the_database_keeps_asking_and_so_its_membership(
    broker: str, database: Database, group: str, topic: str, postgres: PostgresServer
) -> None:
    async with consuming(broker, database, group, topic, Effects(), poll_seconds=5) as runner:
        await put(broker, counted("a", 1, topic=topic))
        await until_effect(database, "a", 1)
        before = await memberships(broker, [group])
        await asyncio.to_thread(postgres.stop)
        try:
            await put(broker, counted("a", 2, topic=topic))
            await asyncio.sleep(8)
            trouble, still = await runner.readiness(), await memberships(broker, [group])
        finally:
            await asyncio.to_thread(postgres.start)
        await until_effect(database, "a", 2)
        after = await memberships(broker, [group])

    assert trouble is not None
    assert [len(members) for members in before.values()] == [1]
    assert still == after == before


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

    event = counted("a", 1, topic=topic, traceparent=f"00-{'a' * 32}-{'b' * 16}-01")
    taking = Taking(database, group, handler)
    await taking.take(as_record(event))

    assert seen == ["a" * 32]
