"""The outside world: in the process of a test, or as a process of its own."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2 as httpx
import uvicorn

from local_stack.ports import free_port
from sandbox.app import create_app
from sandbox.settings import SandboxSettings
from shared.settings import Environment

ISSUER = "http://sandbox/identity"


@asynccontextmanager
async def opened_sandbox(state_dir: Path | None = None) -> AsyncIterator[httpx.AsyncClient]:
    """Open the sandbox as ``state_dir`` remembers it; a new one without a folder."""
    app = create_app(SandboxSettings(env="test", state_dir=state_dir, issuer=ISSUER))
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as client:
        yield client


@asynccontextmanager
async def served_sandbox() -> AsyncIterator[str]:
    """Serve the sandbox on a port of its own, in the process of the test; gives its address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    settings = SandboxSettings(env=Environment.TEST, issuer=f"{address}/identity")
    config = uvicorn.Config(create_app(settings), port=port, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:
        assert not running.done()
        await asyncio.sleep(0.02)
    yield address
    server.should_exit = True
    await running


async def launched(environment: Mapping[str, str]) -> asyncio.subprocess.Process:
    """Start the sandbox as a process of its own, with this environment and nothing else."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", env=environment, stderr=asyncio.subprocess.PIPE
    )


async def _answering(client: httpx.AsyncClient) -> None:
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
    """Run the sandbox as a process until ``stop`` ends it; give a client once it answers."""
    process = await launched({"ENV": "test", "PORT": str(port), "STATE_DIR": str(state_dir)})
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        try:
            await _answering(client)
            yield client
        finally:
            process.send_signal(stop)
            await process.communicate()
