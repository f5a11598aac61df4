"""What a registry, the submission or an original has proved stays proved by it."""

import pytest

from applications.domain.actions import ConfirmCompleteness, Forward, SubmitDocuments
from applications.domain.advance import advance
from applications.domain.case import Case, CaseState, View
from applications.domain.passport import StepKind
from applications.domain.uploads import SubmittedDocument as Paper
from applications.domain.uploads import UploadStanding
from shared.errors import DomainError, Kind
from tests.builders.cases import (
    AGENT,
    ALL_ATTRIBUTES,
    APPLICANT,
    TUESDAY,
    act,
    answered,
    at_desk,
    blocked,
    brings,
    insured,
    original,
    with_answers,
)


def test_a_paper_never_replaces_what_a_registry_has_proved() -> None:
    case = with_answers(at_desk())
    with pytest.raises(DomainError) as refused:
        advance(case, AGENT, brings("birth-certificate"), TUESDAY)

    assert (refused.value.kind, refused.value.code) == (Kind.INVALID, "requirement-met")
    assert refused.value.members["listed"] == ["commission-protocol"]
    assert refused.value.errors[0].pointer == "/documents/0/requirement"
    assert refused.value.errors[0].detail.en == (
        "This is proved without a paper. Papers are wanted for: commission-protocol."
    )


@pytest.mark.parametrize("requirement", ["statement", "identity-card"])
def test_what_the_submission_or_the_registries_have_met_needs_no_paper(requirement: str) -> None:
    case = act(with_answers(at_desk()), AGENT, brings("commission-protocol"), ConfirmCompleteness())

    with pytest.raises(DomainError) as refused:
        advance(case, AGENT, brings(requirement), TUESDAY)
    assert refused.value.code == "requirement-met"


def test_where_no_paper_is_wanted_the_refusal_names_none() -> None:
    case = act(with_answers(at_desk()), AGENT, brings("commission-protocol"))
    with pytest.raises(DomainError) as refused:
        advance(case, AGENT, brings("leave-order"), TUESDAY)

    assert refused.value.detail.en == "This is proved without a paper, and no other is wanted."
    assert "listed" not in refused.value.members


def test_a_paper_is_taken_while_a_registry_is_asked_and_when_the_registries_contradict() -> None:
    assert status_of(act(at_desk(), AGENT, brings("leave-order"))) == "met-by-paper"
    in_conflict = answered(at_desk(), "insured", insured("yes", "no", "conflict"))
    fetched = answered(in_conflict, "attributes", ALL_ATTRIBUTES)
    assert status_of(fetched) == "met-by-registry"
    assert status_of(act(fetched, AGENT, brings("leave-order"))) == "met-by-paper"


def test_the_number_of_a_paper_can_be_put_right() -> None:
    case = act(at_desk(), AGENT, brings("leave-order"))
    case = act(case, AGENT, SubmitDocuments((original("leave-order", number="AA 101"),)))
    order = case.requirement("leave-order")

    assert order is not None
    assert order.number == "AA 101"


# Papers that staff have looked at


def portal(requirement: str, document_id: str = "d-1") -> SubmitDocuments:
    """Return the action by which the applicant sends a picture of a paper."""
    paper = Paper(
        requirement, "electronic-copy", document_id=document_id, upload=UploadStanding.WAITS
    )
    return SubmitDocuments((paper,))


def test_who_applies_does_not_put_a_picture_over_an_original_the_agent_has_seen() -> None:
    case = act(with_answers(at_desk()), AGENT, brings("commission-protocol"), ConfirmCompleteness())

    with pytest.raises(DomainError) as refused:
        advance(case, APPLICANT, portal("commission-protocol"), TUESDAY)

    assert (refused.value.kind, refused.value.code) == (Kind.INVALID, "requirement-met")
    assert refused.value.errors[0].pointer == "/documents/0/requirement"
    assert refused.value.errors[0].detail.en == (
        "A social agent has seen the original and recorded it. If the record is wrong, tell a DOST "
        "centre."
    )


def test_an_agent_puts_an_original_right_and_completeness_is_looked_at_again() -> None:
    case = act(with_answers(at_desk()), AGENT, brings("commission-protocol"), ConfirmCompleteness())

    protocol = original("commission-protocol", number="AA 101")
    case = act(case, AGENT, SubmitDocuments((protocol,)))

    assert "earlier-steps-done" in blocked(case, AGENT, Forward(View.FOR, ""))


def test_another_picture_of_the_applicants_is_looked_at_before_the_case_goes_on() -> None:
    """The agent who confirmed completeness has seen the first picture alone."""
    case = act(with_answers(at_desk()), APPLICANT, portal("commission-protocol"))
    case = act(case, AGENT, ConfirmCompleteness())
    case = act(case, APPLICANT, portal("commission-protocol", "d-2"))

    [check] = case.steps_of(StepKind.CHECK_COMPLETENESS)
    assert not check.settled
    assert blocked(case, AGENT, Forward(View.FOR, "")) == ["earlier-steps-done"]
    case = act(case, AGENT, ConfirmCompleteness(), Forward(View.FOR, ""))
    assert case.state is CaseState.AT_BACK_OFFICE


def status_of(case: Case) -> str:
    order = case.requirement("leave-order")
    assert order is not None
    return order.status.value
