"""Waiting for what happens in the background, with a sentence for what did not."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from inspect import isawaitable


async def until(
    is_so: Callable[[], object | Awaitable[object]], what: str, *, seconds: float
) -> float:
    """Wait until it is so; return the seconds it took. Fails after ``seconds``.

    ``is_so`` may look by a coroutine; one that does not may block, it looks in a thread.
    """
    began = time.monotonic()
    while True:
        seen = await asyncio.to_thread(is_so)
        if await seen if isawaitable(seen) else seen:
            return time.monotonic() - began
        assert time.monotonic() - began < seconds, f"not within {seconds:g} s: {what}"
        await asyncio.sleep(0.1)
