"""Fires the timers of the notice, in business time."""

from collections.abc import Sequence
from datetime import timedelta

from applications.domain.case import Instant
from applications.storage import timers
from applications.use_cases.casework import Casework
from applications.use_cases.send_notice import send_notice, take_timer
from shared.clock import Clock
from shared.database import Database
from shared.database_clock import database_now
from shared.telemetry.metrics import Reading
from shared.telemetry.trace import following

NAME = "notice-timers"


class NoticeTimers:
    """Fires due timers one after the other; several workers share them."""

    def __init__(
        self, database: Database, casework: Casework, clock: Clock, lease: timedelta
    ) -> None:
        self._database = database
        self._casework = casework
        self._clock = clock
        self._lease = lease

    async def fire_due(self) -> int:
        """Fire the next due timer; return how many there were (0 or 1)."""
        business_now = await self._clock.now()
        async with self._database.transaction() as session:
            at = Instant(business=business_now, system=await database_now(session))
            due = await take_timer(session, at, self._lease)
        if due is None:
            return 0
        with following(due.traceparent):
            async with self._database.transaction() as session:
                await send_notice(session, self._casework, due, at)
        return 1

    async def readings(self) -> Sequence[Reading]:
        """Look up how many timers are due, for the metrics; lateness is in business time."""
        business_now = await self._clock.now()
        async with self._database.transaction() as session:
            backlog = await timers.backlog(session, business_now=business_now)
        return backlog.readings(NAME)
