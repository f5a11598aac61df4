"""A caller may send so much and no more, however it is sent."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2 as httpx
import pytest
import uvicorn

from shared.body_limit import MAX_BODY_BYTES
from tests.builders.edge import UPLOAD_BYTES, edge_app
from tests.builders.identity import api_client, bearer
from tests.builders.plain import sent_plainly
from tests.builders.sender import Sender


async def pieces(total: int, piece: int = 64 * 1024) -> AsyncIterator[bytes]:
    """Send ``total`` bytes in pieces: no Content-Length, chunked transfer."""
    for _ in range(total // piece):
        yield b"x" * piece


MEGABYTE = 1024 * 1024


@asynccontextmanager
async def served(**options: Any) -> AsyncIterator[httpx.AsyncClient]:
    """Serve the small service on a real socket; the options are those of ``edge_app``."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()  # a request waits here until the server takes it
        server = uvicorn.Server(
            uvicorn.Config(edge_app(**options), log_config=None, access_log=False)
        )
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        try:
            async with httpx.AsyncClient(base_url=address, trust_env=False) as client:
                yield client
        finally:
            server.should_exit = True
            await serving


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("megabytes", [1, 4])
async def test_a_body_of_megabytes_is_refused_over_a_real_connection(
    megabytes: int, chunked: bool
) -> None:
    headers = {**await bearer("agent"), "Content-Type": "application/json"}
    size = megabytes * 1024 * 1024
    async with served() as client:
        body = pieces(size) if chunked else b"x" * size
        answer = await client.post("/v1/things", content=body, headers=headers)
        after = await client.get("/v1/things/1")

    assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")
    assert answer.json()["max_bytes"] == MAX_BODY_BYTES
    assert answer.headers["x-trace-id"] == answer.json()["trace_id"]
    assert after.status_code == 200


async def test_who_sends_a_file_far_above_the_limit_and_never_asks_hears_the_limit() -> None:
    limit = 20 * MEGABYTE
    async with served(upload_bytes=limit) as client:
        port = client.base_url.port or 0
        status, told = await asyncio.to_thread(
            sent_plainly, port, "/v1/uploads", b"x" * 35 * MEGABYTE, {}
        )

    assert status == 413, told
    assert f"'max_bytes': {limit}" in str(told)


async def test_what_is_read_away_has_an_end() -> None:
    """Twice what the address takes, and no piece more."""
    limit = 3 * MEGABYTE
    pieces = [b"x" * MEGABYTE] * 20
    sender = Sender(edge_app(upload_bytes=limit), {"Content-Length": str(20 * MEGABYTE)})

    status, _ = await sender.post("/v1/uploads", *pieces)

    assert (status, sender.left) == (413, 14)


@pytest.mark.parametrize("claimed", ["9" * 18, "9" * 400, "²"])
async def test_a_length_that_is_only_claimed_costs_nothing(claimed: str) -> None:
    async with api_client(edge_app()) as client:
        headers = {b"Content-Length": claimed.encode("latin-1")}
        answer = await client.post("/v1/uploads", content=b"x", headers=headers)

    assert answer.status_code == (200 if claimed == "²" else 413)


async def test_an_upload_may_be_larger_and_is_limited_as_well() -> None:
    async with api_client(edge_app()) as client:
        whole = await client.post("/v1/uploads", content=pieces(UPLOAD_BYTES))
        too_much = await client.post("/v1/uploads", content=pieces(UPLOAD_BYTES + 64 * 1024))

    assert whole.json() == {"size": UPLOAD_BYTES}
    assert (too_much.status_code, too_much.json()["code"]) == (413, "body-too-large")
    assert too_much.json()["max_bytes"] == UPLOAD_BYTES


async def test_who_has_sent_too_much_and_nothing_more_is_not_waited_for() -> None:
    sender = Sender(edge_app(), {})

    status, told = await sender.post("/v1/uploads", b"x" * UPLOAD_BYTES, b"x")

    assert (status, told["code"]) == (413, "body-too-large")
    assert not sender.waited_for, "it waits for us to hang up"


async def test_a_body_of_exactly_the_limit_is_read() -> None:
    content = b'{"name": "' + b" " * (MAX_BODY_BYTES - 12) + b'"}'
    headers = {**await bearer("agent"), "Content-Type": "application/json"}
    async with api_client(edge_app()) as client:
        at_the_limit = await client.post("/v1/things", content=content, headers=headers)
        above = await client.post("/v1/things", content=content + b" ", headers=headers)

    assert len(content) == MAX_BODY_BYTES
    assert at_the_limit.status_code == 422
    assert above.status_code == 413
