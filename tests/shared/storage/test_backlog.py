"""What waits in the tables of the machinery is seen, with its age."""

from collections.abc import AsyncIterator, Callable

import pytest
from sqlalchemy import text

from shared.backlog import AT_MOST
from shared.database import Database
from shared.kafka.parked import park
from shared.kafka.replaying import Decision, Place, replay, set_aside
from shared.outbox import record
from shared.worker_metrics import outbox_sample, parked_sample
from tests.builders.consuming import Effects, as_record, parked_in
from tests.builders.database import committing
from tests.builders.events import MORNING, Counted, counted
from tests.builders.metrics import looked_up

GROUP = {"consumer": "readers"}


@pytest.fixture
async def database(database_url_of: Callable[[str], str]) -> AsyncIterator[Database]:
    async with committing(database_url_of("notifications")) as database:
        yield database


async def put_in(database: Database, key: str, *, seconds_ago: int) -> None:
    async with database.transaction() as session:
        await record(session, Counted(number=1), source="tests", key=key, time=MORNING)
        connection = await session.connection()
        await connection.execute(
            text(
                "update outbox set recorded_at = clock_timestamp() - :ago * interval '1 second'"
                " where key = :key"
            ),
            {"ago": seconds_ago, "key": key},
        )


async def park_one(database: Database, key: str, number: int) -> None:
    async with database.transaction() as session:
        event = as_record(counted(key, number))
        await park(session, event, consumer="readers", error=LookupError(), attempts=3)


async def test_an_empty_outbox_has_no_age(database: Database) -> None:
    shown = await looked_up(outbox_sample(database))

    assert shown.value("dost_outbox_waiting") == 0
    assert shown.value("dost_outbox_oldest_seconds") == 0


async def test_the_age_of_the_outbox_is_that_of_the_event_that_waits_longest(
    database: Database,
) -> None:
    await put_in(database, "a", seconds_ago=90)
    await put_in(database, "b", seconds_ago=5)
    first = await looked_up(outbox_sample(database))
    second = await looked_up(outbox_sample(database))

    assert first.value("dost_outbox_waiting") == 2
    before, after = (each.value("dost_outbox_oldest_seconds") or 0 for each in (first, second))
    assert 90 <= before < after < 120


async def test_a_key_is_counted_once_however_many_of_its_events_are_parked(
    database: Database,
) -> None:
    for key, number in (("a", 1), ("a", 2), ("b", 1)):
        await park_one(database, key, number)

    shown = await looked_up(parked_sample(database, "readers"))
    others = await looked_up(parked_sample(database, "others"))

    assert shown.value("dost_parked_keys", **GROUP) == 2
    assert shown.value("dost_parked_events", **GROUP) == 3
    assert others.value("dost_parked_keys", consumer="others") == 0
    assert others.value("dost_parked_oldest_seconds", consumer="others") == 0


async def test_what_was_let_go_of_or_replayed_waits_no_more(database: Database) -> None:
    decision = Decision("admin:1", "the cause is mended")
    for key in ("a", "b"):
        await park_one(database, key, 1)
    [aside] = [row for row in await parked_in(database) if row.key == "a"]
    async with database.transaction() as session:
        await set_aside(session, aside.id or 0, key="a", decision=decision)
    left = await looked_up(parked_sample(database, "readers"))
    await replay(database, Effects().handle, Place("readers", Counted.topic, "b"), decision)

    assert left.value("dost_parked_keys", **GROUP) == 1
    none = await looked_up(parked_sample(database, "readers"))
    assert none.value("dost_parked_keys", **GROUP) == 0


async def test_a_count_ends_where_a_scrape_would_become_dear(database: Database) -> None:
    async with database.transaction() as session:
        await (await session.connection()).execute(
            text(
                "insert into outbox (bucket, event_id, source, type, topic, key, time, extensions)"
                " select 0, n::text, 'tests', 't', 't', n::text, now(), '{}'"
                " from generate_series(1, :rows) n"
            ),
            {"rows": AT_MOST + 50},
        )
    shown = await looked_up(outbox_sample(database))

    assert shown.value("dost_outbox_waiting") == AT_MOST == 10_000
