"""The only commit: all or nothing, and a database that is away says so."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from sqlalchemy import func, insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from local_stack.ports import free_port
from local_stack.postgres import PostgresServer
from shared.database import Database, DatabaseUnavailable
from shared.inbox import first_time
from shared.outbox import OutboxLeaseRow
from tests.builders.database import committing


@pytest.fixture
async def database(database_url_of: Callable[[str], str]) -> AsyncIterator[Database]:
    async with committing(database_url_of("notifications")) as database:
        yield database


async def test_what_a_transaction_did_is_there_after_it(database: Database) -> None:
    async with database.transaction() as session:
        await first_time(session, consumer="a", source="s", event_id="1")

    async with database.transaction() as session:
        assert not await first_time(session, consumer="a", source="s", event_id="1")


async def test_a_cancelled_request_stores_nothing(database: Database) -> None:
    async def slow() -> None:
        async with database.transaction() as session:
            await first_time(session, consumer="a", source="s", event_id="1")
            await asyncio.sleep(5)

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(slow(), 0.2)

    async with database.transaction() as session:
        assert await first_time(session, consumer="a", source="s", event_id="1"), (
            "a cancelled request stored something"
        )


async def test_a_refused_connection_is_a_database_that_is_unavailable() -> None:
    database = Database(f"postgresql://dost@127.0.0.1:{free_port()}/x", application_name="tests")

    with pytest.raises(DatabaseUnavailable):
        await database.ping()
    await database.dispose()


async def test_a_connection_cut_in_the_middle_is_a_database_that_is_unavailable(
    database: Database,
) -> None:
    with pytest.raises(DatabaseUnavailable):
        async with database.transaction() as session:
            await session.exec(select(func.pg_terminate_backend(func.pg_backend_pid())))

    await database.ping()


async def test_a_wait_for_a_lock_ends_as_a_database_that_is_unavailable(
    database: Database,
) -> None:
    async def impatient() -> None:
        async with database.transaction() as session:
            await session.exec(select(func.set_config("lock_timeout", "50ms", True)))
            await first_time(session, consumer="a", source="s", event_id="1")

    async with database.transaction() as patient:
        await first_time(patient, consumer="a", source="s", event_id="1")

        with pytest.raises(DatabaseUnavailable):
            await impatient()


async def test_a_broken_rule_of_the_schema_is_no_outage(database: Database) -> None:
    with pytest.raises(IntegrityError):
        async with database.transaction() as session:
            await session.exec(insert(OutboxLeaseRow).values(bucket=0, fence=0))


async def test_the_pool_heals_after_the_server_was_restarted(
    database: Database, postgres: PostgresServer
) -> None:
    await database.ping()
    await asyncio.to_thread(postgres.stop)
    with pytest.raises(DatabaseUnavailable):
        await database.ping()
    await asyncio.to_thread(postgres.start)

    await database.ping()

    assert postgres.is_running()
