"""One member of a consumer group: the client's calls, each with a limit, and an end that ends it.

A member outlives an outage of Kafka: the broker knows it again afterwards, so that it goes on at
once. A new member would have to wait until the broker has missed the old one.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import CommitFailedError, IllegalStateError, KafkaError

from shared.kafka.deadlines import KafkaUnavailable, ended
from shared.telemetry.logs import logger

POLL_SECONDS: Final = 0.5
REBALANCE_SECONDS: Final = 40.0  # a poll waits for a rebalance, and that for a worker that died
TURNS_IN_A_POLL: Final = 5  # so far below the time between two polls all else must stay
RECORDS_AT_ONCE: Final = 100
RETRY_MS: Final = 500  # of an absent broker; the client writes a line for each time it asks
_GRACE_SECONDS: Final = 1.0  # the client's own limit comes first and says what was slow

Batches = dict[TopicPartition, list[ConsumerRecord]]
Offsets = dict[TopicPartition, int]

log = logger(__name__)


@dataclass(frozen=True, slots=True)
class View:
    """Where a member stands: offsets to read next and the ends, of each partition it has."""

    positions: Offsets
    ends: Offsets
    moving: frozenset[TopicPartition]
    """The partitions that are not paused."""


class Member:
    """A client of ``group`` that reads ``topics``; used by one task, from ``join`` to ``leave``."""

    def __init__(
        self,
        bootstrap: str,
        group: str,
        topics: Sequence[str],
        *,
        call_seconds: float,
        session_seconds: float,
        poll_seconds: float,
    ) -> None:
        self._group = group
        self._call_seconds = call_seconds
        # Who waits here does not poll, and who does not poll is let into no rebalance.
        self._place_seconds = min(REBALANCE_SECONDS, poll_seconds / TURNS_IN_A_POLL)
        self._untold: Offsets = {}
        self._client = AIOKafkaConsumer(
            *topics,
            bootstrap_servers=bootstrap,
            group_id=group,
            client_id=group,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            request_timeout_ms=int(call_seconds * 1000),
            session_timeout_ms=int(session_seconds * 1000),
            heartbeat_interval_ms=int(session_seconds * 300),
            max_poll_interval_ms=int(poll_seconds * 1000),
            retry_backoff_ms=RETRY_MS,
        )

    async def join(self) -> None:
        """Connect and get partitions; raises KafkaError, OSError or TimeoutError."""
        async with asyncio.timeout(3 * self._call_seconds):
            await self._client.start()

    async def leave(self) -> None:
        """Say good-bye, or give that up after some seconds; nothing goes on afterwards."""
        if await ended(self._client.stop()):
            return
        # It waits for answers of a broker that is silent. What it did not come to end would go on
        # asking, and keep its connections.
        coordinator, fetcher = self._client._coordinator, self._client._fetcher  # noqa: SLF001 - as above
        if coordinator is not None:
            await ended(coordinator._stop_heartbeat_task())  # noqa: SLF001 - as above
            await ended(coordinator._stop_commit_offsets_refresh_task())  # noqa: SLF001 - as above
        if fetcher is not None:
            await ended(fetcher.close())
        await ended(self._client._client.close())  # noqa: SLF001 - as above

    def is_lost(self) -> bool:
        """Tell whether the client can find no broker any more: its task that looks for them has ended.

        It dies of an error it does not expect (uvloop's RuntimeError when a connection is gone under
        its hands), says nothing, and every later call waits for it in vain.
        """
        looking = self._client._client._sync_task  # noqa: SLF001 - the client tells nobody
        return looking is not None and looking.done()

    def assigned(self) -> frozenset[TopicPartition]:
        """Return the partitions this member has now."""
        return frozenset(self._client.assignment())

    def paused(self) -> frozenset[TopicPartition]:
        """Return the partitions that are held."""
        return frozenset(self._client.paused())

    def pause(self) -> None:
        """Hold every partition; ``fetch`` brings nothing, and the membership stays."""
        self._client.pause(*self._client.assignment())

    def resume(self) -> None:
        """Go on with every partition."""
        self._client.resume(*self._client.paused())

    def go_back(self, partition: TopicPartition, offset: int) -> None:
        """Read a partition from ``offset`` again, unless another worker has it now."""
        if partition in self._client.assignment():
            self._client.seek(partition, offset)

    async def fetch(self) -> Batches:
        """Return what there is of every partition: the client would serve one after the other.

        Raises KafkaError when the client gave up, TimeoutError when a rebalance does not end.
        """
        async with asyncio.timeout(REBALANCE_SECONDS):
            batches: Batches = await self._client.getmany(
                timeout_ms=int(POLL_SECONDS * 1000), max_records=RECORDS_AT_ONCE
            )
            if batches:
                for partition in self._client.assignment() - batches.keys():
                    batches |= await self._client.getmany(partition, max_records=RECORDS_AT_ONCE)
        return batches

    async def commit(self, taken: Mapping[TopicPartition, int]) -> bool:
        """Tell Kafka how far we are; returns whether it had to be asked.

        What it could not be told is told with the next call; what a rebalance took away is taken
        over by its new owner. Raises KafkaUnavailable.
        """
        assigned = self._client.assignment()
        self._untold = {p: at for p, at in {**self._untold, **taken}.items() if p in assigned}
        if not self._untold:
            return False
        try:
            async with asyncio.timeout(self._call_seconds + _GRACE_SECONDS):
                await self._client.commit(self._untold)
        except (CommitFailedError, IllegalStateError) as error:
            log.warning(
                "offsets were not committed: a rebalance", consumer=self._group, exc_info=error
            )
        except (KafkaError, TimeoutError, OSError) as error:
            raise KafkaUnavailable from error
        self._untold = {}
        return True

    async def look(self) -> View | None:
        """Ask Kafka for the ends; None when a rebalance took a partition away meanwhile.

        Raises KafkaUnavailable, also when there is no partition to ask for.
        """
        assigned = frozenset(self._client.assignment())
        try:
            async with asyncio.timeout(self._call_seconds + _GRACE_SECONDS):
                ends = await self._ends(assigned)
            async with asyncio.timeout(self._place_seconds):
                positions = {place: await self._client.position(place) for place in assigned}
        except IllegalStateError:
            return None
        except (KafkaError, TimeoutError, OSError) as error:
            raise KafkaUnavailable from error
        return View(positions, ends, assigned - self._client.paused())

    def known_ends(self, partitions: Iterable[TopicPartition]) -> dict[TopicPartition, int | None]:
        """Return the ends as the last fetch saw them: no question to the broker."""
        assigned = self._client.assignment()
        return {place: self._client.highwater(place) for place in partitions if place in assigned}

    async def _ends(self, assigned: frozenset[TopicPartition]) -> Offsets:
        if not assigned:
            await self._client.topics()  # no partition is no sign that the broker is there
            return {}
        ends: Offsets = await self._client.end_offsets(assigned)
        return ends
