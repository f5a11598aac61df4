"""A replay takes up where the consumer left off: in order, once, and beside a live consumer."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from sqlmodel import col, select

from shared.database import Database, DatabaseUnavailable, Session
from shared.events.envelope import Envelope
from shared.kafka.parked import Handler, ParkedRow
from shared.kafka.replaying import (
    Decision,
    Drained,
    NotFailing,
    NothingParked,
    Place,
    replay,
    set_aside,
)
from shared.kafka.taking import Taking
from shared.telemetry.trace import current
from tests.builders.consuming import Effects, as_record, effects_of, parked_in
from tests.builders.database import committing
from tests.builders.events import counted

GROUP, TOPIC = "group", "test.counted.v1"
BAD = Place(GROUP, TOPIC, "bad")
MENDED = Decision("admin:1", "the cause is mended")


@pytest.fixture
async def database(database_url_of: Callable[[str], str]) -> AsyncIterator[Database]:
    async with committing(database_url_of("notifications")) as database:
        yield database


async def taken(database: Database, effects: Effects, *numbers: int, key: str = "bad") -> None:
    """Let a consumer take these events of a key over."""
    for number in numbers:
        await Taking(database, GROUP, effects.handle).take(as_record(counted(key, number)))


async def closed(database: Database) -> list[ParkedRow]:
    async with database.transaction() as session:
        done = select(ParkedRow).where(col(ParkedRow.replayed_at).is_not(None))
        return list(await session.exec(done.order_by(col(ParkedRow.id))))


def pausing(effects: Effects, number: int) -> tuple[Handler, asyncio.Event, asyncio.Event]:
    """Return a handler that stands still in the middle of one event until it is told to go on."""
    reached, go_on = asyncio.Event(), asyncio.Event()

    async def handler(session: Session, event: Envelope) -> None:
        await effects.handle(session, event)
        if (event.data or {})["number"] == number:
            reached.set()
            await go_on.wait()

    return handler, reached, go_on


async def test_who_let_the_events_go_and_why_is_kept_with_each(database: Database) -> None:
    effects = Effects(refused={("bad", 1)})
    await taken(database, effects, 1, 2)
    effects.refused.clear()

    drained = await replay(database, effects.handle, BAD, MENDED)

    assert drained == Drained(BAD, 2)
    assert [(r.replayed_by, r.replay_reason, r.set_aside) for r in await closed(database)] == [
        ("admin:1", "the cause is mended", False)
    ] * 2


async def test_a_replayed_event_is_handled_in_the_trace_it_came_with(database: Database) -> None:
    seen: list[str] = []

    async def handler(_session: Session, _event: Envelope) -> None:
        trace = current()
        seen.append(trace.trace_id if trace else "none")

    event = counted("bad", 1, traceparent=f"00-{'a' * 32}-{'b' * 16}-01")
    await Taking(database, GROUP, Effects(refused={("bad", 1)}).handle).take(as_record(event))
    await replay(database, handler, BAD, MENDED)

    assert seen == ["a" * 32]


async def test_a_replay_that_fails_again_keeps_the_event_and_those_behind_it(
    database: Database,
) -> None:
    effects = Effects(refused={("bad", 1)})
    await taken(database, effects, 1, 2, 3)
    effects.refused = {("bad", 2)}

    drained = await replay(database, effects.handle, BAD, MENDED)

    assert (drained.replayed, drained.waiting) == (1, 2)
    assert await effects_of(database, "bad") == [1]
    assert [(r.waits, r.error_class, r.attempts) for r in await parked_in(database)] == [
        (False, "LookupError", 1),
        (True, None, 0),
    ]


async def test_an_outage_during_a_replay_is_no_failure_of_the_event(database: Database) -> None:
    effects = Effects(refused={("bad", 1)})
    await taken(database, effects, 1)

    async def handler(_session: Session, _event: Envelope) -> None:
        raise DatabaseUnavailable

    with pytest.raises(DatabaseUnavailable):
        await replay(database, handler, BAD, MENDED)
    assert [(r.error_class, r.attempts) for r in await parked_in(database)] == [("LookupError", 3)]


async def test_a_handler_that_hangs_is_ended_in_a_replay_as_in_a_consumer(
    database: Database,
) -> None:
    async def handler(_session: Session, _event: Envelope) -> None:
        await asyncio.sleep(60)

    taking = Taking(database, GROUP, handler, handler_seconds=0.1)
    await taking.take(as_record(counted("bad", 1)))
    first = [(r.error_class, r.attempts) for r in await parked_in(database)]
    await replay(database, handler, BAD, MENDED, handler_seconds=0.1)

    assert first == [("TimeoutError", 3)]
    assert [(r.error_class, r.attempts) for r in await parked_in(database)] == [("TimeoutError", 4)]


async def test_a_replay_whose_time_is_up_leaves_the_rest_in_order(database: Database) -> None:
    effects = Effects(refused={("bad", 1)})
    await taken(database, effects, 1, 2)
    effects.refused.clear()

    assert await replay(database, effects.handle, BAD, MENDED, seconds=0) == Drained(BAD, 0, 2)
    assert await replay(database, effects.handle, BAD, MENDED) == Drained(BAD, 2)
    assert await effects_of(database, "bad") == [1, 2]


async def test_two_replays_at_once_handle_each_event_once_and_in_order(database: Database) -> None:
    effects = Effects(refused={("bad", 1)})
    await taken(database, effects, *range(1, 21))
    effects.refused.clear()
    effects.tried.clear()

    both = await asyncio.gather(*[replay(database, effects.handle, BAD, MENDED) for _ in range(2)])

    assert sum(drained.replayed for drained in both) == 20, "both replayed an event"
    assert effects.tried == [("bad", number) for number in range(1, 21)]


async def test_a_live_consumer_waits_for_the_last_event_of_a_replay_and_then_goes_on(
    database: Database,
) -> None:
    effects = Effects(refused={("bad", 1)})
    await taken(database, effects, 1)
    effects.refused.clear()
    effects.tried.clear()
    handler, reached, go_on = pausing(effects, 1)

    replaying = asyncio.ensure_future(replay(database, handler, BAD, MENDED))
    await reached.wait()
    live = asyncio.ensure_future(taken(database, effects, 2))
    waited, _ = await asyncio.wait({live}, timeout=0.3)
    go_on.set()
    await asyncio.gather(replaying, live)

    assert waited == set()
    assert effects.tried == [("bad", 1), ("bad", 2)]
    assert await parked_in(database) == []


async def test_what_a_live_consumer_brings_during_a_replay_goes_behind_what_is_parked(
    database: Database,
) -> None:
    effects = Effects(refused={("bad", 1)})
    await taken(database, effects, 1, 2)
    effects.refused.clear()
    effects.tried.clear()
    handler, reached, go_on = pausing(effects, 1)

    replaying = asyncio.ensure_future(replay(database, handler, BAD, MENDED))
    await reached.wait()
    live = asyncio.ensure_future(taken(database, effects, 3))
    await asyncio.wait({live}, timeout=0.3)
    go_on.set()
    await asyncio.gather(replaying, live)
    await replay(database, effects.handle, BAD, MENDED)

    assert effects.tried == [("bad", 1), ("bad", 2), ("bad", 3)]
    assert await parked_in(database) == []


async def test_only_the_event_that_holds_its_key_is_set_aside_and_the_rest_can_be_replayed(
    database: Database,
) -> None:
    effects = Effects(refused={("bad", 1)})
    await taken(database, effects, 1, 2)
    first, second = [row.id or 0 for row in await parked_in(database)]

    async with database.transaction() as session:
        with pytest.raises(NotFailing):
            await set_aside(session, second, key="bad", decision=MENDED)
        with pytest.raises(NothingParked):
            await set_aside(session, first, key="good", decision=MENDED)
        await set_aside(session, first, key="bad", decision=MENDED)
        with pytest.raises(NothingParked):
            await set_aside(session, first, key="bad", decision=MENDED)
        with pytest.raises(NotFailing):
            await set_aside(session, second, key="bad", decision=MENDED)
    drained = await replay(database, effects.handle, BAD, MENDED)

    assert drained.replayed == 1
    assert await effects_of(database, "bad") == [2]
    assert [row.set_aside for row in await closed(database)] == [True, False]
