"""Jobs: a loop that drains due rows and survives what they do to it."""

import asyncio
from collections.abc import Awaitable, Callable

from shared.telemetry.logs import logger
from shared.telemetry.trace import current_traceparent, following

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
