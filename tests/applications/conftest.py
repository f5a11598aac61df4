from collections.abc import AsyncIterator, Callable

import pytest

from tests.builders.applications import House
from tests.builders.database import committing, rolled_back


@pytest.fixture
async def house(database_url_of: Callable[[str], str]) -> AsyncIterator[House]:
    """The service on a database that forgets everything afterwards; one transaction at a time."""
    url = database_url_of("applications")
    async with rolled_back(url) as database, House(database, url) as house:
        yield house


@pytest.fixture
async def busy_house(database_url_of: Callable[[str], str]) -> AsyncIterator[House]:
    """The service on a database of its own, with real commits side by side."""
    url = database_url_of("applications")
    async with committing(url) as database, House(database, url) as house:
        yield house
