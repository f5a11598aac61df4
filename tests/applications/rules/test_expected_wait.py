"""How long somebody may still wait, from the people before them and the desks that are open."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.domain.expected_wait import DeskCall, expected_wait_minutes, open_since

NOW = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)
minutes = st.integers(min_value=0, max_value=60)


def called(minutes_ago: float, *, receiving: bool = True) -> DeskCall:
    return DeskCall(NOW - timedelta(minutes=minutes_ago), receiving)


@pytest.mark.parametrize(
    ("before", "desks", "wait"),
    [
        pytest.param(0, [], 0, id="the first of the morning is expected to be called at once"),
        pytest.param(3, [], 30, id="before a desk has opened, one is expected to"),
        pytest.param(0, [called(4)], 6, id="a desk is busy with whom it called"),
        pytest.param(1, [called(4)], 16, id="and takes those before me in turn"),
        pytest.param(0, [called(25)], 0, id="a desk over its standard is free any moment"),
        pytest.param(0, [called(4, receiving=False)], 0, id="nobody came to it: it is free"),
        pytest.param(4, [called(20), called(20)], 20, id="two desks halve the wait"),
        pytest.param(1, [called(9), called(2)], 8, id="whichever desk is free first takes me"),
        pytest.param(0, [called(9.5)], 1, id="a begun minute counts whole"),
    ],
)
def test_the_wait_follows_from_the_people_before_and_the_open_desks(
    before: int, desks: list[DeskCall], wait: int
) -> None:
    assert expected_wait_minutes(before, 10, desks, NOW) == wait


def test_a_desk_is_open_for_half_an_hour_after_a_call_or_three_standards() -> None:
    assert NOW - open_since(NOW, 5) == timedelta(minutes=30)
    assert NOW - open_since(NOW, 60) == timedelta(hours=3)


@given(before=minutes, standard=minutes, calls=st.lists(minutes, min_size=1, max_size=6))
def test_one_more_before_me_never_shortens_the_wait_and_one_more_desk_never_lengthens_it(
    before: int, standard: int, calls: list[int]
) -> None:
    desks = [called(each) for each in calls]
    wait = expected_wait_minutes(before, standard, desks, NOW)

    assert expected_wait_minutes(before + 1, standard, desks, NOW) >= wait
    assert expected_wait_minutes(before, standard, [*desks, called(60)], NOW) <= wait
    assert wait <= (before + 1) * standard
