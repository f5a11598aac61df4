"""A registry that is back is announced once, and nobody was asked about to find out."""

import pytest

from meis_gateway.clients.registries import NullRegistry
from meis_gateway.domain.subsystems import AdapterKind
from meis_gateway.jobs.probes import probe_due
from tests.builders.gateway import World, grant

RECOVERED = "select key, data from outbox where type = 'az.dost.meis.subsystem-recovered.v1'"


async def probe(world: World) -> int:
    gateway = world.gateway
    once = probe_due(
        gateway.database,
        clock=gateway.clock,
        registries=gateway.registries,
        subsystems=gateway.subsystems,
    )
    return await once()


async def states(world: World) -> dict[str, str]:
    rows = await world.rows("select subsystem, state from subsystem_states")
    return {row["subsystem"]: row["state"] for row in rows}


@pytest.fixture
async def failing(world: World) -> World:
    """Give a gateway that has just seen Sığorta fail."""
    await world.fault("sigorta", "error")
    await world.ask(grant())
    return world


async def test_a_failing_registry_that_answers_again_is_announced_once(failing: World) -> None:
    assert await probe(failing) == 0
    assert await failing.rows(RECOVERED) == []
    await failing.repair()

    assert await probe(failing) == 1
    assert await probe(failing) == 0

    [event] = await failing.rows(RECOVERED)
    assert (event["key"], event["data"]["subsystem"]) == ("sigorta", "sigorta")
    assert event["data"]["failed_since"] < event["data"]["recovered_at"]
    assert await states(failing) == {"sigorta": "ok", "monitorinq": "ok"}


async def test_a_question_that_is_answered_again_announces_the_registry_too(
    failing: World,
) -> None:
    await failing.repair()

    await failing.ask(grant())
    await failing.ask(grant())

    assert len(await failing.rows(RECOVERED)) == 1
    assert await probe(failing) == 0


async def test_only_failing_registries_are_probed_and_about_no_person(failing: World) -> None:
    before = len(await failing.calls())

    await probe(failing)

    probes = (await failing.calls())[before:]
    assert [(call["method"], call["path"]) for call in probes] == [("GET", "/meis/sigorta/health")]
    assert probes[0]["identifier"] is None
    assert len(await failing.table("intents")) == 2, "a probe looks at nobody"


async def test_a_registry_that_fails_again_and_comes_back_again_is_announced_again(
    failing: World,
) -> None:
    await failing.repair()
    await probe(failing)
    await failing.fault("sigorta", "error")
    await failing.ask(grant())
    await failing.repair()

    await probe(failing)

    assert len(await failing.rows(RECOVERED)) == 2


async def test_a_registry_that_is_no_longer_configured_is_left_alone(failing: World) -> None:
    failing.change(subsystems={})

    assert await probe(failing) == 0


async def test_a_registry_nobody_speaks_to_never_comes_back(failing: World) -> None:
    failing.change(registries={AdapterKind.REST: NullRegistry()})

    said = (await failing.ask(grant())).json()

    assert await probe(failing) == 0
    assert [source["error"] for source in said["sources"]] == ["unavailable", "unavailable"]
