"""Somebody applied in my name on a paper that is none: I am told so, whoever was told before."""

from dataclasses import replace
from datetime import date

import pytest

from applications.domain.actions import (
    Claim,
    ConfirmMandate,
    Correct,
    Extend,
    Notify,
    RejectMandate,
    RevokeMandate,
)
from applications.domain.actor import TIMER
from applications.domain.advance import advance, delivered, unreached
from applications.domain.case import Case, Instant, Template
from applications.domain.history import Advanced, SendMessage
from applications.domain.mandates import MandateKind
from applications.domain.terms.telling import with_strays, with_term_told
from tests.builders.cases import AGENT, TUESDAY, act, baku, blocked, intake, terms
from tests.builders.representatives import PAPER, PARTNER, represents

REJECT = RejectMandate("Belə qərar verilməyib.")
TOLD = (SendMessage(Template.IN_PROGRESS),)
WHY = "Rəqəm səhv yazılıb."
# Claims follow the other clock and are as on Tuesday.
LAPSED = Instant(baku("2026-04-11"), TUESDAY.system)


def claimed(kind: MandateKind = MandateKind.GUARDIANSHIP) -> Case:
    """Return a case a client sent on a paper somebody described, taken by the agent."""
    case = intake(represents(mandate=replace(PAPER, kind=kind)), PARTNER, ticket=None).case
    return act(case, AGENT, Claim())


def stored(case: Case) -> Case:
    """Return the case as it is stored: each message held against what holds now."""
    return with_term_told(case, terms(case).total.on)


def told(case: Case) -> Case:
    return stored(act(case, AGENT, Notify(Template.IN_PROGRESS)))


def guardian_told() -> Case:
    """Return a case whose guardian, seen by an agent, got the message and the ward did not."""
    return told(act(claimed(), AGENT, ConfirmMandate()))


def rejected(case: Case, when: Instant = TUESDAY) -> Advanced:
    return advance(case, AGENT, REJECT, when)


def test_i_am_told_though_the_guardian_of_then_is_none_any_more_by_a_correction() -> None:
    case = stored(act(guardian_told(), AGENT, Correct("applicant", ("identifier",), WHY)))

    assert rejected(case).effects == TOLD


def test_i_am_told_though_the_paper_of_the_guardian_who_was_told_has_lapsed() -> None:
    assert rejected(guardian_told(), LAPSED).effects == TOLD


def test_i_am_told_though_the_paper_of_the_guardian_who_was_told_was_revoked() -> None:
    revoked = act(guardian_told(), AGENT, RevokeMandate(date(2026, 3, 9), "Ləğv edilib."))

    assert rejected(stored(revoked)).effects == TOLD


def test_a_message_the_cabinet_refused_has_told_me_nothing() -> None:
    case = rejected(claimed()).case
    failed = unreached(stored(case), Template.IN_PROGRESS, TUESDAY)
    assert failed is not None
    confirmed = act(failed.case, AGENT, ConfirmMandate())

    assert rejected(stored(confirmed)).effects == TOLD


@pytest.mark.parametrize("kind", MandateKind)
def test_an_application_under_way_is_not_all_i_should_know_of_a_paper_that_is_none(
    kind: MandateKind,
) -> None:
    ordinary = told(claimed(kind))

    after = rejected(ordinary)

    assert after.effects == TOLD
    assert [each.mandate_rejected for each in after.case.messages] == [False, True]


def test_what_i_was_told_of_the_paper_is_not_repeated_at_the_cut_off() -> None:
    case = stored(rejected(claimed()).case)

    assert terms(case).timer_at is None
    assert blocked(case, AGENT, Notify(Template.IN_PROGRESS)) == ["not-sent-yet"]


def test_a_paper_confirmed_after_all_makes_what_was_said_of_it_untrue() -> None:
    case = stored(act(stored(rejected(claimed()).case), AGENT, ConfirmMandate()))

    assert terms(case).timer_at == baku("2026-03-19 09:00")
    at_the_cut_off = Instant(baku("2026-03-19 09:00"), TUESDAY.system)
    case = act(case, TIMER, Notify(Template.IN_PROGRESS), when=at_the_cut_off)
    assert [(each.mandate_rejected, each.recipient) for each in case.messages] == [
        (True, "person-concerned"),
        (False, "guardian"),
    ]


def test_who_was_told_of_a_rejected_paper_hears_that_it_was_confirmed_after_all() -> None:
    """The ordinary message of before is no answer to what was read last."""
    before = told(claimed(MandateKind.POWER_OF_ATTORNEY))

    case = stored(act(stored(rejected(before).case), AGENT, ConfirmMandate()))

    assert terms(case).timer_at == baku("2026-03-19 09:00")
    assert act(case, AGENT, Notify()).message(Template.IN_PROGRESS, 3) is not None


def test_a_message_to_whom_the_case_is_not_about_has_not_told_me() -> None:
    """A mistyped identifier: the notice went to a stranger, and mine is due like any other."""
    case = stored(with_strays(told(claimed()), {(Template.IN_PROGRESS, 1)}))

    assert terms(case).timer_at == baku("2026-03-19 09:00")
    assert act(case, AGENT, Notify(Template.IN_PROGRESS)).message(Template.IN_PROGRESS, 2)


def test_a_message_that_went_to_the_right_one_after_all_has_told_me() -> None:
    """The identifier was right at first, mistyped for a while, and is right again."""
    mistyped = act(
        stored(with_strays(told(claimed()), {(Template.IN_PROGRESS, 1)})), AGENT, Notify()
    )

    case = stored(with_strays(mistyped, {(Template.IN_PROGRESS, 2)}))

    assert terms(case).timer_at is None
    assert blocked(case, AGENT, Notify()) == ["not-sent-yet"]


def test_a_paper_rejected_anew_is_told_once_where_nothing_else_was_said_meanwhile() -> None:
    confirmed = stored(act(stored(rejected(claimed()).case), AGENT, ConfirmMandate()))

    again = rejected(confirmed)

    assert again.effects == ()
    assert terms(stored(again.case)).timer_at is None


def test_a_longer_term_tells_me_nothing_new_of_a_paper_that_was_not_accepted() -> None:
    case = stored(rejected(claimed()).case)

    longer = act(case, AGENT, Extend(30, "Qanun", WHY))

    assert terms(longer).timer_at is None


def test_an_agent_writes_again_where_the_cabinet_has_only_what_was_said_before() -> None:
    ordinary = delivered(told(claimed()), Template.IN_PROGRESS, TUESDAY)
    assert ordinary is not None
    failed = unreached(stored(rejected(ordinary.case).case), Template.IN_PROGRESS, TUESDAY)
    assert failed is not None

    case = act(stored(failed.case), AGENT, Notify(Template.IN_PROGRESS))

    assert case.messages[-1].mandate_rejected
