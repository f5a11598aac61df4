"""Reading whole topics as they stand now, apart from any group: for looking, never for consuming.

What is there is decided once, by the end offsets at the start; what arrives later is left out.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import (
    GroupCoordinatorNotAvailableError,
    GroupLoadInProgressError,
    KafkaError,
    NotCoordinatorForGroupError,
)

from shared.kafka.deadlines import CALL_SECONDS, KafkaUnavailable, ended
from shared.kafka.records import Record, record_of

RECORDS_AT_ONCE: Final = 2000
POLL_MS: Final = 1000
RETRY_SECONDS: Final = 0.2

Place = tuple[str, int]
"""A topic and one of its partitions."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What topics hold: the records of each partition in order, and from which offset on.

    ``begins`` above 0 means that the broker has removed what was before.
    """

    records: list[Record] = field(default_factory=list)
    begins: dict[Place, int] = field(default_factory=dict)
    ends: dict[Place, int] = field(default_factory=dict)


async def read_whole(bootstrap: str, topics: Sequence[str], *, seconds: float) -> Contents:
    """Return what ``topics`` hold now; raises KafkaUnavailable when that takes over ``seconds``."""
    consumer = AIOKafkaConsumer(
        *topics,
        bootstrap_servers=bootstrap,
        group_id=None,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        request_timeout_ms=int(CALL_SECONDS * 1000),
        # What one poll gives is decoded at once: larger portions spare turns.
        max_partition_fetch_bytes=4 * 1024 * 1024,
    )
    try:
        async with asyncio.timeout(seconds):
            await consumer.start()
            return await _read(consumer)
    except (KafkaError, TimeoutError, OSError) as error:
        raise KafkaUnavailable from error
    finally:
        await ended(consumer.stop())


async def committed_offsets(
    bootstrap: str, groups: Collection[str], *, seconds: float = CALL_SECONDS
) -> dict[str, dict[Place, int]]:
    """Return up to where each group has committed, by partition; a new group is at no place.

    Raises KafkaUnavailable.
    """
    admin = AIOKafkaAdminClient(
        bootstrap_servers=bootstrap, request_timeout_ms=int(CALL_SECONDS * 1000)
    )
    try:
        async with asyncio.timeout(seconds):
            await admin.start()
            return {group: await _committed(admin, group) for group in groups}
    except (KafkaError, TimeoutError, OSError) as error:
        raise KafkaUnavailable from error
    finally:
        await ended(admin.close())


async def _committed(admin: AIOKafkaAdminClient, group: str) -> dict[Place, int]:
    """Ask until a broker coordinates the group: a new cluster, or one that recovers, has none yet."""
    while True:
        try:
            return _places(await admin.list_consumer_group_offsets(group))
        except (
            GroupCoordinatorNotAvailableError,
            GroupLoadInProgressError,
            NotCoordinatorForGroupError,
        ):
            await asyncio.sleep(RETRY_SECONDS)


async def _read(consumer: AIOKafkaConsumer) -> Contents:
    partitions = sorted(consumer.assignment())
    ends: dict[TopicPartition, int] = await consumer.end_offsets(partitions)
    begins: dict[TopicPartition, int] = await consumer.beginning_offsets(partitions)
    contents = Contents(begins=_by_place(begins), ends=_by_place(ends))
    left = {partition for partition in partitions if begins[partition] < ends[partition]}
    consumer.pause(*(set(partitions) - left))
    while left:
        batches = await consumer.getmany(*left, timeout_ms=POLL_MS, max_records=RECORDS_AT_ONCE)
        for partition, records in batches.items():
            contents.records.extend(
                record_of(record) for record in records if record.offset < ends[partition]
            )
        # Not the last record's offset: what a transaction leaves behind takes up offsets, too.
        done = {each for each in left if await consumer.position(each) >= ends[each]}
        consumer.pause(*done)
        left -= done
    return contents


def _by_place(offsets: Mapping[TopicPartition, int]) -> dict[Place, int]:
    return {(each.topic, each.partition): offset for each, offset in offsets.items()}


def _places(committed: Mapping[TopicPartition, Any]) -> dict[Place, int]:
    return {
        (each.topic, each.partition): int(at.offset)
        for each, at in committed.items()
        if at.offset >= 0
    }
