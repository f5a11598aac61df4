"""What goes wrong on purpose."""

import time
from typing import Any

import httpx2 as httpx
import pytest

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


@pytest.mark.parametrize("fault", ["drip", "reset", "black-hole", "wrong-person", "lost-answer"])
async def test_a_fault_that_cannot_be_played_yet_names_those_that_can(
    sandbox: httpx.AsyncClient, fault: str
) -> None:
    answer = await sandbox.put(
        "/faults", json={"target": "esosial", "fault": fault}, headers={"Accept-Language": "en"}
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "fault-not-supported")
    assert answer.json()["detail"] == "Supported: delay, error."


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
