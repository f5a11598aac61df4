"""Faults of the connection, seen from the other end of a real one."""

import asyncio
import json
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest

from local_stack.ports import free_port
from tests.builders.sandbox import running

MESSAGE = {
    "recipient": {"fin": "5ZK1Q2W"},
    "subject": "Müraciətiniz",
    "body": "Qərar verildi.",
    "language": "az",
}
QUERY = {"identifier": {"kind": "fin", "value": "5ZK1Q2W"}, "questions": ["insured"]}


@pytest.fixture(scope="module")
async def process(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[httpx.AsyncClient]:
    async with running(free_port(), tmp_path_factory.mktemp("sandbox"), signal.SIGKILL) as client:
        yield client


@pytest.fixture
async def outside(process: httpx.AsyncClient) -> AsyncIterator[httpx.AsyncClient]:
    yield process
    await process.delete("/faults")


async def fail(outside: httpx.AsyncClient, **fault: object) -> None:
    (await outside.put("/faults", json=fault)).raise_for_status()


@asynccontextmanager
async def asked(
    port: int | None, method: str, path: str, body: object
) -> AsyncIterator[asyncio.StreamReader]:
    """Send one request over a connection of its own; give what comes back, byte by byte."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    content = json.dumps(body).encode()
    head = f"{method} {path} HTTP/1.1\r\nHost: sandbox\r\nContent-Type: application/json\r\n"
    writer.write(f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content)
    try:
        yield reader
    finally:
        writer.close()


async def received(reader: asyncio.StreamReader) -> tuple[bytes, bool]:
    """Return all bytes that came until the connection ended, and whether it was reset."""
    got = b""
    async with asyncio.timeout(10):
        try:
            while piece := await reader.read(1024):
                got += piece
        except ConnectionResetError:
            return got, True
    return got, False


async def last_call(outside: httpx.AsyncClient) -> dict[str, Any]:
    call: dict[str, Any] = (await outside.get("/calls", params={"limit": 1})).json()["items"][0]
    return call


async def test_a_reset_cabinet_says_nothing_and_stores_nothing(outside: httpx.AsyncClient) -> None:
    await fail(outside, target="esosial", fault="reset", times=1)
    async with asked(outside.base_url.port, "PUT", "/esosial/messages/reset", MESSAGE) as reader:
        assert await received(reader) == (b"", True)

    call = await last_call(outside)
    assert (call["client_key"], call["fault"], call["status"]) == ("reset", "reset", None)
    assert (await outside.get("/esosial/messages/reset")).status_code == 404


async def test_a_cabinet_whose_answer_is_lost_has_stored_the_message(
    outside: httpx.AsyncClient,
) -> None:
    await fail(outside, target="esosial", fault="lost-answer", times=1)
    async with asked(outside.base_url.port, "PUT", "/esosial/messages/lost", MESSAGE) as reader:
        assert await received(reader) == (b"", True)

    found = await outside.get("/esosial/messages/lost")
    again = await outside.put("/esosial/messages/lost", json=MESSAGE)
    assert (found.status_code, again.status_code) == (200, 200)
    assert again.json() == found.json()


async def test_a_black_hole_takes_the_question_and_never_answers(
    outside: httpx.AsyncClient,
) -> None:
    await fail(outside, target="esosial", fault="black-hole", times=1)
    async with asked(outside.base_url.port, "PUT", "/esosial/messages/hole", MESSAGE) as reader:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(reader.read(1), 1)
        assert not reader.at_eof()

        assert (await last_call(outside))["fault"] == "black-hole"
        assert (await outside.get("/esosial/messages/hole")).status_code == 404


async def test_a_black_hole_with_an_end_ends_without_an_answer(outside: httpx.AsyncClient) -> None:
    await fail(outside, target="meis/sigorta", fault="black-hole", seconds=0.3, times=1)
    started = time.monotonic()
    async with asked(outside.base_url.port, "POST", "/meis/sigorta/queries", QUERY) as reader:
        assert await received(reader) == (b"", True)
    assert time.monotonic() - started >= 0.3


async def test_dripping_answers_are_right_and_come_byte_by_byte(outside: httpx.AsyncClient) -> None:
    right = (await outside.post("/meis/sigorta/queries", json=QUERY)).json()
    await fail(outside, target="meis/sigorta", fault="drip", seconds=0.01, times=1)
    started = time.monotonic()
    async with outside.stream("POST", "/meis/sigorta/queries", json=QUERY) as answer:
        body = b"".join([piece async for piece in answer.aiter_bytes()])

    assert answer.status_code == 200
    assert json.loads(body) | {"as_of": right["as_of"]} == right
    assert time.monotonic() - started >= (len(body) - 1) * 0.01


async def test_dripping_outlives_a_budget_without_one_socket_time_out(
    outside: httpx.AsyncClient,
) -> None:
    await fail(outside, target="meis/sigorta", fault="drip", seconds=0.1, times=1)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(2):
            await outside.post("/meis/sigorta/queries", json=QUERY, timeout=httpx.Timeout(1))


async def test_whoever_leaves_a_black_hole_or_a_drip_holds_nothing_up(tmp_path: Path) -> None:
    port = free_port()
    async with running(port, tmp_path, signal.SIGTERM) as outside:
        for fault in ("black-hole", "drip"):
            await fail(outside, target="meis/sigorta", fault=fault, seconds=60, times=1)
            with pytest.raises(httpx.TimeoutException):
                await outside.post("/meis/sigorta/queries", json=QUERY, timeout=0.5)
        started = time.monotonic()

    # Requests in flight have ten seconds to end; these had ended when their clients went.
    assert time.monotonic() - started < 5
