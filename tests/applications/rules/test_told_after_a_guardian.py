"""My guardian was told, and is my guardian no more: then I am told myself, and asked for papers."""

from dataclasses import replace
from datetime import date

import pytest

from applications.domain.actions import (
    Claim,
    ConfirmMandate,
    Notify,
    RequestDocuments,
    RevokeMandate,
)
from applications.domain.actor import TIMER
from applications.domain.advance import advance
from applications.domain.case import Case, Instant, Template
from applications.domain.history import SendMessage
from applications.domain.mandates import MandateKind
from applications.domain.terms.telling import with_term_told
from tests.builders.cases import AGENT, TUESDAY, act, baku, blocked, intake, terms, with_answers
from tests.builders.representatives import PAPER, PARTNER, represents

CUT_OFF = "2026-03-19 09:00"
WHY = "Ləğv edilib."


def on(moment: str) -> Instant:
    """Return a moment of the business clock; claims, which follow the other clock, are as on Tuesday."""
    return Instant(baku(moment), TUESDAY.system)


def guarded(until: date) -> Case:
    """Return a case of a ward whose guardian, until that day, an agent has seen the paper of."""
    paper = replace(PAPER, kind=MandateKind.GUARDIANSHIP, valid_until=until)
    case = intake(represents(mandate=paper), PARTNER, ticket=None).case
    return act(with_answers(case), AGENT, Claim(), ConfirmMandate())


def stored(case: Case) -> Case:
    """Return the case as it is stored: each message held against what holds now."""
    return with_term_told(case, terms(case).total.on)


def told(case: Case, when: Instant = TUESDAY) -> Case:
    return stored(act(case, AGENT, Notify(), when=when))


def recipients(case: Case) -> list[str | None]:
    return [each.recipient for each in case.messages]


@pytest.mark.parametrize(
    ("until", "morning"),
    [
        (date(2026, 3, 15), CUT_OFF),
        (date(2026, 3, 19), "2026-03-20 09:00"),
        (date(2026, 4, 2), "2026-04-03 09:00"),
    ],
)
def test_i_am_told_at_the_cut_off_or_once_nobody_guards_me_any_more(
    until: date, morning: str
) -> None:
    case = told(guarded(until))

    assert terms(case).timer_at == baku(morning)
    case = stored(act(case, TIMER, Notify(), when=on(morning)))
    assert recipients(case) == ["guardian", "person-concerned"]
    assert terms(case).timer_at is None
    assert blocked(case, TIMER, Notify(), when=on(morning)) == ["not-sent-yet"]


def test_while_my_guardian_guards_me_it_is_enough_that_they_were_told() -> None:
    case = told(guarded(date(2026, 3, 15)))

    assert blocked(case, AGENT, Notify(), when=on("2026-03-15 23:59")) == ["not-sent-yet"]
    assert recipients(told(case, on("2026-03-16 00:00"))) == ["guardian", "person-concerned"]


def test_a_guardianship_revoked_from_a_day_before_the_message_has_told_nobody() -> None:
    case = told(guarded(date(2031, 1, 1)))

    revoked = stored(act(case, AGENT, RevokeMandate(date(2026, 3, 9), WHY)))

    assert terms(revoked).timer_at == baku(CUT_OFF)
    assert recipients(told(revoked)) == ["guardian", "person-concerned"]


def test_a_paper_nobody_has_looked_at_makes_nobody_a_guardian_who_was_told() -> None:
    case = told(guarded(date(2031, 1, 1)))
    assert case.mandate is not None

    unseen = replace(case, mandate=replace(case.mandate, check=None))

    assert terms(unseen).timer_at == baku(CUT_OFF)


def test_a_guardianship_for_ever_is_over_on_the_last_day_there_is() -> None:
    assert terms(told(guarded(date.max))).timer_at == baku("9999-12-31 09:00")


def test_while_papers_are_awaited_i_am_asked_for_them_once_nobody_guards_me() -> None:
    case = stored(act(guarded(date(2026, 3, 15)), AGENT, RequestDocuments()))
    assert case.clock_stopped
    assert blocked(case, TIMER, Notify(), when=on("2026-03-15 23:59")) == [
        "not-sent-yet",
        "clock-runs",
    ]

    assert terms(case).timer_at == baku("2026-03-16 09:00")
    case = stored(act(case, TIMER, Notify(), when=on("2026-03-16 09:00")))

    assert recipients(case) == ["guardian", "person-concerned"]
    assert case.messages[-1].asks_for_papers
    assert case.clock_stopped
    assert terms(case).timer_at is None


def test_who_is_asked_again_for_the_same_papers_is_written_to_if_nobody_else_was() -> None:
    case = stored(act(guarded(date(2026, 3, 15)), AGENT, RequestDocuments()))

    meanwhile = advance(case, AGENT, RequestDocuments(), on("2026-03-15 12:00"))
    later = advance(case, AGENT, RequestDocuments(), on("2026-03-16 12:00"))

    assert meanwhile.effects == ()
    assert later.effects == (SendMessage(Template.IN_PROGRESS),)
    assert recipients(later.case) == ["guardian", "person-concerned"]


def test_a_guardianship_revoked_while_papers_are_awaited_has_me_asked_at_once() -> None:
    case = stored(act(guarded(date(2031, 1, 1)), AGENT, RequestDocuments()))
    assert terms(case).timer_at == baku("2031-01-02 09:00")

    revoked = stored(act(case, AGENT, RevokeMandate(date(2026, 3, 9), WHY)))

    assert terms(revoked).timer_at == TUESDAY.business
    assert recipients(act(revoked, TIMER, Notify())) == ["guardian", "person-concerned"]
