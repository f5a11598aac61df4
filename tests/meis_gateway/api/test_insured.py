"""Is this person insured? Both registries are asked, and down is never no."""

from datetime import datetime, timedelta

import pytest

from shared.clock import FixedClock, system_now
from tests.builders.gateway import World, grant


@pytest.mark.parametrize(
    ("fin", "answer", "sigorta", "monitorinq"),
    [
        ("5ZK1Q2W", "yes", "yes", "yes"),
        ("7AB1C2D", "no", "no", "no"),
        ("7EF3G4H", "conflict", "yes", "no"),
        ("7GH4J5K", "conflict", "no", "yes"),
        ("7JK5L6M", "unknown", "yes", "unknown"),
        ("7LM6N7P", "unknown", "unknown", "yes"),
        ("7ST9U1V", "unknown", "unknown", "unknown"),
    ],
)
async def test_the_two_registries_answer_together_and_each_for_itself(
    world: World, fin: str, answer: str, sigorta: str, monitorinq: str
) -> None:
    response = await world.ask(grant(fin), fin)

    said = response.json()
    assert response.status_code == 200, response.text
    assert said["answer"] == answer
    assert {source["subsystem"]: source["answer"] for source in said["sources"]} == {
        "sigorta": sigorta,
        "monitorinq": monitorinq,
    }
    assert said["evidence_id"]


async def test_a_source_says_as_of_when_and_how_fresh_its_word_is(world: World) -> None:
    said = (await world.ask(grant())).json()

    [sigorta, monitorinq] = said["sources"]
    age = system_now() - datetime.fromisoformat(sigorta["as_of"])
    assert age < timedelta(minutes=1)
    assert sigorta["as_of"].endswith("Z")
    assert (monitorinq["freshness"], monitorinq["error"]) == ("fresh", None)
    assert sigorta["attributes"] == {}


async def test_a_person_the_registry_does_not_know_is_unknown_and_not_no(world: World) -> None:
    said = (await world.ask(grant("7JK5L6M"), "7JK5L6M")).json()

    source = said["sources"][1]
    assert (source["subsystem"], source["error"]) == ("monitorinq", "person-not-found")
    assert said["answer"] == "unknown"


async def test_a_word_older_than_the_limit_says_nothing(world: World) -> None:
    said = (await world.ask(grant("7UV1W2X"), "7UV1W2X")).json()

    source = said["sources"][0]
    assert (source["answer"], source["error"], source["freshness"]) == ("unknown", "stale", "stale")
    assert source["as_of"]
    assert said["answer"] == "unknown"


async def test_a_word_from_the_future_says_nothing(world: World) -> None:
    world.change(clock=FixedClock(system_now() - timedelta(days=2)))

    said = (await world.ask(grant())).json()

    assert [source["error"] for source in said["sources"]] == ["malformed", "malformed"]
    assert said["answer"] == "unknown"


async def test_a_registry_that_is_out_of_order_makes_the_answer_unknown(world: World) -> None:
    await world.fault("monitorinq", "error")

    said = (await world.ask(grant("7AB1C2D"), "7AB1C2D")).json()

    assert said["answer"] == "unknown"
    assert [source["error"] for source in said["sources"]] == [None, "unavailable"]
    assert [source["answer"] for source in said["sources"]] == ["no", "unknown"]


async def test_both_registries_are_asked_at_the_same_time(world: World) -> None:
    await world.fault("sigorta", "delay", seconds=1)
    await world.fault("monitorinq", "delay", seconds=1)

    said = (await world.ask(grant())).json()

    [first, second] = [datetime.fromisoformat(c["recorded_at"]) for c in await world.calls()]
    assert said["answer"] == "yes"
    assert second - first < timedelta(seconds=1), "the second was asked before the first answered"


async def test_a_slow_registry_is_not_waited_for_beyond_the_budget_of_the_question(
    world: World,
) -> None:
    await world.fault("sigorta", "delay", seconds=30)

    said = (await world.ask(grant(), X_Budget_Ms="900")).json()

    assert said["answer"] == "unknown"
    assert [source["error"] for source in said["sources"]] == ["timeout", None]
    [outcome] = await world.rows("select latency_ms from outcomes where error = 'timeout'")
    assert outcome["latency_ms"] < 900


async def test_the_gateways_own_budget_holds_whatever_its_caller_allows(world: World) -> None:
    world.change(seconds=0.8)
    await world.fault("sigorta", "delay", seconds=30)

    said = (await world.ask(grant(), X_Budget_Ms="60000")).json()

    assert said["sources"][0]["error"] == "timeout"


async def test_with_no_time_left_no_registry_is_asked(world: World) -> None:
    response = await world.ask(grant(), X_Budget_Ms="20")

    assert (response.status_code, response.json()["code"]) == (503, "partner-unavailable")
    assert await world.calls() == []
    assert await world.rows("select 1 from intents") == []


async def test_a_passport_version_not_received_yet_is_unknown_and_nobody_is_asked(
    world: World,
) -> None:
    response = await world.ask(grant(passport_version=2))

    assert response.status_code == 200
    assert response.json() == {"answer": "unknown", "sources": [], "evidence_id": None}
    assert await world.calls() == []
