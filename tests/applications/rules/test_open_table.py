"""The open table: what may be done in which state, and every reason why not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from applications.domain.actions import (
    Action,
    ApproachDesk,
    CheckRegistries,
    Claim,
    ConfirmCompleteness,
    Forward,
    Grant,
    Override,
    Release,
    RequestDocuments,
    Waive,
)
from applications.domain.actor import JOB
from applications.domain.advance import advance
from applications.domain.case import CaseState, Instant, View
from applications.domain.errors import ActionBlocked, ActionForbidden
from applications.domain.transitions.open_table import allowed_actions
from tests.builders.case_passports import document, passport
from tests.builders.cases import (
    AGENT,
    ALL_ATTRIBUTES,
    APPLICANT,
    OFFICER,
    OTHER_AGENT,
    OTHER_OFFICER,
    TUESDAY,
    act,
    answered,
    at_desk,
    blocked,
    brings,
    forwarded,
    in_person,
    insured,
    intake,
    later,
    submitted,
    submitted_online,
    with_answers,
)

# Claims


def test_a_case_with_a_ticket_is_received_and_one_without_is_claimed() -> None:
    assert blocked(submitted(), AGENT, Claim()) == ["without-ticket"]
    assert blocked(submitted_online(), AGENT, ApproachDesk("5")) == ["ticket-called"]
    assert act(submitted_online(), AGENT, Claim()).state is CaseState.AT_FRONT_OFFICE


def test_nobody_takes_a_case_somebody_is_working_on() -> None:
    case = act(forwarded(), OFFICER, Claim())

    assert blocked(case, OTHER_OFFICER, Claim()) == ["no-other-claim"]
    assert act(case, OFFICER, Claim(), when=later(hours=1)).claim_expires_at == (
        TUESDAY.system + timedelta(hours=3)
    )


def test_a_claim_expires_by_system_time_however_the_business_clock_jumps() -> None:
    case = act(forwarded(), OFFICER, Claim())
    next_month = Instant(TUESDAY.business + timedelta(days=30), TUESDAY.system)

    assert blocked(case, OTHER_OFFICER, Claim(), next_month) == ["no-other-claim"]
    assert act(case, OTHER_OFFICER, Claim(), when=later(hours=2)).assignee == "officer:sevda"


def test_a_released_case_is_anybodys_of_the_office() -> None:
    case = act(act(forwarded(), OFFICER, Claim()), OFFICER, Release())

    assert (case.assignee, case.claim_expires_at) == (None, None)
    assert act(case, OTHER_OFFICER, Claim()).assignee == "officer:sevda"


def test_at_the_front_office_a_colleague_takes_over_a_released_case() -> None:
    case = act(at_desk(), AGENT, Release())
    assert blocked(case, AGENT, Release()) == ["own-claim"]

    assert act(case, OTHER_AGENT, Claim()).assignee == "agent:kamran"


def test_at_the_back_office_claiming_is_the_officers() -> None:
    with pytest.raises(ActionForbidden):
        advance(forwarded(), AGENT, Claim(), TUESDAY)


def test_an_officer_claims_only_what_has_been_forwarded() -> None:
    with pytest.raises(ActionForbidden):
        advance(submitted(), OFFICER, Claim(), TUESDAY)


# Registries, completeness, handing over


def test_completeness_waits_for_every_document_and_names_them() -> None:
    with pytest.raises(ActionBlocked) as refused:
        advance(at_desk(), AGENT, ConfirmCompleteness(), TUESDAY)

    (unmet,) = refused.value.members["blocked_by"]
    assert unmet["code"] == "requirements-met"
    assert unmet["detail"].en == (
        "Documents still wanting: commission-protocol, identity-card, leave-order, "
        "birth-certificate."
    )


def test_completeness_is_confirmed_only_once() -> None:
    case = act(with_answers(at_desk()), AGENT, brings("commission-protocol"))
    case = act(case, AGENT, ConfirmCompleteness())

    assert blocked(case, AGENT, ConfirmCompleteness()) == ["completeness-open"]


def test_forwarding_waits_for_the_earlier_steps_and_names_them() -> None:
    with pytest.raises(ActionBlocked) as refused:
        advance(at_desk(), AGENT, Forward(View.FOR, ""), TUESDAY)

    (unmet,) = refused.value.members["blocked_by"]
    assert unmet["detail"].en == (
        "Steps still open: submit-documents, check-completeness, registry-check, attach-data."
    )


def test_forwarding_hands_the_case_and_the_view_to_the_office() -> None:
    case = act(with_answers(at_desk()), AGENT, brings("commission-protocol"), ConfirmCompleteness())
    advanced = advance(case, AGENT, Forward(View.AGAINST, "Sığorta stajı çatmır"), TUESDAY)

    assert advanced.case.state is CaseState.AT_BACK_OFFICE
    assert advanced.case.assignee is None
    assert advanced.entry.details == {"view": "against", "office": "dsmf@dost-1"}
    assert advanced.entry.note == "Sığorta stajı çatmır"


def test_overriding_needs_an_answer_in_doubt() -> None:
    assert blocked(at_desk(), AGENT, Override("registry-check", "s")) == ["answer-in-doubt"]


def test_registries_are_not_asked_twice_at_once_nor_after_the_final_answer() -> None:
    assert blocked(at_desk(), AGENT, CheckRegistries()) == ["not-being-asked"]
    assert blocked(with_answers(at_desk()), AGENT, CheckRegistries()) == ["no-final-answer"]


def test_a_passport_without_registries_has_none_to_ask() -> None:
    plain = passport(steps=[], required_documents=[document("protocol")])
    case = intake(in_person(), under=plain).case

    assert blocked(case, AGENT, CheckRegistries()) == ["registries-named", "no-final-answer"]


def test_the_job_asks_again_once_no_answer_is_on_its_way() -> None:
    case = answered(submitted_online(), "insured", insured("unknown", "yes", "unknown"))
    assert blocked(case, JOB, CheckRegistries()) == ["not-being-asked"]

    case = answered(case, "attributes", ALL_ATTRIBUTES)
    advanced = advance(case, JOB, CheckRegistries(), TUESDAY)
    assert advanced.entry.details == {"questions": ["insured"]}
    assert advanced.case.state is CaseState.SUBMITTED


def test_nothing_is_asked_of_the_person_where_nothing_is_missing() -> None:
    case = act(with_answers(at_desk()), AGENT, brings("commission-protocol"))

    assert blocked(case, AGENT, RequestDocuments()) == ["something-missing"]
    assert blocked(case, AGENT, Waive("leave-order", "s")) == ["requirement-missing"]


# States


def test_a_wrong_state_is_named_with_the_right_ones() -> None:
    with pytest.raises(ActionBlocked) as refused:
        advance(submitted(), AGENT, Forward(View.FOR, ""), TUESDAY)

    unmet, _ = refused.value.members["blocked_by"]
    assert unmet["code"] == "wrong-state"
    assert unmet["detail"].en == "This action is possible only in: at-front-office."


def test_in_a_wrong_state_the_other_guards_are_named_too() -> None:
    assert blocked(submitted(), AGENT, Forward(View.FOR, "")) == [
        "wrong-state",
        "earlier-steps-done",
    ]
    assert blocked(submitted(), OFFICER, Grant("DSMF-2026-1")) == ["wrong-state", "own-claim"]


def test_of_an_action_with_several_rows_the_guards_of_every_row_are_named() -> None:
    over = replace(at_desk(), state=CaseState.WITHDRAWN)

    # Whichever way: a ticket matters to one of them alone, a colleague's claim to both.
    assert blocked(over, AGENT, Claim()) == ["wrong-state"]
    assert blocked(over, OTHER_AGENT, Claim()) == ["wrong-state", "no-other-claim"]


def test_the_agent_sees_each_of_their_actions_and_why_the_others_wait() -> None:
    found = {each.action: each for each in allowed_actions(at_desk(), AGENT, TUESDAY)}

    assert [action for action, each in found.items() if each.allowed] == [
        Action.CLAIM,
        Action.RELEASE,
        Action.REQUEST_DOCUMENTS,
        Action.SUBMIT_DOCUMENTS,
        Action.WAIVE,
        Action.NOTIFY,
        Action.WITHDRAW,
        Action.SUSPEND,
        Action.EXTEND,
        Action.REASSIGN,
        Action.CORRECT,
    ]
    reasons = {
        action.value: [unmet.code for unmet in each.blocked_by]
        for action, each in found.items()
        if not each.allowed
    }
    assert reasons == {
        "approach-desk": ["wrong-state"],
        "stop-waiting": ["papers-awaited"],
        "check-registries": ["not-being-asked"],
        "override": ["answer-in-doubt"],
        "confirm-mandate": ["mandate-to-confirm"],
        "reject-mandate": ["mandate-to-reject"],
        "confirm-completeness": ["requirements-met"],
        "forward": ["earlier-steps-done"],
        "tell-in-person": ["wrong-state", "no-message-reaches"],
        "resume": ["suspended"],
        "renew-mandate": ["on-a-mandate"],
        "revoke-mandate": ["on-a-mandate"],
    }


def test_the_applicant_is_offered_what_is_theirs_alone() -> None:
    offered = allowed_actions(at_desk(), APPLICANT, TUESDAY)

    assert [(each.action, each.allowed) for each in offered] == [
        (Action.SUBMIT_DOCUMENTS, True),
        (Action.WITHDRAW, True),
    ]


def test_the_officer_is_told_to_claim_first() -> None:
    found = {each.action: each for each in allowed_actions(forwarded(), OFFICER, TUESDAY)}

    assert [unmet.code for unmet in found[Action.GRANT].blocked_by] == ["own-claim"]
    assert found[Action.CLAIM].allowed
