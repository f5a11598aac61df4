"""Real PostgreSQL and real Kafka for every test that asks, on ports and folders of their own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from local_stack.kafka import KafkaBroker
from local_stack.ports import free_port
from local_stack.postgres import PostgresServer
from tests.builders.database import migrated_databases
from tests.builders.kafka import with_suite_topics

# A slow machine is no counterexample.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make test-faults` ask for long outages."""
    parser.addoption(
        "--long-outages",
        action="store_true",
        help="faults: outages of 30 s, ten rounds of each test",
    )


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """Run a PostgreSQL server for this test run."""
    server = PostgresServer(_folder(tmp_path_factory, "postgres"), free_port(), durable=False)
    server.start()
    try:
        yield server
    finally:
        server.stop()
        server.remove()


@pytest.fixture(scope="session")
def database_url_of(postgres: PostgresServer) -> Callable[[str], str]:
    """Return the URL of a service's database, made by its migrations: ``("catalog") -> URL``."""
    return migrated_databases(postgres)


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a Kafka broker with the suite's topics for this test run; gives its address."""
    kafka = KafkaBroker(_folder(tmp_path_factory, "kafka"), free_port(), free_port())
    kafka.start()
    try:
        yield with_suite_topics(kafka.bootstrap)
    finally:
        kafka.stop()


def _folder(factory: pytest.TempPathFactory, name: str) -> Path:
    return factory.mktemp(name) / "data"
