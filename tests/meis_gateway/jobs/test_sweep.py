"""A look whose end nobody saw is closed as unknown, once, and the citizen hears of it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx2 as httpx
import pytest
from pydantic import ValidationError
from sqlalchemy import text

from meis_gateway.app import adapters, create_worker
from meis_gateway.jobs.sweep import sweep_open
from meis_gateway.settings import Settings
from shared.database import Database
from shared.http import http_client
from tests.builders import raw_registry as raw
from tests.builders.database import as_owner, committing
from tests.builders.gateway import SETTINGS, World, attributes_grant, grant, opened_world
from tests.builders.waiting import eventually

SIGORTA_ALONE: dict[str, Any] = {"subsystems": ("sigorta",), "attributes": ("sigorta.identity",)}
LOOKED = "select key, time, traceparent, data from outbox where type = 'az.dost.meis.looked.v1'"
COUNTED = (
    "select (select count(*) from intents) intents, (select count(*) from outcomes) outcomes, "
    "(select count(*) from open_intents) open"
)


@pytest.fixture
async def world(database_url_of: Callable[[str], str]) -> AsyncIterator[World]:
    """Give a gateway whose commits are real, for several who close one look."""
    async with (
        committing(database_url_of("meis-gateway")) as database,
        opened_world(database) as world,
    ):
        await world.publish()
        yield world


@pytest.fixture
async def registry(world: World) -> AsyncIterator[raw.RawRegistry]:
    """Give registries on a socket, which the gateway of ``world`` asks."""
    async with raw.raw_registry() as registry, http_client(base_url=registry.address) as client:
        world.change(registries=adapters(client))
        yield registry


async def abandon(world: World, registry: raw.RawRegistry, questions: int = 1) -> None:
    """Let the gateway end while Sığorta is being asked, as a killed process does."""
    registry.behaviours["sigorta"] = raw.black_hole
    asked, heard = [], len(registry.intents)
    for number in range(questions):
        question = attributes_grant(case_id=f"case-{number}", **SIGORTA_ALONE)
        asked.append(asyncio.ensure_future(world.ask(question)))

    async def all_are_asked() -> bool:
        return len(registry.intents) == heard + questions

    await eventually(all_are_asked)
    for task in asked:
        task.cancel()
    await asyncio.wait(asked)


async def swept(world: World, *, after_seconds: float = 0) -> int:
    """Close what is open for so long, with a worker of its own; return how many."""
    database = Database(url_of(world), application_name="tests")
    once, closed = sweep_open(database, after_seconds=after_seconds), 0
    while await once():
        closed += 1
    await database.dispose()
    return closed


def url_of(world: World) -> str:
    return world.database.engine.url.render_as_string(hide_password=False)


async def counted(world: World) -> dict[str, Any]:
    [row] = await world.rows(COUNTED)
    return row


async def test_a_look_whose_gateway_died_is_closed_as_unknown_and_announced(
    world: World, registry: raw.RawRegistry
) -> None:
    await abandon(world, registry)
    assert await counted(world) == {"intents": 1, "outcomes": 0, "open": 1}

    assert await swept(world) == 1

    [intent], [outcome] = await world.table("intents"), await world.table("outcomes")
    assert outcome["intent_id"] == intent["intent_id"]
    assert (outcome["answer"], outcome["error"]) == ("unknown", "interrupted")
    assert (outcome["released"], outcome["latency_ms"], outcome["as_of"]) == ([], None, None)
    [event] = await world.rows(LOOKED)
    assert (event["key"], event["time"]) == ("case-0", intent["asked_at"])
    assert event["data"]["evidence_id"] == intent["evidence_id"]
    assert event["traceparent"].split("-")[1] == intent["trace_id"]


async def test_what_is_closed_is_not_closed_again(world: World, registry: raw.RawRegistry) -> None:
    await abandon(world, registry)
    await swept(world)

    assert await swept(world) == 0
    assert await counted(world) == {"intents": 1, "outcomes": 1, "open": 0}
    assert len(await world.rows(LOOKED)) == 1


async def test_a_look_somebody_may_be_waiting_for_is_left_alone(
    world: World, registry: raw.RawRegistry
) -> None:
    await abandon(world, registry)

    assert await swept(world, after_seconds=SETTINGS.sweep_after_seconds) == 0
    assert await counted(world) == {"intents": 1, "outcomes": 0, "open": 1}


async def test_an_answered_look_is_nothing_to_close(world: World) -> None:
    await world.ask(grant())

    assert await swept(world) == 0
    assert await counted(world) == {"intents": 2, "outcomes": 2, "open": 0}


async def test_many_workers_at_once_close_each_look_once(
    world: World, registry: raw.RawRegistry
) -> None:
    await abandon(world, registry, questions=15)

    closed = await asyncio.gather(*(swept(world) for _ in range(4)))

    assert sum(closed) == 15, "a look was closed twice"
    assert await counted(world) == {"intents": 15, "outcomes": 15, "open": 0}
    cases = [row["key"] for row in await world.rows(LOOKED)]
    assert sorted(cases) == sorted({f"case-{number}" for number in range(15)})


async def test_an_answer_that_comes_after_the_sweep_is_not_given_out(
    world: World, registry: raw.RawRegistry
) -> None:
    async def slower_than_the_sweep(*how: Any) -> None:
        assert await swept(world) == 1
        await raw.answer(*how)

    registry.behaviours["sigorta"] = slower_than_the_sweep

    response = await world.ask(attributes_grant(**SIGORTA_ALONE))

    assert (response.status_code, response.json().get("code")) == (503, "answered-too-late")
    assert "SINAQ" not in response.text
    [outcome] = await world.table("outcomes")
    assert (outcome["answer"], outcome["error"]) == ("unknown", "interrupted")
    assert len(await world.rows(LOOKED)) == 1


async def test_the_other_looks_of_a_question_that_came_too_late_keep_their_outcomes(
    world: World, registry: raw.RawRegistry
) -> None:
    answered = asyncio.Event()

    async def slower_than_the_sweep(*how: Any) -> None:
        await answered.wait()
        assert await swept(world) == 1
        await raw.answer(*how)

    async def the_other_is_kept() -> bool:
        return bool((await counted(world))["outcomes"])

    async def wait_for_the_other() -> None:
        await eventually(the_other_is_kept)
        answered.set()

    registry.behaviours["sigorta"] = slower_than_the_sweep

    response, _ = await asyncio.gather(world.ask(grant()), wait_for_the_other())

    kept = await world.rows("select subsystem, error from intents join outcomes using (intent_id)")
    assert response.status_code == 503
    assert {row["subsystem"]: row["error"] for row in kept} == {
        "sigorta": "interrupted",
        "monitorinq": None,
    }


async def test_an_outcome_being_written_is_not_swept_from_under_it(
    world: World, registry: raw.RawRegistry
) -> None:
    await abandon(world, registry)
    async with world.database.engine.connect() as writing:
        await writing.execute(text("delete from open_intents"))

        assert await swept(world) == 0

        await writing.rollback()
    assert await swept(world) == 1


async def test_a_look_whose_outcome_found_no_database_is_closed_when_it_is_back(
    world: World, registry: raw.RawRegistry
) -> None:
    name = world.database.engine.url.database

    async def losing_the_database(*how: Any) -> None:
        await set_read_only(world.database, f'"{name}"', "on")
        await raw.answer(*how)

    registry.behaviours["sigorta"] = losing_the_database
    lost = await world.ask(attributes_grant(**SIGORTA_ALONE))
    await set_read_only(world.database, f'"{name}"', "off")

    assert lost.status_code == 503
    assert await counted(world) == {"intents": 1, "outcomes": 0, "open": 1}
    assert await swept(world) == 1
    assert [row["error"] for row in await world.table("outcomes")] == ["interrupted"]
    assert len(await world.rows(LOOKED)) == 1


async def set_read_only(database: Database, name: str, how: str) -> None:
    """Let a database refuse writes, as a failed-over one does, or take them again."""
    async with database.engine.begin() as connection:
        await connection.execute(text("set transaction read write"))
        async with as_owner(connection):
            await connection.execute(
                text(f"alter database {name} set default_transaction_read_only = {how}")
            )
    await database.dispose()


async def test_the_worker_shows_in_readiness_whether_it_sweeps() -> None:
    worker = create_worker(SETTINGS)
    transport = httpx.ASGITransport(worker.health_app)
    async with httpx.AsyncClient(transport=transport, base_url="http://worker") as client:
        parts = (await client.get("/readyz")).json()["parts"]
    for close in worker.closing:
        await close()

    assert parts["sweep"]["ok"]


def test_a_question_that_outlives_the_end_of_its_api_is_refused() -> None:
    with pytest.raises(ValidationError, match="must fit the 10 s an API has to end"):
        Settings.model_validate({"env": "test", "question_seconds": 12})


def test_a_question_too_short_for_what_a_subsystem_is_given_is_refused() -> None:
    with pytest.raises(ValidationError, match="must hold the 5 s a subsystem has to answer"):
        Settings.model_validate({"env": "test", "question_seconds": 5.2})


def test_a_sweep_before_the_end_of_the_longest_question_is_refused() -> None:
    with pytest.raises(ValidationError, match="SWEEP_AFTER_SECONDS must be longer"):
        Settings.model_validate({"env": "test", "question_seconds": 30, "sweep_after_seconds": 30})
