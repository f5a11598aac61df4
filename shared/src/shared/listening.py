"""An HTTP server that hears out whoever reached it before it was told to end.

A server that just closes cuts two kinds of requests that nobody has read yet: those on a connection
that waits in the kernel to be accepted, and those on the way over a connection that was accepted.
Their clients see a broken connection and cannot tell whether they were heard.
"""

import asyncio
import ctypes
import socket
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Protocol

import uvicorn

from shared.telemetry.logs import logger

SETTLING_TURNS: Final = 10
SETTLING_SECONDS: Final = 0.2
"""What a connection that was made has to be accepted and to say what it wants.

In several turns: each lets the event loop look at its sockets once more, however busy it is.
"""

_SO_ATTACH_FILTER: Final = 26  # of Linux's asm-generic/socket.h; the socket module does not name it
_NO_NEWCOMERS: Final = (
    (0x30, 0, 0, 13),  # load the flags of the TCP header (RFC 9293 section 3.1)
    (0x54, 0, 0, 0x12),  # of these SYN and ACK
    (0x15, 0, 1, 0x02),  # a SYN alone: somebody who begins to connect
    (0x06, 0, 0, 0),  # is not heard
    (0x06, 0, 0, 0xFFFFFFFF),  # everybody else is
)

log = logger(__name__)


class Listener(Protocol):
    """A listening socket, as Python or uvloop has it."""

    def setsockopt(self, level: int, option: int, value: bytes, /) -> None:
        """Set an option of the socket."""


class HearingServer(uvicorn.Server):
    """Leaves signals to the process that runs it, and ends without cutting a request off."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none: the process has parts of its own to end."""
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Turn newcomers away, take in who is already connected, then end as uvicorn does."""
        for server in self.servers:
            for listener in server.sockets:
                turn_newcomers_away(listener)
        for _ in range(SETTLING_TURNS):
            await asyncio.sleep(SETTLING_SECONDS / SETTLING_TURNS)
        await super().shutdown(sockets)


def turn_newcomers_away(listener: Listener) -> None:
    """Let nobody new connect to ``listener``, while those who wait in its queue stay there.

    Closing resets the queue, and a connection may enter it between the last look and the closing;
    so the kernel drops the first packet of a newcomer, who tries again and then finds nobody.
    Only Linux has such filters; elsewhere the queue is taken in without.
    """
    if sys.platform != "linux":
        return
    program = b"".join(struct.pack("HBBI", *line) for line in _NO_NEWCOMERS)
    kept = ctypes.create_string_buffer(program, len(program))
    option = struct.pack("HP", len(_NO_NEWCOMERS), ctypes.addressof(kept))
    try:
        listener.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, option)
    except OSError as error:
        log.warning("newcomers cannot be turned away before the end", error=repr(error))
