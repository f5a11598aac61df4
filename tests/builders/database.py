"""Databases for tests: made by the real migrations once, then copied or rolled back.

Who is given one comes as the service's own role, with the rights of production. What only the
owner of the tables may do is done at ``owners_address`` or between the lines of ``as_owner``.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, async_sessionmaker

from local_stack.databases import address_of, as_user
from local_stack.postgres import PostgresServer
from shared.database import Database, Session
from shared.migrations import upgrade

REPOSITORY = Path(__file__).parents[2]
TEMPLATE = "_template"
OWNER = "dost"
# Nothing is inherited: a role that does not say so has the rights of production.
_MAY_BECOME_OWNER = f"GRANT {OWNER} TO {{role}} WITH INHERIT FALSE, SET TRUE"


def migrated_databases(server: PostgresServer) -> Callable[[str], str]:
    """Return a function from a service's name to the URL of its migrated database, for its role.

    The migrations of a service run once, into a template nobody connects to afterwards.
    """
    urls: dict[str, str] = {}

    def url_of(service: str) -> str:
        role = service.replace("-", "_")
        name = f"tests_{role}"
        if name not in urls:
            template = server.url(name + TEMPLATE)
            server.create_database(name + TEMPLATE)
            server.create_role(role)
            _in_a_thread(_administer(template, _MAY_BECOME_OWNER.format(role=role)))
            _in_a_thread(upgrade(REPOSITORY / "services" / service.replace("_", "-"), template))
            urls[name] = as_user(server.url(name), role)
            _in_a_thread(_copy(urls[name], name))
        return urls[name]

    return url_of


def owners_address(url: str) -> str:
    """Return the address of the same database for the owner of its tables."""
    return as_user(url, OWNER)


@asynccontextmanager
async def as_owner(connection: AsyncConnection) -> AsyncIterator[None]:
    """Go on as the owner of the tables, in the same transaction; afterwards as before.

    An error inside must end the transaction, or the savepoint, that this was begun in.
    """
    await connection.execute(text(f"SET LOCAL ROLE {OWNER}"))
    yield
    await connection.execute(text("SET LOCAL ROLE NONE"))


async def analyse(connection: AsyncConnection) -> None:
    """Let the planner know the rows there are, those of this transaction included."""
    async with as_owner(connection):
        await connection.execute(text("ANALYZE"))


@asynccontextmanager
async def committing(url: str) -> AsyncIterator[Database]:
    """Give a database of the test's own, in which commits are real; dropped afterwards.

    ``url`` is one that ``database_url_of`` gave; ``str(database.engine.url)`` hides no password.
    """
    service = _database_of(url)
    own = address_of(url, f"{service}_{uuid4().hex[:12]}")
    await _copy(own, service)
    database = Database(own, application_name="tests")
    try:
        yield database
    finally:
        await database.dispose()
        await _administer(own, f'DROP DATABASE "{_database_of(own)}" WITH (FORCE)')


@asynccontextmanager
async def rolled_back(url: str) -> AsyncIterator[Database]:
    """Give a Database whose commits end in one outer transaction that is rolled back.

    Code under test may commit and roll back as it likes (savepoints). There is one connection: its
    transactions follow each other, and two at a time in one task would wait for ever.
    """
    database = _RolledBack(url)
    try:
        async with database.engine.connect() as connection:
            outer = await connection.begin()
            database.join(
                async_sessionmaker(
                    connection,
                    class_=Session,
                    expire_on_commit=False,
                    join_transaction_mode="create_savepoint",
                )
            )
            yield database
            await outer.rollback()
    finally:
        await database.dispose()


class _RolledBack(Database):
    """A Database on one connection, its transactions one after the other."""

    def __init__(self, url: str) -> None:
        super().__init__(url, application_name="tests", pool_size=2, max_overflow=0)
        self._turn = asyncio.Lock()

    def join(self, sessions: async_sessionmaker[Session]) -> None:
        """Take sessions from the outer transaction's connection."""
        self._sessions = sessions

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Session]:
        """Open a savepoint of the outer transaction when the others have ended theirs."""
        async with asyncio.timeout(10):
            await self._turn.acquire()
        try:
            async with super().transaction() as session:
                yield session
        finally:
            self._turn.release()


def _in_a_thread(coroutine: Coroutine[Any, Any, None]) -> None:
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, coroutine).result()


async def _copy(url: str, service: str) -> None:
    """Create the database of ``url`` as a copy of the service's template."""
    await _administer(url, f'CREATE DATABASE "{_database_of(url)}" TEMPLATE "{service}{TEMPLATE}"')


async def _administer(url: str, statement: str) -> None:
    connection = await asyncpg.connect(owners_address(address_of(url, "postgres")))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _database_of(url: str) -> str:
    return urlsplit(url).path.removeprefix("/")
