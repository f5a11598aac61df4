"""The consumer of one group: the database first, the offset after it, and never stuck in silence.

One turn of the loop: fetch a batch, take over its records (a partition in order, partitions side by
side), commit the offsets of what was taken over. A record that was taken over and whose offset was
not committed comes again and is a no-op (``shared.inbox``).
"""

import asyncio
import time
from collections.abc import Iterable, Sequence
from typing import Final

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import CommitFailedError, IllegalStateError, KafkaError

from shared.database import Database, DatabaseUnavailable
from shared.jobs import pause
from shared.kafka.deadlines import CALL_SECONDS, ended
from shared.kafka.parked import Handler
from shared.kafka.progress import Progress
from shared.kafka.records import Record
from shared.kafka.standing import Standings
from shared.kafka.taking import HANDLER_SECONDS, NotNow, Taking
from shared.telemetry.logs import logger
from shared.telemetry.metrics import Reading

POLL_SECONDS: Final = 0.5
SESSION_SECONDS: Final = 10.0
REBALANCE_SECONDS: Final = 40.0  # a poll waits for a rebalance, and that for a worker that died
TURN_SECONDS: Final = 60.0  # of handling between two polls, far below max_poll_interval_ms
RECORDS_AT_ONCE: Final = 100
PARTITIONS_AT_ONCE: Final = 4
WATCH_SECONDS: Final = 10.0
FROZEN_SECONDS: Final = 300.0  # without a turn: the process must end and be started again
MAX_BACK_OFF_SECONDS: Final = 10.0

Batches = dict[TopicPartition, list[ConsumerRecord]]

log = logger(__name__)


class ConsumerStalled(Exception):
    """The client does not get on although there is more to read; it is replaced."""


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
        progress: Progress[TopicPartition] | None = None,
    ) -> None:
        self._bootstrap = bootstrap
        self._database = database
        self._group = group
        self._topics = list(topics)
        self._taking = Taking(database, group, handler, handler_seconds)
        self._call_seconds = call_seconds
        self._session_seconds = session_seconds
        self._progress = progress or Progress()
        self._standings: Standings[TopicPartition] = Standings(group)
        self._trouble: str | None = "not connected to Kafka yet"
        self._held = False
        self._outages = 0
        self._resume_at = 0.0
        self._watched_at = 0.0
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
                self._trouble = f"Kafka: {type(error).__name__}"
                log.warning("consuming was cut", consumer=self._group, exc_info=error)
                failures = 1 if time.monotonic() - started > WATCH_SECONDS else failures + 1
                await pause(stop, min(0.2 * 2**failures, MAX_BACK_OFF_SECONDS))

    async def _consume(self, stop: asyncio.Event) -> None:
        consumer = self._consumer()
        try:
            async with asyncio.timeout(3 * self._call_seconds):
                await consumer.start()
            self._trouble = None
            self._progress.begins_anew()
            while not stop.is_set():
                await self._turn(consumer, stop)
        finally:
            await ended(consumer.stop())

    def _consumer(self) -> AIOKafkaConsumer:
        return AIOKafkaConsumer(
            *self._topics,
            bootstrap_servers=self._bootstrap,
            group_id=self._group,
            client_id=self._group,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            request_timeout_ms=int(self._call_seconds * 1000),
            session_timeout_ms=int(self._session_seconds * 1000),
            heartbeat_interval_ms=int(self._session_seconds * 300),
            max_poll_interval_ms=300_000,
        )

    async def _turn(self, consumer: AIOKafkaConsumer, stop: asyncio.Event) -> None:
        self._turned_at = time.monotonic()
        if self._held:
            await self._resume_or_wait(consumer)
        batches = await _fetch(consumer)
        if batches:
            taken = await self._take(consumer, batches, stop)
            self._standings.note(taken, _known_ends(consumer, taken))
            await self._commit(consumer, taken)
            self._back_off_if_held()
        if any(len(records) == RECORDS_AT_ONCE for records in batches.values()):
            self._progress.begins_anew()  # there is more than we can handle: busy is not stuck
        else:
            await self._check_progress(consumer)
        self._standings.keep(consumer.assignment(), consumer.paused())

    async def _take(
        self, consumer: AIOKafkaConsumer, batches: Batches, stop: asyncio.Event
    ) -> dict[TopicPartition, int]:
        """Take the records over; return for each partition the offset to go on from."""
        until = time.monotonic() + TURN_SECONDS
        async with asyncio.TaskGroup() as group:
            tasks = {
                partition: group.create_task(self._take_in_order(records, until, stop))
                for partition, records in batches.items()
            }
        offsets = {partition: task.result() for partition, task in tasks.items()}
        for partition, records in batches.items():
            if offsets[partition] <= records[-1].offset:
                _go_back(consumer, partition, offsets[partition])
        return {p: offset for p, offset in offsets.items() if offset > batches[p][0].offset}

    async def _take_in_order(
        self, records: Sequence[ConsumerRecord], until: float, stop: asyncio.Event
    ) -> int:
        async with self._side_by_side:
            for record in records:
                if stop.is_set() or self._held or time.monotonic() > until:
                    return int(record.offset)
                try:
                    await self._taking.take(_record(record))
                except NotNow as outage:
                    self._hold(outage)
                    return int(record.offset)
        return int(records[-1].offset) + 1

    async def _commit(self, consumer: AIOKafkaConsumer, offsets: dict[TopicPartition, int]) -> None:
        """Tell Kafka how far we are; what a rebalance took away is taken over by its new owner."""
        mine = {p: offset for p, offset in offsets.items() if p in consumer.assignment()}
        if not mine:
            return
        try:
            async with asyncio.timeout(self._call_seconds):
                await consumer.commit(mine)
        except (CommitFailedError, IllegalStateError) as error:
            log.warning(
                "offsets were not committed: a rebalance", consumer=self._group, exc_info=error
            )

    def _hold(self, outage: NotNow) -> None:
        self._held = True
        self._trouble = outage.why
        log.warning("paused: a record cannot be handled now", consumer=self._group, exc_info=outage)

    def _back_off_if_held(self) -> None:
        self._outages = self._outages + 1 if self._held else 0
        if not self._held:  # not on resuming: what is tried in vain again is no good news
            self._trouble = None
        self._resume_at = time.monotonic() + min(0.5 * 2**self._outages, MAX_BACK_OFF_SECONDS)

    async def _resume_or_wait(self, consumer: AIOKafkaConsumer) -> None:
        """While something is away, hold the partitions and keep polling: the membership stays."""
        if time.monotonic() < self._resume_at or not await self._database_answers():
            consumer.pause(*consumer.assignment())
            return
        consumer.resume(*consumer.paused())
        self._held = False

    async def _database_answers(self) -> bool:
        try:
            await self._database.ping()
        except DatabaseUnavailable:
            return False
        return True

    async def _check_progress(self, consumer: AIOKafkaConsumer) -> None:
        now = time.monotonic()
        if now - self._watched_at < WATCH_SECONDS:
            return
        self._watched_at = now
        assigned = consumer.assignment()
        moving = assigned - consumer.paused()
        try:
            async with asyncio.timeout(REBALANCE_SECONDS):
                ends = await consumer.end_offsets(assigned) if assigned else {}
                positions = {place: await consumer.position(place) for place in assigned}
        except IllegalStateError:  # a rebalance took a partition away meanwhile
            return
        self._standings.note(positions, ends)
        if self._progress.stalls({place: positions[place] for place in moving}, ends, now):
            raise ConsumerStalled(self._group)
        if self._progress.idles(assigned=bool(assigned), now=now):
            raise ConsumerStalled(self._group)
        if not self._held:  # what was held may belong to another worker since a rebalance
            self._trouble = None


async def _fetch(consumer: AIOKafkaConsumer) -> Batches:
    """Return what there is of every partition: the client alone would serve one after the other."""
    async with asyncio.timeout(REBALANCE_SECONDS):
        batches: Batches = await consumer.getmany(
            timeout_ms=int(POLL_SECONDS * 1000), max_records=RECORDS_AT_ONCE
        )
        if batches:
            for partition in consumer.assignment() - batches.keys():
                batches |= await consumer.getmany(partition, max_records=RECORDS_AT_ONCE)
    return batches


def _known_ends(
    consumer: AIOKafkaConsumer, partitions: Iterable[TopicPartition]
) -> dict[TopicPartition, int | None]:
    """Return the ends as the last fetch saw them: no question to the broker."""
    assigned = consumer.assignment()
    return {place: consumer.highwater(place) for place in partitions if place in assigned}


def _go_back(consumer: AIOKafkaConsumer, partition: TopicPartition, offset: int) -> None:
    if partition in consumer.assignment():
        consumer.seek(partition, offset)


def _record(record: ConsumerRecord) -> Record:
    return Record(
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        key_bytes=record.key or b"",
        value=record.value,
        headers=tuple((name, value or b"") for name, value in record.headers),
    )
