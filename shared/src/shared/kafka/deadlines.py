"""No call of the Kafka client may wait for ever: against a dead broker most of them would."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Final

from shared.telemetry.logs import logger

CALL_SECONDS: Final = 10.0
"""For one call that needs an answer of the broker."""

STOP_SECONDS: Final = 5.0
"""For a client to say good-bye; then it is abandoned."""

log = logger(__name__)


class KafkaUnavailable(Exception):
    """Kafka did not answer in time, or refused; the caller repeats later."""


async def ended(coroutine: Coroutine[Any, Any, object], seconds: float = STOP_SECONDS) -> bool:
    """Run a closing call to its end, or give it up after ``seconds``; its failure is logged.

    A task of its own, because ``stop()`` of a client may raise the CancelledError of its inner
    tasks, which must not look like a cancellation of the caller. Returns whether it came to its
    end; if not, what it was to close after the place it broke off is still open.
    """
    task = asyncio.ensure_future(coroutine)
    done, _ = await asyncio.wait([task], timeout=seconds)
    if not done:
        task.cancel()
        log.warning("a Kafka client did not close in time", seconds=seconds)
        return False
    if task.cancelled():
        return False
    if (error := task.exception()) is not None:
        log.warning("a Kafka client closed with an error", exc_info=error)
        return False
    return True
