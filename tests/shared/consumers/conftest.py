"""A database, a topic and a group of its own for every test of a consumer."""

from collections.abc import AsyncIterator, Callable
from uuid import uuid4

import pytest

from shared.database import Database
from tests.builders.database import committing
from tests.builders.kafka import new_topic


@pytest.fixture
async def database(database_url_of: Callable[[str], str]) -> AsyncIterator[Database]:
    async with committing(database_url_of("notifications")) as database:
        yield database


@pytest.fixture
async def topic(broker: str) -> str:
    return await new_topic(broker)


@pytest.fixture
def group() -> str:
    return f"group-{uuid4().hex[:8]}"
