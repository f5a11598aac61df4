"""How a subsystem is doing, as its calls show."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from meis_gateway.domain.health import NOTE_EVERY, Health, State, after_call

NOW = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)


def test_a_subsystem_nobody_has_asked_is_neither_well_nor_failing() -> None:
    assert Health().state is State.UNKNOWN


def test_the_first_failure_says_since_when() -> None:
    well = after_call(Health(), answered=True, now=NOW)

    failing = after_call(well, answered=False, now=LATER)

    assert failing == Health(State.FAILING, since=LATER, last_success=NOW)


def test_further_failures_do_not_move_the_instant_since_when() -> None:
    failing = after_call(Health(), answered=False, now=NOW)

    assert after_call(failing, answered=False, now=LATER) == failing


def test_one_answer_after_a_failure_is_a_recovery() -> None:
    failing = after_call(Health(), answered=False, now=NOW)

    well = after_call(failing, answered=True, now=LATER)

    assert well == Health(State.OK, since=LATER, last_success=LATER)
    assert well.has_recovered_from(failing)


def test_a_subsystem_that_was_never_failing_does_not_recover() -> None:
    well = after_call(Health(), answered=True, now=NOW)

    assert not well.has_recovered_from(Health())
    assert not after_call(well, answered=True, now=LATER).has_recovered_from(well)


def test_a_healthy_subsystem_is_written_down_now_and_then_and_not_at_every_call() -> None:
    well = after_call(Health(), answered=True, now=NOW)

    assert after_call(well, answered=True, now=NOW + NOTE_EVERY / 2) == well
    assert after_call(well, answered=True, now=LATER) == Health(State.OK, NOW, LATER)


@given(st.lists(st.booleans(), min_size=1, max_size=20))
def test_a_subsystem_recovers_as_often_as_it_answers_after_a_failure(calls: list[bool]) -> None:
    health, recoveries = Health(), 0
    for number, answered in enumerate(calls):
        after = after_call(health, answered=answered, now=NOW + timedelta(minutes=number))
        recoveries += after.has_recovered_from(health)
        health = after

    turns = sum(not before and now for before, now in pairwise(calls))
    assert recoveries == turns
    assert health.state is (State.OK if calls[-1] else State.FAILING)
