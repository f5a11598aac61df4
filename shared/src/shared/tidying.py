"""Forgetting what nobody can repeat any more, so that no table of the machinery grows for ever.

A part of every worker. Parked events are no part of it: who let which one go, and why, is kept.
"""

import asyncio
from datetime import timedelta
from typing import Final

from shared import idempotency, inbox
from shared.clock import system_now
from shared.database import Database
from shared.jobs import poll
from shared.worker import Part

KEEP_ANSWERS: Final = timedelta(days=30)
"""How long the first answer to an ``Idempotency-Key`` is given again (system time)."""

TOPIC_RETENTION: Final = timedelta(hours=720)
"""The longest ``retention_hours`` of ``deploy/kafka/topics.yaml``."""

KEEP_INBOX: Final = TOPIC_RETENTION + timedelta(days=5)
"""How long a consumer knows an event again; by then the broker keeps no copy to send once more:
a record outlives its topic's retention by a day, the age of the segment it lies in.

A compacted topic keeps its events longer; copying a passport twice is the same as once.
"""

BATCH: Final = 1000
EVERY_SECONDS: Final = 3600.0


async def forget_old(database: Database) -> int:
    """Delete one batch of old answers and one of old inbox rows; returns how many rows went."""
    now = system_now()
    async with database.transaction() as session:
        answers = await idempotency.forget_before(session, now - KEEP_ANSWERS, at_most=BATCH)
    async with database.transaction() as session:
        events = await inbox.forget_before(session, now - KEEP_INBOX, at_most=BATCH)
    return answers + events


def tidying(database: Database) -> Part:
    """Return the part that forgets, batch after batch, at the start and then every hour."""

    async def part(stop: asyncio.Event) -> None:
        await poll(stop, EVERY_SECONDS, once)

    async def once() -> int:
        return await forget_old(database)

    return part
