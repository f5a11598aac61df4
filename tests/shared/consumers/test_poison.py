"""No record ends a worker: what nobody can store as it is gets parked, and the rest goes on."""

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import text

from shared.database import Database
from shared.events.envelope import Envelope
from shared.kafka.records import Record
from shared.kafka.taking import Taking
from tests.builders.consuming import (
    Effects,
    as_record,
    consuming,
    effects_of,
    parked_in,
    until_effect,
)
from tests.builders.database import as_owner
from tests.builders.events import counted
from tests.builders.kafka import put, put_raw
from tests.builders.waiting import eventually


def endless() -> str:
    """Return a text no index of PostgreSQL holds, and none it could press together."""
    return "".join(uuid4().hex for _ in range(300))


async def administer(database: Database, statement: str) -> None:
    async with database.transaction() as session:
        connection = await session.connection()
        async with as_owner(connection):
            await connection.execute(text(statement))


@pytest.mark.parametrize(
    "poison",
    [
        replace(counted("bad", 1), id=endless()),
        replace(counted("bad", 1), source=endless()),
        replace(counted("bad", 1), type=endless()),
        counted(endless(), 1),
    ],
    ids=["id", "source", "type", "key"],
)
async def test_an_event_with_an_endless_attribute_is_parked_and_the_next_key_is_handled(
    broker: str, database: Database, group: str, topic: str, poison: Envelope
) -> None:
    async with consuming(broker, database, group, topic, effects := Effects()) as runner:
        await put(broker, replace(poison, topic=topic), counted("good", 1, topic=topic))
        await until_effect(database, "good", 1)
        trouble = await runner.readiness()

    assert effects.tried == [("good", 1)]
    assert [row.error_class for row in await parked_in(database)] == ["UnreadableEvent"]
    assert trouble is None


async def test_a_record_of_an_endless_key_is_parked_with_the_later_ones_of_that_key(
    broker: str, database: Database, group: str, topic: str
) -> None:
    key = endless().encode()
    async with consuming(broker, database, group, topic, Effects()):
        await put_raw(broker, topic, key=key, value=b"{no event")
        await put_raw(broker, topic, key=key, value=b"{nor this")
        await put(broker, counted("good", 1, topic=topic))
        await until_effect(database, "good", 1)

    parked = await parked_in(database)
    assert [row.value for row in parked] == [b"{no event", b"{nor this"]
    assert len({row.key for row in parked}) == 1
    assert len(parked[0].key) < 100


async def test_offsets_that_began_anew_lose_no_event_that_has_to_be_parked(
    database: Database, group: str, topic: str
) -> None:
    effects = Effects(refused={("bad", 1), ("bad", 2)})
    taking = Taking(database, group, effects.handle)
    for number in (1, 2):  # at the same place: the broker's data were lost in between
        await taking.take(as_record(counted("bad", number, topic=topic)))
    for value in (b"{no event", b"{another", b"{another"):
        await taking.take(Record(topic, 0, 7, b"worse", value, ()))

    values = [row.value for row in await parked_in(database)]
    assert values == [b'{"number":1}', b'{"number":2}', b"{no event", b"{another"]


async def test_a_record_that_cannot_even_be_parked_is_held_and_seen_and_the_worker_lives(
    broker: str, database: Database, group: str, topic: str
) -> None:
    effects = Effects(refused={("bad", 1)})
    await administer(database, "ALTER TABLE parked RENAME TO parked_elsewhere")
    async with consuming(broker, database, group, topic, effects) as runner:
        await put(broker, counted("bad", 1, topic=topic), counted("good", 1, topic=topic))

        async def troubled() -> bool:
            return await runner.readiness() == "a record can neither be handled nor parked"

        await eventually(troubled)
        await administer(database, "ALTER TABLE parked_elsewhere RENAME TO parked")
        await until_effect(database, "good", 1)

        async def well() -> bool:
            return await runner.readiness() is None

        await eventually(well)

    assert len(await parked_in(database)) == 1
    assert await effects_of(database, "bad") == []
