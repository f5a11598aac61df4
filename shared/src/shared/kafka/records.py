"""One record as a consumer gets it, readable as an event or not."""

from dataclasses import dataclass
from functools import cached_property

from shared.events.envelope import Envelope
from shared.kafka.wire import UnreadableEvent, decode


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
        """The key as text that PostgreSQL can store, whatever bytes it is."""
        return self.key_bytes.decode("utf-8", "backslashreplace").replace("\x00", r"\x00")

    @cached_property
    def identity(self) -> tuple[str, str]:
        """``(source, id)`` of the event; of an unreadable record its place."""
        try:
            event = self.event()
        except UnreadableEvent:
            return f"kafka:{self.topic}", f"{self.partition}/{self.offset}"
        return event.source, event.id

    def event(self) -> Envelope:
        """Return the event; raises UnreadableEvent."""
        return decode(self.topic, self.value, self.headers)
