"""What is only ever added to is refused twice: to the service for want of a right, to the owner."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shared.database import Database
from tests.builders.database import as_owner

NO_RIGHT = "42501"


async def expect_no_right(database: Database, statement: str) -> None:
    """Let the service's own role try a statement, and be refused for want of a right."""
    with pytest.raises(DBAPIError, match=r"permission denied|must be owner") as refused:
        await _service_runs(database, statement)
    assert getattr(refused.value.orig, "sqlstate", None) == NO_RIGHT


async def expect_refused_to_both(database: Database, statement: str, *, trigger: str) -> None:
    """Let the service's role try a change, then the owner, whom a trigger tells ``trigger``."""
    await expect_no_right(database, statement)
    with pytest.raises(DBAPIError, match=trigger):
        await _owner_runs(database, statement)


async def _service_runs(database: Database, statement: str) -> None:
    async with database.transaction() as session:
        await (await session.connection()).execute(text(statement))


async def _owner_runs(database: Database, statement: str) -> None:
    async with database.transaction() as session:
        connection = await session.connection()
        async with as_owner(connection):
            await connection.execute(text(statement))
