"""A relay's producer gives up in time, whatever the broker does, and recovers."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from local_stack.ports import free_port
from shared.kafka.producer import EventProducer
from tests.builders.events import counted
from tests.builders.kafka import new_topic, read_topic
from tests.builders.waiting import eventually
from tests.faults.kafka_wire import KafkaWire, Kind


@pytest.fixture
async def black_hole() -> AsyncIterator[str]:
    """A broker that accepts every connection and never answers."""
    writers: list[asyncio.StreamWriter] = []

    async def swallow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        await reader.read()

    server = await asyncio.start_server(swallow, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    yield f"{host}:{port}"
    for writer in writers:
        writer.close()
    server.close()
    await server.wait_closed()


async def test_events_arrive_and_it_is_known(broker: str) -> None:
    topic = await new_topic(broker)
    events = [counted(key, 1, topic=topic) for key in ("a", "b")]
    producer = EventProducer(broker, client_id="tests")
    arrived = await producer.publish(events)
    await producer.close()

    assert arrived == [True, True]
    assert await read_topic(broker, topic) == events


async def test_a_broker_that_never_answers_is_given_up_in_time(black_hole: str) -> None:
    producer = EventProducer(black_hole, client_id="tests")
    started = time.monotonic()
    arrived = await producer.publish([counted("a", 1)], seconds=0.3)
    await producer.close()

    assert arrived == [False]
    assert time.monotonic() - started < 8


async def test_a_broker_that_is_not_there_is_given_up_in_time() -> None:
    producer = EventProducer(f"127.0.0.1:{free_port()}", client_id="tests")
    arrived = await producer.publish([counted("a", 1), counted("b", 1)], seconds=2)
    await producer.close()

    assert arrived == [False, False]


async def test_a_producer_that_gave_up_keeps_no_connection(broker: str) -> None:
    topic = await new_topic(broker)
    async with KafkaWire(broker) as wire:
        producer = EventProducer(wire.bootstrap, client_id="tests")
        wire.withhold(Kind.PRODUCE)
        arrived = await producer.publish([counted("a", 1, topic=topic)], seconds=1)

        async def all_gone() -> bool:
            return wire.connections == 0

        await eventually(all_gone, seconds=2)
        wire.silence()
        answered = await producer.answers(seconds=1)
        await eventually(all_gone, seconds=2)

    assert (arrived, answered) == ([False], False)


async def test_after_a_refusal_the_next_events_arrive(broker: str) -> None:
    topic = await new_topic(broker)
    producer = EventProducer(broker, client_id="tests")
    refused = await producer.publish([counted("a", 1, topic="no.such.topic")], seconds=1)
    arrived = await producer.publish([counted("a", 2, topic=topic)])
    await producer.close()

    assert (refused, arrived) == ([False], [True])
