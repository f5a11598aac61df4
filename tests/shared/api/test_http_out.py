"""What we ask of other systems ends in time, bears the trace, and fails in our own words."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime

import httpx2 as httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from local_stack.ports import free_port
from sandbox.app import create_app
from sandbox.settings import SandboxSettings
from shared.business_clock import ClockUnavailable, SandboxClock, clock_for
from shared.clock import SystemClock
from shared.http import (
    BUDGET_HEADER,
    DeadlineExceeded,
    HttpClient,
    PartnerUnavailable,
    budget_of,
    deadline,
    fetch_json,
    http_client,
    remaining,
)
from shared.settings import Environment
from shared.telemetry.trace import following

NOW = datetime(2026, 3, 10, 5, 0, tzinfo=UTC)


@pytest.fixture
def sandbox() -> FastAPI:
    return create_app(SandboxSettings(env=Environment.TEST))


@pytest_asyncio.fixture
async def client(sandbox: FastAPI) -> AsyncIterator[HttpClient]:
    transport = httpx.ASGITransport(sandbox)
    async with http_client(base_url="http://sandbox.test", transport=transport) as opened:
        yield opened


async def test_business_time_is_the_sandboxs_the_moment_it_is_set(client: HttpClient) -> None:
    clock = SandboxClock("http://sandbox.test/clock", client=client)

    await client.put("/clock", json={"now": NOW.isoformat(), "running": False})
    assert await clock.now() == NOW

    await client.put("/clock", json={"now": "2026-03-31T09:00:00+04:00", "running": False})
    assert await clock.now() == datetime(2026, 3, 31, 5, 0, tzinfo=UTC)


async def test_a_clock_that_does_not_answer_is_no_reason_to_guess(client: HttpClient) -> None:
    nowhere = SandboxClock(f"http://127.0.0.1:{free_port()}/clock")
    another = SandboxClock("http://sandbox.test/people", client=client)

    for clock in (nowhere, another):
        with pytest.raises(ClockUnavailable):
            await clock.now()
    await nowhere.aclose()


def test_without_an_address_business_time_is_the_machines() -> None:
    assert isinstance(clock_for(None), SystemClock)
    assert isinstance(clock_for("http://127.0.0.1:8110/clock"), SandboxClock)


async def test_another_system_is_asked_inside_the_trace_of_the_request(
    client: HttpClient,
) -> None:
    with following(None) as trace:
        await fetch_json(client, "GET", "/identity/jwks")

    (call,) = (await client.get("/calls")).json()["items"]
    assert call["traceparent"].split("-")[1] == trace.trace_id
    assert call["traceparent"].split("-")[2] != trace.span_id


@pytest.mark.parametrize("path", ["/nothing", "/docs", "/meis/sigorta/queries"])
async def test_an_answer_that_is_not_what_was_agreed_is_no_answer(
    client: HttpClient, path: str
) -> None:
    with pytest.raises(PartnerUnavailable):
        await fetch_json(client, "GET", path)


async def test_nobody_at_the_address_is_no_answer_either() -> None:
    async with http_client(seconds=1) as client:
        for url in (f"http://127.0.0.1:{free_port()}/", "http://[", "ftp://x/"):
            with pytest.raises(PartnerUnavailable):
                await fetch_json(client, "GET", url)


async def test_a_slow_system_costs_its_budget_and_no_more(client: HttpClient) -> None:
    await client.put("/faults", json={"target": "identity", "fault": "delay", "seconds": 30})
    began = time.monotonic()

    with pytest.raises(DeadlineExceeded):
        await fetch_json(client, "GET", "/identity/jwks", seconds=0.2)

    assert time.monotonic() - began < 2


async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer a byte at a time: no single read of a client ever runs out of time."""
    await reader.read(1000)
    writer.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n"
    )
    try:
        for _ in range(999):
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.05)
    except ConnectionError:
        return
    finally:
        writer.close()


async def served(
    answer: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
) -> tuple[asyncio.Server, str]:
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    return server, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def test_a_system_that_answers_drop_by_drop_is_given_up_in_time() -> None:
    server, address = await served(drip)
    began = time.monotonic()

    async with server, http_client(seconds=1) as client:
        with pytest.raises(DeadlineExceeded):
            await fetch_json(client, "GET", address, seconds=0.5)

    assert time.monotonic() - began < 3


async def test_the_rest_of_the_budget_travels_on() -> None:
    seen: list[str] = []

    async def note(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        seen.extend(line for line in head.split("\r\n") if BUDGET_HEADER.lower() in line)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
        writer.close()

    server, address = await served(note)
    async with server, http_client() as client, deadline(2):
        await fetch_json(client, "GET", address, seconds=30)

    assert 0 < int(seen[0].split(":")[1]) <= 2000


async def test_an_inner_deadline_never_outlives_the_outer() -> None:
    assert remaining() is None
    async with deadline(5):
        async with deadline(60):
            assert (remaining() or 0) <= 5
        async with deadline(1):
            assert (remaining() or 0) <= 1
        assert 4 < (remaining() or 0) <= 5
    assert remaining() is None


async def test_work_that_takes_longer_than_its_deadline_is_stopped() -> None:
    stopped = asyncio.Event()

    async def works_for_ever() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()

    with pytest.raises(DeadlineExceeded):
        async with deadline(0.05):
            await works_for_ever()

    assert stopped.is_set()


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("1500", 1.5),
        ("999999999999", 8),
        (None, 8),
        ("", 8),
        ("-5", 8),
        ("x", 8),
        ("²", 8),
        ("0", 0),
    ],
)
def test_a_callers_budget_is_read_and_never_more_than_ours(
    header: str | None, seconds: float
) -> None:
    assert budget_of(header, at_most=8) == seconds
