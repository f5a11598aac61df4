"""Putting right what was recorded of the people, and asking again what was asked about somebody else."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from applications.domain.actions import (
    Claim,
    ConfirmCompleteness,
    Correct,
    Forward,
    Override,
    RequestDocuments,
)
from applications.domain.actor import Actor
from applications.domain.advance import advance
from applications.domain.case import (
    Answer,
    Case,
    CaseState,
    RequirementStatus,
    StepStatus,
    View,
)
from applications.domain.effects.correcting import Correction, correction_faults, roles_of
from applications.domain.errors import ActionForbidden
from applications.domain.faults import (
    BirthDateInvalid,
    CorrectionInvalid,
    IdentifierInvalid,
    IdentifierNotSupportedYet,
    ReasonMissing,
)
from applications.domain.history import AskRegistries
from applications.domain.intake.submission import Identifier, IdentifierKind
from applications.domain.mandates import MandateEvidence, MandateKind
from applications.domain.passport import Passport, StepKind
from applications.domain.registries import RegistryAnswer
from tests.builders.case_passports import document, handling, passport, step
from tests.builders.cases import (
    AGENT,
    APPLICANT,
    CITIZEN,
    OFFICER,
    OTHER_AGENT,
    PERSON,
    TUESDAY,
    act,
    answered,
    at_desk,
    blocked,
    brings,
    filed,
    forwarded,
    insured,
    intake,
    source,
    submitted_online,
    with_answers,
)
from tests.builders.representatives import PAPER, represents

NAME = Correct("person-concerned", ("family_name",), "Soyad səhv yazılıb.")
IDENTIFIER = Correct("person-concerned", ("identifier",), "FİN səhv yazılıb.")
RIGHT_FIN = Identifier(IdentifierKind.FIN, "6AB2C3D")
TODAY = date(2026, 3, 10)


def test_a_name_is_corrected_for_a_reason_and_the_case_stays_as_it_is() -> None:
    case = with_answers(at_desk())
    advanced = advance(case, AGENT, NAME, TUESDAY)

    assert advanced.case.state is case.state
    assert advanced.case.steps == case.steps
    assert advanced.case.requirements == case.requirements
    assert advanced.entry.details == {"who": "person-concerned", "fields": ["family_name"]}
    assert advanced.entry.note == "Soyad səhv yazılıb."
    assert advanced.effects == ()


def test_under_another_identifier_the_registries_are_asked_anew() -> None:
    case = with_answers(at_desk())
    case = act(case, AGENT, brings("commission-protocol"), ConfirmCompleteness())
    advanced = advance(case, AGENT, IDENTIFIER, TUESDAY)

    statuses = {item.code: item.status for item in advanced.case.requirements}
    assert statuses == {
        "identity-card": RequirementStatus.PENDING,
        "commission-protocol": RequirementStatus.PAPER,
        "leave-order": RequirementStatus.PENDING,
        "statement": RequirementStatus.SUBMISSION,
        "birth-certificate": RequirementStatus.PENDING,
    }
    (check,) = advanced.case.steps_of(StepKind.REGISTRY_CHECK)
    assert (check.status, check.answer, check.evidence_id) == (StepStatus.RUNNING, None, None)
    (attach,) = advanced.case.steps_of(StepKind.ATTACH_DATA)
    assert attach.status is StepStatus.PENDING
    (complete,) = advanced.case.steps_of(StepKind.CHECK_COMPLETENESS)
    assert complete.status is StepStatus.PENDING
    (asking,) = advanced.effects
    assert isinstance(asking, AskRegistries)
    assert [each.question for each in asking.questions] == ["insured", "attributes"]


def test_an_answer_overridden_for_somebody_else_is_asked_for_again() -> None:
    case = answered(at_desk(), "insured", insured("yes", "no", "conflict"))
    case = act(case, AGENT, Override("registry-check", "s"), IDENTIFIER)

    (check,) = case.steps_of(StepKind.REGISTRY_CHECK)
    assert (check.status, check.reason) == (StepStatus.RUNNING, None)


def test_the_right_answers_lead_on_from_there() -> None:
    case = with_answers(act(with_answers(at_desk()), AGENT, IDENTIFIER))

    assert all(step.settled for step in case.steps_of(StepKind.ATTACH_DATA))


def test_a_paper_the_right_person_lacks_is_wanted_though_the_wrong_one_needed_none() -> None:
    case = answered(at_desk(under=of_registries_alone()), "attributes", leave_order())
    assert statuses_of(case) == [StepStatus.NOT_APPLICABLE, StepStatus.PENDING, StepStatus.PENDING]

    case = answered(act(case, AGENT, IDENTIFIER), "attributes", RegistryAnswer(Answer.NO))

    assert statuses_of(case) == [StepStatus.PENDING] * 3
    assert blocked(case, AGENT, Forward(View.FOR, "")) == ["earlier-steps-done"]
    case = act(case, AGENT, brings("leave-order"), Forward(View.FOR, ""))
    assert case.state is CaseState.AT_BACK_OFFICE


def test_where_registries_know_the_right_person_too_no_paper_is_wanted() -> None:
    case = answered(at_desk(under=of_registries_alone()), "attributes", leave_order())
    case = answered(act(case, AGENT, IDENTIFIER), "attributes", leave_order())

    assert statuses_of(case)[0] is StepStatus.NOT_APPLICABLE
    assert act(case, AGENT, Forward(View.FOR, "")).state is CaseState.AT_BACK_OFFICE


def test_a_step_of_another_channel_stays_so_after_a_correction() -> None:
    at_the_portal = of_registries_alone(channels=["self-service"])
    case = answered(at_desk(under=at_the_portal), "attributes", leave_order())
    case = answered(act(case, AGENT, IDENTIFIER), "attributes", RegistryAnswer(Answer.NO))

    assert statuses_of(case)[0] is StepStatus.NOT_APPLICABLE


def of_registries_alone(**fields: Any) -> Passport:
    """Return a passport whose one document a registry has, and where nobody checks completeness."""
    return passport(
        required_documents=[document("leave-order", "monitorinq.leave_order")],
        steps=[step("submit-documents", **fields), step("forward"), step("decide")],
    )


def leave_order() -> RegistryAnswer:
    return RegistryAnswer(Answer.YES, (source("monitorinq", "yes", "leave_order"),), "ev-1")


def statuses_of(case: Case) -> list[StepStatus]:
    return [each.status for each in case.steps]


def test_at_the_office_a_name_is_corrected_and_an_identifier_is_returned_first() -> None:
    assert act(forwarded(), OFFICER, NAME).state is CaseState.AT_BACK_OFFICE
    with pytest.raises(CorrectionInvalid) as refused:
        advance(forwarded(), OFFICER, IDENTIFIER, TUESDAY)

    assert [each.pointer for each in refused.value.errors] == ["/identifier"]


def test_nobody_is_corrected_in_a_case_that_is_still_every_centres() -> None:
    assert blocked(submitted_online(), AGENT, NAME) == ["taken-in"]


def test_who_signed_in_themself_is_who_they_are() -> None:
    case = act(submitted_online(), AGENT, Claim())

    with pytest.raises(CorrectionInvalid):
        advance(case, AGENT, IDENTIFIER, TUESDAY)
    assert act(case, AGENT, NAME).version == case.version + 1


def test_while_papers_are_awaited_a_name_can_be_corrected() -> None:
    waiting = act(with_answers(at_desk()), AGENT, RequestDocuments())

    assert act(waiting, AGENT, NAME).state is CaseState.AWAITING_DOCUMENTS


@pytest.mark.parametrize("somebody", [APPLICANT, OFFICER])
def test_at_the_desk_the_agents_correct(somebody: Actor) -> None:
    with pytest.raises(ActionForbidden):
        advance(at_desk(), somebody, NAME, TUESDAY)


def test_a_colleague_at_work_is_not_corrected_over_their_head() -> None:
    assert blocked(at_desk(), OTHER_AGENT, NAME) == ["no-other-claim"]


def test_a_correction_names_something_and_says_why() -> None:
    with pytest.raises(CorrectionInvalid):
        advance(at_desk(), AGENT, Correct("person-concerned", (), "Səbəb"), TUESDAY)
    with pytest.raises(ReasonMissing):
        advance(at_desk(), AGENT, Correct("person-concerned", ("family_name",), " "), TUESDAY)


def test_who_applies_for_themself_is_corrected_in_both_roles() -> None:
    assert roles_of(at_desk(), "applicant") == ("applicant", "person-concerned")


def test_what_is_not_named_stays_as_it_was() -> None:
    right = Correction("person-concerned", identifier=RIGHT_FIN, note="Düzgün qeyd")

    assert right.fields == ("identifier", "note")
    corrected = right.applied_to(PERSON)
    assert corrected.identifier == RIGHT_FIN
    assert (corrected.given_name, corrected.birth_date) == (PERSON.given_name, PERSON.birth_date)


def test_the_right_values_are_looked_at_like_those_of_a_submission() -> None:
    wrong = Correction(
        "person-concerned",
        identifier=Identifier(IdentifierKind.FIN, "IO"),
        birth_date=date(1800, 1, 1),
    )

    found = correction_faults(wrong, at_desk(), TODAY)
    assert [(each.refused_as, each.pointer) for each in found] == [
        (IdentifierInvalid, "/identifier"),
        (BirthDateInvalid, "/birth_date"),
    ]
    assert correction_faults(Correction("applicant", given_name="A"), at_desk(), TODAY) == []


def test_whoever_is_to_be_told_keeps_a_fin() -> None:
    passport_number = Correction(
        "person-concerned", identifier=Identifier(IdentifierKind.PASSPORT, "AZE12345")
    )
    quiet = filed("2026-03-10", handling=handling(contact="none"))

    (fault,) = correction_faults(passport_number, at_desk(), TODAY)
    assert fault.refused_as is IdentifierNotSupportedYet
    assert correction_faults(passport_number, quiet, TODAY) == []


def test_a_guardian_is_told_for_their_ward_and_keeps_a_fin_too() -> None:
    passport_number = Correction(
        "applicant", identifier=Identifier(IdentifierKind.PASSPORT, "AZE12345")
    )
    guardian = represented(replace(PAPER, kind=MandateKind.GUARDIANSHIP))

    found = correction_faults(passport_number, guardian, TODAY)
    assert [(each.refused_as, each.pointer) for each in found] == [
        (IdentifierNotSupportedYet, "/identifier")
    ]
    assert correction_faults(passport_number, represented(PAPER), TODAY) == []


def test_a_representative_who_signed_in_is_who_they_are() -> None:
    case = act(represented(PAPER), AGENT, Claim())
    theirs = Correct("applicant", ("identifier",), "FİN səhv yazılıb.")

    with pytest.raises(CorrectionInvalid) as refused:
        advance(case, AGENT, theirs, TUESDAY)
    assert [each.pointer for each in refused.value.errors] == ["/identifier"]
    assert act(case, AGENT, IDENTIFIER).version == case.version + 1


def test_a_representative_an_agent_wrote_down_is_corrected() -> None:
    at_the_centre = represents(centre="dost-1")
    case = act(intake(at_the_centre, AGENT, ticket=None).case, AGENT, Claim())
    theirs = Correct("applicant", ("identifier",), "FİN səhv yazılıb.")

    assert act(case, AGENT, theirs).version == case.version + 1


def represented(paper: MandateEvidence) -> Case:
    """Return a case that Aysel, signed in, has submitted for Günay."""
    return intake(represents(mandate=paper), CITIZEN, ticket=None).case


def test_what_the_office_has_an_agent_does_not_correct() -> None:
    with pytest.raises(ActionForbidden):
        advance(forwarded(), AGENT, NAME, TUESDAY)
