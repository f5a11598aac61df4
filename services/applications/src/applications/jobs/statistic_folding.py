"""Folds what changes of cases add into the cells of the statistics."""

from collections.abc import Sequence

from applications.storage import statistics
from shared.backlog import JOB_DUE
from shared.database import Database
from shared.telemetry.metrics import Reading

NAME = "statistic-folding"
BATCH = 1000


class StatisticFolding:
    """Folds a batch at a time; several workers share what waits."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def fold_some(self) -> int:
        """Fold a batch; return how many changes there were."""
        async with self._database.transaction() as session:
            return await statistics.fold(session, at_most=BATCH)

    async def readings(self) -> Sequence[Reading]:
        """Look up how many changes wait, for the metrics."""
        async with self._database.transaction() as session:
            return [JOB_DUE.at(await statistics.waiting(session, at_most=10 * BATCH), NAME)]
