"""Events as an account sees them: in an outbox, on a topic, and how far a consumer has come."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

CASES_TOPIC = "dost.applications.events.v1"
DELIVERIES_TOPIC = "dost.notifications.events.v1"
MEIS_TOPIC = "dost.meis.events.v1"
PASSPORTS_TOPIC = "dost.catalog.passports.v1"
TOPICS = (CASES_TOPIC, DELIVERIES_TOPIC, MEIS_TOPIC, PASSPORTS_TOPIC)

SUBMITTED = "az.dost.case.submitted.v1"
ADVANCED = "az.dost.case.advanced.v1"
MESSAGE_REQUESTED = "az.dost.case.message-requested.v1"
DELIVERED = "az.dost.message.delivered.v1"
FAILED = "az.dost.message.failed.v1"
LOOKED = "az.dost.meis.looked.v1"
PUBLISHED = "az.dost.passport.published.v1"

Place = tuple[str, int]
"""A topic and one of its partitions."""
Version = tuple[str, int]
"""A service and the number of a published version of its passport."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event in an outbox or on a topic; the last six are of its data, where it has them.

    ``recorded_at`` is system time. ``published`` is the number of a passport's version, and
    ``until_then`` those that it brings along: they are in force until it begins.
    """

    id: str
    source: str
    type: str
    key: str
    recorded_at: datetime
    case_version: int | None = None
    request_id: str | None = None
    evidence_id: str | None = None
    subsystem: str | None = None
    published: int | None = None
    until_then: tuple[int, ...] = ()

    @property
    def version(self) -> Version | None:
        """Return the version of a passport that it tells of; its key is the service."""
        return None if self.published is None else (self.key, self.published)

    @property
    def versions(self) -> tuple[Version, ...]:
        """Return every version that whoever takes it over has then."""
        own = () if self.published is None else (self.published,)
        return tuple((self.key, number) for number in (*self.until_then, *own))


@dataclass(frozen=True, slots=True)
class Seen:
    """An event on a topic, and where it lies."""

    event: Event
    place: Place
    offset: int


@dataclass(frozen=True, slots=True)
class Topics:
    """What the topics hold, each partition in order.

    ``oldest`` is there for a topic whose first records are gone: what was recorded before that
    instant cannot be looked for on it. ``committed`` says, by consumer, up to where events were
    taken over.
    """

    seen: tuple[Seen, ...] = ()
    unreadable: int = 0
    oldest: Mapping[str, datetime] = field(default_factory=dict)
    committed: Mapping[str, Mapping[Place, int]] = field(default_factory=dict)

    def of(self, topic: str, *kinds: str) -> list[Seen]:
        """Return the first appearance of each event of a topic, in the order of the partitions.

        ``kinds`` are the types wanted; without any, all are.
        """
        met: set[tuple[str, str]] = set()
        found: list[Seen] = []
        for each in self.seen:
            name = (each.event.source, each.event.id)
            if each.place[0] == topic and name not in met:
                met.add(name)
                if not kinds or each.event.type in kinds:
                    found.append(each)
        return found

    def repeated(self, topic: str) -> int:
        """Count what came again on a topic after its first appearance."""
        return sum(each.place[0] == topic for each in self.seen) - len(self.of(topic))

    def taken_over(self, consumer: str, seen: Seen) -> bool:
        """Tell whether the consumer has gone on behind this event."""
        return self.committed.get(consumer, {}).get(seen.place, 0) > seen.offset

    def may_hold(self, topic: str, recorded_at: datetime) -> bool:
        """Tell whether an event recorded then must still be on the topic."""
        oldest = self.oldest.get(topic)
        return oldest is None or recorded_at > oldest
