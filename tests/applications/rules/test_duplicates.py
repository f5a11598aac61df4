"""Two open cases of one person: the person knows, their staff know, and nobody else."""

from dataclasses import replace
from datetime import datetime

import pytest

from applications.domain.actions import Claim
from applications.domain.actor import Actor, ActorRole
from applications.domain.people.duplicates import OtherCase, told_of
from tests.builders.case_passports import handling, passport
from tests.builders.cases import (
    AGENT,
    AGENT_ELSEWHERE,
    APPLICANT,
    OFFICER,
    OFFICER_ELSEWHERE,
    OTHER_AGENT,
    act,
    baku,
    submitted,
    submitted_online,
)
from tests.builders.representatives import PARTNER

FILED: datetime = baku("2026-03-02")
HERE = OtherCase("case-0", "2026-0000000-1", "at-front-office", FILED, "dost-1")
ELSEWHERE = replace(HERE, case_id="case-9", centre="dost-2")
NOWHERE = replace(HERE, case_id="case-8", centre=None)
OTHERS = (HERE, ELSEWHERE, NOWHERE)


def test_the_person_is_told_of_all() -> None:
    assert told_of(submitted(), replace(APPLICANT, is_concerned=True), OTHERS) == OTHERS


@pytest.mark.parametrize("agent", [AGENT, OTHER_AGENT])
def test_agents_of_the_case_are_told_of_the_others_wherever_they_lie(agent: Actor) -> None:
    assert told_of(submitted(), agent, OTHERS) == OTHERS


def test_an_agent_is_told_nothing_before_somebody_has_taken_the_case() -> None:
    online = submitted_online()

    assert told_of(online, AGENT, OTHERS) == ()
    assert told_of(act(online, AGENT, Claim()), AGENT, OTHERS) == OTHERS


def test_the_officers_who_decide_are_told_too() -> None:
    assert told_of(submitted(), OFFICER, OTHERS) == OTHERS

    central = passport(handling=handling(decision_office={"body": "sxa", "at": "body"}))
    officer = Actor(ActorRole.OFFICER, "o", body="sxa")
    assert told_of(submitted(under=central), officer, OTHERS) == OTHERS


@pytest.mark.parametrize(
    "outsider",
    [
        APPLICANT,  # a relative who applied for the person
        replace(PARTNER, is_applicant=True),
        AGENT_ELSEWHERE,
        OFFICER_ELSEWHERE,
        Actor(ActorRole.AUDITOR, "audit-1"),
        Actor(ActorRole.OPERATOR, "call-1"),
    ],
)
def test_nobody_else_is_told(outsider: Actor) -> None:
    assert told_of(submitted(), outsider, OTHERS) == (), "an outsider is told"
