"""What every benchmark needs: databases of its own, and reads measured in turn."""

import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TypeAlias

import httpx2 as httpx

from local_stack.ports import free_port
from local_stack.postgres import PostgresServer
from tests.builders.database import migrated_databases

WARM_UP, ROUNDS = 10, 60

Read: TypeAlias = Callable[[], Awaitable[httpx.Response]]
"""One request, the same each time it is made."""


@contextmanager
def databases() -> Iterator[Callable[[str], str]]:
    """Run a PostgreSQL with the services' schemas; gives the address of a new database of one."""
    with TemporaryDirectory() as folder:
        server = PostgresServer(Path(folder) / "postgres", free_port())
        server.start()
        try:
            yield migrated_databases(server)
        finally:
            server.stop()


async def medians(reads: Sequence[Read]) -> list[float]:
    """Return the median milliseconds of each read, one of each in turn."""
    taken: list[list[float]] = [[] for _ in reads]
    for number in range(WARM_UP + ROUNDS):
        for read, times in zip(reads, taken, strict=True):
            began = time.perf_counter()
            answer = await read()
            if number >= WARM_UP:
                times.append(1000 * (time.perf_counter() - began))
            answer.raise_for_status()
    return [median(times) for times in taken]
