"""How many requests are cut when a server is told to end: uvicorn's own beside ours, in one run.

Twelve clients without a pause, each request on a connection of its own, while the server ends.
"""

import asyncio
import signal
import sys
import time
from collections import Counter
from contextlib import suppress
from typing import Final

import httpx2 as httpx
import uvicorn
from starlette.types import Receive, Scope, Send

from local_stack.ports import free_port
from shared.listening import HearingServer

CLIENTS: Final = 12
ENDS: Final = 15
SERVERS: Final = {"uvicorn": uvicorn.Server, "ours": HearingServer}


async def busy(_scope: Scope, _receive: Receive, send: Send) -> None:
    """Answer after a moment in which nothing else is read, as a process under load does."""
    until = time.monotonic() + 0.004
    while time.monotonic() < until:
        pass
    await asyncio.sleep(0.01)
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


async def main() -> None:
    """End each kind of server so many times, and print what its clients saw."""
    sys.stdout.write(f"{'server':<10}{'answered':>10}{'cut':>6}{'nobody listened':>17}\n")
    for name in SERVERS:
        heard: Counter[str] = Counter()
        for _ in range(ENDS):
            await _one_end(name, heard)
        nobody = heard.pop("ConnectError", 0)
        answered = heard.pop("204", 0)
        sys.stdout.write(f"{name:<10}{answered:>10}{heard.total():>6}{nobody:>17}\n")


async def _one_end(name: str, heard: Counter[str]) -> None:
    address = f"http://127.0.0.1:{(port := free_port())}"
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.endings", name, str(port)
    )
    await _listening(address)
    clients = [asyncio.create_task(_client(address, heard)) for _ in range(CLIENTS)]
    await asyncio.sleep(0.5)
    server.send_signal(signal.SIGTERM)
    await server.wait()
    for client in clients:
        client.cancel()
    await asyncio.gather(*clients, return_exceptions=True)


async def _listening(address: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        while True:
            with suppress(httpx.ConnectError):
                await client.get(address)
                return
            await asyncio.sleep(0.05)


async def _client(address: str, heard: Counter[str]) -> None:
    limits = httpx.Limits(max_keepalive_connections=0)
    async with httpx.AsyncClient(limits=limits, trust_env=False) as client:
        while True:
            try:
                heard[str((await client.get(address)).status_code)] += 1
            except httpx.ConnectError:
                heard["ConnectError"] += 1
                await asyncio.sleep(0.05)
            except httpx.TransportError as error:
                heard[type(error).__name__] += 1


def serve(name: str, port: int) -> None:
    """Run one kind of server until SIGTERM."""
    server = SERVERS[name](uvicorn.Config(busy, port=port, log_config=None, lifespan="off"))

    async def run() -> None:
        asyncio.get_running_loop().add_signal_handler(
            signal.SIGTERM, lambda: setattr(server, "should_exit", True)
        )
        await server.serve()

    asyncio.run(run())


if __name__ == "__main__":
    if len(sys.argv) > 1:
        serve(sys.argv[1], int(sys.argv[2]))
    else:
        asyncio.run(main())
