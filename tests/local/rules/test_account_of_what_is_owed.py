"""What an open case owes has something that will do it, or is named."""

from local_stack.account.asked import Timer
from local_stack.account.balance import account_of
from tests.builders.account_lines import OWED, WANTED, line_of
from tests.builders.books import books_of, finished
from tests.builders.invented_rows import LONG_AGO, SWEEP


def test_an_answer_nobody_asks_for_any_more_is_named() -> None:
    system = finished()
    system.wanted += [("case-0", "insurance"), ("case-1", "attributes")]
    system.questions += [("case-0", "insurance"), ("case-1", "insurance")]

    assert line_of(books_of(system), WANTED).missing == ("case-1/attributes",)
    assert not account_of(books_of(system), sweep=SWEEP).holds


def test_a_question_that_nobody_wants_answered_any_more_is_no_fault() -> None:
    system = finished()
    system.questions.append(("case-0", "insurance"))

    assert line_of(books_of(system), WANTED).holds


def test_a_notice_for_which_no_timer_was_ever_set_is_named() -> None:
    system = finished()
    system.owed.append("case-9")

    assert line_of(books_of(system), OWED).missing == ("case-9",)
    assert not account_of(books_of(system), sweep=SWEEP).holds


def test_a_notice_is_owed_no_more_once_its_message_is_asked_for() -> None:
    system = finished()

    told = line_of(books_of(system), OWED)

    assert (told.expected, told.found, told.holds) == (2, 2, True)


def test_a_message_that_holds_no_more_leaves_the_notice_owed() -> None:
    system = finished()
    system.outdated.add("m-1")
    without_a_timer = line_of(books_of(system), OWED)
    system.timers.append(Timer("case-1", LONG_AGO))
    with_one = line_of(books_of(system), OWED)

    assert without_a_timer.missing == ("case-1",)
    assert with_one.holds


def test_a_decision_does_not_stand_for_the_notice() -> None:
    system = finished()
    system.templates["m-1"] = "decision"

    assert line_of(books_of(system), OWED).missing == ("case-1",)
