"""A scanner's daemon on a real socket: it reads ``INSTREAM`` as ClamAV does, and says what it is told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class ClamdStandIn:
    """What it answers, and the files it was given."""

    answer: bytes = b"stream: OK\0"
    hangs: bool = False
    pong: bytes = b"PONG\0"
    port: int = 0
    files: list[bytes] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take one file, or answer whether it is there."""
        command = await reader.readuntil(b"\0")
        if command == b"zPING\0":
            writer.write(self.pong)
            writer.close()
            return
        assert command == b"zINSTREAM\0"
        file = b""
        while size := int.from_bytes(await reader.readexactly(4), "big"):
            file += await reader.readexactly(size)
        self.files.append(file)
        if self.hangs:
            await reader.read()
        writer.write(self.answer)
        await writer.drain()
        writer.close()


@asynccontextmanager
async def clamd(
    answer: bytes = b"stream: OK\0", *, hangs: bool = False
) -> AsyncIterator[ClamdStandIn]:
    """Run one on a port of its own."""
    stand_in = ClamdStandIn(answer, hangs)
    server = await asyncio.start_server(stand_in.serve, "127.0.0.1", 0)
    stand_in.port = server.sockets[0].getsockname()[1]
    async with server:
        yield stand_in
