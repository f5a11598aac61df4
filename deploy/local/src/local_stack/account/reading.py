"""One look at a whole system: databases, then topics and sandbox, then databases again."""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from local_stack.account.events import Place, Seen, Topics
from local_stack.account.facts import Accepted, Books
from local_stack.account.outside import read_outside
from local_stack.account.tables import event_of, read_databases
from local_stack.failures import StackError

_FOR_THE_TOPICS = 30.0  # seconds; far longer than a healthy broker needs


@dataclass(frozen=True, slots=True)
class System:
    """Where a system is: databases by name, the broker's `host:port`, the sandbox's address."""

    database: Callable[[str], str]
    broker: str
    sandbox: str


def read_books(system: System, accepted: Path | None) -> Books:
    """Read everything an account is made from; raises StackError when a part does not answer.

    What clients were told comes first: what they had an answer for is in the first look.
    """
    told = None if accepted is None else _accepted(accepted)
    with _reader(system.broker) as reader, ThreadPoolExecutor(2) as side_by_side:
        before = read_databases(system.database)
        topics = side_by_side.submit(_topics, reader, system.broker)
        outside = side_by_side.submit(read_outside, system.sandbox)
        between = topics.result(), outside.result()
    return Books(before, *between, read_databases(system.database), told)


def _accepted(file: Path) -> tuple[Accepted, ...]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
        told = [json.loads(line) for line in lines if line.strip()]
        return tuple(Accepted(each["case_id"], each.get("receipt")) for each in told)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise StackError(
            f"{file} can't be read as answers: {type(error).__name__}: {error}",
            remedy='write a line for each: {"case_id": "…", "receipt": "…"}',
        ) from error


def _reader(broker: str) -> subprocess.Popen[str]:
    """Start the program that reads the topics; it waits for a line, and ends when there is none."""
    command = [sys.executable, "-m", "local_stack.account.topics", broker, str(_FOR_THE_TOPICS)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def _topics(reader: subprocess.Popen[str], broker: str) -> Topics:
    said, errors = reader.communicate("now\n")
    if reader.returncode != 0:
        raise StackError(
            f"The topics on {broker} can't be read: {errors.strip()}",
            remedy="check that the broker runs, or set KAFKA_BOOTSTRAP to yours",
        )
    return topics_of([json.loads(line) for line in said.split("\n") if line])


def topics_of(lines: list[list[Any]]) -> Topics:
    """Return what the lines of `local_stack.account.topics` say."""
    seen: list[Seen] = []
    begins: dict[Place, int] = {}
    committed: dict[str, dict[Place, int]] = defaultdict(dict)
    unreadable = 0
    for kind, *line in lines:
        match kind:
            case "event":
                topic, partition, offset, *event = line
                seen.append(Seen(event_of(event), (topic, partition), offset))
            case "begins":
                topic, partition, offset = line
                begins[(topic, partition)] = offset
            case "committed":
                consumer, topic, partition, offset = line
                committed[consumer][(topic, partition)] = offset
            case _:
                unreadable += 1
    return Topics(tuple(seen), unreadable, _oldest(seen, begins), dict(committed))


def _oldest(seen: list[Seen], begins: dict[Place, int]) -> dict[str, datetime]:
    """Return for each topic whose first records are gone the instant behind which all are there.

    A partition that lost all it had tells nothing of any instant before now.
    """
    first: dict[Place, datetime] = {}
    for each in seen:
        first.setdefault(each.place, each.event.recorded_at)
    oldest: dict[str, datetime] = {}
    for place in (place for place, offset in begins.items() if offset > 0):
        instant = first.get(place, datetime.now(UTC))
        oldest[place[0]] = max(instant, oldest.get(place[0], instant))
    return oldest
