"""Waiting for what happens in the background, never longer than a test may take."""

import asyncio
from collections.abc import Awaitable, Callable


async def eventually(check: Callable[[], Awaitable[bool]], *, seconds: float = 8) -> None:
    """Return when ``check`` says yes; raises TimeoutError when it does not in time."""
    async with asyncio.timeout(seconds):
        while True:
            if await check():
                return
            await asyncio.sleep(0.05)
