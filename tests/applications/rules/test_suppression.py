"""Nobody can compute a withheld number from the numbers that are shown."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.domain.statistics.counted_cases import Counts
from applications.domain.statistics.report import Group, Grouping, Period, Question, report
from applications.domain.statistics.suppression import (
    FEWEST,
    Place,
    is_small,
    withheld,
    withheld_pairs,
)
from tests.builders.cases import TUESDAY

Table = list[list[int]]
numbers = st.one_of(st.integers(0, 8), st.integers(0, 300))
tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(numbers, min_size=width, max_size=width), max_size=7)
)
DAY = TUESDAY.business.date()
QUESTION = Question(Period(DAY, DAY), (Grouping.SERVICE,), None)


def with_sums(rows: Sequence[Sequence[int]]) -> Table:
    table = [[*row, sum(row)] for row in rows]
    return [*table, [sum(column) for column in zip(*table, strict=True)]]


def lines(table: Table) -> list[list[Place]]:
    height, width = len(table), len(table[0])
    across = [[(row, column) for column in range(width)] for row in range(height)]
    return across + [[(row, column) for row in range(height)] for column in range(width)]


def computable(table: Table, hidden: frozenset[Place]) -> set[Place]:
    """Solve what every row and column says about the hidden numbers; return those it settles."""
    places = sorted(hidden)
    matrix = [
        [Fraction((place in line) * (1 if place != line[-1] else -1)) for place in places]
        for line in lines(table)
    ]
    rank = 0
    for column in range(len(places)):
        pivot = next((row for row in range(rank, len(matrix)) if matrix[row][column]), None)
        if pivot is None:
            continue
        matrix[rank], matrix[pivot] = matrix[pivot], matrix[rank]
        matrix[rank] = [value / matrix[rank][column] for value in matrix[rank]]
        for row in range(len(matrix)):
            if row != rank and matrix[row][column]:
                factor = matrix[row][column]
                matrix[row] = [
                    a - factor * b for a, b in zip(matrix[row], matrix[rank], strict=True)
                ]
        rank += 1
    return {
        places[next(at for at, value in enumerate(row) if value)]
        for row in matrix
        if sum(bool(value) for value in row) == 1
    }


@pytest.mark.parametrize(
    ("number", "small"), [(0, False), (1, True), (FEWEST - 1, True), (FEWEST, False)]
)
def test_one_to_four_are_small_and_none_is_not(number: int, small: bool) -> None:
    assert is_small(number) is small


def test_a_table_of_large_numbers_is_shown_whole() -> None:
    assert withheld([[10, 20, 0, 7], [8, 0, 5, 30]]) == frozenset()


def test_a_small_number_takes_another_of_its_row_and_column_with_it() -> None:
    """Else the row's sum less the others, or the total less the other rows, would tell it."""
    hidden = withheld([[3, 10, 40], [12, 9, 50], [11, 30, 60]])

    assert hidden == {(0, 0), (0, 1), (2, 0), (2, 1)}


def test_a_single_small_row_hides_the_total_when_nothing_else_can() -> None:
    hidden = withheld([[3, 0]])

    assert {(0, 0), (0, 2), (1, 0), (1, 2)} <= hidden


def test_two_ones_whose_sum_is_shown_are_hidden_among_more() -> None:
    hidden = withheld([[1, 9], [1, 9], [7, 9], [20, 9]])
    in_column = [row for row in range(4) if (row, 0) in hidden]

    assert sum([1, 1, 7, 20][row] for row in in_column) >= FEWEST


@given(tables)
def test_every_small_number_is_withheld_and_none_that_is_withheld_can_be_computed(
    rows: Table,
) -> None:
    if not rows:
        return
    table, hidden = with_sums(rows), withheld(rows)

    assert all(
        (row, column) in hidden
        for row, line in enumerate(table)
        for column, number in enumerate(line)
        if is_small(number)
    )
    assert computable(table, hidden) == set()


@given(tables)
def test_what_is_withheld_of_a_line_with_a_shown_sum_is_never_small_together(rows: Table) -> None:
    if not rows:
        return
    table, hidden = with_sums(rows), withheld(rows)

    for line in lines(table):
        gone = [place for place in line if place in hidden]
        if gone and line[-1] not in hidden:
            assert sum(table[row][column] for row, column in gone) >= FEWEST


@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=8), st.data())
def test_who_knows_the_total_of_a_pair_learns_no_row_of_it(
    pairs: list[tuple[int, int]], data: st.DataObject
) -> None:
    pairs = [*pairs, (sum(one for one, _ in pairs), sum(other for _, other in pairs))]
    known = data.draw(st.lists(st.booleans(), min_size=len(pairs), max_size=len(pairs)))
    last = len(pairs) - 1
    hidden = withheld_pairs(pairs, known)

    assert {row for row, pair in enumerate(pairs) if any(is_small(part) for part in pair)} <= hidden
    assert {row for row, is_known in enumerate(known) if not is_known} <= hidden
    if hidden and last not in hidden:
        assert len(hidden) > 1
        assert not any(is_small(sum(pairs[row][part] for row in hidden)) for part in (0, 1))


def test_a_report_withholds_the_share_of_a_term_with_its_parts() -> None:
    groups = [
        Group(("a",), Counts(submitted=40, granted=20, refused=10, in_term=28)),
        Group(("b",), Counts(submitted=50, granted=20, refused=10, in_term=10)),
        Group(("c",), Counts(submitted=60, granted=30, refused=10, in_term=40)),
    ]
    found = report(QUESTION, groups)
    shares = [figures.share_in_term for _, figures in found.rows]

    assert shares[0] is None  # two late of thirty
    assert sum(share is None for share in shares) == 2
    assert found.total.share_in_term == 0.78
    assert found.total.decided_late == 22


def test_a_report_of_nothing_adds_up_to_nothing() -> None:
    found = report(QUESTION, [])

    assert found.rows == ()
    assert (found.total.submitted, found.total.open, found.total.share_in_term) == (0, 0, None)
