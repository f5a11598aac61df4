"""How each of the sixteen is doing."""

from typing import Any

from shared.identity.caller import Role
from tests.builders.gateway import World, grant
from tests.builders.identity import bearer


async def listed(world: World) -> dict[str, dict[str, Any]]:
    answer = await world.client.get("/v1/subsystems", headers=await bearer(Role.OPERATOR))
    assert answer.status_code == 200, answer.text
    return {item["code"]: item for item in answer.json()["items"]}


async def test_the_sixteen_are_listed_by_their_names(world: World) -> None:
    items = await listed(world)

    assert len(items) == 16
    assert items["sigorta"] == {
        "code": "sigorta",
        "name": "Sığorta",
        "kind": "rest",
        "state": "unknown",
        "since": None,
        "last_success": None,
    }


async def test_an_operator_sees_which_subsystem_fails_and_since_when(world: World) -> None:
    await world.ask(grant())
    await world.fault("sigorta", "error")
    await world.ask(grant())

    items = await listed(world)

    assert (items["sigorta"]["state"], items["monitorinq"]["state"]) == ("failing", "ok")
    assert items["sigorta"]["since"] > items["sigorta"]["last_success"]
    assert items["elillik"]["state"] == "unknown"


async def test_a_person_a_registry_does_not_know_is_no_failure_of_the_registry(
    world: World,
) -> None:
    await world.ask(grant("7ST9U1V"), "7ST9U1V")

    items = await listed(world)

    assert (items["sigorta"]["state"], items["monitorinq"]["state"]) == ("ok", "ok")


async def test_a_registry_that_was_given_too_little_time_is_not_called_failing(
    world: World,
) -> None:
    await world.fault("sigorta", "delay", seconds=30)

    said = (await world.ask(grant(), X_Budget_Ms="600")).json()

    assert said["sources"][0]["error"] == "timeout"
    assert (await listed(world))["sigorta"]["state"] == "unknown"
