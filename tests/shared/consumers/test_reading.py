"""Looking at whole topics without a group."""

import time
from collections.abc import Awaitable, Callable

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete

from local_stack.ports import free_port
from shared.kafka.deadlines import KafkaUnavailable
from shared.kafka.reading import committed_offsets, read_whole
from tests.builders.events import counted
from tests.builders.kafka import new_topic, put


async def test_every_record_is_read_each_partition_in_order(broker: str) -> None:
    topic, empty = await new_topic(broker, partitions=3), await new_topic(broker)
    await put(broker, *(counted(f"k{n % 7}", n, topic=topic) for n in range(200)))

    contents = await read_whole(broker, [topic, empty], seconds=30)

    numbers = [(record.event().data or {})["number"] for record in contents.records]
    assert sorted(numbers) == list(range(200))
    for key in range(7):
        assert [n for n in numbers if n % 7 == key] == list(range(key, 200, 7))
    assert set(contents.begins.values()) == {0}
    assert sum(contents.ends.values()) == 200


async def test_what_the_broker_removed_is_seen_by_where_a_partition_begins(broker: str) -> None:
    topic = await new_topic(broker)
    await put(broker, *(counted("k", n, topic=topic) for n in range(10)))
    admin = AIOKafkaAdminClient(bootstrap_servers=broker)
    await admin.start()
    await admin.delete_records({TopicPartition(topic, 0): RecordsToDelete(before_offset=4)})
    await admin.close()

    contents = await read_whole(broker, [topic], seconds=30)

    assert contents.begins == {(topic, 0): 4}
    assert [record.offset for record in contents.records] == list(range(4, 10))


async def test_where_a_group_stands_is_told_and_reading_moves_nobody(broker: str) -> None:
    topic = await new_topic(broker)
    await put(broker, *(counted("k", n, topic=topic) for n in range(3)))
    group = f"of-{topic}"
    async with AIOKafkaConsumer(
        bootstrap_servers=broker, group_id=group, enable_auto_commit=False
    ) as consumer:
        consumer.assign([TopicPartition(topic, 0)])
        await consumer.commit({TopicPartition(topic, 0): 2})

    await read_whole(broker, [topic], seconds=30)

    assert await committed_offsets(broker, [group, "nobody"], seconds=30) == {
        group: {(topic, 0): 2},
        "nobody": {},
    }


@pytest.mark.parametrize("ask", [read_whole, committed_offsets])
async def test_no_broker_is_told_in_time(ask: Callable[..., Awaitable[object]]) -> None:
    began = time.monotonic()
    with pytest.raises(KafkaUnavailable):
        await ask(f"127.0.0.1:{free_port()}", ["name"], seconds=2)
    assert time.monotonic() - began < 15
