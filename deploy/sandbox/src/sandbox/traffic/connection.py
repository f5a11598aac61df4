"""The connection a call came over, handed to the application so that a fault can break it."""

import asyncio
import socket
import struct
from typing import cast

from starlette.types import Receive, Scope
from uvicorn.protocols.http.h11_impl import H11Protocol

_TRANSPORT = "sandbox.transport"
_NO_LINGER = struct.pack("ii", 1, 0)


class HandedOver(H11Protocol):
    """HTTP as uvicorn speaks it; the state of each request also holds its connection."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection, and show it to the application beside the lifespan's state."""
        super().connection_made(cast("asyncio.Transport", transport))
        self.app_state = {**self.app_state, _TRANSPORT: transport}


async def cut(scope: Scope, receive: Receive) -> None:
    """Reset the connection: the client reads no answer, sent bytes that wait are dropped as well.

    Raises RuntimeError where the server hands no connection over: a fault of the wire needs the
    sandbox as a process (``python -m sandbox``).
    """
    transport = scope.get("state", {}).get(_TRANSPORT)
    if transport is None:
        raise RuntimeError("this server hands no connection over, so it cannot be cut")
    # Without lingering, closing sends RST at once instead of an orderly end.
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
    transport.abort()
    await gone_within(receive, None)


async def gone_within(receive: Receive, seconds: float | None) -> bool:
    """Wait, for ever where ``seconds`` is None; tell whether the client went in that time."""
    try:
        async with asyncio.timeout(seconds):
            while (await receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        return False
    return True
