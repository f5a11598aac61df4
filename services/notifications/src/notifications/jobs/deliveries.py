"""Due messages, one after the other until none is due."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from notifications.clients.esosial import Cabinet
from notifications.use_cases.deliver_message import deliver_next
from shared.clock import Clock
from shared.database import Database
from shared.vault import KeyRing


def deliver_due(
    database: Database, *, cabinet: Cabinet, rows: KeyRing, clock: Clock, lease: timedelta
) -> Callable[[], Awaitable[int]]:
    """Return one round of the job: it answers how many messages it handled (0 or 1)."""

    async def once() -> int:
        return int(
            await deliver_next(database, cabinet=cabinet, rows=rows, clock=clock, lease=lease)
        )

    return once
