"""The consumer of one group: the database first, the offset after it, and never stuck in silence.

One turn of the loop: fetch a batch, take over its records (a partition in order, partitions side by
side), commit the offsets of what was taken over. A record that was taken over and whose offset was
not committed comes again and is a no-op (``shared.inbox``).
"""

import asyncio
import time
from collections.abc import Iterable, Sequence
from typing import Final

from aiokafka import ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError

from shared.database import Database, DatabaseUnavailable
from shared.jobs import pause
from shared.kafka.deadlines import CALL_SECONDS, KafkaUnavailable
from shared.kafka.member import RECORDS_AT_ONCE, TURNS_IN_A_POLL, Batches, Member, Offsets
from shared.kafka.parked import Handler
from shared.kafka.progress import Progress
from shared.kafka.records import record_of
from shared.kafka.standing import Standings
from shared.kafka.taking import HANDLER_SECONDS, NotNow, Taking
from shared.telemetry.logs import logger
from shared.telemetry.metrics import Reading

SESSION_SECONDS: Final = 10.0
POLL_SECONDS: Final = 300.0  # without a poll; then a member leaves its group
TURN_SECONDS: Final = 60.0  # of handling between two polls
PARTITIONS_AT_ONCE: Final = 4
LOOK_SECONDS: Final = 3.0  # between two questions whether we get on
WATCH_SECONDS: Final = 10.0
SILENCE_SECONDS: Final = 120.0  # of Kafka; then a new client begins with the bootstrap address
FROZEN_SECONDS: Final = 300.0  # without a turn: the process must end and be started again
MAX_BACK_OFF_SECONDS: Final = 5.0

log = logger(__name__)


class ConsumerStalled(Exception):
    """The client does not get on although there is more to read, or it never can; it is replaced."""


class ConsumerFrozen(RuntimeError):
    """The loop itself stands still; the process must be started again."""


class ConsumerRunner:
    """Consumes ``topics`` as ``group``; ``handler`` gets each event once, in its transaction.

    A key whose event fails is parked with its later events; an outage of the database (or of what
    the handler needs: a DomainError of kind UNAVAILABLE) pauses the partitions and keeps the
    membership.
    """

    def __init__(
        self,
        bootstrap: str,
        database: Database,
        *,
        group: str,
        topics: Sequence[str],
        handler: Handler,
        handler_seconds: float = HANDLER_SECONDS,
        call_seconds: float = CALL_SECONDS,
        session_seconds: float = SESSION_SECONDS,
        poll_seconds: float = POLL_SECONDS,
        progress: Progress[TopicPartition] | None = None,
    ) -> None:
        self._bootstrap = bootstrap
        self._database = database
        self._group = group
        self._topics = list(topics)
        self._taking = Taking(database, group, handler, handler_seconds)
        self._call_seconds = call_seconds
        self._session_seconds = session_seconds
        self._poll_seconds = poll_seconds
        self._turn_seconds = min(TURN_SECONDS, poll_seconds / TURNS_IN_A_POLL)
        self._progress = progress or Progress()
        self._standings: Standings[TopicPartition] = Standings(group)
        self._trouble: str | None = "not connected to Kafka yet"
        self._held = False
        self._outages = 0
        self._resume_at = 0.0
        self._looked_at = 0.0
        self._silent_since: float | None = None
        self._turned_at = time.monotonic()
        self._side_by_side = asyncio.Semaphore(PARTITIONS_AT_ONCE)

    async def readiness(self) -> str | None:
        """Return None while the consumer gets on, else why not."""
        silent = time.monotonic() - self._turned_at
        if silent > TURN_SECONDS + WATCH_SECONDS:
            return f"no turn for {silent:.0f} s"
        return self._trouble

    def readings(self) -> Iterable[Reading]:
        """Return where it stands on each of its partitions, for the metrics."""
        return self._standings.readings()

    async def run(self, stop: asyncio.Event) -> None:
        """Consume until ``stop``; outages of Kafka and PostgreSQL are waited out.

        Raises ConsumerFrozen (in an ExceptionGroup) when the loop stands still.
        """
        async with asyncio.TaskGroup() as group:
            watch = group.create_task(self._watch(stop))
            await self._consume_again_and_again(stop)
            watch.cancel()

    async def _watch(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await pause(stop, WATCH_SECONDS)
            if time.monotonic() - self._turned_at > FROZEN_SECONDS:
                raise ConsumerFrozen(self._group)

    async def _consume_again_and_again(self, stop: asyncio.Event) -> None:
        failures = 0
        while not stop.is_set():
            self._turned_at = started = time.monotonic()
            try:
                await self._consume(stop)
            except (KafkaError, TimeoutError, OSError, ConsumerStalled) as error:
                self._silent_since = None
                self._trouble = f"Kafka: {type(error).__name__}"
                log.warning("consuming was cut", consumer=self._group, exc_info=error)
                failures = 1 if time.monotonic() - started > WATCH_SECONDS else failures + 1
                await pause(stop, min(0.2 * 2**failures, MAX_BACK_OFF_SECONDS))

    async def _consume(self, stop: asyncio.Event) -> None:
        member = Member(
            self._bootstrap,
            self._group,
            self._topics,
            call_seconds=self._call_seconds,
            session_seconds=self._session_seconds,
            poll_seconds=self._poll_seconds,
        )
        try:
            await member.join()
            self._kafka_answers()
            self._progress.begins_anew()
            while not stop.is_set():
                await self._turn(member, stop)
        finally:
            await member.leave()

    async def _turn(self, member: Member, stop: asyncio.Event) -> None:
        self._turned_at = time.monotonic()
        if member.is_lost():
            raise ConsumerStalled(self._group)
        if self._held:
            await self._resume_or_wait(member)
        batches = await member.fetch()
        taken: Offsets = {}
        if batches:
            taken = await self._take(member, batches, stop)
            self._standings.note(taken, member.known_ends(taken))
            self._back_off_if_held()
        try:
            if await member.commit(taken):
                self._kafka_answers()
            if any(len(records) == RECORDS_AT_ONCE for records in batches.values()):
                self._progress.begins_anew()  # there is more than we can handle: busy is not stuck
            elif not stop.is_set():
                await self._look_now_and_then(member)
        except KafkaUnavailable as silence:
            self._kafka_is_silent(silence)
        self._standings.keep(member.assigned(), member.paused())

    async def _take(self, member: Member, batches: Batches, stop: asyncio.Event) -> Offsets:
        """Take the records over; return for each partition the offset to go on from."""
        until = time.monotonic() + self._turn_seconds
        async with asyncio.TaskGroup() as group:
            tasks = {
                partition: group.create_task(self._take_in_order(records, until, stop))
                for partition, records in batches.items()
            }
        offsets = {partition: task.result() for partition, task in tasks.items()}
        for partition, records in batches.items():
            if offsets[partition] <= records[-1].offset:
                member.go_back(partition, offsets[partition])
        return {p: offset for p, offset in offsets.items() if offset > batches[p][0].offset}

    async def _take_in_order(
        self, records: Sequence[ConsumerRecord], until: float, stop: asyncio.Event
    ) -> int:
        async with self._side_by_side:
            for record in records:
                if stop.is_set() or self._held or time.monotonic() > until:
                    return int(record.offset)
                try:
                    await self._taking.take(record_of(record))
                except NotNow as outage:
                    self._hold(outage)
                    return int(record.offset)
        return int(records[-1].offset) + 1

    def _kafka_answers(self) -> None:
        if self._silent_since is not None:
            log.info("Kafka answers again", consumer=self._group)
            self._progress.begins_anew()  # nobody could get on meanwhile
        self._silent_since = None
        if not self._held:  # what was held may belong to another worker since a rebalance
            self._trouble = None

    def _kafka_is_silent(self, silence: KafkaUnavailable) -> None:
        """Say so and go on with the same client; replace it when that does not help."""
        now = time.monotonic()
        if self._silent_since is None:
            log.warning("Kafka does not answer", consumer=self._group, exc_info=silence)
            self._silent_since = now
        self._trouble = f"Kafka: {type(silence.__cause__ or silence).__name__}"
        self._looked_at = 0.0
        if now - self._silent_since > SILENCE_SECONDS:
            raise ConsumerStalled(self._group)

    def _hold(self, outage: NotNow) -> None:
        self._held = True
        self._trouble = outage.why
        log.warning("paused: a record cannot be handled now", consumer=self._group, exc_info=outage)

    def _back_off_if_held(self) -> None:
        self._outages = self._outages + 1 if self._held else 0
        if not self._held and self._silent_since is None:
            self._trouble = None  # not on resuming: what is tried in vain again is no good news
        self._resume_at = time.monotonic() + min(0.5 * 2**self._outages, MAX_BACK_OFF_SECONDS)

    async def _resume_or_wait(self, member: Member) -> None:
        """While something is away, hold the partitions and keep polling: the membership stays."""
        if time.monotonic() < self._resume_at or not await self._database_answers():
            member.pause()
            return
        member.resume()
        self._held = False

    async def _database_answers(self) -> bool:
        try:
            await self._database.ping()
        except DatabaseUnavailable:
            return False
        return True

    async def _look_now_and_then(self, member: Member) -> None:
        now = time.monotonic()
        if now - self._looked_at < LOOK_SECONDS:
            return
        view = await member.look()
        self._looked_at = now
        if view is None:
            return
        self._kafka_answers()
        self._standings.note(view.positions, view.ends)
        moving = {place: view.positions[place] for place in view.moving}
        if self._progress.stalls(moving, view.ends, now):
            raise ConsumerStalled(self._group)
        if self._progress.idles(assigned=bool(view.positions), now=now):
            raise ConsumerStalled(self._group)
