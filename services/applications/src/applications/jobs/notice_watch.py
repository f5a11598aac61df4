"""Says that a notice will be late while there is still time to do something about it."""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from applications.storage.late_notices import AtRisk, Patience, refused, undelivered, unsent
from shared.clock import BAKU, Clock
from shared.database import Database
from shared.database_clock import database_now
from shared.telemetry.metrics import Reading, Series

NAME = "notices"

SENDING: Final = Patience(timedelta(minutes=10), timedelta(minutes=1), timedelta(hours=1))
"""Timers fire within seconds from 09:00 on; one that has not after ten minutes has nine hours left."""

DELIVERING: Final = Patience(timedelta(hours=1), timedelta(minutes=5), timedelta(hours=2))
"""A cabinet may be away for a while; its own service tells of that."""

AT_RISK: Final = Series(
    "dost_notices_at_risk",
    "Notices due and not sent, sent and not in the cabinet, or refused by it; the count ends at 10000",
    ("reason",),
)
SECONDS_LEFT: Final = Series(
    "dost_notice_seconds_left",
    "Seconds to the earliest cut-off among them, negative when it is past, +Inf without any",
)


class NoticeWatch:
    """Looks at what was promised and is not kept yet; every process of the service sees the same."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def readiness(self) -> str | None:
        """Return None while every notice whose hour has come was sent, else how many were not."""
        now = await self._clock.now()
        late = await self._unsent(now)
        if late.cut_off is None:
            return None
        cut_off = f"{late.cut_off.astimezone(BAKU):%Y-%m-%d %H:%M}"
        when = "is" if late.cut_off > now else "was"
        return f"due and not sent: {late.count}; the first {when} to be told by {cut_off}"

    async def readings(self) -> Sequence[Reading]:
        """Look up the notices at risk, and how much time is left for the first of them."""
        now = await self._clock.now()
        late = await self._unsent(now)
        async with self._database.transaction() as session:
            absent = await undelivered(session, DELIVERING, business_now=now)
            sent_in_vain = await refused(session)
        found = (late, absent, sent_in_vain)
        left = [(each.cut_off - now).total_seconds() for each in found if each.cut_off]
        return [
            AT_RISK.at(late.count, "not-sent"),
            AT_RISK.at(absent.count, "not-delivered"),
            AT_RISK.at(sent_in_vain.count, "refused"),
            SECONDS_LEFT.at(min(left, default=math.inf)),
        ]

    async def _unsent(self, business_now: datetime) -> AtRisk:
        async with self._database.transaction() as session:
            now = await database_now(session)
            return await unsent(session, SENDING, business_now=business_now, now=now)
