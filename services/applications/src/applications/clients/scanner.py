"""Whether a file is harmful: one port, ClamAV behind it, and a scanner for development.

Where nobody can say, the file is not kept: every scanner raises ScannerUnavailable then.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import closing
from typing import Protocol

from applications.domain.papers.upload_faults import ScannerUnavailable
from shared.telemetry.logs import logger

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The test file every scanner knows, in two halves: else one would take this file for it."""

CONNECT_SECONDS = 2.0

log = logger(__name__)


class Scanner(Protocol):
    """Looks into files."""

    async def is_harmful(self, pieces: AsyncIterator[bytes]) -> bool:
        """Tell whether the pieces together are known to do harm; raises ScannerUnavailable."""

    async def ping(self) -> None:
        """Return when it would look into a file now; raises ScannerUnavailable."""


class DevelopmentScanner:
    """Knows one harm: the EICAR test file, wherever it stands in a file."""

    async def is_harmful(self, pieces: AsyncIterator[bytes]) -> bool:
        """Look for the test file, across the borders of pieces too."""
        end, found = b"", False
        async for piece in pieces:
            seen = end + piece
            found = found or EICAR in seen
            end = seen[-len(EICAR) :]
        return found

    async def ping(self) -> None:
        """Return: it is always there."""


class Clamd:
    """Asks ClamAV's daemon over TCP (``INSTREAM``); its ``StreamMaxLength`` must allow our limit."""

    def __init__(self, host: str, port: int, seconds: float) -> None:
        self._host = host
        self._port = port
        self._seconds = seconds

    async def is_harmful(self, pieces: AsyncIterator[bytes]) -> bool:
        """Ask within the seconds it was built with; any other answer than two is none."""
        try:
            async with asyncio.timeout(self._seconds):
                said = await self._asked(pieces)
        except (OSError, EOFError, asyncio.LimitOverrunError) as error:
            log.exception("the scanner does not answer")
            raise ScannerUnavailable from error
        if said == b"stream: OK":
            return False
        if said.startswith(b"stream: ") and said.endswith(b" FOUND"):
            return True
        log.error("the scanner gives no verdict")
        raise ScannerUnavailable

    async def ping(self) -> None:
        """Ask for the smallest answer (``PING``), as the daemon's own tools do."""
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                reader, writer = await asyncio.open_connection(self._host, self._port)
                with closing(writer):
                    writer.write(b"zPING\0")
                    said = await reader.readuntil(b"\0")
        except (OSError, EOFError, asyncio.LimitOverrunError) as error:
            raise ScannerUnavailable from error
        if said != b"PONG\0":
            raise ScannerUnavailable

    async def _asked(self, pieces: AsyncIterator[bytes]) -> bytes:
        async with asyncio.timeout(CONNECT_SECONDS):
            reader, writer = await asyncio.open_connection(self._host, self._port)
        with closing(writer):
            writer.write(b"zINSTREAM\0")
            async for piece in pieces:
                # A length of nothing ends the stream.
                if piece:
                    writer.write(len(piece).to_bytes(4, "big") + piece)
                    await writer.drain()
            writer.write(bytes(4))
            await writer.drain()
            return (await reader.readuntil(b"\0")).removesuffix(b"\0").strip()
