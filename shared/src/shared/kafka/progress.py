"""Is a consumer getting on? Its position against the end, not whether its task is alive.

After a restart or a rebalance a consumer of the client may sit still without an error (aiokafka#1154).
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Place = TypeVar("Place")


@dataclass(slots=True)
class Progress(Generic[Place]):
    """Watches positions; ``Place`` is a partition. Times are monotonic seconds.

    ``stalled_after`` seconds without a step on a partition that holds more is a stall;
    ``idle_after`` seconds without any partition is one too: rejoining costs little.
    """

    stalled_after: float = 60.0
    idle_after: float = 300.0
    _positions: dict[Place, int] = field(default_factory=dict)
    _moved_at: dict[Place, float] = field(default_factory=dict)
    _assigned_at: float = field(default_factory=time.monotonic)

    def stalls(self, positions: Mapping[Place, int], ends: Mapping[Place, int], now: float) -> bool:
        """Note the positions of the partitions that should move; tell whether one does not.

        A partition that is left out (paused, or another's now) begins anew when it comes back.
        """
        for place, position in positions.items():
            if self._positions.get(place) != position or position >= ends[place]:
                self._moved_at[place] = now
        self._positions = dict(positions)
        return any(now - self._moved_at[place] >= self.stalled_after for place in positions)

    def idles(self, *, assigned: bool, now: float) -> bool:
        """Note whether there is any partition; tell whether there was none for too long."""
        if assigned:
            self._assigned_at = now
        return now - self._assigned_at >= self.idle_after

    def begins_anew(self) -> None:
        """Forget everything: there is a new client."""
        self._positions = {}
        self._assigned_at = time.monotonic()
