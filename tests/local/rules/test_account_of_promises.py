"""What a case must have asked for is missed, and what it asked for twice stays counted."""

from datetime import timedelta

import pytest

from local_stack.account.asked import Timer
from local_stack.account.balance import account_of
from tests.builders.account_lines import DECIDED, FIRED, ONCE, line_of
from tests.builders.books import InventedSystem, books_of, finished
from tests.builders.invented_rows import LONG_AGO, SWEEP
from tests.builders.mischief import second_message

OLD_TERM, NEW_TERM = "2026-03-31", "2026-04-30"


def told_twice(*terms: str) -> InventedSystem:
    """Let case 1 have had two notices, each of its own last day of the term."""
    system = finished()
    second_message(system)
    system.templates.clear()
    system.decided.clear()
    system.terms = dict(zip(("m-1", "m-9"), terms, strict=True))
    return system


def test_a_timer_that_fired_and_asked_for_nothing_is_named() -> None:
    system = finished()
    system.fired.append(Timer("case-9", LONG_AGO))

    assert line_of(books_of(system), FIRED).missing == ("case-9",)
    assert not account_of(books_of(system), sweep=SWEEP).holds


def test_a_second_notice_whose_timer_asked_for_nothing_is_missed_whatever_was_told_before() -> None:
    system = finished()
    system.terms["m-1"] = OLD_TERM
    system.fired = [Timer("case-0", LONG_AGO), Timer("case-1", LONG_AGO + timedelta(days=30))]

    assert line_of(books_of(system), FIRED).missing == ("case-1",)
    assert not account_of(books_of(system), sweep=SWEEP).holds


def test_a_timer_that_fired_later_than_it_was_set_to_has_told() -> None:
    system = finished()
    system.fired = [Timer("case-1", LONG_AGO - timedelta(days=30))]

    assert line_of(books_of(system), FIRED).holds


def test_a_decision_keeps_no_promise_of_a_notice() -> None:
    system = finished()
    second_message(system)
    system.templates["m-1"] = "decision"

    assert line_of(books_of(system), FIRED).missing == ("case-1",)


def test_a_decision_whose_message_was_never_asked_for_is_named() -> None:
    system = finished()
    system.decided.append("case-1")

    assert line_of(books_of(system), DECIDED).missing == ("case-1",)
    assert not account_of(books_of(system), sweep=SWEEP).holds


def test_a_decision_that_was_told_is_found() -> None:
    system = finished()
    second_message(system)
    line = line_of(books_of(system), DECIDED)

    assert (line.expected, line.found, line.holds) == (1, 1, True)


def test_a_notice_is_missed_once_what_it_told_holds_no_more() -> None:
    system = finished()
    system.outdated.add("m-1")
    stands_still = [Timer("case-0", LONG_AGO), Timer("case-1", LONG_AGO, runs=False)]

    assert line_of(books_of(system), FIRED).missing == ("case-1",)
    system.fired = stands_still
    assert line_of(books_of(system), FIRED).holds


@pytest.mark.parametrize("later", ["delivered", "failed"])
def test_two_notices_of_one_term_stay_a_double(later: str) -> None:
    system = told_twice(OLD_TERM, OLD_TERM)
    system.requests["m-9"] = later
    system.outdated |= {"m-1", "m-9"}

    assert line_of(books_of(system), ONCE).double == ("case-1/in-progress/2",)
    assert not account_of(books_of(system), sweep=SWEEP).holds


def test_a_notice_of_an_earlier_day_than_was_told_is_a_double() -> None:
    system = told_twice(NEW_TERM, OLD_TERM)

    assert line_of(books_of(system), ONCE).double == ("case-1/in-progress/2",)


def test_two_decisions_told_are_a_double() -> None:
    system = finished()
    second_message(system)
    second_message(system, "m-10")

    assert line_of(books_of(system), ONCE).double == ("case-1/decision/3",)


def test_a_notice_of_a_term_that_has_grown_since_is_told_anew_and_is_no_double() -> None:
    line = line_of(books_of(told_twice(OLD_TERM, NEW_TERM)), ONCE)

    assert (line.expected, line.found, line.double) == (3, 3, ())


def test_a_double_is_found_whatever_was_said_in_between() -> None:
    system = told_twice(OLD_TERM, OLD_TERM)
    second_message(system, "m-10")
    system.templates.clear()
    system.decided.clear()
    system.terms["m-10"] = OLD_TERM
    system.recipients = {"m-1": "a", "m-9": "b", "m-10": "a"}

    assert line_of(books_of(system), ONCE).double == ("case-1/in-progress/3",)


def test_who_heard_otherwise_of_the_mandate_meanwhile_is_told_anew() -> None:
    system = told_twice(OLD_TERM, OLD_TERM)
    second_message(system, "m-10")
    system.templates.clear()
    system.decided.clear()
    system.terms["m-10"] = OLD_TERM
    system.rejections |= {"m-1", "m-10"}
    rejected_again = line_of(books_of(system), ONCE)
    system.rejections = {"m-9"}

    assert rejected_again.holds
    assert line_of(books_of(system), ONCE).holds, "confirmed after all"


def test_a_message_after_one_that_failed_for_good_is_no_double() -> None:
    system = told_twice(OLD_TERM, OLD_TERM)
    system.requests["m-1"] = "failed"

    assert line_of(books_of(system), ONCE).holds


@pytest.mark.parametrize("rejection", ["m-1", "m-9"])
def test_what_is_said_otherwise_of_the_mandate_is_no_double(rejection: str) -> None:
    system = told_twice(OLD_TERM, OLD_TERM)
    system.rejections.add(rejection)

    assert line_of(books_of(system), ONCE).holds


def test_a_rejected_mandate_is_told_once_whatever_the_term() -> None:
    system = told_twice(OLD_TERM, NEW_TERM)
    system.rejections |= {"m-1", "m-9"}

    assert line_of(books_of(system), ONCE).double == ("case-1/in-progress/2",)


def test_who_is_recorded_in_the_place_of_another_is_told_and_is_no_double() -> None:
    system = told_twice(OLD_TERM, OLD_TERM)
    system.recipients = {"m-1": "a", "m-9": "b"}
    to_another = line_of(books_of(system), ONCE)
    system.recipients["m-9"] = "a"
    to_the_same = line_of(books_of(system), ONCE)

    assert to_another.holds
    assert to_the_same.double == ("case-1/in-progress/2",)
