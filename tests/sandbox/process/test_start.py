"""The sandbox as a process of its own."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2 as httpx
import pytest

from local_stack.ports import free_port

MESSAGE = {
    "recipient": {"fin": "5ZK1Q2W"},
    "subject": "Müraciətiniz",
    "body": "Qərar verildi.",
    "language": "az",
}


async def launched(environment: Mapping[str, str]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", env=environment, stderr=asyncio.subprocess.PIPE
    )


async def answering(client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(20):
        while True:
            try:
                await client.get("/livez")
            except httpx.ConnectError:
                await asyncio.sleep(0.1)
            else:
                return


@asynccontextmanager
async def running(
    port: int, state_dir: Path, stop: signal.Signals
) -> AsyncIterator[httpx.AsyncClient]:
    process = await launched({"ENV": "test", "PORT": str(port), "STATE_DIR": str(state_dir)})
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        try:
            await answering(client)
            yield client
        finally:
            process.send_signal(stop)
            await process.communicate()


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


async def test_on_another_port_the_issuer_follows(tmp_path: Path) -> None:
    port = free_port()
    async with running(port, tmp_path, signal.SIGTERM) as client:
        discovered = (await client.get("/identity/.well-known/openid-configuration")).json()

        assert discovered["issuer"] == f"http://127.0.0.1:{port}/identity"
