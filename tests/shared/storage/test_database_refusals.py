"""A server that cannot, for now, is told apart from a request that may not: 503, never 500."""

import asyncio
from collections.abc import AsyncIterator, Callable

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from local_stack.postgres import PostgresServer
from shared.database import (
    Database,
    DatabaseFull,
    DatabaseReadOnly,
    DatabaseUnavailable,
    Session,
)
from shared.errors import DomainError
from shared.problems import answer_of
from tests.builders.database import committing, owners_address

NOT_NOW = {
    "08006": "connection failure",
    "08P01": "protocol violation",
    "40001": "serialization failure",
    "40P01": "deadlock detected",
    "53100": "disk full",
    "53200": "out of memory",
    "53300": "too many connections",
    "55P03": "lock not available",
    "57014": "cancelled by a time limit",
    "57P01": "the operator shuts down",
    "57P02": "another process crashed",
    "57P03": "starting up",
    "58030": "the disk fails",
    "25006": "read-only",
}
ADD_ONE = "UPDATE counters SET n = n + 1 WHERE id = :id"
FOR_GOOD = {"23505": "taken already", "42P01": "no such table", "P0001": "a rule of ours"}


@pytest.fixture
async def database(database_url_of: Callable[[str], str]) -> AsyncIterator[Database]:
    # A table of the test's own, so it owns the database.
    async with committing(owners_address(database_url_of("notifications"))) as database:
        async with database.transaction() as session:
            await run(session, "CREATE TABLE counters (id int PRIMARY KEY, n int NOT NULL)")
            await run(session, "INSERT INTO counters VALUES (1, 0), (2, 0)")
        yield database


async def run(session: Session, statement: str, **values: int) -> None:
    await (await session.connection()).execute(text(statement), values)


def raising(state: str) -> str:
    return f"DO $$ BEGIN RAISE EXCEPTION 'refused' USING errcode = '{state}'; END $$"


def is_a_clear_503(error: DomainError) -> bool:
    answer = answer_of(error)
    return (answer.status, answer.code, "Retry-After" in answer.headers) == (
        503,
        "database-unavailable",
        True,
    )


@pytest.mark.parametrize("state", NOT_NOW, ids=NOT_NOW.values())
async def test_what_the_server_cannot_do_now_is_a_503(database: Database, state: str) -> None:
    with pytest.raises(DatabaseUnavailable) as refused:
        async with database.transaction() as session:
            await run(session, raising(state))

    assert is_a_clear_503(refused.value)
    assert "Nothing was stored" in refused.value.detail.en


@pytest.mark.parametrize("state", FOR_GOOD, ids=FOR_GOOD.values())
async def test_what_the_server_will_never_do_is_no_outage(database: Database, state: str) -> None:
    with pytest.raises(DBAPIError):
        async with database.transaction() as session:
            await run(session, raising(state))


async def test_of_two_transactions_in_a_deadlock_one_is_done_and_one_may_repeat(
    database: Database,
) -> None:
    locked = asyncio.Barrier(2)

    async def both(first: int, second: int) -> None:
        async with database.transaction() as session:
            await run(session, ADD_ONE, id=first)
            await locked.wait()
            await run(session, ADD_ONE, id=second)

    ends = await asyncio.gather(both(1, 2), both(2, 1), return_exceptions=True)

    [victim] = [end for end in ends if end is not None]
    assert isinstance(victim, DatabaseUnavailable)
    assert await counts(database) == [1, 1]


async def test_of_two_changes_that_cannot_be_put_in_a_row_one_may_repeat(
    database: Database,
) -> None:
    read = asyncio.Barrier(2)

    async def serializable() -> None:
        async with database.transaction() as session:
            await run(session, "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE")
            await run(session, "SELECT n FROM counters WHERE id = 1")
            await read.wait()
            await run(session, ADD_ONE, id=1)

    ends = await asyncio.gather(serializable(), serializable(), return_exceptions=True)

    [loser] = [end for end in ends if end is not None]
    assert isinstance(loser, DatabaseUnavailable)
    assert await counts(database) == [1, 0]


async def test_a_server_without_a_free_connection_is_a_503_and_serves_again_after(
    database_url_of: Callable[[str], str], postgres: PostgresServer
) -> None:
    late = Database(database_url_of("notifications"), application_name="tests")
    held = await every_connection(postgres.url("postgres"))
    try:
        with pytest.raises(DatabaseUnavailable) as refused:
            await late.ping()
    finally:
        for connection in held:
            await connection.close()
    assert is_a_clear_503(refused.value)

    await late.ping()
    await late.dispose()


async def test_a_database_that_lets_nobody_in_is_a_503(postgres: PostgresServer) -> None:
    nowhere = Database(postgres.url("not_there"), application_name="tests")

    with pytest.raises(DatabaseUnavailable):
        await nowhere.ping()
    await nowhere.dispose()


@pytest.mark.parametrize(
    ("state", "told"), [("53100", DatabaseFull), ("25006", DatabaseReadOnly)], ids=["full", "read"]
)
async def test_a_server_that_answers_and_does_not_store_is_not_ready(
    database: Database, state: str, told: type[DatabaseUnavailable]
) -> None:
    await database.ping()
    with pytest.raises(DatabaseUnavailable):
        async with database.transaction() as session:
            await run(session, raising(state))

    with pytest.raises(told):
        await database.ping()


async def test_a_commit_whose_connection_is_cut_does_not_say_that_nothing_was_stored(
    database: Database,
) -> None:
    async with database.transaction() as session:
        await run(
            session,
            "CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$",
        )
        await run(
            session,
            "CREATE CONSTRAINT TRIGGER cut AFTER UPDATE ON counters DEFERRABLE INITIALLY DEFERRED "
            "FOR EACH ROW EXECUTE FUNCTION cut()",
        )

    with pytest.raises(DatabaseUnavailable) as cut:
        async with database.transaction() as session:
            await run(session, "UPDATE counters SET n = 7")

    assert is_a_clear_503(cut.value)
    assert "is not known" in cut.value.detail.en
    assert await counts(database) == [0, 0]


async def every_connection(url: str) -> list[asyncpg.Connection]:
    """Take connections until the server has none to give."""
    held: list[asyncpg.Connection] = []
    while True:
        try:
            held.append(await asyncpg.connect(url))
        except asyncpg.TooManyConnectionsError:
            return held


async def counts(database: Database) -> list[int]:
    async with database.transaction() as session:
        rows = await (await session.connection()).execute(
            text("SELECT n FROM counters ORDER BY id")
        )
        return [row.n for row in rows]
