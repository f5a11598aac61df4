"""A registry on a real socket that answers byte by byte as a test says, not as HTTP would have it."""

import asyncio
import json
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from shared.clock import system_now

DRIP_SECONDS = 0.05
AT_ONCE = struct.pack("ii", 1, 0)
"""SO_LINGER: a closed connection is reset, whatever was still to be sent."""

Behaviour = Callable[[asyncio.StreamReader, asyncio.StreamWriter, dict[str, Any]], Awaitable[None]]
"""What follows a question, which is the last argument."""


def document(asked: dict[str, Any], **changes: Any) -> bytes:
    """Return the answer of a registry that says yes and holds everything."""
    said = {
        "identifier": asked["identifier"],
        "answers": dict.fromkeys(asked["questions"], "yes"),
        "attributes": {name: {"number": "SINAQ-1"} for name in asked["attributes"]},
        "as_of": system_now().isoformat(),
    }
    return json.dumps({**said, **changes}).encode()


def head(length: int) -> bytes:
    """Return the beginning of an answer with so many bytes to come."""
    return (
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        b"Content-Length: " + str(length).encode() + b"\r\n\r\n"
    )


async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter, asked: Any) -> None:
    """Answer as agreed."""
    body = document(asked)
    writer.write(head(len(body)) + body)


async def black_hole(reader: asyncio.StreamReader, _: asyncio.StreamWriter, asked: Any) -> None:
    """Take the question and say nothing until the client has gone."""
    del asked
    await reader.read()


async def head_then_silence(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, asked: Any
) -> None:
    """Begin an answer and never go on."""
    writer.write(head(len(document(asked))))
    await reader.read()


async def drip_body(_: asyncio.StreamReader, writer: asyncio.StreamWriter, asked: Any) -> None:
    """Answer right, a byte at a time: each comes long before any time-out of a socket."""
    body = document(asked)
    writer.write(head(len(body)))
    await _drip(writer, body)


async def drip_head(_: asyncio.StreamReader, writer: asyncio.StreamWriter, asked: Any) -> None:
    """Drip from the first byte of the head on."""
    body = document(asked)
    await _drip(writer, head(len(body)) + body)


async def only_interim(_: asyncio.StreamReader, writer: asyncio.StreamWriter, asked: Any) -> None:
    """Promise an answer again and again."""
    del asked
    while True:
        writer.write(b"HTTP/1.1 103 Early Hints\r\n\r\n")
        await writer.drain()
        await asyncio.sleep(DRIP_SECONDS)


async def reset(_: asyncio.StreamReader, writer: asyncio.StreamWriter, asked: Any) -> None:
    """Reset the connection without a word."""
    del asked
    reset_at_once(writer)


async def reset_midway(_: asyncio.StreamReader, writer: asyncio.StreamWriter, asked: Any) -> None:
    """Reset the connection in the middle of an answer."""
    body = document(asked)
    writer.write(head(len(body)) + body[: len(body) // 2])
    await writer.drain()
    reset_at_once(writer)


async def cut_off(_: asyncio.StreamReader, writer: asyncio.StreamWriter, asked: Any) -> None:
    """Close the connection, orderly, in the middle of an answer."""
    body = document(asked)
    writer.write(head(len(body)) + body[: len(body) // 2])


async def no_http(_: asyncio.StreamReader, writer: asyncio.StreamWriter, asked: Any) -> None:
    """Answer in another language."""
    del asked
    writer.write(b"SSH-2.0-OpenSSH_9.2\r\n")


async def half_a_document(
    _: asyncio.StreamReader, writer: asyncio.StreamWriter, asked: Any
) -> None:
    """Answer in HTTP as agreed, with half a document."""
    body = document(asked)
    body = body[: len(body) // 2]
    writer.write(head(len(body)) + body)


async def wrong_person(_: asyncio.StreamReader, writer: asyncio.StreamWriter, asked: Any) -> None:
    """Answer about somebody else."""
    body = document(
        asked,
        identifier={"kind": "fin", "value": "5NP7Q8R"},
        attributes={name: {"given_name": "Özgə"} for name in asked["attributes"]},
    )
    writer.write(head(len(body)) + body)


class RawRegistry:
    """Registries behind one address; ``behaviours`` by subsystem, ``answer`` unless given."""

    def __init__(self) -> None:
        self.behaviours: dict[str, Behaviour] = {}
        self.intents: list[str] = []
        """The intent each question named, in the order they came."""
        self.address = ""

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take one question on a connection; the connection ends with it."""
        try:
            subsystem, asked = await self._question(reader)
            behaviour: Behaviour = self.behaviours.get(subsystem, answer)
            await behaviour(reader, writer, asked)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client had enough
        finally:
            writer.close()

    async def _question(self, reader: asyncio.StreamReader) -> tuple[str, dict[str, Any]]:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        fields = dict(line.lower().split(": ", 1) for line in lines[1:] if line)
        body = await reader.readexactly(int(fields["content-length"]))
        self.intents.append(fields["x-intent-id"])
        subsystem = lines[0].split(" ")[1].split("/")[-2]
        return subsystem, json.loads(body)


@asynccontextmanager
async def raw_registry() -> AsyncIterator[RawRegistry]:
    """Run registries on a port of their own."""
    registry = RawRegistry()
    server = await asyncio.start_server(registry.meet, "127.0.0.1", 0)
    registry.address = "http://{}:{}".format(*server.sockets[0].getsockname())
    try:
        yield registry
    finally:
        server.close()


def reset_at_once(writer: asyncio.StreamWriter) -> None:
    """End a connection with RST instead of an orderly end."""
    plug: socket.socket = writer.get_extra_info("socket")
    plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
    writer.transport.abort()


async def _drip(writer: asyncio.StreamWriter, content: bytes) -> None:
    for byte in content:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(DRIP_SECONDS)
