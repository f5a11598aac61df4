"""A monitoring system reads how a process does, and nothing of anybody."""

import asyncio
import json
from collections.abc import Sequence
from uuid import uuid4

import pytest

from shared.health import Readiness
from shared.http import PartnerUnavailable
from shared.identity.dependencies import routes_with_policy
from shared.telemetry.metrics import Metrics, Reading, Series
from shared.unexpected import BrokenAnswer
from shared.webapp import worker_health_app
from tests.builders.edge import edge_app
from tests.builders.identity import CITIZEN, api_client, bearer
from tests.builders.metrics import read, scraped

WAITING = Series("dost_test_waiting", "Things that wait", ("job",))
DONE = Series("dost_test_done", "Things that are done", kind="counter")


async def well() -> None:
    return None


async def away() -> str | None:
    return "away"


async def three() -> Sequence[Reading]:
    return [WAITING.at(3, "posting")]


async def no_partner() -> Sequence[Reading]:
    raise PartnerUnavailable


async def a_bug() -> Sequence[Reading]:
    raise KeyError(CITIZEN)


async def silence() -> Sequence[Reading]:
    await asyncio.Event().wait()
    return []


async def test_requests_are_counted_by_template_method_and_class_of_status() -> None:
    app = edge_app()
    async with api_client(app) as client:
        for number in (1, 2, 3):
            await client.get(f"/v1/things/{number}")
        await client.get("/v1/things")
        await client.get("/v1/failures/bug")
        shown = read((await client.get("/metrics")).text)

    thing = {"method": "GET", "route": "/v1/things/{thing_id}"}
    assert shown.value("dost_requests_total", **thing, status="2xx") == 3
    assert shown.value("dost_request_seconds_count", **thing) == 3
    refused = {"method": "GET", "route": "/v1/things", "status": "4xx"}
    failed = {"method": "GET", "route": "/v1/failures/{which}", "status": "5xx"}
    assert shown.value("dost_requests_total", **refused) == 1
    assert shown.value("dost_requests_total", **failed) == 1


async def test_no_label_is_an_id_or_anything_a_caller_wrote() -> None:
    app, case_id = edge_app(), str(uuid4())
    async with api_client(app, await bearer("citizen")) as client:
        for path in (
            f"/{case_id}",
            f"/v1/things/{CITIZEN}",
            f"/v1/things?cursor={case_id}&fin={CITIZEN}",
        ):
            await client.get(path, headers={"User-Agent": CITIZEN})
        await client.request(CITIZEN, "/v1/things/1")
        answer = await client.get("/metrics")

    shown = read(answer.text)
    assert shown.strange_labels({route.path for route in routes_with_policy(app)}) == []
    assert {"method", "route", "status", "le"} <= {name for name, _ in shown.labels()}
    assert CITIZEN not in answer.text
    assert case_id not in answer.text


async def test_an_unknown_path_and_an_unknown_method_are_counted_as_none() -> None:
    app = edge_app()
    async with api_client(app) as client:
        for number in range(50):
            await client.request(f"M{number}", f"/nothing/{number}")
        shown = read((await client.get("/metrics")).text)

    nobody = {"method": "none", "route": "none", "status": "4xx"}
    assert shown.value("dost_requests_total", **nobody) == 50


async def test_an_answer_that_broke_off_halfway_does_not_count_as_given() -> None:
    app = edge_app()
    async with api_client(app) as client:
        with pytest.raises(BrokenAnswer):
            await client.get("/v1/failures/halfway")
        shown = read((await client.get("/metrics")).text)

    halfway = {"method": "GET", "route": "/v1/failures/{which}"}
    assert shown.value("dost_requests_total", **halfway, status="none") == 1
    assert shown.value("dost_requests_total", **halfway, status="2xx") is None


async def test_metrics_say_of_each_part_what_readiness_says() -> None:
    readiness = Readiness()
    readiness.add("relay", well)
    readiness.add("consumer", away)

    shown = await scraped(worker_health_app(readiness, Metrics()))

    assert shown.value("dost_part_ready", part="relay") == 1
    assert shown.value("dost_part_ready", part="consumer") == 0


async def test_two_processes_in_one_do_not_count_for_each_other() -> None:
    first, second = edge_app(), edge_app()
    async with api_client(first) as client:
        await client.get("/v1/things/1")

    labels = {"method": "GET", "route": "/v1/things/{thing_id}", "status": "2xx"}
    assert (await scraped(first)).value("dost_requests_total", **labels) == 1
    assert (await scraped(second)).value("dost_requests_total", **labels) is None


@pytest.mark.parametrize("trouble", [no_partner, a_bug, silence])
async def test_what_cannot_be_looked_up_is_absent_and_the_rest_is_told(
    trouble: object, capsys: pytest.CaptureFixture[str]
) -> None:
    metrics = Metrics()
    metrics.tell(lambda: [DONE.at(7)])
    metrics.sample("posting", three)
    metrics.sample("relay", trouble)  # type: ignore[arg-type]  # one of the samples above

    app = worker_health_app(Readiness(), metrics)
    shown = await scraped(app)
    again = await scraped(app)

    assert shown.value("dost_test_done_total") == 7
    assert shown.value("dost_test_waiting", job="posting") == 3
    assert shown.value("dost_scrape_problems", part="posting") == 0
    assert shown.value("dost_scrape_problems", part="relay") == 1
    assert again.value("dost_scrape_problems", part="relay") == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["part"] for line in lines if line.get("part")] == ["relay"]
    assert CITIZEN not in json.dumps(lines)


async def test_a_part_that_can_be_looked_up_again_is_shown_again() -> None:
    troubles = [PartnerUnavailable(), None]

    async def sample() -> Sequence[Reading]:
        trouble = troubles.pop(0)
        if trouble:
            raise trouble
        return await three()

    metrics = Metrics()
    metrics.sample("posting", sample)
    first = read((await metrics.text()).decode())
    metrics._looked_at = float("-inf")
    second = read((await metrics.text()).decode())

    assert first.value("dost_test_waiting", job="posting") is None
    assert second.value("dost_test_waiting", job="posting") == 3
    assert second.value("dost_scrape_problems", part="posting") == 0


async def test_reading_often_looks_up_once() -> None:
    looks = 0

    async def sample() -> Sequence[Reading]:
        nonlocal looks
        looks += 1
        return []

    metrics = Metrics()
    metrics.sample("posting", sample)
    await asyncio.gather(*(metrics.text() for _ in range(20)))

    assert looks == 1


def test_two_samples_of_one_part_are_a_mistake() -> None:
    metrics = Metrics()
    metrics.sample("posting", three)

    with pytest.raises(ValueError, match="posting"):
        metrics.sample("posting", three)


async def test_the_answer_is_prometheus_text_and_kept_by_nobody() -> None:
    async with api_client(edge_app()) as client:
        answer = await client.get("/metrics")

    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
