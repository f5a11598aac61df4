"""A gateway for each test: real PostgreSQL before it, the real sandbox behind it."""

from collections.abc import AsyncIterator, Callable

import pytest

from shared.database import Database
from tests.builders.database import rolled_back
from tests.builders.gateway import World, opened_world


@pytest.fixture
async def database(database_url_of: Callable[[str], str]) -> AsyncIterator[Database]:
    """Give a database in which nothing has happened yet."""
    async with rolled_back(database_url_of("meis-gateway")) as database:
        yield database


@pytest.fixture
async def unpublished(database: Database) -> AsyncIterator[World]:
    """Give a gateway that has received no passport."""
    async with opened_world(database) as world:
        yield world


@pytest.fixture
async def world(unpublished: World) -> World:
    """Give a gateway that has its own copy of the passport of the test's service."""
    await unpublished.publish()
    return unpublished
