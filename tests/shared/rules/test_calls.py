"""Calls are counted by how they ended."""

import asyncio

import pytest

from shared.telemetry.calls import Calls
from shared.telemetry.metrics import Metrics
from tests.builders.metrics import Shown, read

CABINET = {"partner": "esosial", "operation": "put"}


async def shown(metrics: Metrics) -> Shown:
    return read((await metrics.text()).decode())


async def test_a_call_is_answered_unless_it_says_otherwise() -> None:
    metrics = Metrics()
    calls = Calls(metrics)
    for outcome in (None, None, "refused"):
        with calls.timed("esosial", "put") as call:
            call.outcome = outcome

    found = await shown(metrics)
    assert found.value("dost_calls_total", **CABINET, outcome="answered") == 2
    assert found.value("dost_calls_total", **CABINET, outcome="refused") == 1
    assert found.value("dost_call_seconds_count", **CABINET) == 3


@pytest.mark.parametrize("why", [asyncio.CancelledError, KeyError])
async def test_a_call_we_did_not_see_the_end_of_is_broken_off(why: type[BaseException]) -> None:
    metrics = Metrics()
    with pytest.raises(why), Calls(metrics).timed("esosial", "put"):
        raise why

    found = await shown(metrics)
    assert found.value("dost_calls_total", **CABINET, outcome="broken-off") == 1
    assert found.value("dost_calls_total", **CABINET, outcome="answered") is None
