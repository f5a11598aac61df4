"""Jobs: a loop that drains due rows and survives what they do to it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final

from shared.telemetry.logs import logger
from shared.telemetry.trace import current_traceparent, following

FAILURES_THAT_TELL: Final = 3
SILENCE_SECONDS: Final = 120.0  # far longer than any round may take

log = logger(__name__)


async def pause(stop: asyncio.Event, seconds: float, wake: asyncio.Event | None = None) -> None:
    """Wait ``seconds``, or less when ``stop`` or ``wake`` is set; ``wake`` is cleared."""
    waits = [asyncio.ensure_future(stop.wait())]
    if wake is not None:
        waits.append(asyncio.ensure_future(wake.wait()))
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
    if wake is not None:
        wake.clear()


async def poll(
    stop: asyncio.Event,
    every_seconds: float,
    once: Callable[[], Awaitable[int]],
    *,
    wake: asyncio.Event | None = None,
) -> None:
    """Call ``once`` until ``stop``: at once again while it finds work, else every ``every_seconds``.

    ``once`` claims and finishes due rows in transactions of its own and returns how many. A failure
    is logged and the loop goes on after the interval; ``wake`` ends a wait early.

    Each round is a trace of its own. What follows from a request or an event stores its
    ``traceparent`` in the row, and ``once`` handles the row inside ``following(row.traceparent)``.
    """
    name = getattr(once, "__qualname__", type(once).__qualname__)
    while not stop.is_set():
        with following(current_traceparent()):
            found = await _round(once, name)
        if not found:
            await pause(stop, every_seconds, wake)


async def _round(once: Callable[[], Awaitable[int]], name: str) -> int:
    try:
        return await once()
    except Exception:
        log.exception("a job failed", job=name)
        return 0


class Job:
    """A polled job as a part of a worker: it runs, and says whether its rounds go well."""

    def __init__(
        self,
        every_seconds: float,
        once: Callable[[], Awaitable[int]],
        *,
        silence: float = SILENCE_SECONDS,
    ) -> None:
        self._every = every_seconds
        self._once = once
        self._silence = silence
        self._failures = 0
        self._turned_at = time.monotonic()

    async def run(self, stop: asyncio.Event) -> None:
        """Drain what is due until ``stop`` (see ``poll``)."""
        self._turned_at = time.monotonic()
        await poll(stop, self._every, self._watched)

    async def readiness(self) -> str | None:
        """Return None while rounds end well, else why not: a late notice begins here."""
        if self._failures >= FAILURES_THAT_TELL:
            return f"failed {self._failures} times in a row"
        silent = time.monotonic() - self._turned_at
        if silent > self._every + self._silence:
            return f"no round ended for {silent:.0f} s"
        return None

    async def _watched(self) -> int:
        try:
            found = await self._once()
        except Exception:
            self._failures += 1
            raise
        finally:
            self._turned_at = time.monotonic()
        self._failures = 0
        return found
