"""The envelope of an event: CloudEvents 1.0 attributes around typed data."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict


class EventData(BaseModel):
    """The data of one event type.

    ``type`` is the CloudEvents type and carries the version; ``topic`` is where it travels. Fields
    unknown to this reader survive, so that an older consumer passes on what a newer one wrote.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    type: ClassVar[str]
    topic: ClassVar[str]


@dataclass(frozen=True, slots=True)
class Envelope:
    """One event as it is recorded, travels and is consumed.

    ``(source, id)`` identifies it; ``key`` orders it (the case id or the service id); ``time`` is
    business time, ``recorded_at`` system time. ``data`` is None for a tombstone of a compacted
    topic. ``extensions`` are further CloudEvents attributes: lower-case letters and digits only.
    """

    id: str
    source: str
    type: str
    topic: str
    key: str
    time: datetime
    recorded_at: datetime
    data: dict[str, Any] | None
    traceparent: str | None = None
    extensions: dict[str, str] = field(default_factory=dict)
