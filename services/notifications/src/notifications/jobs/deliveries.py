"""Due messages, one after the other until none is due."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from notifications.clients.esosial import Cabinet
from notifications.storage import messages
from notifications.use_cases.deliver_message import deliver_next
from shared.clock import Clock
from shared.database import Database
from shared.database_clock import database_now
from shared.telemetry.metrics import Reading, Sample, Series
from shared.vault import KeyRing

NAME = "deliveries"

DELIVERIES = Series(
    "dost_deliveries",
    "Messages by state, but those delivered; the count ends at 10000",
    ("state",),
)
OLDEST_OPEN = Series(
    "dost_delivery_oldest_open_seconds",
    "Age of the oldest promise of a message nobody knows to be in the cabinet, 0 without any",
)


def deliver_due(
    database: Database, *, cabinet: Cabinet, rows: KeyRing, clock: Clock, lease: timedelta
) -> Callable[[], Awaitable[int]]:
    """Return one round of the job: it answers how many messages it handled (0 or 1)."""

    async def once() -> int:
        return int(
            await deliver_next(database, cabinet=cabinet, rows=rows, clock=clock, lease=lease)
        )

    return once


def delivery_sample(database: Database) -> Sample:
    """Return the sample of the messages: by state, and what is due."""

    async def sample() -> Sequence[Reading]:
        async with database.transaction() as session:
            now = await database_now(session)
            outlook = await messages.outlook(session, now=now)
        age = 0.0 if outlook.oldest_open is None else (now - outlook.oldest_open).total_seconds()
        return [
            *(DELIVERIES.at(count, state) for state, count in outlook.by_state.items()),
            OLDEST_OPEN.at(max(0.0, age)),
            *outlook.due.readings(NAME),
        ]

    return sample
