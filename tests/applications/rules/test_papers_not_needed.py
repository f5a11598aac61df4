"""What a registry or the submission has proved stays proved by it: a paper is not taken for it."""

import pytest

from applications.domain.actions import ConfirmCompleteness, SubmitDocuments
from applications.domain.advance import advance
from applications.domain.case import Case
from shared.errors import DomainError, Kind
from tests.builders.cases import (
    AGENT,
    ALL_ATTRIBUTES,
    TUESDAY,
    act,
    answered,
    at_desk,
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


def status_of(case: Case) -> str:
    order = case.requirement("leave-order")
    assert order is not None
    return order.status.value
