"""Whose case it is, and whose action."""

from dataclasses import replace

import pytest

from applications.domain.actions import (
    ActionRequest,
    ApproachDesk,
    Claim,
    Close,
    Forward,
    Grant,
)
from applications.domain.actor import JOB, SYSTEM, TIMER, Actor, ActorRole
from applications.domain.advance import advance
from applications.domain.case import View
from applications.domain.errors import ActionForbidden, CaseMissing
from applications.domain.people.policies import ensure_visible, may_see
from applications.domain.transitions.open_table import allowed_actions
from shared.errors import Kind
from tests.builders.case_passports import handling, passport
from tests.builders.cases import (
    AGENT,
    AGENT_ELSEWHERE,
    APPLICANT,
    OFFICER,
    OFFICER_ELSEWHERE,
    OTHER_AGENT,
    STRANGER,
    TUESDAY,
    act,
    submitted,
    submitted_online,
)

# Whose case it is


@pytest.mark.parametrize("actor", [AGENT, OTHER_AGENT, OFFICER, APPLICANT, JOB, TIMER, SYSTEM])
def test_those_with_a_relation_to_the_case_see_it(actor: Actor) -> None:
    assert may_see(submitted(), actor)


@pytest.mark.parametrize(
    "actor",
    [
        AGENT_ELSEWHERE,
        OFFICER_ELSEWHERE,
        STRANGER,
        replace(OFFICER, body="dma"),
        replace(OFFICER, centre=None),
        replace(AGENT, centre=None),
        Actor(ActorRole.OPERATOR, "call-1", centre="dost-1"),
        Actor(ActorRole.LAWYER, "law-1", centre="dost-1"),
        Actor(ActorRole.SERVICE, "other-service"),
        Actor(ActorRole.ADMIN, "root"),
    ],
)
def test_to_anybody_else_the_case_does_not_exist(actor: Actor) -> None:
    with pytest.raises(CaseMissing) as refused:
        advance(submitted(), actor, Grant("1"), TUESDAY)

    assert refused.value.kind is Kind.MISSING


def test_an_auditor_reads_and_does_nothing() -> None:
    auditor = Actor(ActorRole.AUDITOR, "audit-1")

    ensure_visible(submitted(), auditor)
    assert allowed_actions(submitted(), auditor, TUESDAY) == ()


def test_an_officer_of_the_body_itself_needs_no_centre() -> None:
    central = passport(handling=handling(decision_office={"body": "sxa", "at": "body"}))
    case = submitted(under=central)

    assert case.office == "sxa"
    assert may_see(case, Actor(ActorRole.OFFICER, "o", body="sxa"))


def test_a_protected_case_is_nobodys_here() -> None:
    protected = passport(handling=handling(confidentiality="protected", contact="none"))

    assert not may_see(replace(submitted(), passport=protected), AGENT)


def test_a_case_without_a_centre_is_every_agents_to_take() -> None:
    assert may_see(submitted_online(), AGENT_ELSEWHERE)

    case = act(submitted_online(), AGENT_ELSEWHERE, Claim())
    assert case.centre == "dost-2"
    assert not may_see(case, AGENT)


@pytest.mark.parametrize(
    ("actor", "request_"),
    [
        (APPLICANT, Grant("1")),
        (APPLICANT, ApproachDesk("5")),
        (AGENT, Grant("1")),
        (OFFICER, Forward(View.FOR, "")),
        (OFFICER, ApproachDesk("5")),
        (AGENT, Close()),
        (JOB, Forward(View.FOR, "")),
        (TIMER, Claim()),
    ],
)
def test_an_action_of_somebody_else_is_forbidden_not_missing(
    actor: Actor, request_: ActionRequest
) -> None:
    with pytest.raises(ActionForbidden) as refused:
        advance(submitted(), actor, request_, TUESDAY)

    assert refused.value.kind is Kind.FORBIDDEN
