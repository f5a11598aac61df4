"""What is sent as an upload and is no whole file within the limits is refused and not kept."""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import uuid4

import httpx2 as httpx
import pytest

from tests.builders.applications import Caller, House
from tests.builders.sender import Sender
from tests.builders.uploads import assert_nothing_kept, pdf

LIMIT = 20 * 1024 * 1024


async def raw(caller: Caller, content: bytes, media_type: str) -> httpx.Response:
    headers = {
        **caller.headers,
        "Idempotency-Key": str(uuid4()),
        "Content-Type": media_type,
    }
    return await caller.client.post("/v1/uploads", content=content, headers=headers)


HEAD = (
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n'
    b"Content-Type: application/pdf\r\n\r\n"
)


@pytest.mark.parametrize(
    ("content", "media_type", "status"),
    [
        (b"{}", "application/json", 422),
        (pdf(), "application/pdf", 422),
        (b"", "multipart/form-data; boundary=b", 422),
        (HEAD + pdf(), "multipart/form-data", 422),
        (HEAD + pdf(), "multipart/form-data; boundary=b", 400),
        (HEAD, "multipart/form-data; boundary=b", 400),
        (b"--other\r\n\r\n", "multipart/form-data; boundary=b", 400),
        (b"--b\r\n" + b"X: y\r\n" * 5000 + b"\r\n", "multipart/form-data; boundary=b", 400),
        (HEAD + pdf(), "multipart/form-data; boundary=" + "b" * 5000, 400),
    ],
)
async def test_a_body_that_is_no_whole_form_is_refused(
    house: House, content: bytes, media_type: str, status: int
) -> None:
    answer = await raw(await house.citizen(), content, media_type)

    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    await assert_nothing_kept(house)


async def test_whose_file_is_refused_hears_so_as_soon_as_it_is_sent(house: House) -> None:
    headers = {
        **(await house.citizen()).headers,
        "Idempotency-Key": str(uuid4()),
        "Content-Type": "multipart/form-data; boundary=b",
    }
    sender = Sender(house.app, headers)

    status, told = await sender.post("/v1/uploads", HEAD, b"no PDF", b"\r\n--b--\r\n")

    assert (status, told["code"]) == (422, "file-type-disagrees")
    assert not sender.waited_for, "it waits for us to hang up"
    await assert_nothing_kept(house)


async def test_a_file_above_the_limit_is_refused_before_it_is_read(house: House) -> None:
    citizen = await house.citizen()
    headers = {
        **citizen.headers,
        "Idempotency-Key": str(uuid4()),
        "Content-Type": "multipart/form-data; boundary=b",
        "Content-Length": str(LIMIT + 1),
    }

    answer = await house.client.post("/v1/uploads", content=HEAD, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")
    assert answer.json()["max_bytes"] == LIMIT
    await assert_nothing_kept(house)


async def test_a_file_that_grows_above_the_limit_while_it_comes_is_not_kept(house: House) -> None:
    citizen = await house.citizen()

    async def endless() -> Any:
        yield HEAD + pdf()
        for _ in range(LIMIT // 1_000_000 + 2):
            yield b"x" * 1_000_000

    headers = {
        **citizen.headers,
        "Idempotency-Key": str(uuid4()),
        "Content-Type": "multipart/form-data; boundary=b",
    }
    answer = await house.client.post("/v1/uploads", content=endless(), headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")
    await assert_nothing_kept(house)


@pytest.mark.parametrize("at_once", [b"", HEAD[:20], HEAD + pdf()], ids=["-", "head", "half"])
async def test_a_file_that_takes_too_long_to_arrive_is_not_kept(
    house: House, at_once: bytes
) -> None:
    house.app.state.papers = replace(house.app.state.papers, seconds=0.1)
    citizen = await house.citizen()

    async def slow() -> Any:
        yield at_once
        await asyncio.sleep(0.5)
        yield b"\r\n--b--\r\n"

    headers = {
        **citizen.headers,
        "Idempotency-Key": str(uuid4()),
        "Content-Type": "multipart/form-data; boundary=b",
    }
    answer = await house.client.post("/v1/uploads", content=slow(), headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (400, "upload-broken-off")
    await assert_nothing_kept(house)
