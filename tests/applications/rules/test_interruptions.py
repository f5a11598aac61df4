"""Handing back, withdrawing, reassigning; and that each interruption says why."""

from datetime import date
from typing import Any

import pytest

from applications.domain.actions import (
    Action,
    ActionRequest,
    Claim,
    ConfirmCompleteness,
    Extend,
    Forward,
    Grant,
    Notify,
    Reassign,
    RequestDocuments,
    Resume,
    Return,
    Suspend,
    Withdraw,
)
from applications.domain.actor import TIMER, Actor, ActorRole
from applications.domain.advance import advance
from applications.domain.case import Case, CaseState, Instant, StepStatus, View
from applications.domain.errors import ActionForbidden
from applications.domain.faults import ColleagueIsOneself, ReasonMissing
from applications.domain.passport import StepKind
from applications.domain.transitions.open_table import allowed_actions
from tests.builders.cases import (
    AGENT,
    AGENT_ELSEWHERE,
    APPLICANT,
    OFFICER,
    OTHER_AGENT,
    OTHER_OFFICER,
    TUESDAY,
    act,
    at_desk,
    baku,
    blocked,
    forwarded,
    later,
    submitted,
    submitted_online,
    terms,
    with_answers,
)

WHY = "Səbəb"


def on(day: str) -> Instant:
    """Return a day of the business clock; claims, which follow the other clock, are as on Tuesday."""
    return Instant(baku(day), TUESDAY.system)


def claimed(**fields: Any) -> Case:
    return act(forwarded(**fields), OFFICER, Claim())


def status(case: Case, kind: StepKind) -> StepStatus:
    (step,) = case.steps_of(kind)
    return step.status


# Each says why


@pytest.mark.parametrize(
    ("case", "actor", "request_"),
    [
        (claimed(), OFFICER, Return(" ")),
        (claimed(), APPLICANT, Withdraw("")),
        (claimed(), OFFICER, Suspend("")),
        (act(claimed(), OFFICER, Suspend(WHY)), OFFICER, Resume(" ")),
        (claimed(), OFFICER, Extend(5, "Qanun", "")),
        (claimed(), OFFICER, Reassign("sevda", "")),
    ],
)
def test_nothing_is_interrupted_without_a_reason(
    case: Case, actor: Actor, request_: ActionRequest
) -> None:
    with pytest.raises(ReasonMissing):
        act(case, actor, request_)


# Return


def test_a_returned_case_is_at_the_desk_again_and_nobody_holds_it() -> None:
    advanced = advance(claimed(), OFFICER, Return("Protokolun tarixi yoxdur."), on("2026-03-12"))
    case = advanced.case

    assert case.state is CaseState.AT_FRONT_OFFICE
    assert (case.assignee, case.claim_expires_at, case.forwarding) == (None, None, None)
    assert advanced.entry.note == "Protokolun tarixi yoxdur."
    assert terms(case).back_office is None
    assert terms(case).officer_due is None


def test_after_a_return_completeness_is_asked_again_before_the_case_goes_back() -> None:
    case = act(claimed(), OFFICER, Return(WHY))

    assert status(case, StepKind.CHECK_COMPLETENESS) is StepStatus.PENDING
    assert status(case, StepKind.FORWARD) is StepStatus.PENDING
    assert status(case, StepKind.SUBMIT_DOCUMENTS) is StepStatus.DONE
    assert blocked(case, AGENT, Forward(View.FOR, "")) == ["earlier-steps-done"]

    again = act(case, AGENT, ConfirmCompleteness(), Forward(View.FOR, ""), when=on("2026-03-16"))
    assert again.state is CaseState.AT_BACK_OFFICE
    found = terms(again)
    assert found.back_office is not None
    assert found.back_office.on == date(2026, 3, 31)


def test_whoever_forwarded_the_first_time_does_not_decide_after_the_second() -> None:
    both = Actor(ActorRole.OFFICER, "leyla", centre="dost-1", body="dsmf")
    case = act(claimed(), OFFICER, Return(WHY))
    case = act(case, OTHER_AGENT, ConfirmCompleteness(), Forward(View.FOR, ""))
    case = act(case, both, Claim())

    assert case.forwarders == ("agent:leyla", "agent:kamran")
    assert blocked(case, both, Grant("N")) == ["four-eyes"]


def test_a_colleagues_case_is_not_returned_over_their_head() -> None:
    assert blocked(claimed(), OTHER_OFFICER, Return(WHY)) == ["no-other-claim"]


def test_only_an_officer_returns() -> None:
    with pytest.raises(ActionForbidden):
        advance(claimed(), AGENT, Return(WHY), TUESDAY)


# Withdraw


@pytest.mark.parametrize(
    "case",
    [
        submitted(),
        submitted_online(),
        at_desk(),
        act(with_answers(at_desk()), AGENT, RequestDocuments()),
        claimed(),
        act(claimed(), OFFICER, Suspend(WHY)),
    ],
)
def test_a_person_withdraws_at_any_time_before_the_decision(case: Case) -> None:
    withdrawn = act(case, APPLICANT, Withdraw("Fikrimi dəyişdim."), when=on("2026-03-11"))

    assert withdrawn.state is CaseState.WITHDRAWN
    assert not withdrawn.is_open
    assert (withdrawn.assignee, withdrawn.requested) == (None, ())
    assert not withdrawn.clock_stopped
    assert terms(withdrawn).timer_at is None
    assert blocked(withdrawn, TIMER, Notify())[0] == "wrong-state"
    assert not any(each.allowed for each in allowed_actions(withdrawn, AGENT, TUESDAY))
    assert not any(each.allowed for each in allowed_actions(withdrawn, APPLICANT, TUESDAY))


def test_after_the_decision_nothing_is_withdrawn() -> None:
    granted = act(claimed(), OFFICER, Grant("N"))

    assert blocked(granted, APPLICANT, Withdraw(WHY)) == ["wrong-state"]


def test_an_agent_withdraws_on_the_persons_word_only_what_their_centre_has_taken() -> None:
    assert act(claimed(), AGENT, Withdraw(WHY)).state is CaseState.WITHDRAWN
    assert blocked(submitted_online(), AGENT_ELSEWHERE, Withdraw(WHY)) == ["taken-in"]


def test_an_officer_does_not_withdraw() -> None:
    with pytest.raises(ActionForbidden):
        advance(claimed(), OFFICER, Withdraw(WHY), TUESDAY)


# Reassign


def test_a_case_is_handed_to_a_colleague_whose_claim_begins_now() -> None:
    hour_later = later(hours=1)
    advanced = advance(claimed(), OFFICER, Reassign("sevda", "Məzuniyyət"), hour_later)
    case = advanced.case

    assert case.assignee == "officer:sevda"
    assert advanced.entry.details == {"assignee": "officer:sevda"}
    assert blocked(case, OFFICER, Grant("N"), hour_later) == ["own-claim"]
    assert act(case, OTHER_OFFICER, Grant("N"), when=later(hours=2)).state is CaseState.GRANTED


def test_nobody_hands_on_what_a_colleague_is_working_on() -> None:
    assert blocked(claimed(), OTHER_OFFICER, Reassign("orkhan", WHY)) == ["no-other-claim"]
    assert act(claimed(), OTHER_OFFICER, Reassign("orkhan", WHY), when=later(hours=2)).assignee == (
        "officer:orkhan"
    )


def test_a_case_at_the_desk_goes_to_another_agent() -> None:
    case = act(at_desk(), AGENT, Reassign("kamran", WHY))

    assert act(case, OTHER_AGENT, Claim()).assignee == "agent:kamran"


def test_taking_a_case_oneself_is_claiming_it() -> None:
    with pytest.raises(ColleagueIsOneself):
        advance(claimed(), OFFICER, Reassign("rashad", WHY), TUESDAY)


# What is offered


def test_every_interruption_is_offered_with_what_stands_in_its_way() -> None:
    offered = {each.action: each for each in allowed_actions(claimed(), OFFICER, TUESDAY)}

    allowed = {action for action, each in offered.items() if each.allowed}
    assert {Action.RETURN, Action.SUSPEND, Action.EXTEND, Action.REASSIGN} <= allowed
    assert [unmet.code for unmet in offered[Action.RESUME].blocked_by] == ["suspended"]
    assert Action.WITHDRAW not in offered
