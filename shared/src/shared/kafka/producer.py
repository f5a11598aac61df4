"""Sending events: idempotent, acknowledged by all replicas, and never waited for without limit."""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from shared.events.envelope import Envelope
from shared.kafka.deadlines import CALL_SECONDS, STOP_SECONDS, KafkaUnavailable, ended
from shared.kafka.wire import encode
from shared.telemetry.logs import logger

REQUEST_MS: Final = 4000  # below STOP_SECONDS

log = logger(__name__)

Sent = list["asyncio.Future[Any]"]


class EventProducer:
    """The producer of one relay; it connects when it is first needed, and again after a failure.

    Used by one task at a time.
    """

    def __init__(self, bootstrap: str, *, client_id: str) -> None:
        self._bootstrap = bootstrap
        self._client_id = client_id
        self._producer: AIOKafkaProducer | None = None
        self._starting: asyncio.Task[None] | None = None

    async def publish(
        self, events: Sequence[Envelope], *, seconds: float = CALL_SECONDS
    ) -> list[bool]:
        """Send ``events`` side by side; tell for each, in their order, whether Kafka has it.

        Give it one event of a key at a time: what is refused and sent again must not come after a
        later event of its key. False means *not known*: the event may arrive all the same, so the
        caller sends it again and consumers absorb the double.
        """
        sent: Sent = []
        try:
            async with asyncio.timeout(seconds):
                await self._send(events, sent)
        except (KafkaError, TimeoutError, OSError) as error:
            log.warning("Kafka did not take events", count=len(events), exc_info=error)
        arrived = [_arrived(future) for future in sent]
        arrived += [False] * (len(events) - len(sent))
        if not all(arrived):
            await self._abandon(sent)
        return arrived

    async def answers(self, *, seconds: float = CALL_SECONDS) -> bool:
        """Tell whether Kafka answers: asked while there is nothing to send."""
        try:
            async with asyncio.timeout(seconds):
                producer = await self._connected()
                await producer.client.fetch_all_metadata()
        except (KafkaError, TimeoutError, OSError) as error:
            log.warning("Kafka does not answer", exc_info=error)
            await self._abandon([])
            return False
        return True

    async def close(self) -> None:
        """Say good-bye to Kafka, or give that up after some seconds."""
        producer, self._producer = self._producer, None
        starting, self._starting = self._starting, None
        if producer is None:
            return
        if starting is not None:
            # Cut in the middle, the client would leave a connection behind: its own limit ends it.
            await asyncio.wait([starting], timeout=STOP_SECONDS)
            starting.cancel()
            _arrived(starting)  # looks at the failure: ``publish`` has told of it
        if not await ended(producer.stop()):
            await ended(producer.client.close())

    async def _send(self, events: Sequence[Envelope], sent: Sent) -> None:
        producer = await self._connected()
        for event in events:
            record = encode(event)
            sent.append(
                await producer.send(
                    event.topic, record.value, key=record.key, headers=record.headers
                )
            )
        if sent:
            await asyncio.wait(sent)

    async def _connected(self) -> AIOKafkaProducer:
        if self._producer is None or self._starting is None:
            self._producer = AIOKafkaProducer(
                bootstrap_servers=self._bootstrap,
                client_id=self._client_id,
                acks="all",
                enable_idempotence=True,
                request_timeout_ms=REQUEST_MS,
            )
            self._starting = asyncio.ensure_future(self._producer.start())
        await asyncio.shield(self._starting)
        return self._producer

    async def _abandon(self, sent: Sent) -> None:
        """Drop the producer with everything it still holds.

        An idempotent producer repeats for ever, and its ``stop`` waits for that (aiokafka#1101):
        events we gave up would arrive much later, after newer ones another relay has sent.
        """
        producer = self._producer
        if producer is None:
            return
        sender = producer._sender.sender_task  # noqa: SLF001 - no public way to end the repeating
        if sender is not None:
            sender.cancel()
        queue = producer._message_accumulator  # noqa: SLF001 - as above: stop() would flush it
        queue.fail_all(KafkaUnavailable())
        for future in sent:
            _arrived(future)  # looks at the failure, so that nobody reports it as unseen
        await self.close()


def _arrived(future: "asyncio.Future[Any]") -> bool:
    return future.done() and not future.cancelled() and future.exception() is None
