"""The step engine: what a kind of step means, whatever the service."""

from dataclasses import replace

import pytest

from applications.domain.actions import (
    Action,
    ApproachDesk,
    Claim,
    ConfirmCompleteness,
    Forward,
    Grant,
    Notify,
    Override,
    Waive,
)
from applications.domain.advance import delivered
from applications.domain.case import Case, StepStatus, Template, View
from applications.domain.transitions.open_table import allowed_actions
from tests.builders.case_passports import CHILDCARE_STEPS, document, handling, passport, step
from tests.builders.cases import (
    AGENT,
    ALL_ATTRIBUTES,
    CITIZEN,
    INSURED,
    OFFICER,
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
    original,
    submitted,
    submitted_online,
    with_answers,
)

DONE, PENDING, RUNNING = StepStatus.DONE, StepStatus.PENDING, StepStatus.RUNNING
NOT_APPLICABLE, OVERRIDDEN = StepStatus.NOT_APPLICABLE, StepStatus.OVERRIDDEN


def status(case: Case, step_id: str) -> StepStatus:
    found = case.step(step_id)
    assert found is not None
    return found.status


def statuses(case: Case) -> dict[str, StepStatus]:
    return {step.id: step.status for step in case.steps}


def test_at_the_counter_the_steps_wait_in_printed_order() -> None:
    assert list(statuses(submitted()).items()) == [
        ("take-ticket", DONE),
        ("go-to-desk", PENDING),
        ("submit-documents", PENDING),
        ("check-completeness", PENDING),
        ("registry-check", RUNNING),
        ("attach-data", PENDING),
        ("forward", PENDING),
        ("decide", PENDING),
        ("notify", PENDING),
    ]


def test_online_there_is_no_ticket_and_no_desk() -> None:
    case = submitted_online()

    assert status(case, "take-ticket") is status(case, "go-to-desk") is NOT_APPLICABLE


def test_a_planned_step_that_is_done_says_when_and_by_whom() -> None:
    taken = submitted().step("take-ticket")

    assert taken is not None
    assert (taken.at, taken.by) == (TUESDAY.business, "agent:leyla")


def test_coming_to_the_desk_completes_its_step() -> None:
    desk = at_desk().step("go-to-desk")

    assert desk is not None
    assert (desk.status, desk.by) == (DONE, "agent:leyla")


def test_a_step_of_another_channel_or_condition_is_not_applicable() -> None:
    foreigners = {"channels": None, "audiences": ["foreigner"], "relations": None}
    steps = [
        step("check-completeness", channels=["self-service"]),
        step("forward", when=foreigners),
    ]

    assert set(statuses(submitted(under=passport(steps=steps))).values()) == {NOT_APPLICABLE}


def test_a_step_whose_condition_holds_waits() -> None:
    citizens = {"channels": ["in-person"], "audiences": ["citizen"], "relations": ["self"]}
    steps = [step("forward", when=citizens, channels=["in-person"])]

    assert statuses(submitted(under=passport(steps=steps))) == {"forward": PENDING}


# submit-documents


def test_papers_are_done_once_all_without_another_source_are_met() -> None:
    case = at_desk()
    assert status(case, "submit-documents") is PENDING

    case = act(case, AGENT, brings("commission-protocol"))
    assert status(case, "submit-documents") is DONE


def test_papers_are_wanted_again_when_a_registry_turns_out_to_have_nothing() -> None:
    case = act(at_desk(), AGENT, brings("commission-protocol"))
    nothing = replace(ALL_ATTRIBUTES, sources=ALL_ATTRIBUTES.sources[:1])

    case = answered(case, "attributes", nothing)
    assert status(case, "submit-documents") is PENDING

    case = act(case, AGENT, brings("leave-order"))
    assert status(case, "submit-documents") is DONE


def test_a_case_is_not_handed_over_while_a_registry_may_turn_out_to_have_nothing() -> None:
    steps = [step("submit-documents", 1), step("decide")]
    case = act(submitted_online(under=passport(steps=steps)), AGENT, Claim())
    case = act(case, AGENT, brings("commission-protocol"))

    assert status(case, "submit-documents") is DONE
    assert blocked(case, AGENT, Forward(View.NONE, "")) == ["earlier-steps-done"]
    assert not blocked_after_the_answer(case)


def blocked_after_the_answer(case: Case) -> list[str]:
    allowed = allowed_actions(answered(case, "attributes", ALL_ATTRIBUTES), AGENT, TUESDAY)
    [forward] = [each for each in allowed if each.action is Action.FORWARD]
    return [each.code for each in forward.blocked_by]


def test_nothing_is_to_be_brought_when_sources_meet_every_requirement() -> None:
    fetched = [document("statement", "submission"), document("identity", "sigorta.identity")]
    case = submitted(under=passport(required_documents=fetched))
    assert status(case, "submit-documents") is PENDING

    case = answered(case, "attributes", ALL_ATTRIBUTES)
    assert status(case, "submit-documents") is NOT_APPLICABLE


def test_a_service_without_papers_has_nothing_to_submit() -> None:
    assert status(submitted(under=passport(required_documents=[])), "submit-documents") is (
        NOT_APPLICABLE
    )


def test_a_waived_paper_is_no_longer_wanted() -> None:
    case = act(with_answers(at_desk()), AGENT, Waive("commission-protocol", "arxivdədir"))

    assert status(case, "submit-documents") is DONE


# registry-check and attach-data


def test_a_final_answer_completes_the_check_and_attaches_its_data_together() -> None:
    case = answered(submitted(), "insured", INSURED)
    attached = case.step("attach-data")

    assert status(case, "registry-check") is DONE
    assert attached is not None
    assert attached.status is DONE
    assert (attached.evidence_id, attached.as_of) == ("ev-insured", TUESDAY.business)


def test_no_is_a_final_answer_too() -> None:
    case = answered(submitted(), "insured", insured("no", "no", "no"))

    assert status(case, "registry-check") is status(case, "attach-data") is DONE


@pytest.mark.parametrize("subsystems", [[], None])
def test_a_check_that_names_no_registry_is_not_applicable(subsystems: list[str] | None) -> None:
    check = step("registry-check", params={"question": "insured", "subsystems": subsystems})
    case = submitted(under=passport(steps=[check, step("attach-data")]))

    assert set(statuses(case).values()) == {NOT_APPLICABLE}


def test_data_of_two_checks_is_attached_once_both_have_answered() -> None:
    second = step(
        "registry-check",
        params={"question": "employed", "subsystems": ["monitorinq"]},
    ) | {"id": "second-check"}
    steps = [CHILDCARE_STEPS[4], second, step("attach-data")]
    case = answered(submitted(under=passport(steps=steps)), "insured", INSURED)
    assert status(case, "attach-data") is PENDING

    case = answered(case, "employed", insured("unknown", "yes", "yes"))
    assert status(case, "attach-data") is DONE


def test_an_overridden_check_overrides_the_data_that_never_came() -> None:
    case = answered(at_desk(), "insured", insured("unknown", "yes", "unknown"))
    case = act(case, AGENT, Override("registry-check", "kağız arayış var"))
    attached = case.step("attach-data")

    assert status(case, "registry-check") is OVERRIDDEN
    assert attached is not None
    assert (attached.status, attached.reason) == (OVERRIDDEN, "kağız arayış var")


# forward, decide, notify


def test_forwarding_and_granting_complete_their_steps() -> None:
    case = forwarded()
    assert (status(case, "forward"), status(case, "decide")) == (DONE, PENDING)

    case = act(case, OFFICER, Claim(), Grant("DSMF-DOST-1/2026/1"))
    assert status(case, "decide") is DONE


def test_only_the_delivered_decision_finishes_the_notice() -> None:
    case = act(forwarded(), AGENT, Notify())
    assert status(case, "notify") is PENDING

    told = delivered(case, Template.IN_PROGRESS, TUESDAY)
    assert told is not None
    assert status(told.case, "notify") is PENDING

    case = act(told.case, OFFICER, Claim(), Grant("DSMF-DOST-1/2026/1"))
    assert status(case, "notify") is RUNNING

    told = delivered(case, Template.DECISION, TUESDAY)
    assert told is not None
    assert status(told.case, "notify") is DONE


def test_where_contact_is_not_allowed_there_is_no_notice() -> None:
    case = submitted(under=passport(handling=handling(contact="none")))

    assert status(case, "notify") is NOT_APPLICABLE


def test_completeness_is_confirmed_once() -> None:
    case = act(with_answers(at_desk()), AGENT, brings("commission-protocol"))
    case = act(case, AGENT, ConfirmCompleteness())

    assert status(case, "check-completeness") is DONE


def test_without_a_printed_hand_over_everything_before_the_decision_counts() -> None:
    steps = [step("take-ticket", params={"direction": "social-benefits"}), step("decide")]
    case = act(submitted(under=passport(steps=steps)), AGENT, ApproachDesk("5"))

    assert act(case, AGENT, Forward(View.NONE, "")).office == "dsmf@dost-1"


def test_papers_handed_in_with_the_submission_count_from_the_start() -> None:
    papers = (original("commission-protocol"), original("leave-order"))

    assert status(intake(in_person(documents=papers)).case, "submit-documents") is DONE


def test_a_signed_in_person_needs_no_identity_card() -> None:
    case = submitted_online()
    identity = case.requirement("identity-card")

    assert identity is not None
    assert identity.status.value == "met-by-identity"
    assert case.submitted_by == CITIZEN.name
