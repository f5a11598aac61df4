"""Whoever was told of a term that has moved since is told of the new one, once (rule 7)."""

from dataclasses import replace
from datetime import date

from applications.domain.actions import Claim, Extend, Grant, Notify, Resume, Suspend
from applications.domain.actor import TIMER
from applications.domain.case import Case, Instant, Template
from applications.domain.terms.telling import with_term_told
from tests.builders.cases import AGENT, OFFICER, TUESDAY, act, baku, blocked, forwarded, terms

WHY = "Səbəb"


def on(moment: str) -> Instant:
    """Return a moment of the business clock; claims, which follow the other clock, are as on Tuesday."""
    return Instant(baku(moment), TUESDAY.system)


def noted(case: Case) -> Case:
    """Return the case as it is stored: with the term each of its messages told of."""
    return with_term_told(case, terms(case).total.on)


def told_early() -> Case:
    """Return a case whose agent told the person on 10 March that the term is the 31st."""
    return noted(act(act(forwarded(), AGENT, Notify()), OFFICER, Claim()))


def test_an_early_message_is_told_while_its_term_stands() -> None:
    case = told_early()

    [message] = case.messages
    assert (message.term_on, message.outdated) == (date(2026, 3, 31), False)
    assert terms(case).timer_at is None
    assert blocked(case, AGENT, Notify()) == ["not-sent-yet"]


def test_after_an_extension_the_timer_tells_of_the_new_term_and_then_no_more() -> None:
    case = noted(act(told_early(), OFFICER, Extend(30, "Qanun", WHY), when=on("2026-03-12")))
    assert terms(case).total.on == date(2026, 4, 30)
    assert terms(case).timer_at == baku("2026-04-29 09:00")

    case = noted(act(case, TIMER, Notify(), when=on("2026-04-29 09:00")))

    told = [(each.serial, each.term_on, each.outdated) for each in case.messages]
    assert told == [(1, date(2026, 3, 31), True), (2, date(2026, 4, 30), False)]
    assert terms(case).timer_at is None
    assert blocked(case, TIMER, Notify()) == ["not-sent-yet"]


def test_after_a_suspension_the_person_is_told_anew() -> None:
    case = act(told_early(), OFFICER, Suspend(WHY), when=on("2026-03-11"))
    assert terms(case).timer_at is None

    case = noted(act(case, OFFICER, Resume(WHY), when=on("2026-03-13")))

    assert terms(case).total.on == date(2026, 4, 2)
    assert terms(case).timer_at == baku("2026-04-01 09:00")
    assert act(case, AGENT, Notify()).message(Template.IN_PROGRESS, serial=2) is not None


def test_a_term_that_ends_earlier_than_told_keeps_its_word() -> None:
    [message] = told_early().messages
    generous = replace(message, term_on=date(2026, 4, 10))

    assert terms(noted(replace(told_early(), messages=(generous,)))).timer_at is None


def test_a_notice_of_the_old_term_does_not_make_the_new_one_kept() -> None:
    case = noted(act(told_early(), OFFICER, Extend(30, "Qanun", WHY), when=on("2026-03-12")))

    past = terms(case, now=on("2026-04-30")).notice
    assert past is not None
    assert past.flagged
    ahead = terms(case, now=on("2026-04-28")).notice
    assert ahead is not None
    assert not ahead.flagged


def test_a_decided_case_is_told_its_decision_alone_whatever_moved_before() -> None:
    case = noted(act(told_early(), OFFICER, Extend(30, "Qanun", WHY), when=on("2026-03-12")))
    case = noted(act(case, OFFICER, Grant("N/1")))

    assert terms(case).timer_at is None
    assert [each.template for each in case.messages] == [Template.IN_PROGRESS, Template.DECISION]
