"""A broker of these tests' own, and for each of them databases, topics and a sandbox that are empty."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

import asyncpg
import pytest

from local_stack.kafka import KafkaBroker
from local_stack.ports import free_port
from local_stack.postgres import PostgresServer
from tests.builders.database import TEMPLATE
from tests.builders.kafka import empty_topics, with_suite_topics
from tests.builders.sandbox import served_sandbox
from tests.builders.small_system import ACCOUNTED, SmallSystem

_SERVICES = ("applications", "notifications", "meis-gateway", "catalog")


@pytest.fixture(scope="package")
def own_broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a broker whose topics nobody else writes to."""
    kafka = KafkaBroker(tmp_path_factory.mktemp("account") / "data", free_port(), free_port())
    kafka.start()
    try:
        yield with_suite_topics(kafka.bootstrap)
    finally:
        kafka.stop()


@pytest.fixture
async def system(
    postgres: PostgresServer, database_url_of: Callable[[str], str], own_broker: str
) -> AsyncIterator[SmallSystem]:
    """Give an empty system; its databases have the names that the command looks for."""
    for service in _SERVICES:
        database_url_of(service)  # makes the template
    server = postgres.url("postgres")
    await empty_topics(own_broker, ACCOUNTED)
    async with _databases(server), served_sandbox() as sandbox:
        yield SmallSystem(server, own_broker, sandbox)


@asynccontextmanager
async def _databases(server: str) -> AsyncIterator[None]:
    names = [service.replace("-", "_") for service in _SERVICES]
    connection = await asyncpg.connect(server)
    try:
        for name in names:
            await connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "tests_{name}{TEMPLATE}"')
        yield
    finally:
        for name in names:
            await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        await connection.close()
