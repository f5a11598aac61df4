"""Topics and records for tests, on a real broker."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from shared.events.envelope import Envelope
from shared.kafka.topics import Topic, ensure_topics, load_topics
from shared.kafka.wire import decode, encode
from tests.builders.waiting import eventually

TOPICS = Path(__file__).parents[2] / "deploy" / "kafka" / "topics.yaml"


def with_suite_topics(bootstrap: str) -> str:
    """Create the topics of the event map and return the broker's address."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, ensure_topics(bootstrap, load_topics(TOPICS))).result()
    return bootstrap


async def new_topic(bootstrap: str, *, partitions: int = 1) -> str:
    """Create a topic of the test's own and return its name."""
    name = f"test.{uuid4().hex[:12]}.v1"
    topic = Topic(
        name=name,
        partitions=partitions,
        key="test",
        cleanup="delete",
        produced_by="tests",
        consumed_by=["tests"],
    )
    await ensure_topics(bootstrap, [topic])
    return name


async def empty_topics(bootstrap: str, topics: Sequence[str]) -> None:
    """Take the topics away and create them anew: offsets begin at nought."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        await admin.delete_topics(list(topics))

        async def gone() -> bool:
            return not set(topics) & set(await admin.list_topics())

        await eventually(gone, seconds=20)
    finally:
        await admin.close()
    await ensure_topics(bootstrap, load_topics(TOPICS))


async def put(bootstrap: str, *envelopes: Envelope) -> None:
    """Send events to their topics, one after the other."""
    async with AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all") as producer:
        for envelope in envelopes:
            record = encode(envelope)
            await producer.send_and_wait(
                envelope.topic, record.value, key=record.key, headers=record.headers
            )


async def put_raw(
    bootstrap: str,
    topic: str,
    *,
    key: bytes,
    value: bytes,
    headers: list[tuple[str, bytes]] | None = None,
) -> None:
    """Send a record that need not be an event."""
    async with AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all") as producer:
        await producer.send_and_wait(topic, value, key=key, headers=headers or [])


async def read_topic(bootstrap: str, topic: str) -> list[Envelope]:
    """Return every event a topic holds now, in the order of each partition."""
    async with AIOKafkaConsumer(
        topic, bootstrap_servers=bootstrap, auto_offset_reset="earliest", enable_auto_commit=False
    ) as consumer:
        partitions = sorted(consumer.assignment())
        ends = await consumer.end_offsets(partitions)
        found: list[Envelope] = []
        for partition in partitions:
            while await consumer.position(partition) < ends[partition]:
                batches = await consumer.getmany(partition, timeout_ms=500)
                found += [decode(topic, r.value, r.headers) for r in batches.get(partition, [])]
        return found


async def committed_offset(bootstrap: str, group: str, topic: str, partition: int = 0) -> int:
    """Return the offset a group committed for a partition; 0 when it did not."""
    async with AIOKafkaConsumer(
        bootstrap_servers=bootstrap, group_id=group, enable_auto_commit=False
    ) as consumer:
        return await consumer.committed(TopicPartition(topic, partition)) or 0
