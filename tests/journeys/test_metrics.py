"""What a case set in motion is seen in the numbers of every process, and nothing of the case."""

import re
from datetime import UTC, datetime
from typing import Any

import httpx2 as httpx

from local_stack.plan import Plan
from tests.builders.metrics import Shown, read
from tests.journeys.submissions import by_portal
from tests.journeys.suite import Suite, eventually

FIN = "6JK6L7M"
A_WORKING_DAY = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)
CUT_OFF_MORNING = datetime(2026, 3, 19, 5, 0, tzinfo=UTC)


async def texts_of(plan: Plan) -> dict[str, str]:
    """Scrape every process of the services; returns the exposition by part."""
    parts = [part for part in plan.parts() if part.name.endswith(("-api", "-worker"))]
    async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
        answers = {part.name: await client.get(f"{part.address}/metrics") for part in parts}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {name: answer.text for name, answer in answers.items()}


def has_moved(shown: dict[str, Shown]) -> bool:
    """Tell whether the case has passed relay, consumer and every call out."""
    answered: dict[str, Any] = {"outcome": "answered"}
    calls = (
        ("meis-gateway-api", {"partner": "meis/sigorta", "operation": "query"}),
        ("applications-worker", {"partner": "meis-gateway", "operation": "ask"}),
        ("notifications-worker", {"partner": "esosial", "operation": "put"}),
    )
    counted = [shown[part].value("dost_calls_total", **call, **answered) for part, call in calls]
    relays = [
        shown[f"{service}-worker"].value("dost_relay_published_total")
        for service in ("applications", "notifications")
    ]
    consumer = "notifications-worker"
    return all([*counted, *relays]) and bool(shown[consumer].values_of("partition"))


async def test_the_numbers_show_the_work_and_never_whose_it_is(
    suite: Suite, running_stack: Plan
) -> None:
    await suite.it_is(A_WORKING_DAY)
    parent = await suite.person("citizen", person=FIN)
    case = (await parent.post("/v1/cases", by_portal(FIN, "İlqar", "Sınaqlı", "1990-01-31"))).json()
    await parent.get(f"/v1/cases/{case['case_id']}")
    await suite.it_is(CUT_OFF_MORNING)

    async def look() -> dict[str, str]:
        return await texts_of(running_stack)

    def seen(texts: dict[str, str]) -> bool:
        return has_moved({part: read(text) for part, text in texts.items()})

    texts = await eventually(look, seen, "each process has done its part of the case")

    everything = "\n".join(texts.values())
    for secret in (FIN, case["case_id"], case["case_number"], "İlqar"):
        assert secret not in everything
    routes = set(re.findall(r'route="(/[^"]*)"', everything))
    assert "/v1/cases/{case_id}" in routes
    assert not [route for route in routes if re.search(r"[0-9a-f]{8}|\d{3}", route)]
    assert {part: read(text).strange_labels(routes) for part, text in texts.items()} == {
        part: [] for part in texts
    }
    parked = [text.value("dost_parked_keys", consumer=name) for name, text in _consumers(texts)]
    assert parked == [0, 0, 0]


def _consumers(texts: dict[str, str]) -> list[tuple[str, Shown]]:
    names = ("applications", "notifications", "meis-gateway")
    return [(name, read(texts[f"{name}-worker"])) for name in names]
