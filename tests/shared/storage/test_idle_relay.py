"""A relay with nothing to send knows all the same whether it could."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from shared.database import Database
from shared.kafka.producer import EventProducer
from shared.relay import Relay
from tests.builders.database import committing
from tests.builders.waiting import eventually
from tests.faults.kafka_wire import KafkaWire


@pytest.fixture
async def database(database_url_of: Callable[[str], str]) -> AsyncIterator[Database]:
    async with committing(database_url_of("notifications")) as database:
        yield database


async def test_an_idle_relay_says_that_kafka_is_silent_and_that_it_is_back(
    database: Database, broker: str
) -> None:
    said: list[str | None] = []
    stop = asyncio.Event()
    async with KafkaWire(broker) as wire:
        wire.silence()
        relay = Relay(
            database,
            EventProducer(wire.bootstrap, client_id="idle"),
            owner="idle",
            interval_seconds=0.2,
            call_seconds=1,
        )
        running = asyncio.ensure_future(relay.run(stop))

        async def says_something_else() -> bool:
            said.append(await relay.readiness())
            return said[-1] != said[0]

        await eventually(says_something_else)
        wire.heal()
        said = said[-1:]
        await eventually(says_something_else, seconds=15)
        stop.set()
        await asyncio.wait_for(running, 10)

    assert (said[0], said[-1]) == ("Kafka does not answer", None)
