"""Where a consumer stands on each of its partitions, for the metrics.

What is noted here decides nothing: ``shared.kafka.progress`` judges whether a consumer gets on.
"""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

from shared.telemetry.metrics import Reading, Series

_PLACE: Final = ("consumer", "topic", "partition")

POSITION: Final = Series(
    "dost_consumer_position", "Offset of the next record of a partition to take over", _PLACE
)
LAG: Final = Series(
    "dost_consumer_lag", "Records of a partition that were not taken over yet", _PLACE
)
STILL: Final = Series(
    "dost_consumer_still_seconds",
    "Seconds since the consumer moved on a partition, or was seen to have read all of it",
    _PLACE,
)
PAUSED: Final = Series(
    "dost_consumer_paused", "1 while a partition is held because something is away", _PLACE
)


class Place(Protocol):
    """A partition of a topic, as the client names it."""

    @property
    def topic(self) -> str: ...

    @property
    def partition(self) -> int: ...


PlaceT = TypeVar("PlaceT", bound=Place)


@dataclass(slots=True)
class _Standing:
    position: int
    end: int
    moved_at: float


class Standings(Generic[PlaceT]):
    """Notes positions and ends of the partitions a consumer has; offsets, monotonic seconds."""

    def __init__(self, consumer: str) -> None:
        self._consumer = consumer
        self._standings: dict[PlaceT, _Standing] = {}
        self._paused: frozenset[PlaceT] = frozenset()

    def note(self, positions: Mapping[PlaceT, int], ends: Mapping[PlaceT, int | None]) -> None:
        """Note how far partitions are; an end that is not known stays what it was."""
        now = time.monotonic()
        for place, position in positions.items():
            before = self._standings.get(place) or _Standing(position, position, now)
            end = max(ends.get(place) or before.end, position)
            still = position == before.position and position < end
            self._standings[place] = _Standing(position, end, before.moved_at if still else now)

    def keep(self, assigned: Iterable[PlaceT], paused: Iterable[PlaceT]) -> None:
        """Forget what another worker has now, and note what is held."""
        mine = frozenset(assigned)
        self._standings = {p: standing for p, standing in self._standings.items() if p in mine}
        self._paused = frozenset(paused)

    def readings(self) -> Iterable[Reading]:
        """Return four readings for each partition that was looked at."""
        now = time.monotonic()
        for place, standing in self._standings.items():
            labels = (self._consumer, place.topic, str(place.partition))
            yield POSITION.at(standing.position, *labels)
            yield LAG.at(standing.end - standing.position, *labels)
            yield STILL.at(now - standing.moved_at, *labels)
            yield PAUSED.at(place in self._paused, *labels)
