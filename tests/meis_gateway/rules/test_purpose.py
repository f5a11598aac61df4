"""A case may ask only what its version of the passport names."""

from dataclasses import replace

import pytest

from meis_gateway.domain.purpose import NotInPassport, require_purpose
from meis_gateway.domain.questions import Identifier, Question, QuestionIncoherent, queries
from meis_gateway.storage.passports import purpose_in
from tests.builders.gateway import BOTH, passport, registry_check

PERSON = Identifier("fin", "5ZK1Q2W")
INSURED = Question("case-1", "a-benefit", 1, "0" * 64, "insured", BOTH, ())
SOURCES = ("sigorta.identity", "monitorinq.leave_order")
FETCH = replace(INSURED, question="attributes", attributes=SOURCES)
PURPOSE = purpose_in(passport())


@pytest.mark.parametrize(
    "question",
    [
        INSURED,
        FETCH,
        replace(FETCH, subsystems=("sigorta",), attributes=("sigorta.identity",)),
    ],
)
def test_what_the_passport_names_may_be_asked(question: Question) -> None:
    require_purpose(question, PURPOSE)

    assert PURPOSE.allows(question)


@pytest.mark.parametrize(
    "question",
    [
        replace(INSURED, subsystems=("sigorta", "elillik")),
        replace(INSURED, subsystems=("monitorinq",)),  # one alone could not be contradicted
        replace(INSURED, question="disabled", subsystems=("elillik",)),
        replace(INSURED, attributes=("sigorta.identity",)),
        replace(FETCH, attributes=(*SOURCES, "sigorta.dependants")),
        replace(FETCH, subsystems=("elillik",), attributes=("elillik.disability",)),
        replace(FETCH, subsystems=("sigorta", "monitorinq", "elillik")),
    ],
)
def test_what_the_passport_does_not_name_may_not_be_asked(question: Question) -> None:
    with pytest.raises(NotInPassport):
        require_purpose(question, PURPOSE)


def test_a_step_cannot_ask_a_subsystem_that_field_25_does_not_name() -> None:
    only_sigorta = [{"code": "sigorta", "printed": "Sığorta"}]

    purpose = purpose_in(passport(meis_subsystems=only_sigorta))

    assert not purpose.allows(INSURED)
    assert purpose.allows(replace(INSURED, subsystems=("sigorta",)))


def test_a_passport_without_a_registry_check_lets_nobody_be_asked() -> None:
    purpose = purpose_in(passport(steps=[], required_documents=[]))

    assert not purpose.allows(INSURED)
    assert not purpose.allows(FETCH)


def test_another_passport_asks_another_registry_another_question() -> None:
    purpose = purpose_in(
        passport(
            steps=[
                registry_check("elillik", question="disabled", attributes=("elillik.disability",)),
                registry_check("pensiya", question="disabled"),
            ],
            meis_subsystems=[{"code": c, "printed": c} for c in ("elillik", "pensiya")],
        )
    )
    question = replace(INSURED, question="disabled", subsystems=("elillik",))

    assert purpose.allows(replace(question, attributes=("elillik.disability",)))
    assert purpose.allows(replace(question, subsystems=("pensiya",)))
    assert not purpose.allows(replace(question, subsystems=("elillik", "pensiya")))
    assert not purpose.allows(INSURED)


def test_steps_whose_parameters_are_not_what_they_should_be_allow_nothing() -> None:
    step = registry_check("sigorta")
    step["params"] = {"question": "insured", "subsystems": "sigorta", "attributes": {"a": 1}}

    assert not purpose_in(passport(steps=[step])).allows(replace(INSURED, subsystems=("sigorta",)))


def test_each_subsystem_is_asked_once_for_what_is_its_own() -> None:
    asked = queries(FETCH, PERSON)

    assert {code: (query.questions, query.attributes) for code, query in asked.items()} == {
        "sigorta": ((), ("identity",)),
        "monitorinq": ((), ("leave_order",)),
    }
    assert {query.questions for query in queries(INSURED, PERSON).values()} == {("insured",)}


@pytest.mark.parametrize(
    "question",
    [
        replace(INSURED, subsystems=()),
        replace(INSURED, subsystems=("sigorta", "sigorta")),
        replace(FETCH, attributes=()),
        replace(FETCH, attributes=("sigorta.identity",)),
        replace(FETCH, attributes=("identity", *SOURCES)),
        replace(FETCH, attributes=("sigorta.", *SOURCES)),
        replace(FETCH, attributes=(*SOURCES, "sigorta.identity")),
        replace(FETCH, attributes=(*SOURCES, "elillik.disability")),
    ],
)
def test_a_question_whose_parts_do_not_fit_together_is_refused(question: Question) -> None:
    with pytest.raises(QuestionIncoherent):
        queries(question, PERSON)
