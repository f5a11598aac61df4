"""LISTEN and NOTIFY: who waits for work is told that there is some, so that nobody asks in a hurry.

A notice is sent after the commit, in a transaction of its own. Inside the committing one it would
make PostgreSQL commit one transaction after the other, each waiting for the disk (measured: 450
commits a second instead of 800 with ten writers). So a notice may be lost with its process, or while
a listener's connection is down: whoever waits also looks by itself now and then.
"""

import asyncio
from typing import Final

import asyncpg
from sqlalchemy import func, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from shared.jobs import pause
from shared.telemetry.logs import logger

_NOTICES: Final = "notices"
_KEEPALIVE_SECONDS: Final = 15.0
_RETRY_SECONDS: Final = 2.0
_GATHER_SECONDS: Final = 0.01
_CUT: Final = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
"""What a lost or refused connection raises; a TimeoutError is an OSError."""

log = logger(__name__)


def announce(session: AsyncSession, channel: str) -> None:
    """Have a notice sent on ``channel`` once the session's transaction is committed."""
    session.info.setdefault(_NOTICES, set()).add(channel)


class Bell:
    """Sends the notices of a process; commits that follow each other closely share one."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._due: set[str] = set()
        self._ringing: asyncio.Task[None] | None = None

    def ring(self, session: AsyncSession) -> None:
        """Send the notices of a committed session in the background."""
        self._due |= session.info.pop(_NOTICES, set())
        if self._due and (self._ringing is None or self._ringing.done()):
            self._ringing = asyncio.ensure_future(self._ring())

    async def _ring(self) -> None:
        while self._due:
            due, self._due = self._due, set()
            try:
                async with asyncio.timeout(5), self._engine.begin() as connection:
                    await connection.execute(
                        # Nothing is written, so nobody needs to wait for the disk.
                        select(
                            func.set_config("synchronous_commit", "off", True),
                            *(func.pg_notify(channel, "") for channel in due),
                        )
                    )
            except (SQLAlchemyError, *_CUT) as error:
                log.warning("a notice was not sent", exc_info=error)
            await asyncio.sleep(_GATHER_SECONDS)

    async def close(self) -> None:
        """Stop sending; what is due is found without a notice."""
        if self._ringing is not None:
            self._ringing.cancel()
            await asyncio.wait([self._ringing])


async def listen(url: URL, channel: str, wake: asyncio.Event, stop: asyncio.Event) -> None:
    """Set ``wake`` for every notice on ``channel`` until ``stop``; connects again when cut."""
    while not stop.is_set():
        try:
            await _listen_once(url, channel, wake, stop)
        except _CUT as error:
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
