"""Looks without an outcome, closed when nobody can be waiting for one any more."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from meis_gateway.storage import evidence
from meis_gateway.use_cases.close_interrupted import close_interrupted
from shared.database import Database
from shared.telemetry.logs import logger
from shared.telemetry.metrics import Reading, Sample, Series

NAME = "sweep"

OPEN_INTENTS = Series(
    "dost_open_intents", "Intents without an outcome, those under way too; it ends at 10000"
)
OLDEST_INTENT = Series(
    "dost_open_intents_oldest_seconds", "Age of the oldest of them, 0 without any"
)

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


def open_intents_sample(database: Database) -> Sample:
    """Return the sample of what the sweep is for."""

    async def sample() -> Sequence[Reading]:
        async with database.transaction() as session:
            backlog = await evidence.open_intents(session)
        return [OPEN_INTENTS.at(backlog.due), OLDEST_INTENT.at(backlog.late_seconds)]

    return sample
