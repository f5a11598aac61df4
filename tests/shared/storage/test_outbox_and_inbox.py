"""An event is recorded with the change it tells of, and taken over once."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest
from sqlmodel import col, select

from shared.database import Database, Session
from shared.inbox import first_time
from shared.outbox import BUCKETS, EventTooLarge, OutboxRow, bucket_of, record, record_tombstone
from shared.telemetry.trace import following
from tests.builders.database import committing, rolled_back
from tests.builders.events import MORNING, Counted, counted


@pytest.fixture
async def database(database_url_of: Callable[[str], str]) -> AsyncIterator[Database]:
    async with rolled_back(database_url_of("notifications")) as database:
        yield database


async def recorded(session: Session) -> list[OutboxRow]:
    return list(await session.exec(select(OutboxRow).order_by(col(OutboxRow.id))))


async def test_an_event_is_recorded_with_its_trace_and_its_unknown_fields(
    database: Database,
) -> None:
    data = Counted.model_validate({"number": 1, "of_a_later_version": {"ə": [1, 2.50]}})
    with following(None) as trace:
        async with database.transaction() as session:
            event_id = await record(
                session, data, source="tests", key="case-1", time=MORNING, extensions={"x": "y"}
            )

    async with database.transaction() as session:
        [row] = await recorded(session)
    expected = replace(
        counted("case-1", 1),
        id=event_id,
        recorded_at=row.recorded_at,
        data={"number": 1, "of_a_later_version": {"ə": [1, 2.5]}},
        traceparent=trace.traceparent,
        extensions={"x": "y"},
    )

    assert row.envelope() == expected


async def test_a_use_case_that_fails_leaves_no_event(database: Database) -> None:
    async def fails() -> None:
        async with database.transaction() as session:
            await record(session, Counted(number=1), source="tests", key="a", time=MORNING)
            raise LookupError

    with pytest.raises(LookupError):
        await fails()

    async with database.transaction() as session:
        assert await recorded(session) == []


async def test_a_tombstone_has_no_data(database: Database) -> None:
    async with database.transaction() as session:
        await record_tombstone(session, Counted, source="tests", key="a", time=MORNING)
        [row] = await recorded(session)

    assert row.envelope().data is None


async def test_an_event_no_broker_would_take_is_not_recorded(database: Database) -> None:
    data = Counted.model_validate({"number": 1, "text": "x" * 600_000})
    async with database.transaction() as session:
        with pytest.raises(EventTooLarge):
            await record(session, data, source="tests", key="a", time=MORNING)

        assert await recorded(session) == []


def test_a_key_has_one_bucket_on_every_machine() -> None:
    assert [bucket_of(key) for key in ("case-1", "case-2", "ə")] == [8, 7, 7]
    assert {bucket_of(str(n)) for n in range(500)} == set(range(BUCKETS))


async def test_a_consumer_meets_an_event_once_and_another_consumer_meets_it_too(
    database: Database,
) -> None:
    async with database.transaction() as session:
        first = await first_time(session, consumer="a", source="s", event_id="1")
        again = await first_time(session, consumer="a", source="s", event_id="1")
        other = await first_time(session, consumer="b", source="s", event_id="1")
        elsewhere = await first_time(session, consumer="a", source="t", event_id="1")

    assert (first, again, other, elsewhere) == (True, False, True, True)


async def test_an_event_whose_effect_failed_is_met_again(database: Database) -> None:
    async def fails() -> None:
        async with database.transaction() as session:
            await first_time(session, consumer="a", source="s", event_id="1")
            raise LookupError

    with pytest.raises(LookupError):
        await fails()

    async with database.transaction() as session:
        assert await first_time(session, consumer="a", source="s", event_id="1")


async def test_an_event_waits_for_the_event_of_the_same_key_before_it(
    database_url_of: Callable[[str], str],
) -> None:
    async with committing(database_url_of("notifications")) as database:

        async def second() -> None:
            async with database.transaction() as session:
                await record(session, Counted(number=2), source="tests", key="a", time=MORNING)

        async with database.transaction() as session:
            await record(session, Counted(number=1), source="tests", key="a", time=MORNING)
            waiting = asyncio.ensure_future(second())
            done, _ = await asyncio.wait([waiting], timeout=0.2)

            assert not done
        await waiting

        async with database.transaction() as session:
            numbers = [row.envelope().data for row in await recorded(session)]

    assert numbers == [{"number": 1}, {"number": 2}]
