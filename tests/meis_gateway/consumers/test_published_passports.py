"""The gateway has its own copy of what a case may ask."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest
from pydantic import ValidationError

from meis_gateway.app import create_worker
from meis_gateway.consumers.published_passports import handle
from shared.database import Database
from shared.events.envelope import Envelope
from shared.events.meis import MEIS_TOPIC, RegistryLooked
from tests.builders.database import committing
from tests.builders.gateway import SETTINGS, World, grant, opened_world, passport, published
from tests.builders.kafka import put, read_topic
from tests.builders.waiting import eventually


async def consume(database: Database, event: Envelope) -> None:
    async with database.transaction() as session:
        await handle(session, event)


async def test_a_question_is_answered_as_soon_as_its_passport_has_been_received(
    unpublished: World,
) -> None:
    before = await unpublished.ask(grant())
    await consume(unpublished.database, published())

    after = await unpublished.ask(grant())

    assert before.json() == {"answer": "unknown", "sources": [], "evidence_id": None}
    assert after.json()["answer"] == "yes"


async def test_an_earlier_version_is_kept_beside_the_newer_one(unpublished: World) -> None:
    await consume(unpublished.database, published(passport(1)))
    await consume(unpublished.database, published(passport(2)))

    rows = await unpublished.table("passport_copies")
    assert sorted(row["version"] for row in rows) == [1, 2]


async def test_a_version_to_come_brings_those_in_force_until_it_begins(
    unpublished: World,
) -> None:
    event = published(passport(2))
    both = {**(event.data or {}), "until_then": [passport(1).model_dump(mode="json")]}
    await consume(unpublished.database, replace(event, data=both))

    rows = await unpublished.table("passport_copies")
    assert sorted(row["version"] for row in rows) == [1, 2]


async def test_the_same_version_read_twice_is_one_copy(unpublished: World) -> None:
    await consume(unpublished.database, published())
    await consume(unpublished.database, published())

    assert len(await unpublished.table("passport_copies")) == 1


async def test_cases_of_a_service_that_ceased_may_still_ask(world: World) -> None:
    await consume(world.database, replace(published(), data=None))

    assert (await world.ask(grant())).json()["answer"] == "yes"


async def test_what_a_later_catalogue_adds_to_a_passport_is_kept(unpublished: World) -> None:
    await consume(unpublished.database, published(passport(later_field="kept")))

    [row] = await unpublished.table("passport_copies")
    assert row["passport"]["later_field"] == "kept"


async def test_other_events_of_the_topic_are_passed_over(unpublished: World) -> None:
    await consume(unpublished.database, replace(published(), type="az.dost.passport.later.v2"))

    assert await unpublished.table("passport_copies") == []


async def test_a_passport_that_cannot_be_read_is_an_error_to_be_seen(unpublished: World) -> None:
    broken = replace(published(), data={"passport": {"service_id": "a-benefit"}})

    with pytest.raises(ValidationError):
        await consume(unpublished.database, broken)


async def test_the_worker_takes_passports_from_kafka_and_tells_kafka_of_looks(
    database_url_of: Callable[[str], str], broker: str
) -> None:
    service_id = f"benefit-{uuid4().hex[:8]}"
    async with (
        committing(database_url_of("meis-gateway")) as database,
        opened_world(database) as world,
    ):
        url = database.engine.url.render_as_string(hide_password=False)
        settings = SETTINGS.model_copy(update={"kafka_bootstrap": broker, "database_url": url})
        worker = create_worker(settings)
        stop = asyncio.Event()
        parts = [asyncio.ensure_future(part(stop)) for part in worker.parts]
        try:
            await put(broker, published(passport(service_id=service_id)))
            asked = grant(service_id=service_id, case_id=service_id)

            async def answered() -> bool:
                return bool((await world.ask(asked)).json()["answer"] == "yes")

            async def announced() -> bool:
                events = await read_topic(broker, MEIS_TOPIC)
                looks = [event for event in events if event.key == service_id]
                return [event.type for event in looks] == [RegistryLooked.type] * 2

            await eventually(answered, seconds=20)
            await eventually(announced, seconds=20)
        finally:
            stop.set()
            await asyncio.wait(parts, timeout=15)
            for close in worker.closing:
                await close()

    assert [part.exception() for part in parts if part.done()] == [None] * len(parts)
