"""A page of a list that is read along one index and narrowed by filters that have none.

Such a filter is tried on the rows as they come. Without an end a rare value would have a page read
the whole list, so a page looks at ``EXAMINED`` rows and no more: it may be short, even empty, and
still go on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

LineT = TypeVar("LineT")

EXAMINED: Final = 2000
"""So many rows are looked at for one page, however few of them a filter lets through."""


@dataclass(frozen=True, slots=True)
class Narrowed(Generic[LineT]):
    """The lines of a page, and the line behind which the list goes on; None at its end."""

    lines: list[LineT]
    goes_on_after: LineT | None


def narrowed(
    rows: Sequence[Sequence[Any]], line: Callable[..., LineT], *, limit: int
) -> Narrowed[LineT]:
    """Read a page of up to ``limit`` lines out of what its query found.

    A row is what ``line`` is made of, its place among the rows examined, and whether it fits. One
    that fits beyond ``limit`` tells that there is more, and so does the last that was examined: it
    comes though it may not fit.
    """
    lines = [line(*values) for *values, _, fits in rows if fits]
    if len(lines) > limit:
        return Narrowed(lines[:limit], lines[limit - 1])
    if not rows:
        return Narrowed([], None)
    *values, place, _ = rows[-1]
    return Narrowed(lines, line(*values) if place == EXAMINED else None)
