"""A message to the citizen: its states, and what each outcome of sending does to it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(minutes=5)


class State(StrEnum):
    """Where a message stands; ``unknown`` means that the cabinet may or may not hold it."""

    PENDING = "pending"
    SENDING = "sending"
    DELIVERED = "delivered"
    UNKNOWN = "unknown"
    FAILED = "failed"


class Outcome(StrEnum):
    """What one attempt showed."""

    STORED = "stored"  # the cabinet answered that it holds the message
    UNANSWERED = "unanswered"  # time-out, lost connection or 5xx: nobody knows
    REFUSED = "refused"  # the cabinet answered that it will never take it


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state after an attempt, and when to try again (None: no further attempt)."""

    state: State
    again_at: datetime | None


def must_ask_first(state: State) -> bool:
    """Say whether the cabinet is asked before it is sent to.

    A message left in ``sending`` belonged to a worker that died between sending and writing down
    what came of it; together with ``unknown`` it may already be in the cabinet.
    """
    return state in {State.SENDING, State.UNKNOWN}


def after(outcome: Outcome, *, attempts: int, now: datetime) -> Verdict:
    """Return what an attempt's outcome makes of the message; ``now`` is system time."""
    if outcome is Outcome.STORED:
        return Verdict(State.DELIVERED, None)
    if outcome is Outcome.REFUSED:
        return Verdict(State.FAILED, None)
    return Verdict(State.UNKNOWN, now + pause(attempts))


def pause(attempts: int) -> timedelta:
    """Return how long to wait after ``attempts`` tries: doubling from one second to five minutes."""
    doublings: int = min(max(attempts - 1, 0), 16)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)
