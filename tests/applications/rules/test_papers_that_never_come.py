"""A person is asked for papers and never comes: the case goes on, and says what was not brought."""

from typing import Any

import pytest

from applications.domain.actions import (
    Claim,
    ConfirmCompleteness,
    Forward,
    Override,
    Reassign,
    Refuse,
    Release,
    RequestDocuments,
    Return,
    StopWaiting,
    Suspend,
    Waive,
)
from applications.domain.advance import advance
from applications.domain.case import Case, CaseState, RequirementStatus, View
from applications.domain.errors import ActionBlocked, ActionForbidden, CaseMissing
from applications.domain.faults import ReasonMissing
from applications.domain.papers.requirements import missing, papers_wanted
from applications.domain.passport import StepKind
from applications.domain.questions import questions_to_ask
from tests.builders.case_passports import document, passport, step
from tests.builders.cases import (
    AGENT,
    AGENT_ELSEWHERE,
    APPLICANT,
    OFFICER,
    OTHER_AGENT,
    TUESDAY,
    act,
    answered,
    at_desk,
    blocked,
    brings,
    insured,
    submitted_online,
    terms,
    with_answers,
)
from tests.builders.cases import at as moment

NEVER_CAME = StopWaiting("Üç dəfə zəng edilib, sənəd gətirilməyib.")
PROTOCOL = "commission-protocol"


def awaiting(**fields: Any) -> Case:
    return act(with_answers(at_desk(**fields)), AGENT, RequestDocuments())


def status(case: Case, code: str) -> str:
    requirement = case.requirement(code)
    assert requirement is not None
    return requirement.status.value


def test_an_agent_stops_waiting_with_a_reason_and_the_clock_runs_on() -> None:
    advanced = advance(awaiting(), AGENT, NEVER_CAME, moment("2026-03-16"))
    case = advanced.case

    assert (case.state, case.clock_stopped, case.requested) == (
        CaseState.AT_FRONT_OFFICE,
        False,
        (),
    )
    protocol = case.requirement(PROTOCOL)
    assert protocol is not None
    assert (protocol.status.value, protocol.reason) == ("not-brought", NEVER_CAME.reason)
    assert (protocol.by, advanced.entry.details) == ("agent:leyla", {"requirements": [PROTOCOL]})
    assert advanced.entry.note == NEVER_CAME.reason
    assert missing(case) == ()
    assert terms(case).total.on.isoformat() == "2026-04-06"  # 31 March and six days


def test_the_officer_then_refuses_for_incomplete_documents() -> None:
    case = act(awaiting(), AGENT, NEVER_CAME, ConfirmCompleteness(), Forward(View.AGAINST, "x"))
    assert status(case, PROTOCOL) == "not-brought"

    case = act(case, OFFICER, Claim(), Refuse("N/1", "incomplete-documents", "Sənəd yoxdur."))

    assert case.state is CaseState.REFUSED
    assert case.decision is not None
    assert case.decision.ground == "incomplete-documents"


def test_stopping_needs_a_reason_and_somebody_who_waits() -> None:
    with pytest.raises(ReasonMissing):
        advance(awaiting(), AGENT, StopWaiting(" "), TUESDAY)
    assert blocked(with_answers(at_desk()), AGENT, NEVER_CAME) == ["papers-awaited"]
    suspended = act(with_answers(at_desk()), AGENT, Suspend("x"))
    assert blocked(suspended, AGENT, NEVER_CAME) == ["papers-awaited"]
    assert blocked(awaiting(), OTHER_AGENT, NEVER_CAME) == ["no-other-claim"]


def test_the_clock_also_runs_on_when_one_of_two_papers_came() -> None:
    documents = [document("protocol"), document("photo")]
    case = act(at_desk(under=passport(required_documents=documents)), AGENT, RequestDocuments())
    case = act(case, AGENT, brings("photo"))
    assert (case.state, case.clock_stopped) == (CaseState.AT_FRONT_OFFICE, True)

    case = act(case, AGENT, NEVER_CAME)

    assert not case.clock_stopped
    assert (status(case, "photo"), status(case, "protocol")) == ("met-by-paper", "not-brought")


def test_a_paper_nobody_was_asked_for_is_not_called_unbrought() -> None:
    """A registry turned out to have nothing after the request: the person never heard of that paper."""
    case = act(at_desk(), AGENT, RequestDocuments((PROTOCOL,)))
    nothing = insured("unknown", "unknown", "unknown")
    case = answered(case, "attributes", nothing)
    unasked = [code for code in missing(case) if code != PROTOCOL]
    assert unasked

    case = act(case, AGENT, NEVER_CAME)

    assert status(case, PROTOCOL) == "not-brought"
    assert list(missing(case)) == unasked
    assert "requirements-met" in blocked(case, AGENT, ConfirmCompleteness())


def test_a_paper_that_comes_after_all_is_taken_and_completeness_looked_at_again() -> None:
    case = act(awaiting(), AGENT, NEVER_CAME, ConfirmCompleteness(), brings(PROTOCOL))

    [check] = case.steps_of(StepKind.CHECK_COMPLETENESS)
    protocol = case.requirement(PROTOCOL)
    assert protocol is not None
    assert (protocol.status, protocol.reason) == (RequirementStatus.PAPER, None)
    assert not check.settled
    assert "earlier-steps-done" in blocked(case, AGENT, Forward(View.FOR, ""))


def test_the_officer_who_returns_such_a_case_lets_the_person_bring_it_still() -> None:
    case = act(awaiting(), AGENT, NEVER_CAME, ConfirmCompleteness(), Forward(View.AGAINST, "x"))
    case = act(case, OFFICER, Return("Şəxs sənədi gətirib."))
    case = act(case, AGENT, brings(PROTOCOL), ConfirmCompleteness(), Forward(View.FOR, "x"))

    assert (case.state, status(case, PROTOCOL)) == (CaseState.AT_BACK_OFFICE, "met-by-paper")


def test_a_registry_that_comes_back_still_supplies_what_was_not_brought() -> None:
    case = answered(at_desk(), "attributes", insured("unknown", "unknown", "unknown"))
    case = act(case, AGENT, RequestDocuments(papers_wanted(case)), NEVER_CAME)
    assert status(case, "leave-order") == "not-brought"
    assert "attributes" in [each.question for each in questions_to_ask(case)]

    silent = answered(case, "insured", insured("unknown", "unknown", "unknown"))
    assert status(silent, "leave-order") == "not-brought"
    case = with_answers(case)

    leave_order = case.requirement("leave-order")
    assert leave_order is not None
    assert (leave_order.status, leave_order.reason) == (RequirementStatus.REGISTRY, None)


# Whatever else the staff may do while a paper is awaited


def test_while_papers_are_awaited_an_agent_waives_the_last_one_and_the_case_is_back() -> None:
    case = act(awaiting(), AGENT, Waive(PROTOCOL, "Komissiya ləğv edilib."))

    assert (case.state, case.clock_stopped) == (CaseState.AT_FRONT_OFFICE, False)


def test_while_papers_are_awaited_an_agent_overrides_a_registry_and_the_case_is_back() -> None:
    case = answered(at_desk(), "insured", insured("yes", "no", "conflict"))
    case = act(case, AGENT, brings(PROTOCOL), RequestDocuments())
    assert case.state is CaseState.AWAITING_DOCUMENTS
    [check] = case.steps_of(StepKind.REGISTRY_CHECK)

    case = act(case, AGENT, Override(check.id, "Müqavilə göstərilib."))

    assert (case.state, case.clock_stopped) == (CaseState.AT_FRONT_OFFICE, False)


def test_a_waiting_case_changes_hands_and_waits_on() -> None:
    case = act(awaiting(), AGENT, Reassign("kamran", "Məzuniyyət"))
    assert (case.state, case.assignee) == (CaseState.AWAITING_DOCUMENTS, "agent:kamran")

    case = act(case, OTHER_AGENT, Release())
    case = act(case, AGENT, Claim())
    assert (case.state, case.assignee) == (CaseState.AWAITING_DOCUMENTS, "agent:leyla")
    assert case.clock_stopped


@pytest.mark.parametrize("actor", [APPLICANT, OFFICER])
def test_only_an_agent_of_the_centre_stops_waiting(actor: Any) -> None:
    with pytest.raises(ActionForbidden):
        advance(awaiting(), actor, NEVER_CAME, TUESDAY)


def test_an_agent_of_another_centre_knows_nothing_of_it() -> None:
    with pytest.raises(CaseMissing):
        advance(awaiting(), AGENT_ELSEWHERE, NEVER_CAME, TUESDAY)


def test_a_substitute_that_comes_after_all_stands_in_for_what_was_not_brought() -> None:
    documents = [document("protocol"), document("permit", substitutes_for=["protocol"])]
    case = act(at_desk(under=passport(required_documents=documents)), AGENT, RequestDocuments())
    case = act(case, AGENT, NEVER_CAME, brings("permit"))

    assert status(case, "protocol") == "substituted"


def test_a_case_is_not_handed_over_while_a_paper_is_still_awaited() -> None:
    """The passport prints no step of papers: at the back office nobody could end the wait."""
    printed = passport(
        required_documents=[document("protocol"), document("photo")],
        steps=[step("forward", 1), step("decide")],
    )
    case = act(submitted_online(under=printed), AGENT, Claim(), RequestDocuments(), brings("photo"))
    forward = Forward(View.FOR, "")

    with pytest.raises(ActionBlocked) as refused:
        advance(case, AGENT, forward, TUESDAY)
    [unmet] = refused.value.members["blocked_by"]

    assert unmet["code"] == "nothing-awaited"
    assert unmet["detail"].en == (
        "Still awaited of the person: protocol. Record what came, “waive” it or “stop-waiting”."
    )
    assert act(case, AGENT, NEVER_CAME, forward).state is CaseState.AT_BACK_OFFICE
    assert act(case, AGENT, brings("protocol"), forward).state is CaseState.AT_BACK_OFFICE
