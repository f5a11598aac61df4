"""Small numbers are withheld from a table, and as many others as it takes that none can be computed.

Every row adds up to its last column and every column to the last row. A number is known to all who
can compute it, so in each row and column whose sum is shown the withheld numbers must be at least
two and together at least FEWEST; and no withheld number may be the only one that fits.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

FEWEST = 5
"""A number from 1 to below this is withheld; 0 tells of nobody and is shown."""

Place: TypeAlias = tuple[int, int]
"""Row and column; the sums are the last of each."""

Town: TypeAlias = tuple[str, int]
"""A row or a column, as the end of a road (see ``_bridges``)."""


def is_small(number: int) -> bool:
    """Tell whether a number could point at somebody."""
    return 0 < number < FEWEST


def withheld(rows: Sequence[Sequence[int]]) -> frozenset[Place]:
    """Return the places of a table, its sums included, that must not be shown."""
    table = _Table.of(rows)
    while table.protect_lines() or table.protect_single_fits():
        pass
    return frozenset(table.hidden)


def withheld_pairs(pairs: Sequence[tuple[int, int]], known: Sequence[bool]) -> frozenset[int]:
    """Return the rows of which neither part may be shown; the last row is the sum of the others.

    ``known`` tells of each row whether its own sum is shown; then one part gives the other away.
    """
    last = len(pairs) - 1
    hidden = {
        row
        for row, pair in enumerate(pairs)
        if not known[row] or any(is_small(part) for part in pair)
    }
    while last not in hidden and _gives_away([pairs[row] for row in hidden]):
        shown = [row for row in range(last) if row not in hidden and any(pairs[row])]
        hidden.add(min(shown, key=lambda row: sum(pairs[row])) if shown else last)
    return frozenset(hidden)


def _gives_away(pairs: Sequence[tuple[int, int]]) -> bool:
    sums = (sum(first for first, _ in pairs), sum(second for _, second in pairs))
    return len(pairs) == 1 or any(is_small(each) for each in sums)


@dataclass(slots=True)
class _Table:
    numbers: list[list[int]]
    hidden: set[Place] = field(default_factory=set)
    rows: set[int] = field(default_factory=set)  # in which something is withheld
    columns: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]]) -> "_Table":
        numbers = [[*row, sum(row)] for row in rows]
        numbers.append([sum(column) for column in zip(*numbers, strict=True)])
        table = cls(numbers)
        for row, line in enumerate(numbers):
            for column, number in enumerate(line):
                if is_small(number):
                    table.withhold((row, column))
        return table

    def withhold(self, place: Place) -> None:
        self.hidden.add(place)
        self.rows.add(place[0])
        self.columns.add(place[1])

    def lines(self) -> Iterable[list[Place]]:
        """Return each row and column, its sum last."""
        height, width = len(self.numbers), len(self.numbers[0])
        yield from ([(row, column) for column in range(width)] for row in range(height))
        yield from ([(row, column) for row in range(height)] for column in range(width))

    def number(self, place: Place) -> int:
        return self.numbers[place[0]][place[1]]

    def protect_lines(self) -> bool:
        """Withhold more wherever a row or column gives a number away; tell whether any did."""
        found = False
        for line in self.lines():
            while self._gives_away(line):
                self.withhold(self._companion(line))
                found = True
        return found

    def protect_single_fits(self) -> bool:
        """Withhold one more for a number that rows and columns together give away."""
        place = next(iter(sorted(_bridges(self.hidden))), None)
        if place is None:
            return False
        row, column = place
        crossing = [each for line in self.lines() for each in line]
        near = [each for each in crossing if each[0] == row or each[1] == column]
        self.withhold(self._companion(near if self._shown(near) else crossing))
        return True

    def _gives_away(self, line: list[Place]) -> bool:
        hidden = [place for place in line if place in self.hidden]
        if len(hidden) == 1:
            return True
        together = sum(self.number(place) for place in hidden)
        return bool(hidden) and line[-1] not in self.hidden and together < FEWEST

    def _shown(self, places: list[Place]) -> list[Place]:
        return [place for place in places if place not in self.hidden]

    def _companion(self, places: list[Place]) -> Place:
        """Return the number whose loss costs least: no sum, one whose row and column want it, small."""
        height, width = len(self.numbers) - 1, len(self.numbers[0]) - 1

        def cost(place: Place) -> tuple[bool, bool, int, int, Place]:
            row, column = place
            is_sum = row == height or column == width
            number, welcome = self.number(place), (row in self.rows) + (column in self.columns)
            return (is_sum, number == 0, -welcome, number, place)

        return min(self._shown(places), key=cost)


def _bridges(hidden: set[Place]) -> set[Place]:
    """Return the withheld numbers that only one value fits.

    See rows and columns as towns, and a withheld number as the road between two: a number can be
    a little more or less exactly where its road lies on a round trip.
    """
    roads = _roads(hidden)
    parents = _walk(roads)
    order = {town: place for place, town in enumerate(parents)}
    passed: set[Town] = set()
    on_a_round_trip: set[Town] = set()  # with the road to their parent
    for town in parents:
        for back in roads[town]:
            other: Town | None = back
            if order[back] < order[town] or parents[back] == town:
                continue
            passed.add(town)
            while other is not None and other not in passed:
                passed.add(other)
                on_a_round_trip.add(other)
                other = parents[other]
    return {
        _place(town, parent)
        for town, parent in parents.items()
        if parent is not None and town not in on_a_round_trip
    }


def _roads(hidden: set[Place]) -> dict[Town, list[Town]]:
    roads: dict[Town, list[Town]] = {}
    for row, column in sorted(hidden):
        ends = ("row", row), ("column", column)
        for one, other in (ends, ends[::-1]):
            roads.setdefault(one, []).append(other)
    return roads


def _walk(roads: dict[Town, list[Town]]) -> dict[Town, Town | None]:
    """Walk every road depth first; return from where each town was reached, in that order."""
    parents: dict[Town, Town | None] = {}
    ahead: list[tuple[Town, Town | None]] = [(town, None) for town in roads]
    while ahead:
        town, parent = ahead.pop()
        if town in parents:
            continue
        parents[town] = parent
        ahead.extend((other, town) for other in roads[town] if other not in parents)
    return parents


def _place(one: Town, other: Town) -> Place:
    (_, row), (_, column) = sorted((one, other), reverse=True)
    return row, column
