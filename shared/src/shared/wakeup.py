"""LISTEN: a connection of its own that says when there is work, so that nobody asks in a hurry.

A notice may be missed (the connection was down); whoever waits for it also looks by itself now and
then.
"""

import asyncio
from typing import Final

import asyncpg
from sqlalchemy.engine import URL

from shared.jobs import pause
from shared.telemetry.logs import logger

_KEEPALIVE_SECONDS: Final = 15.0
_RETRY_SECONDS: Final = 2.0

log = logger(__name__)


async def listen(url: URL, channel: str, wake: asyncio.Event, stop: asyncio.Event) -> None:
    """Set ``wake`` for every notice on ``channel`` until ``stop``; connects again when cut."""
    while not stop.is_set():
        try:
            await _listen_once(url, channel, wake, stop)
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            log.warning("listening was cut", exc_info=error)
            await pause(stop, _RETRY_SECONDS)


async def _listen_once(url: URL, channel: str, wake: asyncio.Event, stop: asyncio.Event) -> None:
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    connection = await asyncpg.connect(address, timeout=5, command_timeout=5)
    cut = asyncio.Event()
    try:
        connection.add_termination_listener(lambda _: cut.set())
        await connection.add_listener(channel, lambda *_: wake.set())
        wake.set()  # what was noticed to nobody
        while not stop.is_set():
            await pause(stop, _KEEPALIVE_SECONDS, cut)
            await connection.fetchval("SELECT 1")
    finally:
        connection.terminate()
