"""Databases for tests: made by the real migrations once, then copied or rolled back."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
from sqlalchemy.ext.asyncio import async_sessionmaker

from local_stack.postgres import PostgresServer
from shared.database import Database, Session
from shared.migrations import upgrade

REPOSITORY = Path(__file__).parents[2]
TEMPLATE = "_template"


def migrated_databases(server: PostgresServer) -> Callable[[str], str]:
    """Return a function from a service's name to the URL of its migrated database.

    The migrations of a service run once, into a template nobody connects to afterwards.
    """
    urls: dict[str, str] = {}

    def url_of(service: str) -> str:
        name = "tests_" + service.replace("-", "_")
        if name not in urls:
            template = server.url(name + TEMPLATE)
            server.create_database(name + TEMPLATE)
            _in_a_thread(upgrade(REPOSITORY / "services" / service.replace("_", "-"), template))
            urls[name] = server.url(name)
            _in_a_thread(_copy(urls[name], name))
        return urls[name]

    return url_of


@asynccontextmanager
async def committing(url: str) -> AsyncIterator[Database]:
    """Give a database of the test's own, in which commits are real; dropped afterwards.

    ``url`` is one that ``database_url_of`` gave; ``str(database.engine.url)`` hides no password.
    """
    service = _database_of(url)
    own = _address(url, f"{service}_{uuid4().hex[:12]}")
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
    connection = await asyncpg.connect(_address(url, "postgres"))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _database_of(url: str) -> str:
    return urlsplit(url).path.removeprefix("/")


def _address(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))
