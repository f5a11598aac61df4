"""What the registries are asked about a case, and what their answers do to it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from applications.domain.case import Answer, Case
from applications.domain.history import AskRegistries, Question
from applications.domain.registries import RegistryAnswer
from tests.builders.case_passports import document, passport
from tests.builders.cases import (
    ALL_ATTRIBUTES,
    INSURED,
    TUESDAY,
    answer,
    answered,
    in_person,
    insured,
    intake,
    original,
    question,
    source,
    submitted,
    submitted_online,
)


def status(case: Case, code: str) -> str:
    found = case.requirement(code)
    assert found is not None
    return found.status.value


# What is asked


def test_the_intake_asks_each_check_and_all_attributes_in_one_question() -> None:
    assert intake().effects == (
        AskRegistries(
            (
                Question("insured", ("sigorta", "monitorinq"), (), "registry-check"),
                Question(
                    "attributes",
                    ("sigorta", "monitorinq"),
                    ("sigorta.identity", "monitorinq.leave_order", "sigorta.dependants"),
                ),
            )
        ),
    )


def test_what_is_met_otherwise_is_not_asked_for() -> None:
    asked = question(submitted_online(), "attributes")

    assert asked.attributes == ("monitorinq.leave_order", "sigorta.dependants")


def test_an_original_at_the_counter_spares_the_look() -> None:
    papers = (original("identity-card"), original("birth-certificate"))
    asked = question(intake(in_person(documents=papers)).case, "attributes")

    assert (asked.subsystems, asked.attributes) == (("monitorinq",), ("monitorinq.leave_order",))


def test_a_passport_without_registries_asks_nothing() -> None:
    plain = passport(steps=[], required_documents=[document("protocol")])

    assert intake(under=plain).effects == ()


# What an answer does


@pytest.mark.parametrize(
    ("sigorta", "monitorinq", "said", "settled"),
    [
        ("yes", "yes", "yes", True),
        ("no", "no", "no", True),
        ("yes", "no", "conflict", False),
        ("no", "yes", "conflict", False),
        ("unknown", "yes", "unknown", False),
        ("no", "unknown", "unknown", False),
        ("unknown", "unknown", "unknown", False),
    ],
)
def test_only_yes_and_no_settle_the_check(
    sigorta: str, monitorinq: str, said: str, settled: bool
) -> None:
    case = answered(submitted(), "insured", insured(sigorta, monitorinq, said))
    step = case.step("registry-check")

    assert step is not None
    assert step.answer is Answer(said)
    assert step.settled is settled


def test_an_answer_raises_the_version_and_is_written_down_in_codes() -> None:
    case = submitted()
    advanced = answer(case, "attributes", ALL_ATTRIBUTES).advanced

    assert advanced is not None
    assert advanced.case.version == case.version + 1
    assert (advanced.entry.action, advanced.entry.actor) == (
        "registries-answered",
        "job:registry-questions",
    )
    assert advanced.entry.details == {
        "question": "attributes",
        "step": None,
        "answer": "yes",
        "sources": {"sigorta": "yes", "monitorinq": "yes"},
        "supplied": ["identity-card", "leave-order", "birth-certificate"],
        "missing": ["commission-protocol"],
        "papers": ["commission-protocol"],
    }


def test_supplied_attributes_meet_their_documents_with_their_evidence() -> None:
    case = answered(submitted(), "attributes", ALL_ATTRIBUTES)
    leave_order = case.requirement("leave-order")

    assert leave_order is not None
    assert leave_order.status.value == "met-by-registry"
    assert (leave_order.subsystem, leave_order.attribute) == ("monitorinq", "leave_order")
    assert (leave_order.evidence_id, leave_order.as_of) == ("ev-attributes", TUESDAY.business)


def test_an_attribute_the_registry_does_not_have_falls_back_to_paper() -> None:
    nothing = replace(
        ALL_ATTRIBUTES,
        sources=(source("sigorta", "yes", "identity", "dependants"), source("monitorinq", "yes")),
    )
    outcome = answer(submitted(), "attributes", nothing)

    assert outcome.advanced is not None
    assert not outcome.ask_again
    assert status(outcome.advanced.case, "leave-order") == "missing"


def test_the_oldest_as_of_time_is_the_answers() -> None:
    older = replace(INSURED.sources[1], as_of=TUESDAY.business - timedelta(hours=3))
    said = replace(INSURED, sources=(INSURED.sources[0], older))
    step = answered(submitted(), "insured", said).step("registry-check")

    assert step is not None
    assert step.as_of == older.as_of


def test_a_second_registry_supplies_what_the_first_cannot() -> None:
    twice = document("identity-card", "sigorta.identity", "pensiya.identity")
    case = submitted(under=passport(required_documents=[twice]))
    said = RegistryAnswer(
        Answer.YES, (source("sigorta", "yes"), source("pensiya", "yes", "identity"))
    )
    identity = answered(case, "attributes", said).requirement("identity-card")

    assert identity is not None
    assert identity.subsystem == "pensiya"


def test_a_failed_subsystem_supplies_nothing_whatever_it_sent_along() -> None:
    said = RegistryAnswer(
        Answer.UNKNOWN, (source("sigorta", "yes", "identity", error="wrong-person"),)
    )

    assert status(answered(submitted(), "attributes", said), "identity-card") == "missing"
