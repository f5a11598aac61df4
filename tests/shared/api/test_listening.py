"""A server that is told to end answers whoever reached it, and lets nobody new begin."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from uvicorn import Config

from local_stack.ports import free_port
from shared.listening import HearingServer
from tests.builders.waiting import eventually

HOST = "127.0.0.1"
REQUEST = b"GET / HTTP/1.1\r\nHost: dost\r\n\r\n"


async def answer(_: Request) -> PlainTextResponse:
    return PlainTextResponse("heard")


APP = Starlette(routes=[Route("/", answer)])


@pytest.fixture
async def server() -> AsyncIterator[HearingServer]:
    """Serve in this very event loop: the server turns only while the test waits."""
    server = HearingServer(Config(APP, HOST, free_port(), log_config=None, lifespan="off"))
    serving = asyncio.create_task(server.serve())

    async def started() -> bool:
        return server.started

    await eventually(started)
    yield server
    server.should_exit = True
    await serving


def connected(server: HearingServer) -> socket.socket:
    """Connect without giving the server a turn: the connection waits in its queue."""
    return socket.create_connection((HOST, server.config.port), timeout=5)


def answer_to(client: socket.socket) -> bytes:
    """Read what came back: nothing when the connection was reset."""
    try:
        return client.recv(4096)
    except ConnectionResetError:
        return b""


async def test_a_request_that_waits_to_be_accepted_is_answered(server: HearingServer) -> None:
    with connected(server) as client:
        client.sendall(REQUEST)

        await server.shutdown()

        assert answer_to(client)[-5:] == b"heard"


async def test_a_request_that_is_still_on_its_way_is_answered(server: HearingServer) -> None:
    with connected(server) as client:
        await eventually_accepted(server)
        ending = asyncio.create_task(server.shutdown())
        await asyncio.sleep(0)
        client.sendall(REQUEST)

        await ending

        assert answer_to(client)[-5:] == b"heard"


async def test_nobody_new_gets_in_while_a_server_ends(server: HearingServer) -> None:
    ending = asyncio.create_task(server.shutdown())
    await asyncio.sleep(0)
    with socket.socket() as newcomer:
        newcomer.settimeout(0.05)
        with pytest.raises(TimeoutError):
            newcomer.connect((HOST, server.config.port))

    await ending

    with pytest.raises(ConnectionRefusedError):
        connected(server)


async def eventually_accepted(server: HearingServer) -> None:
    """Wait until the server holds the connection that was made."""

    async def accepted() -> bool:
        return len(server.server_state.connections) > 0

    await eventually(accepted)
