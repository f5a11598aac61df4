"""The disturbed way to the broker does what tests of faults rely on."""

import asyncio
from uuid import uuid4

from aiokafka import AIOKafkaConsumer

from shared.kafka.producer import EventProducer
from tests.builders.events import counted
from tests.builders.kafka import new_topic, read_topic
from tests.faults.kafka_wire import KafkaWire, Kind


async def test_undisturbed_it_leads_every_connection_of_a_client(broker: str) -> None:
    topic = await new_topic(broker)
    first, second = counted("a", 1, topic=topic), counted("a", 2, topic=topic)
    async with KafkaWire(broker) as wire:
        producer = EventProducer(wire.bootstrap, client_id="tests")
        arrived = await producer.publish([first])
        wire.silence()
        lost = await producer.publish([second], seconds=0.5)
        await producer.close()

    assert (arrived, lost) == ([True], [False])
    assert wire.met[Kind.PRODUCE] == 1
    assert await read_topic(broker, topic) == [first]


async def test_what_was_sent_arrives_though_its_answer_is_withheld(broker: str) -> None:
    topic = await new_topic(broker)
    event = counted("a", 1, topic=topic)
    async with KafkaWire(broker) as wire:
        wire.withhold(Kind.PRODUCE)
        producer = EventProducer(wire.bootstrap, client_id="tests")
        first = await producer.publish([event], seconds=1)
        wire.heal()
        again = await producer.publish([event])
        await producer.close()

    assert (first, again) == ([False], [True])
    assert await read_topic(broker, topic) == [event, event]


async def test_a_swallowed_request_never_reaches_the_broker(broker: str) -> None:
    topic = await new_topic(broker)
    group = f"group-{uuid4().hex[:8]}"
    async with KafkaWire(broker) as wire:
        wire.swallow(Kind.JOIN_GROUP)
        consumer = AIOKafkaConsumer(topic, bootstrap_servers=wire.bootstrap, group_id=group)
        joining = asyncio.ensure_future(consumer.start())
        await wire.until_met(Kind.JOIN_GROUP)
        joined = joining.done()
        wire.heal()
        await asyncio.wait_for(joining, 10)
        await consumer.stop()

    assert not joined
