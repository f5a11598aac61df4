"""How far consumer groups are, and setting them back: what an operator does with Kafka's tools."""

from collections.abc import Sequence
from typing import Final

from aiokafka import AIOKafkaConsumer

from shared.kafka.reading import committed_offsets, read_whole
from shared.kafka.records import Record
from tests.faults.waiting import until

CASES: Final = "dost.applications.events.v1"
DELIVERIES: Final = "dost.notifications.events.v1"
REGISTRIES: Final = "dost.meis.events.v1"
PASSPORTS: Final = "dost.catalog.passports.v1"
READ: Final = {
    "applications": (PASSPORTS, DELIVERIES, REGISTRIES),
    "meis-gateway": (PASSPORTS,),
    "notifications": (CASES,),
}
"""The topics each group reads."""
READS_WITHIN: Final = 150.0


async def rewind(bootstrap: str, group: str) -> list[Record]:
    """Let a group without members begin anew; return the records it will read again."""
    async with AIOKafkaConsumer(*READ[group], bootstrap_servers=bootstrap) as consumer:
        partitions = sorted(consumer.assignment())
        begins = await consumer.beginning_offsets(partitions)
    async with AIOKafkaConsumer(
        bootstrap_servers=bootstrap, group_id=group, enable_auto_commit=False
    ) as member:
        member.assign(partitions)
        await member.commit(begins)
    return await unread(bootstrap, group)


async def unread(bootstrap: str, group: str) -> list[Record]:
    """Return the records that Kafka would give to a group again, or for the first time."""
    held = await read_whole(bootstrap, READ[group], seconds=30)
    known = (await committed_offsets(bootstrap, [group]))[group]
    return [
        record
        for record in held.records
        if record.offset >= known.get((record.topic, record.partition), 0)
    ]


async def until_read(bootstrap: str, group: str, *, up_to: Sequence[Record]) -> None:
    """Wait until a group's offsets are past these records; younger ones may wait."""
    last: dict[tuple[str, int], int] = {}
    for record in up_to:
        place = (record.topic, record.partition)
        last[place] = max(record.offset, last.get(place, 0))

    async def read() -> bool:
        known = (await committed_offsets(bootstrap, [group]))[group]
        return all(known.get(place, 0) > offset for place, offset in last.items())

    await until(read, f"{group} has read what waited", seconds=READS_WITHIN)
