"""Taking a record over: once, in the transaction of its effect, or parking its key."""

import asyncio
from dataclasses import dataclass
from typing import Final

from shared.database import Database, DatabaseUnavailable
from shared.errors import DomainError, Kind
from shared.events.envelope import Envelope
from shared.inbox import first_time
from shared.kafka.parked import Handler, is_parked, park
from shared.kafka.records import Record
from shared.kafka.wire import UnreadableEvent
from shared.telemetry.logs import logger
from shared.telemetry.trace import following

ATTEMPTS: Final = 3
HANDLER_SECONDS: Final = 30.0
_PAUSES: Final = (0.1, 0.5)

log = logger(__name__)


class NotNow(Exception):
    """Something the handler needs is away; the record is handled later, not parked.

    ``why`` is for readiness: it names no data.
    """

    def __init__(self, why: str = "what the handler needs does not answer") -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Taking:
    """How one consumer (a Kafka group) takes records over."""

    database: Database
    consumer: str
    handler: Handler
    handler_seconds: float = HANDLER_SECONDS

    async def take(self, record: Record) -> None:
        """Handle the record, or find that it was, or park it; all of it committed on return.

        Raises NotNow when the database, or a service the handler needs, does not answer, and when
        the record can neither be handled nor parked: it is held until somebody has looked at it.
        """
        try:
            event = record.event()
        except UnreadableEvent as error:
            await self._park(record, error, attempts=1)
            return
        with following(event.traceparent):
            await self._handle(record, event)

    async def _handle(self, record: Record, event: Envelope) -> None:
        failure: Exception | None = None
        for attempt in range(ATTEMPTS):
            if attempt:
                await asyncio.sleep(_PAUSES[attempt - 1])
            try:
                await self._once(record, event)
            except Exception as error:  # whatever a handler raises is a reason to park
                if is_outage(error):
                    raise NotNow from error
                failure = error
            else:
                return
        if failure is not None:
            await self._park(record, failure, attempts=ATTEMPTS)

    async def _once(self, record: Record, event: Envelope) -> None:
        async with asyncio.timeout(self.handler_seconds), self.database.transaction() as session:
            if not await first_time(
                session, consumer=self.consumer, source=event.source, event_id=event.id
            ):
                return
            if await is_parked(session, consumer=self.consumer, topic=record.topic, key=record.key):
                await park(session, record, consumer=self.consumer, error=None, attempts=0)
                return
            await self.handler(session, event)

    async def _park(self, record: Record, error: Exception, *, attempts: int) -> None:
        source, event_id = record.identity
        try:
            async with self.database.transaction() as session:
                if not await first_time(
                    session, consumer=self.consumer, source=source, event_id=event_id
                ):
                    return
                await park(session, record, consumer=self.consumer, error=error, attempts=attempts)
        except DatabaseUnavailable as outage:
            raise NotNow from outage
        except Exception as refusal:  # the last resort: a worker that dies of it would die again
            raise NotNow("a record can neither be handled nor parked") from refusal
        log.error(
            "parked an event that cannot be handled",
            consumer=self.consumer,
            topic=record.topic,
            partition=record.partition,
            offset=record.offset,
            attempts=attempts,
            exc_info=error,
        )


def is_outage(error: Exception) -> bool:
    """Tell whether a handler failed for now only: something it needs is away."""
    return isinstance(error, DomainError) and error.kind is Kind.UNAVAILABLE
