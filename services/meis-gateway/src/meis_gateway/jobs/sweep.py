"""Looks without an outcome, closed when nobody can be waiting for one any more."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from meis_gateway.use_cases.close_interrupted import close_interrupted
from shared.database import Database
from shared.telemetry.logs import logger

log = logger(__name__)


def sweep_open(database: Database, *, after_seconds: float) -> Callable[[], Awaitable[int]]:
    """Return one round of the job: it closes one look, each in a transaction of its own."""
    older_than = timedelta(seconds=after_seconds)

    async def once() -> int:
        closed = await close_interrupted(database, older_than=older_than)
        if closed is None:
            return 0
        log.warning("a look was interrupted", case_id=closed.case_id, intent_id=closed.intent_id)
        return 1

    return once
