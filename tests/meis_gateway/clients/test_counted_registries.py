"""Calls of registries are counted by subsystem and by how they ended; nobody's yes or no is."""

import pytest

from meis_gateway.clients.counted import counted
from shared.telemetry.calls import Calls
from shared.telemetry.metrics import Metrics
from tests.builders.gateway import World, grant
from tests.builders.metrics import Shown, read


@pytest.fixture
def metrics(world: World) -> Metrics:
    """Count the calls of the gateway of ``world``."""
    metrics = Metrics()
    world.change(registries=counted(world.gateway.registries, Calls(metrics)))
    return metrics


async def shown(metrics: Metrics) -> Shown:
    return read((await metrics.text()).decode())


def calls(found: Shown, outcome: str, *, operation: str = "query") -> float | None:
    labels = {"partner": "meis/sigorta", "operation": operation, "outcome": outcome}
    return found.value("dost_calls_total", **labels)


async def test_yes_and_no_are_both_an_answer(world: World, metrics: Metrics) -> None:
    for fin in ("5ZK1Q2W", "7AB1C2D"):
        await world.ask(grant(fin), fin)

    found = await shown(metrics)
    assert calls(found, "answered") == 2
    assert found.values_of("outcome") == {"answered"}
    assert found.values_of("partner") == {"meis/sigorta", "meis/monitorinq"}


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [("error", "unavailable"), ("wrong-person", "wrong-person")],
)
async def test_a_call_that_brought_nothing_is_counted_by_why(
    world: World, metrics: Metrics, fault: str, outcome: str
) -> None:
    await world.fault("sigorta", fault)
    await world.ask(grant())

    found = await shown(metrics)
    assert calls(found, outcome) == 1
    assert calls(found, "answered") is None


async def test_a_probe_is_counted_apart(world: World, metrics: Metrics) -> None:
    [registry] = world.gateway.registries.values()
    await registry.probe(world.gateway.subsystems["sigorta"], seconds=2)

    assert calls(await shown(metrics), "answered", operation="probe") == 1
