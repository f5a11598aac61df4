"""The relay: publishes recorded events, each key in its order, none lost. Several may run.

See ``shared.outbox`` for the rule of order and ``shared.outbox_claims`` for the leases.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, Protocol

from shared.database import Database, DatabaseUnavailable
from shared.events.envelope import Envelope
from shared.jobs import pause
from shared.kafka.deadlines import CALL_SECONDS
from shared.outbox import CHANNEL, OutboxRow
from shared.outbox_claims import Claim, claim, due, settle
from shared.telemetry.logs import logger
from shared.telemetry.metrics import Reading, Series
from shared.wakeup import listen

BUCKETS_AT_ONCE: Final = 4
EVENTS_AT_ONCE: Final = 100
MAX_BACK_OFF_SECONDS: Final = 5.0
PROVED_SECONDS: Final = 5.0  # what was sent so long ago is no proof any more that Kafka is there

PUBLISHED: Final = Series("dost_relay_published", "Events this relay has published", kind="counter")
LEASES_LOST: Final = Series(
    "dost_relay_leases_lost",
    "Leases this relay lost while publishing: their events are sent twice",
    kind="counter",
)
SINCE_GOOD_ROUND: Final = Series(
    "dost_relay_since_good_round_seconds", "Seconds since a round of this relay ended well"
)

NO_DATABASE: Final = "the database does not answer"

log = logger(__name__)


class Publisher(Protocol):
    """What the relay needs of Kafka: see ``shared.kafka.producer.EventProducer``."""

    async def publish(
        self, events: Sequence[Envelope], *, seconds: float = CALL_SECONDS
    ) -> list[bool]:
        """Tell for each event whether it arrived."""
        ...

    async def answers(self, *, seconds: float = CALL_SECONDS) -> bool:
        """Tell whether Kafka answers."""
        ...

    async def close(self) -> None:
        """Let go of Kafka."""
        ...


class Relay:
    """One relay of one database.

    ``owner`` names it in leases and logs (process and host). ``interval_seconds`` is how often it
    looks without a notice; a notice is sent with every event, and may be lost.
    """

    def __init__(
        self,
        database: Database,
        producer: Publisher,
        *,
        owner: str,
        interval_seconds: float = 2.0,
        lease_seconds: float = 30.0,
        call_seconds: float = CALL_SECONDS,
    ) -> None:
        self._database = database
        self._producer = producer
        self._owner = owner
        self._interval = interval_seconds
        self._lease = lease_seconds
        self._call = call_seconds
        self._trouble: str | None = None
        self._went_well_at = time.monotonic()
        self._proved_at = float("-inf")
        self._unsettled: tuple[Sequence[Claim], Sequence[OutboxRow]] | None = None
        self.published = 0
        self.leases_lost = 0

    async def run(self, stop: asyncio.Event) -> None:
        """Publish until ``stop``; outages of Kafka and PostgreSQL are waited out."""
        wake = asyncio.Event()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(listen(self._database.engine.url, CHANNEL, wake, stop))
                group.create_task(self._loop(wake, stop))
        finally:
            await self.close()

    async def close(self) -> None:
        """Let go of Kafka; ``run`` does it at its end."""
        await self._producer.close()

    async def readiness(self) -> str | None:
        """Return None while it could publish, or does, else why not."""
        return self._trouble

    def readings(self) -> Iterable[Reading]:
        """Return what it has done since it began, for the metrics."""
        return (
            PUBLISHED.at(self.published),
            LEASES_LOST.at(self.leases_lost),
            SINCE_GOOD_ROUND.at(time.monotonic() - self._went_well_at),
        )

    async def _loop(self, wake: asyncio.Event, stop: asyncio.Event) -> None:
        failures = 0
        while not stop.is_set():
            found = await self._round()
            if self._trouble:
                failures += 1
                # Listening again means that the database is back; Kafka's return nobody tells.
                told = wake if self._trouble == NO_DATABASE else None
                await pause(stop, min(0.2 * 2**failures, MAX_BACK_OFF_SECONDS), told)
                continue
            failures = 0
            if not found:
                await pause(stop, self._interval, wake)

    async def _round(self) -> int:
        try:
            found = await self.publish_due()
            if not found:
                self._trouble = await self._silence()
        except DatabaseUnavailable:
            self._trouble = NO_DATABASE
        except Exception:
            self._trouble = "publishing fails for a reason nobody expected"
            log.exception("a round of the relay failed", owner=self._owner)
        else:
            return found
        return 0

    async def _silence(self) -> str | None:
        """Ask now and then whether Kafka is there: nothing to send is no sign of it."""
        if self._trouble is None and time.monotonic() - self._proved_at < PROVED_SECONDS:
            return None
        if not await self._producer.answers(seconds=self._call):
            return "Kafka does not answer"
        self._proved_at = time.monotonic()
        return None

    async def publish_due(self) -> int:
        """Publish what some free buckets hold; returns how many events were found.

        What was published while the database went away is settled first, once it is back: its
        buckets need not wait for the end of their lease, nor its events go out again.
        """
        if self._unsettled is not None:
            await self._settle(*self._unsettled)
        ends_at = time.monotonic() + self._lease
        async with self._database.transaction() as session:
            claims = await claim(
                session,
                owner=self._owner,
                lease_seconds=self._lease,
                buckets=BUCKETS_AT_ONCE,
            )
            rows = await due(session, claims, limit=EVENTS_AT_ONCE)
        self._tell_of_late_owners(claims)
        published = await self._publish(rows, ends_at)
        if claims:
            await self._settle(claims, published)
        if len(published) < len(rows):
            self._trouble = "Kafka does not take events"
            return len(rows)
        self._went_well_at = time.monotonic()
        if rows:
            self._trouble, self._proved_at = None, self._went_well_at
        return len(rows)

    async def _publish(self, rows: Sequence[OutboxRow], ends_at: float) -> list[OutboxRow]:
        """Send the events wave by wave while the lease lasts; return those that arrived."""
        published: list[OutboxRow] = []
        for wave in waves(rows):
            seconds = min(self._call, ends_at - time.monotonic())
            if seconds <= 0:
                break
            arrived = await self._producer.publish(
                [row.envelope() for row in wave], seconds=seconds
            )
            published += [row for row, there in zip(wave, arrived, strict=True) if there]
            if not all(arrived):
                break
        return published

    async def _settle(self, claims: Sequence[Claim], published: Sequence[OutboxRow]) -> None:
        ids: dict[int, list[int]] = defaultdict(list)
        for row in published:
            ids[row.bucket].append(row.id or 0)
        self._unsettled = (claims, published)
        async with self._database.transaction() as session:
            lost = await settle(session, claims, ids)
        self._unsettled = None
        self.published += len(published)
        self.leases_lost += len(lost)
        for one in lost:
            log.error(
                "a lease was lost while publishing: its events are sent twice",
                bucket=one.bucket,
                fence=one.fence,
                owner=self._owner,
                total=self.leases_lost,
            )

    def _tell_of_late_owners(self, claims: Sequence[Claim]) -> None:
        for one in claims:
            if one.late_owner is not None:
                log.warning(
                    "took over a bucket whose relay did not give it back",
                    bucket=one.bucket,
                    fence=one.fence,
                    owner=one.late_owner,
                )


def waves(rows: Sequence[OutboxRow]) -> list[list[OutboxRow]]:
    """Part ``rows`` so that a wave holds one event of a key: the first of each, then the second.

    An event is sent when the one before it has arrived; nothing can overtake within a key.
    """
    parted: list[list[OutboxRow]] = []
    seen: dict[str, int] = defaultdict(int)
    for row in rows:
        number = seen[row.key]
        seen[row.key] += 1
        if number == len(parted):
            parted.append([])
        parted[number].append(row)
    return parted
