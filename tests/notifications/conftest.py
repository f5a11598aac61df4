from collections.abc import AsyncIterator, Callable

import pytest

from shared.database import Database
from tests.builders.database import rolled_back


@pytest.fixture
async def database(database_url_of: Callable[[str], str]) -> AsyncIterator[Database]:
    async with rolled_back(database_url_of("notifications")) as database:
        yield database
