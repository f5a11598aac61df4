"""How long a ticket may still wait: the desks that are open take the people before it in turn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heapify, heapreplace
from math import ceil

OPEN_AFTER_A_CALL = timedelta(minutes=30)
"""So long a desk counts as open after a call, or three standards where these are longer."""
OPEN_STANDARDS = 3


@dataclass(frozen=True, slots=True)
class DeskCall:
    """The last call of a desk; ``receiving``: the person called is (still) expected to be there."""

    called_at: datetime
    receiving: bool


def open_since(at: datetime, standard_minutes: int) -> datetime:
    """Return since when a desk must have called somebody to count as open now."""
    return at - max(OPEN_AFTER_A_CALL, OPEN_STANDARDS * timedelta(minutes=standard_minutes))


def expected_wait_minutes(
    before: int, standard_minutes: int, desks: Sequence[DeskCall], at: datetime
) -> int:
    """Return the minutes until a desk is free for the one behind ``before`` people.

    Each person takes the operator standard (field 18). Where no desk has opened yet, one is
    expected to; a desk that is over its standard is expected to be free any moment.
    """
    free_in = [_free_in(desk, standard_minutes, at) for desk in desks] or [0.0]
    heapify(free_in)
    for _ in range(before):
        heapreplace(free_in, free_in[0] + standard_minutes)
    return ceil(free_in[0])


def _free_in(desk: DeskCall, standard_minutes: int, at: datetime) -> float:
    if not desk.receiving:
        return 0.0
    done_at = desk.called_at + timedelta(minutes=standard_minutes)
    return max(0.0, (done_at - at) / timedelta(minutes=1))
