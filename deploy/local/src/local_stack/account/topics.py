"""Reads the topics: `python -m local_stack.account.topics BOOTSTRAP SECONDS`, one JSON line each.

Begins when a line comes in, so that it is loaded by the time it is needed. Prints the places
consumers have come to, where each partition begins, and every event, without its data but for what
an account compares. A program of its own, so that `dost` does not load the Kafka client for each
word it says. Ends with 1 when no broker answers in time.
"""

import asyncio
import gc
import json
import sys
from typing import Any

from local_stack.account.events import TOPICS
from shared.kafka.deadlines import KafkaUnavailable
from shared.kafka.reading import committed_offsets, read_whole
from shared.kafka.records import Record
from shared.kafka.wire import UnreadableEvent

CONSUMERS = ("applications", "notifications", "meis-gateway")
_COMPARED = ("case_version", "request_id", "evidence_id", "subsystem")


def main(bootstrap: str, seconds: float) -> int:
    """Print what the topics hold; returns the exit code."""
    if not sys.stdin.readline():
        return 0  # nobody waits for it any more
    gc.disable()  # all that is read stays until the end: there is no garbage to look for
    silent: list[BaseException] = []
    try:
        asyncio.run(_tell(bootstrap, seconds))
    except* KafkaUnavailable as group:
        silent.extend(error.__cause__ or error for error in group.exceptions)
    sys.stderr.writelines(f"{type(error).__name__}: {error}\n" for error in silent)
    return 1 if silent else 0


async def _tell(bootstrap: str, seconds: float) -> None:
    async with asyncio.TaskGroup() as group:
        standing = group.create_task(committed_offsets(bootstrap, CONSUMERS, seconds=seconds))
        reading = group.create_task(read_whole(bootstrap, TOPICS, seconds=seconds))
    committed, contents = standing.result(), reading.result()
    said: list[list[Any]] = [
        ["committed", consumer, *place, offset]
        for consumer, places in committed.items()
        for place, offset in places.items()
        # Beyond the end: the broker lost its data, and the consumer will begin anew.
        if offset <= contents.ends.get(place, 0)
    ]
    said += [["begins", *place, offset] for place, offset in contents.begins.items()]
    said += [_told(record) for record in contents.records]
    sys.stdout.writelines(json.dumps(line) + "\n" for line in said)


def _told(record: Record) -> list[Any]:
    place = [record.topic, record.partition, record.offset]
    try:
        event = record.event()
    except UnreadableEvent:
        return ["unreadable", *place]
    data = event.data or {}
    published = _number(data.get("passport"))
    until_then = [_number(passport) for passport in data.get("until_then") or ()]
    compared = [*(data.get(name) for name in _COMPARED), published, until_then]
    at = event.recorded_at.isoformat()
    return ["event", *place, event.id, event.source, event.type, event.key, at, *compared]


def _number(passport: Any) -> int | None:
    return passport.get("version") if isinstance(passport, dict) else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], float(sys.argv[2])))
