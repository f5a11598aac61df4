"""What goes wrong on purpose."""

import time
from typing import Any

import httpx2 as httpx
import pytest

from sandbox.traffic.faults import FaultKind
from sandbox.traffic.plays import PLAYS

QUERY = {"identifier": {"kind": "fin", "value": "5ZK1Q2W"}, "questions": ["insured"]}


async def ask(sandbox: httpx.AsyncClient, subsystem: str = "sigorta") -> int:
    return (await sandbox.post(f"/meis/{subsystem}/queries", json=QUERY)).status_code


async def fail(sandbox: httpx.AsyncClient, **fault: object) -> httpx.Response:
    return await sandbox.put("/faults", json=fault)


async def test_a_registry_in_error_answers_503_until_the_fault_is_taken_away(
    sandbox: httpx.AsyncClient,
) -> None:
    await fail(sandbox, target="meis/sigorta", fault="error")
    broken = [await ask(sandbox) for _ in range(3)]
    await sandbox.delete("/faults")

    assert broken == [503, 503, 503]
    assert await ask(sandbox) == 200


async def test_a_fault_hits_its_target_alone(sandbox: httpx.AsyncClient) -> None:
    await fail(sandbox, target="meis/sigorta", fault="error")

    assert await ask(sandbox, "monitorinq") == 200
    assert (await sandbox.get("/identity/jwks")).status_code == 200


async def test_a_fault_hits_as_many_times_as_it_says(sandbox: httpx.AsyncClient) -> None:
    await fail(sandbox, target="meis/sigorta", fault="error", times=2)

    assert [await ask(sandbox) for _ in range(3)] == [503, 503, 200]
    assert (await sandbox.get("/faults")).json() == {"items": []}


async def test_a_slow_registry_answers_right_and_late(sandbox: httpx.AsyncClient) -> None:
    await fail(sandbox, target="meis/sigorta", fault="delay", seconds=0.2)
    started = time.monotonic()
    status = await ask(sandbox)

    assert status == 200
    assert time.monotonic() - started >= 0.2


async def test_a_failing_cabinet_stores_nothing(sandbox: httpx.AsyncClient) -> None:
    await fail(sandbox, target="esosial", fault="error", times=1)
    message = {
        "recipient": {"fin": "5ZK1Q2W"},
        "subject": "Müraciətiniz",
        "body": "Qərar verildi.",
        "language": "az",
    }
    answer = await sandbox.put("/esosial/messages/key", json=message)

    assert answer.status_code == 503
    assert answer.json()["code"] == "sandbox-fault"
    assert (await sandbox.get("/esosial/messages/key")).status_code == 404


async def test_what_tests_ask_works_while_everything_fails(sandbox: httpx.AsyncClient) -> None:
    for target in ("esosial", "identity"):
        await fail(sandbox, target=target, fault="error")
    token = await sandbox.post("/identity/test-tokens", json={"role": "agent", "person": "a"})
    inbox = await sandbox.post("/esosial/inboxes", json={"fin": "5ZK1Q2W"})

    assert (token.status_code, inbox.status_code) == (200, 200)
    assert (await sandbox.get("/identity/jwks")).status_code == 503


async def test_a_new_fault_takes_the_place_of_the_old_one(sandbox: httpx.AsyncClient) -> None:
    await fail(sandbox, target="esosial", fault="error")
    answer = await fail(sandbox, target="esosial", fault="delay", seconds=1, times=4)

    assert answer.json() == {
        "items": [{"target": "esosial", "fault": "delay", "seconds": 1.0, "times": 4}]
    }


@pytest.mark.parametrize(
    ("asked", "answered"), [("5ZK1Q2W", "5NP7Q8R"), ("5NP7Q8R", "7AB1C2D"), ("nobody", "5NP7Q8R")]
)
async def test_a_registry_that_takes_one_for_another_answers_about_the_other(
    sandbox: httpx.AsyncClient, asked: str, answered: str
) -> None:
    query = {"questions": ["insured"], "attributes": ["identity"]}
    truth = await sandbox.post(
        "/meis/sigorta/queries", json={"identifier": {"kind": "fin", "value": answered}, **query}
    )
    await fail(sandbox, target="meis/sigorta", fault="wrong-person", times=1)
    answer = await sandbox.post(
        "/meis/sigorta/queries", json={"identifier": {"kind": "fin", "value": asked}, **query}
    )

    assert answer.status_code == 200
    for part in ("identifier", "answers", "attributes"):
        assert answer.json()[part] == truth.json()[part]
    [call] = (await sandbox.get("/calls", params={"after": 1})).json()["items"]
    assert call["identifier"]["value"] == asked


async def test_a_registry_that_takes_one_for_another_is_as_healthy_and_strict_as_ever(
    sandbox: httpx.AsyncClient,
) -> None:
    await fail(sandbox, target="meis/sigorta", fault="wrong-person")

    assert (await sandbox.get("/meis/sigorta/health")).json()["status"] == "ok"
    nobody = {"identifier": 7, "questions": ["insured"]}
    assert (await sandbox.post("/meis/sigorta/queries", json=nobody)).status_code == 422


@pytest.mark.parametrize("target", ["esosial", "identity"])
async def test_only_a_registry_answers_about_another_person(
    sandbox: httpx.AsyncClient, target: str
) -> None:
    answer = await sandbox.put(
        "/faults",
        json={"target": target, "fault": "wrong-person"},
        headers={"Accept-Language": "en"},
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "fault-does-not-fit")
    assert answer.json()["detail"] == "Only meis/… can answer about another person."
    assert (await sandbox.get("/faults")).json() == {"items": []}


async def test_a_registry_that_breaks_off_answers_200_and_half_a_document(
    sandbox: httpx.AsyncClient,
) -> None:
    await fail(sandbox, target="meis/sigorta", fault="malformed", times=1)
    answer = await sandbox.post("/meis/sigorta/queries", json=QUERY)
    whole = await sandbox.post("/meis/sigorta/queries", json=QUERY)

    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert len(answer.content) == int(answer.headers["content-length"])
    assert answer.text.startswith('{"identifier":')
    assert len(answer.content) == len(whole.content) // 2


async def test_every_fault_that_has_a_name_can_be_played() -> None:
    assert set(PLAYS) == set(FaultKind)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"target": "meis/seventeenth", "fault": "error"}, "target-not-found"),
        ({"target": "clock", "fault": "error"}, "target-not-found"),
        ({"target": "esosial", "fault": "earthquake"}, "invalid-input"),
        ({"target": "esosial", "fault": "delay"}, "invalid-input"),
        ({"target": "esosial", "fault": "delay", "seconds": -1}, "invalid-input"),
        ({"target": "esosial", "fault": "error", "times": 0}, "invalid-input"),
        ({"target": "esosial", "fault": "error", "time": 1}, "invalid-input"),
    ],
)
async def test_a_fault_that_makes_no_sense_is_refused(
    sandbox: httpx.AsyncClient, body: dict[str, Any], code: str
) -> None:
    answer = await sandbox.put("/faults", json=body)

    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert (await sandbox.get("/faults")).json() == {"items": []}
