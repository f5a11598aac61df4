"""Uploads over a real connection: senders hang up, dawdle, or send more than anybody asked for."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest
import uvicorn
from sqlmodel import select

from applications.storage.tables.documents import DocumentRow
from tests.builders.applications import Caller, House
from tests.builders.uploads import files_of, pdf
from tests.builders.waiting import eventually

LIMIT = 20 * 1024 * 1024
PART = (
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n'
    b"Content-Type: application/pdf\r\n\r\n"
)


@asynccontextmanager
async def served(house: House) -> AsyncIterator[int]:
    """Serve the house on a real socket; gives its port."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        config = uvicorn.Config(house.app, lifespan="off", log_config=None, access_log=False)
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            await serving


def head(caller: Caller, length: int | None, *more: str) -> bytes:
    size = "Transfer-Encoding: chunked" if length is None else f"Content-Length: {length}"
    lines = "\r\n".join((f"Idempotency-Key: {uuid4()}", size, *more))
    return (
        "POST /v1/uploads HTTP/1.1\r\nHost: house\r\n"
        f"Authorization: {caller.headers['Authorization']}\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\n"
        f"{lines}\r\n\r\n"
    ).encode()


async def nothing_is_left(house: House) -> bool:
    async with house.database.transaction() as session:
        rows = (await session.exec(select(DocumentRow))).all()
    return rows == [] and files_of(house) == []


async def something_came(house: House) -> bool:
    return files_of(house) != []


@pytest.mark.parametrize("sent", [0, 100, 300_000])
async def test_a_sender_who_hangs_up_midway_leaves_nothing(busy_house: House, sent: int) -> None:
    citizen = await busy_house.citizen()
    async with served(busy_house) as port:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(head(citizen, 1_000_000) + (PART + pdf(b"x" * 900_000))[:sent])
        await writer.drain()
        if sent > len(PART):
            await eventually(lambda: something_came(busy_house))
        writer.close()
        await writer.wait_closed()

        await eventually(lambda: nothing_is_left(busy_house))
    assert await nothing_is_left(busy_house)


async def test_a_refusal_reaches_a_sender_who_is_still_sending(busy_house: House) -> None:
    """A wrong file is refused at its first bytes, and the sender reads why."""
    citizen = await busy_house.citizen()
    content = PART + b"MZ" + b"x" * 2_000_000 + b"\r\n--b--\r\n"
    async with served(busy_house) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(head(citizen, len(content)) + content)
        await writer.drain()
        answer = await reader.readuntil(b"\r\n")
        rest = await reader.read(4096)
        writer.close()

    assert b" 422 " in answer
    assert b"file-type-disagrees" in rest
    assert await nothing_is_left(busy_house)


async def test_a_huge_file_is_refused_by_its_length_before_a_byte_of_it_is_sent(
    busy_house: House,
) -> None:
    citizen = await busy_house.citizen()
    async with served(busy_house) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(head(citizen, 50 * LIMIT, "Expect: 100-continue"))
        await writer.drain()
        async with asyncio.timeout(10):
            answer = await reader.readuntil(b"\r\n")
        writer.close()

    assert b" 413 " in answer
    assert await nothing_is_left(busy_house)
