"""What the outside world was really asked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2 as httpx

from sandbox.traffic.calls import Asked, Call, CallLog

TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
INTENT = "0b9d7f6e-6c52-4d0c-9a5b-3f1f2a8f4b11"
NOON = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)
CALL = Call(
    no=0,
    at=NOON,
    recorded_at=NOON,
    target="meis/sigorta",
    method="POST",
    path="/meis/sigorta/queries",
    traceparent=None,
    intent_id=None,
    asked=Asked(),
)


async def ask(sandbox: httpx.AsyncClient, fin: str, subsystem: str = "sigorta") -> None:
    query = {"identifier": {"kind": "fin", "value": fin}, "questions": ["insured"]}
    await sandbox.post(
        f"/meis/{subsystem}/queries",
        json=query,
        headers={"traceparent": TRACEPARENT, "X-Intent-Id": INTENT},
    )


async def calls(sandbox: httpx.AsyncClient, **params: str | int) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await sandbox.get("/calls", params=params)).json()["items"]
    return items


async def test_a_call_is_noted_with_whom_it_was_about_and_when(sandbox: httpx.AsyncClient) -> None:
    await sandbox.put("/clock", json={"now": "2026-03-10T08:00:00Z", "running": False})
    await ask(sandbox, "5ZK1Q2W")
    [call] = await calls(sandbox, target="meis/sigorta")

    age = datetime.now(UTC) - datetime.fromisoformat(call.pop("recorded_at"))
    assert timedelta(0) <= age < timedelta(minutes=1)
    assert call == {
        "no": 1,
        "at": "2026-03-10T08:00:00Z",
        "target": "meis/sigorta",
        "method": "POST",
        "path": "/meis/sigorta/queries",
        "client_key": None,
        "identifier": {"kind": "fin", "value": "5ZK1Q2W"},
        "questions": ["insured"],
        "attributes": [],
        "traceparent": TRACEPARENT,
        "intent_id": INTENT,
        "fault": None,
        "status": 200,
    }


async def test_a_test_counts_what_was_asked_about_one_person(sandbox: httpx.AsyncClient) -> None:
    for fin in ("5ZK1Q2W", "7AB1C2D", "5ZK1Q2W"):
        await ask(sandbox, fin)
    await ask(sandbox, "5ZK1Q2W", "monitorinq")

    about = [call["identifier"]["value"] for call in await calls(sandbox, target="meis")]
    assert about.count("5ZK1Q2W") == 3
    assert about.count("7AB1C2D") == 1


async def test_a_message_is_noted_by_its_key_and_its_recipient(sandbox: httpx.AsyncClient) -> None:
    message = {
        "recipient": {"fin": "5ZK1Q2W"},
        "subject": "Müraciətiniz",
        "body": "Qərar verildi.",
        "language": "az",
    }
    await sandbox.put("/esosial/messages/abc", json=message)
    await sandbox.get("/esosial/messages/abc")
    stored, asked = await calls(sandbox, target="esosial")

    assert (stored["client_key"], stored["identifier"]["value"]) == ("abc", "5ZK1Q2W")
    assert (stored["status"], stored["method"]) == (201, "PUT")
    assert (asked["client_key"], asked["identifier"], asked["method"]) == ("abc", None, "GET")
    assert stored["intent_id"] is None
    assert "Qərar" not in (await sandbox.get("/calls")).text


async def test_a_call_that_failed_on_purpose_counts_as_well(sandbox: httpx.AsyncClient) -> None:
    await sandbox.put("/faults", json={"target": "meis/sigorta", "fault": "error"})
    await ask(sandbox, "5ZK1Q2W")
    [call] = await calls(sandbox)

    assert (call["fault"], call["status"]) == ("error", 503)
    assert call["identifier"]["value"] == "5ZK1Q2W"


async def test_calls_come_newest_last_and_from_a_number_on(sandbox: httpx.AsyncClient) -> None:
    for fin in ("5ZK1Q2W", "7AB1C2D", "7EF3G4H"):
        await ask(sandbox, fin)

    assert [call["no"] for call in await calls(sandbox)] == [1, 2, 3]
    assert [call["no"] for call in await calls(sandbox, limit=2)] == [2, 3]
    assert [call["no"] for call in await calls(sandbox, after=2)] == [3]


async def test_what_a_test_asks_and_secrets_are_not_noted(sandbox: httpx.AsyncClient) -> None:
    await sandbox.post("/esosial/inboxes", json={"fin": "5ZK1Q2W"})
    await sandbox.post("/identity/test-tokens", json={"role": "citizen", "person": "5ZK1Q2W"})
    await sandbox.post("/identity/token", data={"client_secret": "development-only-applications"})
    noted = await sandbox.get("/calls")

    assert [call["path"] for call in noted.json()["items"]] == ["/identity/token"]
    assert "development-only" not in noted.text


async def test_unreadable_bodies_are_noted_as_calls_about_nobody(
    sandbox: httpx.AsyncClient,
) -> None:
    for content in (b"{", b"[]", b"\xff\xfe", b'{"identifier": 7, "questions": "insured"}'):
        await sandbox.post(
            "/meis/sigorta/queries",
            content=content,
            headers={"Content-Type": "application/json"},
        )
    noted = await calls(sandbox)

    assert [call["identifier"] for call in noted] == [None] * 4
    assert all(400 <= call["status"] < 500 for call in noted)


async def test_a_body_larger_than_what_is_looked_at_reaches_its_address_whole(
    sandbox: httpx.AsyncClient,
) -> None:
    message = {
        "recipient": {"fin": "5ZK1Q2W"},
        "subject": "Müraciətiniz",
        "body": "ə" * 100_000,
        "language": "az",
    }
    answer = await sandbox.put("/esosial/messages/long", json=message)

    assert [fault["code"] for fault in answer.json()["errors"]] == ["too-long"]


async def test_calls_are_paged_from_the_newest_back_while_more_come_in(
    sandbox: httpx.AsyncClient,
) -> None:
    for _ in range(5):
        await ask(sandbox, "5ZK1Q2W")
    page = await calls(sandbox, target="meis", limit=2)
    await ask(sandbox, "7AB1C2D")
    earlier = await calls(sandbox, target="meis", limit=2, before=page[0]["no"])
    earliest = await calls(sandbox, target="meis", limit=2, before=earlier[0]["no"])

    assert [call["no"] for call in (*earliest, *earlier, *page)] == [1, 2, 3, 4, 5]


async def test_since_when_the_list_of_calls_is_whole_is_told(sandbox: httpx.AsyncClient) -> None:
    empty = (await sandbox.get("/calls")).json()
    await ask(sandbox, "5ZK1Q2W")
    one = (await sandbox.get("/calls")).json()

    assert one["since"] == empty["since"]
    assert datetime.fromisoformat(one["since"]) <= datetime.fromisoformat(
        one["items"][0]["recorded_at"]
    )


async def test_how_many_calls_are_no_longer_kept_is_told(sandbox: httpx.AsyncClient) -> None:
    await ask(sandbox, "5ZK1Q2W")
    kept_all = (await sandbox.get("/calls")).json()["forgotten"]
    log = CallLog(kept=2)
    for no in (log.next_no() for _ in range(5)):
        log.add(replace(CALL, no=no))

    assert kept_all == 0
    assert log.forgotten == 3
    assert log.since == NOON
    assert [call.no for call in log.latest(None, 0, 10)] == [4, 5]
