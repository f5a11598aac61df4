"""From a submission to a case."""

from dataclasses import replace
from datetime import date

from applications.domain.case import Case, CaseState
from applications.domain.history import AskRegistries
from applications.domain.intake.submission import Identifier, IdentifierKind
from tests.builders.case_passports import document, handling, passport, step
from tests.builders.cases import (
    CITIZEN,
    PERSON,
    TICKET,
    TUESDAY,
    at,
    in_person,
    intake,
    self_service,
    submitted,
)
from tests.builders.representatives import WARD

# What becomes of a good one


def test_at_the_counter_the_agent_submits_and_the_case_is_of_the_centre() -> None:
    case = submitted()

    assert (case.state, case.version) == (CaseState.SUBMITTED, 1)
    assert (case.id, case.number) == ("case-1", "2026-0000001-0")
    assert case.centre == "dost-1"
    assert case.submitted_by == "agent:leyla"
    assert (case.filed_at, case.registered_on) == (TUESDAY.business, date(2026, 3, 10))


def test_the_case_keeps_its_passport_version() -> None:
    third = passport(version=3)

    assert submitted(under=third).passport == third


def test_the_ticket_is_bound_to_the_case() -> None:
    assert submitted().ticket == replace(TICKET, case_id="case-1")


def test_online_the_person_submits_and_no_centre_has_the_case_yet() -> None:
    case = intake(self_service(), CITIZEN, ticket=None).case

    assert (case.centre, case.ticket) == (None, None)
    assert (case.submitted_by, case.submitted_via) == ("citizen:c-71", "e-sosial")
    assert case.office is None


def test_each_document_starts_by_what_supplies_it() -> None:
    def found(case: Case) -> list[str]:
        return [item.status.value for item in case.requirements]

    assert found(submitted()) == [
        "pending",
        "missing",
        "pending",
        "met-by-submission",
        "pending",
    ]
    assert found(intake(self_service(), CITIZEN).case) == [
        "met-by-identity",
        "missing",
        "pending",
        "met-by-submission",
        "pending",
    ]


def test_a_document_of_another_audience_is_not_applicable() -> None:
    foreigners = {"channels": None, "audiences": ["foreigner"], "relations": None}
    permit = document("residence-permit", when=foreigners)
    requirement = submitted(under=passport(required_documents=[permit])).requirements[0]

    assert requirement.status.value == "not-applicable"


def test_a_document_that_only_stands_in_is_optional() -> None:
    extract = document("birth-extract", substitutes_for=["birth-certificate"])
    documents = [document("birth-certificate"), extract]
    case = submitted(under=passport(required_documents=documents))

    assert [item.status.value for item in case.requirements] == ["missing", "optional"]


def test_one_of_two_that_stand_in_for_each_other_is_required() -> None:
    one = document("diploma", substitutes_for=["certificate"])
    other = document("certificate", substitutes_for=["diploma"])
    case = submitted(under=passport(required_documents=[one, other]))

    assert [item.status.value for item in case.requirements] == ["missing", "missing"]


def test_the_fin_is_kept_in_one_spelling() -> None:
    typed = replace(PERSON, identifier=Identifier(IdentifierKind.FIN, "5zk1q2w"))
    kept = intake(in_person(person=typed)).submission.person

    assert kept == PERSON


def test_the_first_line_of_history_has_codes_and_the_note_apart() -> None:
    entry = intake(in_person(note="Uşaq 2025-ci ildə doğulub")).entry

    assert (entry.action, entry.actor) == ("submit", "agent:leyla")
    assert (entry.from_state, entry.state) == (CaseState.DRAFT, CaseState.SUBMITTED)
    assert entry.details == {"channel": "in-person", "passport_version": 1}
    assert entry.note == "Uşaq 2025-ci ildə doğulub"


def test_filed_at_night_it_is_registered_in_the_morning() -> None:
    case = intake(self_service(), CITIZEN, when=at("2026-03-10 23:50")).case

    assert case.registered_on == date(2026, 3, 11)


def test_the_questions_are_queued_with_the_case() -> None:
    (effect,) = intake().effects

    assert isinstance(effect, AskRegistries)
    assert [each.question for each in effect.questions] == ["insured", "attributes"]


def test_without_a_ticket_step_nobody_needs_a_ticket() -> None:
    plain = passport(steps=[step("forward"), step("decide")])
    case = intake(in_person(ticket_id=None), under=plain, ticket=None).case

    assert case.ticket is None


def test_a_relative_at_the_counter_applies_for_the_person() -> None:
    family = passport(handling=handling(applicant_relations=["self", "relative"]))
    case = intake(in_person(relation="relative", represented=WARD), under=family).case

    assert case.relation == "relative"
