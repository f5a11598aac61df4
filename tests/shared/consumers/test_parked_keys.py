"""One bad event stops its own key and nobody else's; a person lets it go on."""

import asyncio

from shared.database import Database, Session
from shared.events.envelope import Envelope
from shared.kafka.replaying import Decision, Drained, Place, replay, set_aside
from shared.kafka.taking import Taking
from tests.builders.consuming import (
    Effects,
    as_record,
    consuming,
    effects_of,
    parked_in,
    until_effect,
)
from tests.builders.events import counted
from tests.builders.kafka import put, put_raw

MENDED = Decision("admin:1", "the cause is mended")


async def test_a_bad_event_is_parked_with_its_later_events_while_other_keys_flow(
    broker: str, database: Database, group: str, topic: str
) -> None:
    effects = Effects(refused={("bad", 2)})
    await put(broker, *[counted("bad", n, topic=topic) for n in (1, 2, 3)])
    await put(broker, counted("good", 1, topic=topic), counted("bad", 4, topic=topic))
    async with consuming(broker, database, group, topic, effects):
        await put(broker, counted("good", 2, topic=topic))
        await until_effect(database, "good", 2)

    parked = await parked_in(database)
    assert await effects_of(database, "bad") == [1]
    assert [(r.kafka_offset, r.waits, r.error_class, r.attempts) for r in parked] == [
        (1, False, "LookupError", 3),
        (2, True, None, 0),
        (4, True, None, 0),
    ]


async def test_a_replay_handles_what_was_parked_in_order_and_keeps_who_and_why(
    broker: str, database: Database, group: str, topic: str
) -> None:
    effects = Effects(refused={("bad", 1)})
    async with consuming(broker, database, group, topic, effects):
        await put(broker, *[counted("bad", n, topic=topic) for n in (1, 2, 3)])
        await put(broker, counted("good", 1, topic=topic))
        await until_effect(database, "good", 1)
        effects.refused.clear()
        replayed = await replay(database, effects.handle, Place(group, topic, "bad"), MENDED)
        await put(broker, counted("bad", 4, topic=topic))
        await until_effect(database, "bad", 4)

    assert replayed == Drained(Place(group, topic, "bad"), 3)
    assert await effects_of(database, "bad") == [1, 2, 3, 4]
    assert await parked_in(database) == []


async def test_a_record_that_is_no_event_is_parked_and_can_be_set_aside(
    broker: str, database: Database, group: str, topic: str
) -> None:
    await put_raw(broker, topic, key=b"\xff\x00", value=b"{not json")
    async with consuming(broker, database, group, topic, Effects()):
        await put(broker, counted("good", 1, topic=topic))
        await until_effect(database, "good", 1)
    [row] = await parked_in(database)
    async with database.transaction() as session:
        await set_aside(session, row.id or 0, key=row.key, decision=MENDED)

    assert (row.key, row.value, row.error_class) == ("\\xff\\x00", b"{not json", "UnreadableEvent")
    assert await parked_in(database) == []


async def test_a_handler_that_hangs_is_ended_and_its_event_parked(
    database: Database, group: str, topic: str
) -> None:
    async def handler(_session: Session, _event: Envelope) -> None:
        await asyncio.sleep(60)

    event = counted("a", 1, topic=topic)
    taking = Taking(database, group, handler, handler_seconds=0.1)
    await taking.take(as_record(event))

    assert [row.error_class for row in await parked_in(database)] == ["TimeoutError"]
