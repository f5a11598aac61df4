"""Refusing: on a ground of the case's own passport, for a reason, with a way to contest it."""

from typing import Any

import pytest

from applications.domain.actions import Claim, Refuse
from applications.domain.actor import Actor, ActorRole
from applications.domain.advance import advance, closed_if_told, delivered
from applications.domain.appeals import AGAINST_A_DECISION
from applications.domain.case import Case, CaseState, StepStatus, Template
from applications.domain.decision import Decision, Outcome
from applications.domain.errors import ActionForbidden
from applications.domain.faults import GroundNotListed, ReasonMissing
from applications.domain.history import SendMessage
from applications.domain.passport import StepKind
from tests.builders.case_passports import codes, handling
from tests.builders.cases import AGENT, APPLICANT, OFFICER, TUESDAY, act, blocked, forwarded

NUMBER = "DSMF-DOST-1/2026/1"
WHY = "Sığorta stajı qanunun tələb etdiyindən azdır."
REFUSE = Refuse(NUMBER, "no-legal-basis", WHY)


def claimed(**fields: Any) -> Case:
    return act(forwarded(**fields), OFFICER, Claim())


def test_a_refusal_says_which_ground_why_and_how_to_contest_it_and_is_told_at_once() -> None:
    advanced = advance(claimed(), OFFICER, REFUSE, TUESDAY)

    assert advanced.case.state is CaseState.REFUSED
    assert advanced.case.decision == Decision(
        Outcome.REFUSED,
        NUMBER,
        TUESDAY.business,
        "officer:rashad",
        "no-legal-basis",
        WHY,
        AGAINST_A_DECISION,
    )
    assert advanced.effects == (SendMessage(Template.DECISION),)
    assert advanced.entry.details == {"decision": NUMBER, "ground": "no-legal-basis"}
    assert advanced.entry.note == WHY
    assert advanced.case.assignee is None
    (decide,) = advanced.case.steps_of(StepKind.DECIDE)
    assert decide.status is StepStatus.DONE


def test_how_to_contest_it_says_where_and_within_how_long_in_both_languages() -> None:
    sentence = AGAINST_A_DECISION.sentence

    assert "30 gün ərzində yuxarı orqana" in sentence.az
    assert "inzibati məhkəməyə" in sentence.az
    assert "within 30 days" in sentence.en
    assert "the superior body" in sentence.en
    assert "the administrative court" in sentence.en


def test_on_a_foreign_ground_nothing_is_refused_and_the_grounds_are_named() -> None:
    with pytest.raises(GroundNotListed) as refused:
        advance(claimed(), OFFICER, Refuse(NUMBER, "bad-weather", WHY), TUESDAY)

    (error,) = refused.value.errors
    assert error.pointer == "/ground"
    assert refused.value.members["listed"] == ["incomplete-documents", "no-legal-basis"]
    for printed in ("Incomplete-Documents", "No-Legal-Basis"):
        assert printed in error.detail.az
        assert printed in error.detail.en


def test_the_grounds_are_those_of_the_version_the_case_was_submitted_under() -> None:
    case = claimed(refusal_grounds=codes("no-such-child"))

    assert act(case, OFFICER, Refuse(NUMBER, "no-such-child", WHY)).state is CaseState.REFUSED
    with pytest.raises(GroundNotListed):
        advance(case, OFFICER, REFUSE, TUESDAY)


def test_nobody_is_refused_without_a_reason() -> None:
    with pytest.raises(ReasonMissing):
        advance(claimed(), OFFICER, Refuse(NUMBER, "no-legal-basis", "  "), TUESDAY)


def test_a_refusal_needs_the_claim_and_a_second_pair_of_eyes() -> None:
    both = Actor(ActorRole.OFFICER, "leyla", centre="dost-1", body="dsmf")

    assert blocked(forwarded(), OFFICER, REFUSE) == ["own-claim"]
    assert blocked(forwarded(), both, REFUSE) == ["own-claim", "four-eyes"]


@pytest.mark.parametrize("somebody", [AGENT, APPLICANT])
def test_refusing_is_the_officers_alone(somebody: Actor) -> None:
    with pytest.raises(ActionForbidden):
        advance(claimed(), somebody, REFUSE, TUESDAY)


def test_a_refusal_the_person_has_read_closes_the_case() -> None:
    case = act(claimed(), OFFICER, REFUSE)
    assert closed_if_told(case, TUESDAY) is None

    told = delivered(case, Template.DECISION, TUESDAY)
    assert told is not None
    closed = closed_if_told(told.case, TUESDAY)
    assert closed is not None
    assert closed.case.state is CaseState.CLOSED


def test_where_no_contact_is_allowed_a_refusal_sends_nothing() -> None:
    case = claimed(handling=handling(contact="none"))

    assert advance(case, OFFICER, REFUSE, TUESDAY).effects == ()
