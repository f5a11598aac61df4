"""Two of the staff never work over each other: a live claim keeps the colleagues off the case."""

import pytest

from applications.domain.actions import (
    ActionRequest,
    Claim,
    ConfirmCompleteness,
    Forward,
    Override,
    Release,
    RequestDocuments,
    Waive,
)
from applications.domain.advance import advance
from applications.domain.case import CaseState, Instant, View
from applications.domain.errors import ActionBlocked
from applications.domain.transitions.open_table import allowed_actions
from shared.errors import DomainError
from tests.builders.cases import (
    AGENT,
    APPLICANT,
    OTHER_AGENT,
    TUESDAY,
    act,
    at_desk,
    blocked,
    brings,
    later,
    with_answers,
)

AT_THE_FRONT_OFFICE: tuple[ActionRequest, ...] = (
    RequestDocuments(),
    brings("commission-protocol"),
    Waive("commission-protocol", "səbəb"),
    Override("registry-check", "səbəb"),
    ConfirmCompleteness(),
    Forward(View.FOR, ""),
)


@pytest.mark.parametrize("request_", AT_THE_FRONT_OFFICE, ids=lambda each: each.action)
def test_a_colleague_leaves_a_case_alone_that_somebody_works_on(request_: ActionRequest) -> None:
    assert "no-other-claim" in blocked(at_desk(), OTHER_AGENT, request_)


def test_papers_of_a_waiting_case_are_taken_by_its_own_agent() -> None:
    case = act(with_answers(at_desk()), AGENT, RequestDocuments())

    assert blocked(case, OTHER_AGENT, brings("commission-protocol")) == ["no-other-claim"]
    assert act(case, AGENT, brings("commission-protocol")).state is CaseState.AT_FRONT_OFFICE


@pytest.mark.parametrize("when", [TUESDAY, later(hours=2)], ids=["released", "expired"])
def test_any_agent_of_the_centre_works_on_a_case_nobody_holds(when: Instant) -> None:
    case = with_answers(at_desk())
    if when is TUESDAY:
        case = act(case, AGENT, Release())

    requests = (brings("commission-protocol"), ConfirmCompleteness(), Forward(View.FOR, ""))
    assert act(case, OTHER_AGENT, *requests, when=when).state is CaseState.AT_BACK_OFFICE


def test_a_colleague_who_takes_an_expired_case_over_keeps_the_first_agent_off() -> None:
    case = act(with_answers(at_desk()), OTHER_AGENT, Claim(), when=later(hours=2))

    assert "no-other-claim" in blocked(case, AGENT, ConfirmCompleteness(), later(hours=2))


def test_the_applicants_papers_are_no_work_over_the_agents() -> None:
    offered = {each.action: each for each in allowed_actions(at_desk(), APPLICANT, TUESDAY)}
    assert all(each.allowed for each in offered.values())

    # What is wrong is the paper, which nobody has seen, and not the agent's claim.
    with pytest.raises(DomainError) as refused:
        advance(at_desk(), APPLICANT, brings("commission-protocol"), TUESDAY)
    assert not isinstance(refused.value, ActionBlocked)
    assert refused.value.code == "original-not-seen"
