"""Every stored message by its key: for accounts of a whole system."""

from pathlib import Path
from typing import Any

import httpx2 as httpx

from tests.builders.sandbox import opened_sandbox

CONTENT = {"subject": "Müraciətiniz", "body": "Qərar verildi.", "language": "az"}


async def put(sandbox: httpx.AsyncClient, key: str, fin: str = "5ZK1Q2W") -> dict[str, Any]:
    body = {**CONTENT, "recipient": {"fin": fin}}
    stored: dict[str, Any] = (await sandbox.put(f"/esosial/messages/{key}", json=body)).json()
    return stored


async def test_every_message_of_everybody_is_listed_once_without_its_content(
    sandbox: httpx.AsyncClient,
) -> None:
    first, second = await put(sandbox, "one"), await put(sandbox, "two", fin="6AB2C3D")
    await put(sandbox, "one")

    listed = await sandbox.get("/esosial/messages")

    assert listed.json() == {
        "items": [{**first, "inbox": 1}, {**second, "inbox": 2}],
        "next": None,
    }
    assert set(first) == {"client_key", "message_id", "stored_at"}


async def test_the_inbox_of_a_message_is_a_number_that_names_nobody_and_stays(
    sandbox: httpx.AsyncClient, tmp_path: Path
) -> None:
    for key, fin in (("one", "6AB2C3D"), ("two", "5ZK1Q2W"), ("three", "6AB2C3D")):
        await put(sandbox, key, fin=fin)
    listed = await sandbox.get("/esosial/messages")
    async with opened_sandbox(tmp_path) as again:
        after_a_restart = await again.get("/esosial/messages")

    assert [each["inbox"] for each in listed.json()["items"]] == [1, 2, 1]
    assert "6AB2C3D" not in listed.text
    assert after_a_restart.json() == listed.json()


async def test_pages_hold_every_message_also_those_that_come_meanwhile(
    sandbox: httpx.AsyncClient,
) -> None:
    for number in range(5):
        await put(sandbox, f"key-{number}")
    after: int | None = 0
    found: list[str] = []
    while after is not None:
        page = (await sandbox.get("/esosial/messages", params={"after": after, "limit": 2})).json()
        found += [message["client_key"] for message in page["items"]]
        if not after:
            await put(sandbox, "late")
        after = page["next"]

    assert found == [*(f"key-{number}" for number in range(5)), "late"]


async def test_the_list_is_no_call_and_no_fault_hits_it(sandbox: httpx.AsyncClient) -> None:
    await sandbox.put("/faults", json={"target": "esosial", "fault": "error"})

    listed = await sandbox.get("/esosial/messages")

    assert (listed.status_code, listed.json()["items"]) == (200, [])
    assert (await sandbox.get("/calls")).json()["items"] == []
