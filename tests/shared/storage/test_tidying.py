"""What nobody can repeat any more is forgotten; what can still be repeated is not."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest
from sqlalchemy import text

from shared.database import Database
from shared.kafka.topics import load_topics
from shared.tidying import (
    BATCH,
    KEEP_ANSWERS,
    KEEP_INBOX,
    TOPIC_RETENTION,
    forget_old,
    tidying,
)
from tests.builders.database import committing, rolled_back
from tests.builders.kafka import TOPICS
from tests.builders.waiting import eventually

INBOX = """INSERT INTO inbox (consumer, source, event_id, received_at)
    SELECT 'c', 's', :name || number, now() - make_interval(secs => :age)
    FROM generate_series(1, :count) number"""
ANSWERS = """INSERT INTO idempotency (scope, request_digest, created_at)
    SELECT decode(md5(:name || number), 'hex'), '', now() - make_interval(secs => :age)
    FROM generate_series(1, :count) number"""
DAY = timedelta(days=1)


@pytest.fixture
async def database(database_url_of: Callable[[str], str]) -> AsyncIterator[Database]:
    async with rolled_back(database_url_of("notifications")) as database:
        yield database


async def put_rows(database: Database, statement: str, age: timedelta, count: int) -> None:
    values = {"name": str(age), "age": age.total_seconds(), "count": count}
    async with database.transaction() as session:
        await (await session.connection()).execute(text(statement), values)


async def left(database: Database) -> tuple[int, int]:
    """Return how many events and how many answers are remembered."""
    query = text("SELECT (SELECT count(*) FROM inbox), (SELECT count(*) FROM idempotency)")
    async with database.transaction() as session:
        events, answers = (await (await session.connection()).execute(query)).one()
        return events, answers


async def test_what_may_still_be_repeated_is_remembered(database: Database) -> None:
    await put_rows(database, INBOX, KEEP_INBOX - DAY, 3)
    await put_rows(database, ANSWERS, KEEP_ANSWERS - DAY, 3)

    assert await forget_old(database) == 0
    assert await left(database) == (3, 3)


async def test_what_nobody_can_repeat_any_more_is_forgotten(database: Database) -> None:
    await put_rows(database, INBOX, KEEP_INBOX + DAY, 2)
    await put_rows(database, INBOX, KEEP_INBOX - DAY, 1)
    await put_rows(database, ANSWERS, KEEP_ANSWERS + DAY, 2)
    await put_rows(database, ANSWERS, KEEP_ANSWERS - DAY, 1)

    assert await forget_old(database) == 4
    assert await left(database) == (1, 1)


async def test_much_is_forgotten_in_batches(database: Database) -> None:
    await put_rows(database, INBOX, KEEP_INBOX + DAY, 2 * BATCH + 1)

    assert [await forget_old(database) for _ in range(4)] == [BATCH, BATCH, 1, 0]


async def test_a_worker_forgets_everything_old_at_its_start_and_stops_when_told(
    database_url_of: Callable[[str], str],
) -> None:
    async with committing(database_url_of("notifications")) as database:
        await put_rows(database, INBOX, KEEP_INBOX + DAY, BATCH + 1)
        await put_rows(database, ANSWERS, KEEP_ANSWERS + DAY, 1)
        running = asyncio.ensure_future(tidying(database)(stop := asyncio.Event()))

        async def tidy() -> bool:
            return await left(database) == (0, 0)

        await eventually(tidy)
        stop.set()
        await asyncio.wait_for(running, 1)
        assert await left(database) == (0, 0)


def test_an_event_is_remembered_for_longer_than_any_topic_keeps_it() -> None:
    longest = max(topic.retention_hours or 0 for topic in load_topics(TOPICS))

    assert timedelta(hours=longest) == TOPIC_RETENTION < KEEP_INBOX
