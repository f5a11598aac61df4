"""A consumer that Kafka stops answering says so, keeps its place, and leaves nothing behind."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiokafka.client import AIOKafkaClient

from shared.database import Database
from shared.kafka.consumer import ConsumerRunner
from tests.builders.consuming import Effects, consuming, until_effect
from tests.builders.events import counted
from tests.builders.kafka import committed_offset, put
from tests.builders.waiting import eventually
from tests.faults.kafka_wire import KafkaWire, Kind


@pytest.fixture
async def wire(broker: str) -> AsyncIterator[KafkaWire]:
    async with KafkaWire(broker) as wire:
        yield wire


async def until_named(runner: ConsumerRunner) -> None:
    async def named() -> bool:
        return (await runner.readiness() or "").startswith("Kafka: ")

    await eventually(named, seconds=15)


async def until_well(runner: ConsumerRunner) -> None:
    async def well() -> bool:
        return await runner.readiness() is None

    await eventually(well, seconds=15)


async def test_an_outage_is_named_and_the_same_member_goes_on_after_it(
    broker: str, wire: KafkaWire, database: Database, group: str, topic: str
) -> None:
    long = {"call_seconds": 1.0, "session_seconds": 60.0}
    async with consuming(wire.bootstrap, database, group, topic, Effects(), **long) as runner:
        await put(broker, counted("a", 1, topic=topic))
        await until_effect(database, "a", 1)
        joined = wire.asked[Kind.JOIN_GROUP]
        wire.silence()
        await put(broker, counted("a", 2, topic=topic))
        await until_named(runner)
        wire.heal()
        await until_effect(database, "a", 2)
        await until_well(runner)

    assert wire.asked[Kind.JOIN_GROUP] == joined


async def test_an_offset_that_could_not_be_told_is_told_later(
    broker: str, wire: KafkaWire, database: Database, group: str, topic: str
) -> None:
    long = {"call_seconds": 1.0, "session_seconds": 60.0}
    async with consuming(wire.bootstrap, database, group, topic, Effects(), **long) as runner:
        wire.swallow(Kind.OFFSET_COMMIT)
        await put(broker, counted("a", 1, topic=topic))
        await until_named(runner)
        before = await committed_offset(broker, group, topic)
        wire.heal()
        await until_well(runner)
        after = await committed_offset(broker, group, topic)

    assert (before, after) == (0, 1)


async def test_a_consumer_that_ends_while_kafka_is_silent_keeps_no_connection(
    broker: str, wire: KafkaWire, database: Database, group: str, topic: str
) -> None:
    async with consuming(wire.bootstrap, database, group, topic, Effects(), call_seconds=8):
        await put(broker, counted("a", 1, topic=topic))
        await until_effect(database, "a", 1)
        before = wire.connections
        wire.silence()

    async def all_gone() -> bool:
        return wire.connections == 0

    assert before > 0
    await eventually(all_gone, seconds=1)


async def test_a_client_whose_search_for_brokers_has_died_is_replaced_before_it_is_needed(
    broker: str, database: Database, group: str, topic: str
) -> None:
    async with consuming(broker, database, group, topic, Effects()):
        await put(broker, counted("a", 1, topic=topic))
        await until_effect(database, "a", 1)
        [first] = searches()
        first.cancel()

        assert await another_searches(first), "nobody looks for brokers any more"
        await put(broker, counted("a", 2, topic=topic))
        await until_effect(database, "a", 2)


async def another_searches(first: asyncio.Task[object]) -> bool:
    for _ in range(150):
        if any(each is not first for each in searches()):
            return True
        await asyncio.sleep(0.1)
    return False


def searches() -> list[asyncio.Task[object]]:
    """Return the tasks in which Kafka clients look for brokers; they are of no object of ours."""
    name = AIOKafkaClient._md_synchronizer.__qualname__
    return [
        task for task in asyncio.all_tasks() if getattr(task.get_coro(), "__qualname__", "") == name
    ]
