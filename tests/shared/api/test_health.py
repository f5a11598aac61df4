"""An operator sees which part is not well, and why, without a word about anybody."""

import asyncio
import json

import httpx2 as httpx
import pytest
import pytest_asyncio

from local_stack.postgres import PostgresServer
from shared.database import Database
from shared.health import Readiness
from shared.http import PartnerUnavailable
from shared.telemetry.metrics import Metrics
from shared.webapp import worker_health_app
from tests.builders.edge import edge_app
from tests.builders.identity import api_client

FIN = "5ZK1Q2W"


async def well() -> None:
    return None


async def behind() -> str | None:
    return "the consumer has made no progress for 40 s"


async def broken() -> str | None:
    raise KeyError(FIN)


async def away() -> str | None:
    raise PartnerUnavailable


async def silent() -> str | None:
    await asyncio.Event().wait()
    return None


async def ready_of(readiness: Readiness) -> httpx.Response:
    async with api_client(worker_health_app(readiness, Metrics())) as client:
        assert (await client.get("/livez")).json() == {"alive": True}
        return await client.get("/readyz")


async def test_a_process_whose_parts_are_well_is_ready() -> None:
    readiness = Readiness()
    readiness.add("relay", well)

    answer = await ready_of(readiness)

    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "parts": {"relay": {"ok": True, "why": None}}}


async def test_a_process_is_not_ready_while_one_part_is_not_and_each_says_why(
    capsys: pytest.CaptureFixture[str],
) -> None:
    readiness = Readiness()
    for name, check in (("relay", well), ("consumer", behind), ("keys", broken), ("meis", away)):
        readiness.add(name, check)

    answer = await ready_of(readiness)

    assert answer.status_code == 503
    assert answer.json() == {
        "ready": False,
        "parts": {
            "relay": {"ok": True, "why": None},
            "consumer": {"ok": False, "why": "the consumer has made no progress for 40 s"},
            "keys": {"ok": False, "why": "builtins.KeyError"},
            "meis": {"ok": False, "why": "A system we depend on does not answer"},
        },
    }
    assert answer.headers["x-trace-id"]
    assert FIN not in capsys.readouterr().out + answer.text


async def test_a_process_is_ready_without_a_part_it_can_do_without_and_names_it() -> None:
    readiness = Readiness()
    readiness.add("database", well)
    readiness.add("scanner", away, needed=False)

    answer = await ready_of(readiness)

    assert answer.status_code == 200
    assert answer.json()["ready"]
    assert not answer.json()["parts"]["scanner"]["ok"]


async def test_a_part_that_does_not_answer_hides_no_other() -> None:
    readiness = Readiness()
    readiness.add("broker", silent)
    readiness.add("relay", well)

    parts = (await ready_of(readiness)).json()["parts"]

    assert parts["broker"] == {"ok": False, "why": "no answer within 3 s"}
    assert parts["relay"]["ok"]


async def test_asking_often_costs_little_and_a_change_is_logged_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    looks = 0

    async def counted() -> str | None:
        nonlocal looks
        looks += 1
        return "away"

    readiness = Readiness()
    readiness.add("broker", counted)
    await asyncio.gather(*(readiness.parts() for _ in range(100)))

    assert looks == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["part"] for line in lines] == ["broker"]


def test_two_parts_of_one_name_are_a_mistake() -> None:
    readiness = Readiness()
    readiness.add("relay", well)

    with pytest.raises(ValueError, match="relay"):
        readiness.add("relay", well)


@pytest_asyncio.fixture
async def database(postgres: PostgresServer) -> Database:
    return Database(postgres.url("postgres"), application_name="health")


async def test_readiness_follows_the_database(database: Database) -> None:
    for here, address in (
        (True, database),
        (False, Database("postgresql://x@127.0.0.1:9/x", application_name="h")),
    ):
        readiness = Readiness()
        readiness.add_probe("database", address.ping)
        async with api_client(edge_app(readiness=readiness, closing=[address.dispose])) as client:
            answer = await client.get("/readyz")

        assert answer.json()["ready"] is here
        assert answer.status_code == (200 if here else 503)
