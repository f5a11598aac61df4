"""One record as a consumer gets it, readable as an event or not."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from aiokafka import ConsumerRecord

from shared.events.envelope import Envelope
from shared.kafka.wire import MAX_ATTRIBUTE_BYTES, UnreadableEvent, decode


@dataclass(frozen=True)
class Record:
    """A Kafka record: where it lies (``topic``, ``partition``, ``offset``) and what it holds."""

    topic: str
    partition: int
    offset: int
    key_bytes: bytes
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]

    @cached_property
    def key(self) -> str:
        """The key as text that PostgreSQL can store and index, whatever bytes it is.

        Of a key longer than any of ours it is a digest.
        """
        if len(self.key_bytes) > MAX_ATTRIBUTE_BYTES:
            return f"blake2b:{blake2b(self.key_bytes, digest_size=16).hexdigest()}"
        return self.key_bytes.decode("utf-8", "backslashreplace").replace("\x00", r"\x00")

    @cached_property
    def identity(self) -> tuple[str, str]:
        """``(source, id)`` of the event; of an unreadable record its place and content.

        The place alone names two records when a broker lost its data and offsets began anew.
        """
        try:
            event = self.event()
        except UnreadableEvent:
            return f"kafka:{self.topic}", f"{self.partition}/{self.offset}/{self._digest()}"
        return event.source, event.id

    @property
    def event_type(self) -> str | None:
        """The CloudEvents type; None of an unreadable record."""
        try:
            return self.event().type
        except UnreadableEvent:
            return None

    def _digest(self) -> str:
        content = repr((self.key_bytes, self.value, self.headers)).encode()
        return blake2b(content, digest_size=16).hexdigest()

    def event(self) -> Envelope:
        """Return the event; raises UnreadableEvent."""
        return decode(self.topic, self.value, self.headers)


def record_of(record: ConsumerRecord) -> Record:
    """Return a record of the client as ours."""
    return Record(
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        key_bytes=record.key or b"",
        value=record.value,
        headers=tuple((name, value or b"") for name, value in record.headers),
    )
