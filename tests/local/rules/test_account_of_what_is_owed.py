"""What an open case owes has something that will do it, or is named."""

from datetime import timedelta

from local_stack.account.asked import Owed, Timer
from local_stack.account.balance import account_of
from tests.builders.account_lines import OWED, PAPERS, REJECTIONS, WANTED, line_of
from tests.builders.books import books_of, finished
from tests.builders.invented_rows import LONG_AGO, SWEEP

LATER = LONG_AGO + timedelta(minutes=1)


def test_an_answer_nobody_asks_for_any_more_is_named() -> None:
    system = finished()
    system.wanted += [("case-0", "insurance"), ("case-1",), ("case-1", "attributes")]
    system.questions += [("case-0", "insurance"), ("case-1", "attributes")]

    assert line_of(books_of(system), WANTED).missing == ("case-1",)
    assert not account_of(books_of(system), sweep=SWEEP).holds


def test_a_question_that_nobody_wants_answered_any_more_is_no_fault() -> None:
    system = finished()
    system.questions.append(("case-0", "insurance"))

    assert line_of(books_of(system), WANTED).holds


def test_a_notice_for_which_no_timer_was_ever_set_is_named() -> None:
    system = finished()
    system.notices.append(Owed("case-9", LONG_AGO))

    assert line_of(books_of(system), OWED).missing == ("case-9",)
    assert not account_of(books_of(system), sweep=SWEEP).holds


def test_a_timer_that_stands_at_another_morning_than_its_notice_is_named() -> None:
    system = finished()
    system.notices.append(Owed("case-9", LONG_AGO))
    system.timers.append(Timer("case-9", LATER))
    late = line_of(books_of(system), OWED)
    system.timers[-1] = Timer("case-9", LONG_AGO)

    assert late.missing == ("case-9",)
    assert line_of(books_of(system), OWED).holds


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


def test_a_ward_whose_guardian_alone_was_told_needs_a_timer_for_the_day_after() -> None:
    system = finished()
    system.recipients["m-1"] = "guardian/key/index"
    system.notices = [Owed("case-1", LONG_AGO, LATER)]
    untimed = line_of(books_of(system), OWED)
    system.timers.append(Timer("case-1", LATER))
    timed = line_of(books_of(system), OWED)
    system.notices = [Owed("case-1", LONG_AGO)]

    assert untimed.missing == ("case-1",)
    assert timed.holds
    assert line_of(books_of(system), OWED).missing == ("case-1",), "no guardian counts any more"


def test_a_decision_does_not_stand_for_the_notice() -> None:
    system = finished()
    system.templates["m-1"] = "decision"

    assert line_of(books_of(system), OWED).missing == ("case-1",)


def test_a_case_that_waits_for_papers_nobody_was_asked_for_is_named() -> None:
    system = finished()
    system.papers.append(Owed("case-1", LONG_AGO))
    told_otherwise = line_of(books_of(system), PAPERS)
    system.asking.add("m-1")
    asked = line_of(books_of(system), PAPERS)
    system.recipients["m-1"] = "guardian/key/index"
    of_a_guardian = line_of(books_of(system), PAPERS)
    system.timers.append(Timer("case-1", LONG_AGO))
    to_be_asked = line_of(books_of(system), PAPERS)
    system.papers[-1] = Owed("case-1", LATER)

    assert told_otherwise.missing == of_a_guardian.missing == ("case-1",)
    assert asked.holds
    assert to_be_asked.holds
    assert line_of(books_of(system), PAPERS).missing == ("case-1",), "an earlier wait was asked for"


def test_a_rejected_mandate_that_nobody_is_told_of_is_named() -> None:
    system = finished()
    system.rejected.append(Owed("case-1", LONG_AGO))
    untold = line_of(books_of(system), REJECTIONS)
    system.rejections.add("m-1")

    assert untold.missing == ("case-1",)
    assert line_of(books_of(system), REJECTIONS).holds
