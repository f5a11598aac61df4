"""Events for tests of the machinery: a counter of one key."""

from datetime import UTC, datetime
from typing import ClassVar
from uuid import uuid4

from shared.events.envelope import Envelope, EventData

MORNING = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)


class Counted(EventData):
    """The ``number``-th event of a key."""

    type: ClassVar[str] = "az.dost.test.counted.v1"
    topic: ClassVar[str] = "test.counted.v1"

    number: int


def counted(
    key: str, number: int, *, topic: str = Counted.topic, traceparent: str | None = None
) -> Envelope:
    """Return the envelope of the ``number``-th event of ``key``."""
    return Envelope(
        id=str(uuid4()),
        source="tests",
        type=Counted.type,
        topic=topic,
        key=key,
        time=MORNING,
        recorded_at=MORNING,
        data={"number": number},
        traceparent=traceparent,
    )
