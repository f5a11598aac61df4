"""Order: the events of a key lie in one partition, and none behind one that was recorded later."""

from collections.abc import Callable, Iterable
from typing import Any

from local_stack.account.events import Event, Seen

Rank = Callable[[Event], Any]
"""Where an event belongs among those of its key, comparable; None where nothing says so."""


def out_of_order(
    seen: Iterable[Seen],
    waiting: Iterable[Event],
    *,
    rank: Rank,
    name: Callable[[Event], str],
) -> list[str]:
    """Name the events that came first after a later one of their key, or in another partition.

    ``seen`` are the first appearances on one topic, in the order of its partitions: what a relay
    sends again changes nothing. An event that still waits in the outbox comes after all of them.
    """
    last: dict[str, Any] = {}
    partition: dict[str, int] = {}
    met: set[str] = set()
    late: list[str] = []
    for each in seen:
        event, at = each.event, each.place[1]
        met.add(event.id)
        strayed = partition.setdefault(event.key, at) != at
        if _is_late(event, last, rank) or strayed:
            late.append(name(event))
        _go_on(event, last, rank)
    overtaken = (each for each in waiting if each.id not in met and _is_late(each, last, rank))
    return [*late, *map(name, overtaken)]


def _is_late(event: Event, last: dict[str, Any], rank: Rank) -> bool:
    own, highest = rank(event), last.get(event.key)
    return own is not None and highest is not None and bool(own < highest)


def _go_on(event: Event, last: dict[str, Any], rank: Rank) -> None:
    own, highest = rank(event), last.get(event.key)
    if own is not None and (highest is None or own > highest):
        last[event.key] = own
