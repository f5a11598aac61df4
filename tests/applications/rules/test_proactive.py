"""Where the passport says so, the state assigns a service to somebody who did not ask."""

from dataclasses import replace

import pytest

from applications.domain.actor import Actor, ActorRole
from applications.domain.case import Case, StepStatus
from applications.domain.intake.submission import Submission
from applications.domain.passport import Passport, StepKind
from applications.domain.people.policies import may_see
from applications.domain.people.standing import on_case
from shared.errors import DomainError
from tests.builders.case_passports import CHILDCARE_STEPS, codes, passport, step
from tests.builders.cases import AGENT, CITIZEN, OFFICER, PERSON, in_person, intake
from tests.builders.representatives import LAST_DAY, PARTNER, WARD

PROACTIVE = passport(response_channels=codes("in-person", "proactive"))
SYSTEM = Actor(
    ActorRole.SERVICE,
    "births",
    client="births",
    services=frozenset({"childcare-benefit"}),
)


def assigned(**fields: object) -> Submission:
    return replace(in_person(channel=None, centre=None, ticket_id=None), **fields)  # type: ignore[arg-type]  # fields by name


def opened(
    submission: Submission | None = None, actor: Actor = SYSTEM, under: Passport = PROACTIVE
) -> Case:
    return intake(submission or assigned(), actor, under=under, ticket=None).case


def refusal(
    submission: Submission, actor: Actor = SYSTEM, under: Passport = PROACTIVE
) -> DomainError:
    with pytest.raises(DomainError) as refused:
        opened(submission, actor, under)
    return refused.value


@pytest.mark.parametrize("actor", [SYSTEM, AGENT])
def test_a_system_of_the_state_or_an_agent_opens_a_case_nobody_applied_for(actor: Actor) -> None:
    case = opened(actor=actor)

    assert case.channel is None
    assert (case.relation, case.centre) == ("self", None)


def test_a_step_of_certain_channels_is_no_step_of_a_case_without_one() -> None:
    counter = step("submit-documents", 3, id="at-the-counter", channels=["in-person"])
    under = passport(
        steps=[*CHILDCARE_STEPS, counter], response_channels=codes("in-person", "proactive")
    )

    case = opened(under=under)

    assert case.steps_of(StepKind.TAKE_TICKET)[0].status is StepStatus.NOT_APPLICABLE
    at_the_counter = case.step("at-the-counter")
    assert at_the_counter is not None
    assert at_the_counter.status is StepStatus.NOT_APPLICABLE


def test_a_passport_that_does_not_say_so_is_applied_for() -> None:
    error = refusal(assigned(), under=passport())

    assert error.code == "proactive-not-listed"
    assert error.members["listed"] == [
        "in-person",
        "representative",
        "call-centre",
        "self-service",
    ]


@pytest.mark.parametrize(
    "actor",
    [
        CITIZEN,
        OFFICER,
        PARTNER,
        replace(AGENT, centre=None),
        replace(SYSTEM, services=frozenset({"pension"})),
        replace(SYSTEM, services=frozenset()),
    ],
)
def test_nobody_else_opens_a_case_for_somebody_who_did_not_ask(actor: Actor) -> None:
    assert refusal(assigned(), actor).code == "submitter-not-allowed"


def test_nobody_applies_in_a_case_without_a_channel() -> None:
    error = refusal(assigned(relation="legal-representative", represented=WARD, person=PERSON))

    assert error.code == "relation-not-listed"
    assert error.members["listed"] == ["self"]


def test_the_system_follows_what_it_opened_and_nothing_else() -> None:
    case = opened()
    nobody: frozenset[str] = frozenset()
    other = replace(SYSTEM, client="notifications")

    assert may_see(case, on_case(case, SYSTEM, nobody, LAST_DAY))
    assert not may_see(case, on_case(case, other, nobody, LAST_DAY))
