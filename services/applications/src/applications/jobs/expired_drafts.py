"""Forgetting drafts that nobody came to end."""

import asyncio

from applications.storage import drafts
from shared.database import Database
from shared.jobs import poll
from shared.worker import Part

BATCH = 500
EVERY_SECONDS = 3600.0


async def forget_expired(database: Database) -> int:
    """Delete one batch of drafts that have run out; returns how many went."""
    async with database.transaction() as session:
        return await drafts.forget_expired(session, at_most=BATCH)


def forgetting_drafts(database: Database) -> Part:
    """Return the part of a worker that forgets them, at the start and then every hour."""

    async def part(stop: asyncio.Event) -> None:
        await poll(stop, EVERY_SECONDS, once)

    async def once() -> int:
        return await forget_expired(database)

    return part
