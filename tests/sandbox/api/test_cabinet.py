"""The citizens' cabinet: a sender's key is one message, whatever happens."""

import asyncio
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest

from tests.builders.sandbox import opened_sandbox

SEVINC, NO_CABINET = "5ZK1Q2W", "6NP8Q9R"
KEY = "b3a1c0ffee"


def message(**changes: object) -> dict[str, Any]:
    return {
        "recipient": {"fin": SEVINC},
        "subject": "Müraciətiniz",
        "body": "Qərar verildi.",
        "language": "az",
        **changes,
    }


async def put(
    sandbox: httpx.AsyncClient, key: str = KEY, content: dict[str, Any] | None = None
) -> httpx.Response:
    return await sandbox.put(f"/esosial/messages/{key}", json=content or message())


async def inbox(sandbox: httpx.AsyncClient, fin: str = SEVINC) -> list[dict[str, Any]]:
    answer = await sandbox.post("/esosial/inboxes", json={"fin": fin})
    assert answer.status_code == 200
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_a_message_is_in_the_cabinet_of_its_recipient(sandbox: httpx.AsyncClient) -> None:
    await sandbox.put("/clock", json={"now": "2026-03-19T14:00:00Z", "running": False})
    stored = await put(sandbox)

    assert stored.status_code == 201
    assert stored.json()["stored_at"] == "2026-03-19T14:00:00Z"
    assert await inbox(sandbox) == [
        {
            "client_key": KEY,
            "message_id": stored.json()["message_id"],
            "subject": "Müraciətiniz",
            "body": "Qərar verildi.",
            "language": "az",
            "stored_at": "2026-03-19T14:00:00Z",
        }
    ]


async def test_a_key_used_twice_is_one_message_and_the_same_answer(
    sandbox: httpx.AsyncClient,
) -> None:
    first = await put(sandbox)
    await sandbox.put("/clock", json={"now": "2027-01-01T00:00:00Z"})
    second = await put(sandbox)

    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json() == first.json()
    assert len(await inbox(sandbox)) == 1


async def test_twenty_senders_with_one_key_at_once_leave_one_message(
    sandbox: httpx.AsyncClient,
) -> None:
    answers = await asyncio.gather(*(put(sandbox) for _ in range(20)))

    assert sorted(answer.status_code for answer in answers) == [200] * 19 + [201]
    assert len({answer.text for answer in answers}) == 1
    assert len(await inbox(sandbox)) == 1


@pytest.mark.parametrize(
    "other",
    [
        message(body="Başqa mətn"),
        message(subject="Başqa mövzu"),
        message(language="en"),
        message(recipient={"fin": "6AB2C3D"}),
    ],
)
async def test_a_key_cannot_carry_another_message(
    sandbox: httpx.AsyncClient, other: dict[str, Any]
) -> None:
    await put(sandbox)
    answer = await put(sandbox, content=other)

    assert answer.status_code == 409
    assert answer.json()["code"] == "client-key-reused"
    assert [stored["body"] for stored in await inbox(sandbox)] == ["Qərar verildi."]


async def test_the_sender_can_ask_whether_a_message_arrived(sandbox: httpx.AsyncClient) -> None:
    before = await sandbox.get(f"/esosial/messages/{KEY}")
    stored = await put(sandbox)
    after = await sandbox.get(f"/esosial/messages/{KEY}")

    assert (before.status_code, before.json()["code"]) == (404, "message-not-found")
    assert (after.status_code, after.json()) == (200, stored.json())


async def test_messages_survive_a_restart_with_their_keys(tmp_path: Path) -> None:
    async with opened_sandbox(tmp_path) as before:
        stored = await put(before)
        await put(before, key="another", content=message(body="İkinci\n\u2028sətir"))
    async with opened_sandbox(tmp_path) as after:
        again = await put(after)
        found = [item["body"] for item in await inbox(after)]

    assert (again.status_code, again.json()) == (200, stored.json())
    assert found == ["Qərar verildi.", "İkinci\n\u2028sətir"]


async def test_a_message_cut_in_the_middle_by_a_kill_was_never_stored(tmp_path: Path) -> None:
    async with opened_sandbox(tmp_path) as before:
        await put(before)
    journal = tmp_path / "cabinet.jsonl"
    journal.write_bytes(journal.read_bytes() + '{"client_key": "cut", "mess…'.encode()[:-1])
    async with opened_sandbox(tmp_path) as after:
        asked = await after.get("/esosial/messages/cut")
        sent_again = await put(after, key="cut")
    async with opened_sandbox(tmp_path) as at_last:
        found = await inbox(at_last)

    assert (asked.status_code, sent_again.status_code) == (404, 201)
    assert len(found) == 2


@pytest.mark.parametrize("fin", [NO_CABINET, "0000000"])
async def test_who_has_no_cabinet_gets_no_message(sandbox: httpx.AsyncClient, fin: str) -> None:
    answer = await put(sandbox, content=message(recipient={"fin": fin}))
    read = await sandbox.post("/esosial/inboxes", json={"fin": fin})

    assert (answer.status_code, answer.json()["code"]) == (404, "cabinet-not-found")
    assert (read.status_code, read.json()["code"]) == (404, "cabinet-not-found")


@pytest.mark.parametrize(
    ("content", "pointer", "code"),
    [
        (message(priority="high"), "/priority", "unknown-field"),
        (message(recipient={"fin": SEVINC, "name": "x"}), "/recipient/name", "unknown-field"),
        (message(recipient={"fin": "5zk1q2w"}), "/recipient/fin", "wrong-format"),
        (message(recipient={"fin": "IIIIIII"}), "/recipient/fin", "wrong-format"),
        (message(body=""), "/body", "too-short"),
        (message(body=7), "/body", "wrong-type"),
        (message(language="de"), "/language", "not-an-option"),
    ],
)
async def test_a_malformed_message_is_told_where_it_is_wrong(
    sandbox: httpx.AsyncClient, content: dict[str, Any], pointer: str, code: str
) -> None:
    answer = await put(sandbox, content=content)

    assert answer.status_code == 422
    assert [(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]] == [
        (pointer, code)
    ]


async def test_a_megabyte_is_refused(sandbox: httpx.AsyncClient) -> None:
    answer = await put(sandbox, content=message(body="x" * 1_000_000))

    assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")


async def test_broken_json_is_refused(sandbox: httpx.AsyncClient) -> None:
    answer = await sandbox.put(
        f"/esosial/messages/{KEY}",
        content=b'{"recipient": ',
        headers={"Content-Type": "application/json"},
    )

    assert (answer.status_code, answer.json()["code"]) == (400, "malformed-json")
