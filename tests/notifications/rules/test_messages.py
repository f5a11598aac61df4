from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.domain.messages import (
    LONGEST_PAUSE,
    Outcome,
    State,
    after,
    must_ask_first,
    pause,
)

NOW = datetime(2026, 3, 19, 5, 0, tzinfo=UTC)


def test_a_stored_message_is_delivered_and_never_tried_again() -> None:
    verdict = after(Outcome.STORED, attempts=1, now=NOW)

    assert (verdict.state, verdict.again_at) == (State.DELIVERED, None)


def test_a_message_the_cabinet_refuses_has_failed_and_is_not_repeated() -> None:
    verdict = after(Outcome.REFUSED, attempts=1, now=NOW)

    assert (verdict.state, verdict.again_at) == (State.FAILED, None)


def test_a_message_without_an_answer_is_unknown_and_comes_back() -> None:
    verdict = after(Outcome.UNANSWERED, attempts=1, now=NOW)

    assert verdict.state is State.UNKNOWN
    assert verdict.again_at == NOW + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("state", "asked"),
    [(State.PENDING, False), (State.UNKNOWN, True), (State.SENDING, True)],
)
def test_the_cabinet_is_asked_first_whenever_it_may_already_hold_the_message(
    state: State, asked: bool
) -> None:
    assert must_ask_first(state) is asked


@given(st.integers(min_value=0, max_value=10_000))
def test_the_pause_only_grows_and_never_exceeds_five_minutes(attempts: int) -> None:
    assert timedelta(seconds=1) <= pause(attempts) <= pause(attempts + 1) <= LONGEST_PAUSE
