"""Every process shows its numbers at ``/metrics``, in words that readiness and the guide know."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from applications.app import create_worker as create_applications
from catalog.app import create_worker as create_catalog
from meis_gateway.app import create_worker as create_gateway
from notifications.app import create_worker as create_notifications
from shared.health import PART_READY
from shared.identity.dependencies import routes_with_policy
from shared.kafka import standing
from shared.processes import Worker
from tests.builders.identity import CITIZEN, api_client
from tests.builders.metrics import Shown, read, scraped
from tests.contracts.openapi_documents import APPS

GUIDE = Path(__file__).parents[2] / "docs" / "metrics.md"
WORKERS: Mapping[str, Callable[[Any], Worker]] = {
    "catalog": create_catalog,
    "applications": create_applications,
    "meis-gateway": create_gateway,
    "notifications": create_notifications,
}
EVERY_WORKER = {
    *("dost_outbox_waiting", "dost_outbox_oldest_seconds", "dost_relay_published_total"),
    *("dost_relay_leases_lost_total", "dost_relay_since_good_round_seconds"),
    *("dost_part_ready", "dost_scrape_problems", "dost_requests_total", "dost_request_seconds"),
}
EVERY_CONSUMER = {"dost_parked_keys", "dost_parked_events", "dost_parked_oldest_seconds"}
CALLS = {"dost_calls_total", "dost_call_seconds"}
JOBS = {"dost_job_due", "dost_job_late_seconds"}
OWN = {
    "catalog": set[str](),
    "applications": EVERY_CONSUMER
    | CALLS
    | JOBS
    | {"dost_cases_held_by_calendar", "dost_notices_at_risk", "dost_notice_seconds_left"},
    "meis-gateway": EVERY_CONSUMER
    | CALLS
    | {"dost_open_intents", "dost_open_intents_oldest_seconds"},
    "notifications": EVERY_CONSUMER
    | CALLS
    | JOBS
    | {"dost_deliveries", "dost_delivery_oldest_open_seconds"},
}
NEEDS_A_BROKER = {
    series.name for series in (standing.POSITION, standing.LAG, standing.STILL, standing.PAUSED)
}


@pytest.fixture
def settings_of(database_url_of: Callable[[str], str]) -> Callable[[str], Any]:
    def settings(service: str) -> Any:
        return APPS[service][1].model_validate(
            {"env": "test", "database_url": database_url_of(service)}
        )

    return settings


async def worker_shows(service: str, settings: Any) -> Shown:
    worker = WORKERS[service](settings)
    try:
        return await scraped(worker.health_app)
    finally:
        for close in worker.closing:
            await close()


@pytest.mark.parametrize("service", WORKERS)
async def test_a_worker_shows_what_waits_in_its_database(
    service: str, settings_of: Callable[[str], Any]
) -> None:
    shown = await worker_shows(service, settings_of(service))

    assert shown.names == EVERY_WORKER | OWN[service]
    assert shown.value("dost_outbox_waiting") == 0
    problems = {
        part: shown.value("dost_scrape_problems", part=part) for part in shown.values_of("part")
    }
    assert {value for value in problems.values() if value is not None} == {0}
    assert shown.strange_labels(set()) == []


@pytest.mark.parametrize("service", WORKERS)
async def test_a_worker_without_its_database_still_answers_and_says_what_it_cannot_see(
    service: str, settings_of: Callable[[str], Any]
) -> None:
    nowhere = settings_of(service).model_copy(
        update={"database_url": "postgresql://nobody@127.0.0.1:9/nothing"}
    )
    shown = await worker_shows(service, nowhere)

    assert shown.value("dost_scrape_problems", part="relay") == 1
    assert shown.value("dost_part_ready", part="database") == 0
    assert shown.value("dost_relay_published_total") == 0
    absent = {"dost_outbox_waiting", "dost_outbox_oldest_seconds", "dost_parked_keys"}
    assert not absent & shown.names


@pytest.mark.parametrize("service", WORKERS)
async def test_metrics_and_readiness_call_a_part_by_the_same_word(
    service: str, settings_of: Callable[[str], Any]
) -> None:
    shown = await worker_shows(service, settings_of(service))

    parts = {
        sample.labels["part"]
        for family in shown.families
        if family.name == PART_READY.name
        for sample in family.samples
    }
    assert parts >= shown.values_of("part") | shown.values_of("job")


@pytest.mark.parametrize("service", APPS)
async def test_an_api_shows_its_requests_and_no_id_of_any(
    service: str, settings_of: Callable[[str], Any]
) -> None:
    app, some_id = APPS[service][0](settings_of(service)), str(uuid4())
    templates = {route.path for route in routes_with_policy(app)}
    async with api_client(app) as client:
        for template in templates - {"/metrics"}:
            path = re.sub(r"\{\w+\}", some_id, template)
            await client.get(path, params={"fin": CITIZEN})
            await client.post(path, json={"fin": CITIZEN})
        answer = await client.get("/metrics")

    shown = read(answer.text)
    assert shown.strange_labels(templates) == []
    assert shown.values_of("route") >= templates - {"/metrics"}
    assert some_id not in answer.text
    assert CITIZEN not in answer.text


async def test_the_guide_tells_what_every_series_means(
    settings_of: Callable[[str], Any],
) -> None:
    names = set(NEEDS_A_BROKER)
    for service in WORKERS:
        names |= (await worker_shows(service, settings_of(service))).names

    told = set(re.findall(r"^\| `(dost_\w+)", GUIDE.read_text(encoding="utf-8"), re.MULTILINE))
    assert told == names
