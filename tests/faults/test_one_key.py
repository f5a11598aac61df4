"""One idempotency key, however often, wherever and by whomever it is sent."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx2 as httpx
import pytest

from tests.faults.ground import Ground
from tests.faults.load import Accepted, Load, Parent
from tests.faults.report import Report

AT_ONCE = 40


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """One client for everybody: making forty takes longer than their requests."""
    limits = httpx.Limits(max_connections=AT_ONCE + 5)
    async with httpx.AsyncClient(timeout=30, trust_env=False, limits=limits) as client:
        yield client


async def test_forty_requests_with_one_key_at_two_processes_are_one_case_and_forty_equal_answers(
    ground: Ground, client: httpx.AsyncClient, report: Report
) -> None:
    second = await ground.second("applications-api-2", of="applications-api")
    ports = [ground.plan.ports.applications, second.port]
    before = await stored_cases(ground)
    async with ground.load(rate=2, apis=("applications-api", "applications-api-2")) as load:
        await load.until(accepted=4)
        one, other, third = load.parents[:3]
        key = str(uuid4())
        answers = await asyncio.gather(
            *[apply(client, ports[number % 2], one, key) for number in range(AT_ONCE)]
        )
        theirs = await apply(client, ports[0], other, key)
        another_body = await apply(client, ports[1], one, key, note="Uşaq bağçasından arayış")
        receipts = [await receipt(client, port, one, key) for port in ports]
        of_nobody = [await receipt(client, port, third, key) for port in ports]
        told(load, one, key, answers[0])
        told(load, other, key, theirs)

    expect_equal(answers)
    assert sum("idempotency-replayed" not in answer.headers for answer in answers) == 1
    assert [answer.content for answer in receipts] == [answers[0].content] * 2
    assert theirs.status_code == 201
    assert theirs.json()["case_id"] != answers[0].json()["case_id"]
    assert (another_body.status_code, code(another_body)) == (422, "idempotency-key-reused")
    assert [(answer.status_code, code(answer)) for answer in of_nobody] == [
        (404, "receipt-not-found")
    ] * 2
    await ground.settled(load, report.row(f"{AT_ONCE} requests with one key at once", killed="-"))
    assert await stored_cases(ground) == before + len(load.accepted)


async def test_a_client_that_hangs_up_midway_and_repeats_has_one_case(
    ground: Ground, client: httpx.AsyncClient, report: Report
) -> None:
    before = await stored_cases(ground)
    async with ground.load(rate=2) as load:
        await load.until(accepted=4)
        parent, port = load.parents[0], ground.plan.ports.applications
        for part in (0.0, 0.5, 0.99, 1.0):
            key = str(uuid4())
            await asyncio.gather(*[hang_up(port, parent, key, after=part) for _ in range(3)])
            found = await receipt(client, port, parent, key)
            repeated = await apply(client, port, parent, key)
            again = await apply(client, port, parent, key)
            told(load, parent, key, repeated)

            assert found.status_code in ({404} if part < 1 else {200, 201, 404}), part
            expect_equal([repeated, again])

    await ground.settled(load, report.row("clients hang up midway", killed="-"))
    assert await stored_cases(ground) == before + len(load.accepted)


def expect_equal(answers: list[httpx.Response]) -> None:
    """Expect one and the same answer for everybody: status, body, address and version."""
    first = answers[0]
    assert first.status_code == 201, first.text
    for answer in answers:
        assert answer.status_code == 201, answer.text
        assert answer.content == first.content, "one key was answered in two ways"
        for name in ("location", "etag", "content-language"):
            assert answer.headers[name] == first.headers[name]


def code(answer: httpx.Response) -> str:
    return str(answer.json()["code"])


def told(load: Load, parent: Parent, key: str, answer: httpx.Response) -> None:
    """Let the account know of a case the load itself did not send."""
    case = answer.json()
    load.accepted.append(Accepted(case["case_id"], key, parent, case))


async def apply(
    client: httpx.AsyncClient, port: int, parent: Parent, key: str, **changes: Any
) -> httpx.Response:
    return await client.post(
        f"http://127.0.0.1:{port}/v1/cases",
        json={**parent.submission(), **changes},
        headers={**signed(parent), "Idempotency-Key": key},
    )


async def receipt(client: httpx.AsyncClient, port: int, parent: Parent, key: str) -> httpx.Response:
    return await client.get(f"http://127.0.0.1:{port}/v1/receipts/{key}", headers=signed(parent))


def signed(parent: Parent) -> dict[str, str]:
    return {"Authorization": f"Bearer {parent.token}"}


async def hang_up(port: int, parent: Parent, key: str, *, after: float) -> None:
    """Send so much of a request's body and close the connection, reading nothing."""
    body = json.dumps(parent.submission()).encode()
    head = (
        "POST /v1/cases HTTP/1.1\r\nHost: portal\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {parent.token}\r\nIdempotency-Key: {key}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(head.encode() + body[: int(after * len(body))])
    await writer.drain()
    writer.close()
    await writer.wait_closed()


async def stored_cases(ground: Ground) -> int:
    [row] = await ground.query("applications", "SELECT count(*) FROM cases")
    return int(row["count"])
