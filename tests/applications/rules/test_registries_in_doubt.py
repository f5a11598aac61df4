"""Unknown and conflict are never a no, and never block for ever."""

import pytest

from applications.domain.actions import (
    CheckRegistries,
    Claim,
    Grant,
    Override,
    RequestDocuments,
)
from applications.domain.case import Answer, Case, CaseState, StepStatus
from applications.domain.history import Question
from applications.domain.papers.requirements import missing, papers_wanted, stand_ins
from applications.domain.questions import being_asked, questions_to_ask
from applications.domain.registries import RegistryAnswer, apply_answer
from applications.domain.transitions.open_table import allowed_actions
from tests.builders.case_passports import document, passport
from tests.builders.cases import (
    AGENT,
    ALL_ATTRIBUTES,
    INSURED,
    OFFICER,
    TUESDAY,
    act,
    answer,
    answered,
    at_desk,
    brings,
    forwarded,
    insured,
    question,
    source,
    submitted,
    with_answers,
)

NOBODY = RegistryAnswer(Answer.UNKNOWN)
SIGORTA_DOWN = insured("unknown", "yes", "unknown")
SIGORTA_DOWN_FOR_ATTRIBUTES = RegistryAnswer(
    Answer.UNKNOWN,
    (source("sigorta", "unknown", error="time-out"), source("monitorinq", "yes", "leave_order")),
    "ev-attributes",
)


def status(case: Case, code: str) -> str:
    found = case.requirement(code)
    assert found is not None
    return found.status.value


def check(case: Case) -> StepStatus:
    found = case.step("registry-check")
    assert found is not None
    return found.status


# Unknown


def test_a_registry_that_is_down_is_asked_again_and_papers_stand_in() -> None:
    case = answered(submitted(), "insured", SIGORTA_DOWN)
    outcome = answer(case, "attributes", SIGORTA_DOWN_FOR_ATTRIBUTES)

    assert outcome.ask_again
    assert outcome.advanced is not None
    case = outcome.advanced.case
    step = case.step("registry-check")
    assert step is not None
    assert step.failed == ("sigorta",)
    assert stand_ins(case) == ("identity-card", "birth-certificate")
    assert papers_wanted(case) == ("identity-card", "commission-protocol", "birth-certificate")


def test_a_gateway_that_cannot_be_reached_leaves_every_registry_unknown() -> None:
    outcome = answer(submitted(), "insured", NOBODY)

    assert outcome.ask_again
    assert outcome.advanced is not None
    step = outcome.advanced.case.step("registry-check")
    assert step is not None
    assert step.failed == ("sigorta", "monitorinq")


def test_an_unknown_with_every_source_answering_doubts_them_all() -> None:
    step = answered(submitted(), "insured", insured("yes", "yes", "unknown")).step("registry-check")

    assert step is not None
    assert step.failed == ("sigorta", "monitorinq")


def test_the_same_failure_again_changes_nothing_and_keeps_the_question() -> None:
    case = answered(submitted(), "insured", SIGORTA_DOWN)
    case = answered(case, "attributes", SIGORTA_DOWN_FOR_ATTRIBUTES)

    for name, said in (("insured", SIGORTA_DOWN), ("attributes", SIGORTA_DOWN_FOR_ATTRIBUTES)):
        outcome = answer(case, name, said)
        assert (outcome.advanced, outcome.ask_again) == (None, True)


def test_a_registry_that_is_back_settles_it_without_papers() -> None:
    case = answered(submitted(), "insured", SIGORTA_DOWN)
    case = answered(case, "attributes", SIGORTA_DOWN_FOR_ATTRIBUTES)
    case = with_answers(case)

    assert check(case) is StepStatus.DONE
    assert papers_wanted(case) == ("commission-protocol",)


def test_papers_that_stand_in_settle_the_unknown() -> None:
    case = answered(at_desk(), "insured", SIGORTA_DOWN)
    case = answered(case, "attributes", SIGORTA_DOWN_FOR_ATTRIBUTES)
    case = act(case, AGENT, brings("identity-card"))
    assert check(case) is StepStatus.PENDING

    case = act(case, AGENT, brings("birth-certificate"))
    step = case.step("registry-check")
    assert step is not None
    assert (step.status, step.reason, step.answer) == (
        StepStatus.DONE,
        "met-by-papers",
        Answer.UNKNOWN,
    )


def test_a_late_answer_to_what_papers_have_settled_changes_nothing() -> None:
    before = answered(at_desk(), "insured", SIGORTA_DOWN)
    asked = question(before, "insured")
    case = answered(before, "attributes", SIGORTA_DOWN_FOR_ATTRIBUTES)
    case = act(case, AGENT, brings("identity-card", "birth-certificate"))

    outcome = apply_answer(case, asked, INSURED, TUESDAY)
    assert (outcome.advanced, outcome.ask_again) == (None, False)


def test_where_only_the_check_failed_no_paper_stands_in() -> None:
    case = answered(submitted(), "insured", SIGORTA_DOWN)
    case = answered(case, "attributes", ALL_ATTRIBUTES)

    assert stand_ins(case) == ()
    assert missing(case) == ("commission-protocol",)


# Conflict


def test_contradicting_registries_are_not_asked_again_and_papers_of_both_stand_in() -> None:
    outcome = answer(with_attributes(), "insured", insured("yes", "no", "conflict"))

    assert not outcome.ask_again
    assert outcome.advanced is not None
    assert stand_ins(outcome.advanced.case) == (
        "identity-card",
        "leave-order",
        "birth-certificate",
    )


def test_papers_settle_a_conflict_and_keep_the_evidence_of_the_registry() -> None:
    case = answered(with_attributes(), "insured", insured("yes", "no", "conflict"))
    case = act(case, AGENT, brings("identity-card", "leave-order", "birth-certificate"))
    leave_order = case.requirement("leave-order")

    assert check(case) is StepStatus.DONE
    assert leave_order is not None
    assert leave_order.status.value == "met-by-paper"
    assert leave_order.evidence_id == "ev-attributes"


def with_attributes() -> Case:
    return answered(at_desk(), "attributes", ALL_ATTRIBUTES)


def test_in_a_conflict_a_substitute_counts_for_the_document_that_nobody_believes() -> None:
    """She was asked for the leave order, and brings the court decision that the passport takes for it."""
    case = act(fetched_in_conflict(), AGENT, RequestDocuments(("leave-order",)))

    case = act(case, AGENT, brings("court-decision"))

    order = case.requirement("leave-order")
    assert order is not None
    assert (order.status.value, order.substitute) == ("substituted", "court-decision")
    assert order.evidence_id == "ev-attributes"
    assert (check(case), case.requested, case.clock_stopped) == (StepStatus.DONE, (), False)


@pytest.mark.parametrize(
    "papers", [("leave-order", "court-decision"), ("court-decision", "leave-order")]
)
def test_a_paper_of_its_own_counts_more_than_a_substitute(papers: tuple[str, str]) -> None:
    case = act(fetched_in_conflict(), AGENT, brings(*papers))

    assert (status(case, "leave-order"), check(case)) == ("met-by-paper", StepStatus.DONE)


def fetched_in_conflict() -> Case:
    """Return a case whose leave order was fetched from registries that contradict each other."""
    documents = [
        document("leave-order", "monitorinq.leave_order"),
        document("court-decision", substitutes_for=["leave-order"]),
    ]
    case = at_desk(under=passport(required_documents=documents))
    case = answered(case, "attributes", ALL_ATTRIBUTES)
    return answered(case, "insured", insured("yes", "no", "conflict"))


# Asking again, waiting, and when nobody asks any more


def test_the_agent_asks_again_after_unknown() -> None:
    case = answered(at_desk(), "insured", SIGORTA_DOWN)
    case = answered(case, "attributes", SIGORTA_DOWN_FOR_ATTRIBUTES)
    assert not being_asked(case)

    case = act(case, AGENT, CheckRegistries())
    assert being_asked(case)
    assert check(case) is StepStatus.RUNNING
    blocked = {each.action: each.blocked_by for each in allowed_actions(case, AGENT, TUESDAY)}
    assert [unmet.code for unmet in blocked[CheckRegistries.action]] == ["not-being-asked"]


def test_asking_again_names_only_what_has_no_final_answer() -> None:
    case = answered(submitted(), "insured", INSURED)
    case = answered(case, "attributes", SIGORTA_DOWN_FOR_ATTRIBUTES)

    assert questions_to_ask(case) == (
        Question("attributes", ("sigorta",), ("sigorta.identity", "sigorta.dependants")),
    )


def test_a_registry_that_answers_while_papers_are_awaited_brings_the_case_back() -> None:
    case = act(with_fetched_attributes_down(), AGENT, RequestDocuments())
    assert case.state is CaseState.AWAITING_DOCUMENTS
    assert case.clock_stopped

    case = with_answers(case)
    assert case.state is CaseState.AT_FRONT_OFFICE
    assert not case.clock_stopped
    assert case.requested == ()


def with_fetched_attributes_down() -> Case:
    case = act(at_desk(), AGENT, brings("commission-protocol"))
    case = answered(case, "insured", SIGORTA_DOWN)
    return answered(case, "attributes", SIGORTA_DOWN_FOR_ATTRIBUTES)


def test_a_decided_case_wants_no_answer() -> None:
    case = answered(at_desk(), "insured", SIGORTA_DOWN)
    asked = question(case, "insured")
    granted = act(forwarded(), OFFICER, Claim(), Grant("DSMF-DOST-1/2026/1"))

    outcome = apply_answer(granted, asked, INSURED, TUESDAY)
    assert (outcome.advanced, outcome.ask_again) == (None, False)


def test_an_overridden_check_wants_no_answer() -> None:
    before = answered(at_desk(), "insured", SIGORTA_DOWN)
    asked = question(before, "insured")
    case = act(before, AGENT, Override("registry-check", "arayış təqdim edilib"))

    outcome = apply_answer(case, asked, INSURED, TUESDAY)
    assert (outcome.advanced, outcome.ask_again) == (None, False)
