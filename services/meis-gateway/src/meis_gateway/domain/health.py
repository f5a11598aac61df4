"""How a subsystem is doing, as its calls and probes show."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

NOTE_EVERY = timedelta(seconds=10)
"""So often a success is written down while nothing changes."""


class State(StrEnum):
    """How a subsystem is doing; ``unknown`` until somebody has asked it."""

    OK = "ok"
    FAILING = "failing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Health:
    """A subsystem's state ``since`` an instant, and its last success (system time)."""

    state: State = State.UNKNOWN
    since: datetime | None = None
    last_success: datetime | None = None

    def has_recovered_from(self, before: "Health") -> bool:
        """Tell whether it answers again after it did not."""
        return self.state is State.OK and before.state is State.FAILING


def after_call(before: Health, *, answered: bool, now: datetime) -> Health:
    """Return the health after a call or a probe; the same one when there is nothing to note."""
    state = State.OK if answered else State.FAILING
    if before.state is not state or before.since is None:
        return Health(state, now, now if answered else before.last_success)
    if not answered:
        return before
    if before.last_success is not None and now - before.last_success < NOTE_EVERY:
        return before
    return Health(state, before.since, now)
