"""The sandbox as a process of its own."""

import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest

from local_stack.ports import free_port
from tests.builders.sandbox import launched, running

MESSAGE = {
    "recipient": {"fin": "5ZK1Q2W"},
    "subject": "Müraciətiniz",
    "body": "Qərar verildi.",
    "language": "az",
}


@pytest.mark.parametrize(
    "environment", [{}, {"ENV": ""}, {"ENV": "production"}, {"ENV": "staging"}]
)
async def test_it_refuses_to_start_where_people_are_real(environment: dict[str, str]) -> None:
    process = await launched(environment)
    _, said = await process.communicate()

    assert process.returncode == 78
    assert said.decode().startswith("sandbox does not start: ")
    assert "Traceback" not in said.decode()
    assert len(said.decode().splitlines()) == 1


async def test_killed_and_started_again_it_remembers_messages_clock_and_key(tmp_path: Path) -> None:
    port = free_port()
    async with running(port, tmp_path, signal.SIGKILL) as client:
        stored = (await client.put("/esosial/messages/key", json=MESSAGE)).json()
        await client.put("/clock", json={"now": "2026-03-19T14:00:00Z", "running": False})
        keys = (await client.get("/identity/jwks")).json()
    async with running(port, tmp_path, signal.SIGTERM) as client:
        again = await client.put("/esosial/messages/key", json=MESSAGE)

        assert (again.status_code, again.json()) == (200, stored)
        assert (await client.get("/clock")).json()["now"] == "2026-03-19T14:00:00Z"
        assert (await client.get("/identity/jwks")).json() == keys


async def test_started_again_it_says_since_when_it_remembers_calls(tmp_path: Path) -> None:
    port = free_port()
    async with running(port, tmp_path, signal.SIGTERM) as client:
        await client.get("/esosial/messages/key")
        before = (await client.get("/calls")).json()
    restarted_at = datetime.now(UTC)
    async with running(port, tmp_path, signal.SIGTERM) as client:
        after = (await client.get("/calls")).json()

    assert (len(before["items"]), after["items"], after["forgotten"]) == (1, [], 0)
    assert datetime.fromisoformat(before["since"]) < restarted_at
    assert restarted_at < datetime.fromisoformat(after["since"])


async def test_on_another_port_the_issuer_follows(tmp_path: Path) -> None:
    port = free_port()
    async with running(port, tmp_path, signal.SIGTERM) as client:
        discovered = (await client.get("/identity/.well-known/openid-configuration")).json()

        assert discovered["issuer"] == f"http://127.0.0.1:{port}/identity"
