"""However a registry breaks off, a question comes to a typed answer in time, with one outcome."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest

from meis_gateway.app import adapters
from shared.http import http_client
from tests.builders import raw_registry as raw
from tests.builders.gateway import World, attributes_grant, grant

BUDGET_MS = "1500"
BUDGET_SECONDS = 1.5
A_BUSY_MACHINE = 1.0
FAR_TOO_LONG = 30.0
ASKED: dict[str, Any] = {"identifier": {}, "questions": [], "attributes": ["identity"]}
KEPT = (
    "select subsystem, intent_id, answer, error, released, latency_ms "
    "from intents join outcomes using (intent_id)"
)
OPEN = "select 1 from intents left join outcomes using (intent_id) where answer is null"


@pytest.fixture
async def registry(world: World) -> AsyncIterator[raw.RawRegistry]:
    """Give registries on a socket, which the gateway of ``world`` asks."""
    async with raw.raw_registry() as registry, http_client(base_url=registry.address) as client:
        world.change(registries=adapters(client))
        yield registry


@pytest.mark.parametrize(
    ("behaviour", "error"),
    [
        (raw.black_hole, "timeout"),
        (raw.head_then_silence, "timeout"),
        (raw.drip_body, "timeout"),
        (raw.drip_head, "timeout"),
        (raw.only_interim, "timeout"),
        (raw.reset, "unavailable"),
        (raw.reset_midway, "unavailable"),
        (raw.cut_off, "unavailable"),
        (raw.no_http, "unavailable"),
        (raw.half_a_document, "malformed"),
        (raw.wrong_person, "wrong-person"),
    ],
)
async def test_a_registry_that_breaks_off_is_unknown_within_the_budget_and_never_no(
    world: World, registry: raw.RawRegistry, behaviour: raw.Behaviour, error: str
) -> None:
    registry.behaviours["sigorta"] = behaviour
    began = time.monotonic()

    async with asyncio.timeout(FAR_TOO_LONG):
        response = await world.ask(attributes_grant(), X_Budget_Ms=BUDGET_MS)

    took, said = time.monotonic() - began, response.json()
    assert took < BUDGET_SECONDS + A_BUSY_MACHINE
    assert (response.status_code, said["answer"]) == (200, "unknown")
    assert [(each["answer"], each["error"]) for each in said["sources"]] == [
        ("unknown", error),
        ("yes", None),
    ]
    assert said["sources"][0]["attributes"] == {}
    await expect_one_outcome_each(world, registry, error)


async def expect_one_outcome_each(world: World, registry: raw.RawRegistry, error: str) -> None:
    """Each call the registries saw has one intent, one outcome and one event."""
    rows: dict[str, dict[str, Any]] = {row["subsystem"]: row for row in await world.rows(KEPT)}
    assert sorted(registry.intents) == sorted(row["intent_id"] for row in rows.values())
    assert await world.rows(OPEN) == []
    assert (rows["sigorta"]["answer"], rows["sigorta"]["error"]) == ("unknown", error)
    assert (rows["sigorta"]["released"], rows["monitorinq"]["released"]) == ([], ["leave_order"])
    assert rows["sigorta"]["latency_ms"] < BUDGET_SECONDS * 1000
    looked = await world.rows("select data from outbox where type = 'az.dost.meis.looked.v1'")
    assert sorted(row["data"]["subsystem"] for row in looked) == ["monitorinq", "sigorta"]


async def test_a_drip_ends_with_the_deadline_of_its_subsystem_if_the_question_has_longer(
    world: World, registry: raw.RawRegistry
) -> None:
    registry.behaviours["sigorta"] = raw.drip_body
    world.change(seconds=60)
    deadline = world.gateway.subsystems["sigorta"].deadline_seconds
    assert raw.DRIP_SECONDS * len(raw.document(ASKED)) > deadline, "it would have ended later"
    began = time.monotonic()

    said = (await world.ask(attributes_grant())).json()

    assert said["sources"][0]["error"] == "timeout"
    assert time.monotonic() - began < deadline + A_BUSY_MACHINE


async def test_nothing_about_a_wrong_person_reaches_the_case(
    world: World, registry: raw.RawRegistry
) -> None:
    registry.behaviours = {"sigorta": raw.wrong_person, "monitorinq": raw.wrong_person}

    response = await world.ask(attributes_grant())

    assert response.json()["answer"] == "unknown"
    assert "5NP7Q8R" not in response.text
    assert "Özgə" not in response.text


async def test_calls_given_up_on_leave_their_connections_to_the_next_ones(
    world: World, registry: raw.RawRegistry
) -> None:
    registry.behaviours["sigorta"] = raw.black_hole
    given_up = await asyncio.gather(*(world.ask(grant(), X_Budget_Ms=BUDGET_MS) for _ in range(30)))
    registry.behaviours.clear()

    afterwards = [(await world.ask(grant())).json()["answer"] for _ in range(5)]

    assert {response.json()["answer"] for response in given_up} == {"unknown"}
    assert afterwards == ["yes"] * 5
    assert len(await world.rows("select 1 from outcomes")) == 2 * 35
    assert await world.rows(OPEN) == []
