"""Where no message reaches the person: asked for again, or told in person; and then it is over."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from applications.domain.actions import (
    Action,
    Claim,
    Grant,
    Notify,
    Refuse,
    TellInPerson,
)
from applications.domain.actor import TIMER
from applications.domain.advance import advance, closed_if_told, delivered, unreached
from applications.domain.case import Case, CaseState, StepStatus, Template
from applications.domain.effects.telling import TOLD_IN_PERSON
from applications.domain.errors import ActionForbidden, CaseMissing
from applications.domain.faults import TellingInvalid
from applications.domain.history import SendMessage
from applications.domain.passport import StepKind
from applications.domain.transitions.open_table import allowed_actions
from tests.builders.case_passports import CHILDCARE_STEPS, handling
from tests.builders.cases import (
    AGENT,
    AGENT_ELSEWHERE,
    OFFICER,
    TUESDAY,
    act,
    blocked,
    forwarded,
)

GRANT = Grant("DSMF-DOST-1/2026/1")
TOLD = TellInPerson(TUESDAY.business, "DOST mərkəzi, 5-ci masa", "Sosial agent")
QUIET: dict[str, Any] = {"handling": handling(contact="none")}


def granted(**fields: Any) -> Case:
    return act(forwarded(**fields), OFFICER, Claim(), GRANT)


def failed(case: Case, template: Template = Template.DECISION, serial: int | None = None) -> Case:
    refused = unreached(case, template, TUESDAY, serial=serial)
    assert refused is not None
    return refused.case


def notify_step(case: Case) -> tuple[StepStatus, str | None, str | None]:
    [step] = case.steps_of(StepKind.NOTIFY)
    return step.status, step.by, step.reason


def offered(case: Case, action: Action) -> bool:
    [found] = [each for each in allowed_actions(case, AGENT, TUESDAY) if each.action is action]
    return found.allowed


# In person


def test_whom_the_cabinet_never_reaches_an_agent_tells_and_the_case_is_over() -> None:
    told = advance(failed(granted()), AGENT, TOLD, TUESDAY)

    assert told.case.state is CaseState.CLOSED
    assert notify_step(told.case) == (StepStatus.OVERRIDDEN, "agent:leyla", TOLD_IN_PERSON)
    assert told.entry.details == {"told_at": "2026-03-10T06:00:00Z"}
    assert told.entry.note == "DOST mərkəzi, 5-ci masa; Sosial agent"
    assert told.effects == ()


def test_a_refusal_is_told_in_person_too() -> None:
    refuse = Refuse("DSMF-DOST-1/2026/1", "no-legal-basis", "Hüquqi əsas yoxdur")
    case = failed(act(forwarded(), OFFICER, Claim(), refuse))

    assert act(case, AGENT, TOLD).state is CaseState.CLOSED


def test_while_the_message_is_on_its_way_nobody_is_told_in_person() -> None:
    case = granted()

    assert blocked(case, AGENT, TOLD) == ["no-message-reaches"]
    assert not offered(case, Action.TELL_IN_PERSON)
    assert offered(failed(case), Action.TELL_IN_PERSON)


def test_a_progress_message_that_failed_opens_no_way_round_the_decisions_own() -> None:
    case = failed(act(forwarded(), AGENT, Notify()), Template.IN_PROGRESS)
    case = act(case, OFFICER, Claim(), GRANT)

    assert blocked(case, AGENT, TOLD) == ["no-message-reaches"]


def test_where_the_passport_allows_no_contact_the_person_is_told_in_person_and_only_so() -> None:
    case = granted(**QUIET)
    assert closed_if_told(case, TUESDAY) is None
    assert not offered(case, Action.NOTIFY)

    told = act(case, AGENT, TOLD)

    assert told.state is CaseState.CLOSED
    assert notify_step(told)[0] is StepStatus.NOT_APPLICABLE


def test_a_service_that_prints_no_notice_comes_to_its_end_either_way() -> None:
    case = granted(steps=CHILDCARE_STEPS[:-1])
    reached = delivered(case, Template.DECISION, TUESDAY)

    assert reached is not None
    assert closed_if_told(reached.case, TUESDAY) is not None
    assert act(failed(case), AGENT, TOLD).state is CaseState.CLOSED


def test_before_the_decision_there_is_nothing_to_tell() -> None:
    assert blocked(forwarded(**QUIET), AGENT, TOLD) == ["wrong-state"]


def test_it_is_told_by_the_agents_of_the_cases_centre() -> None:
    case = failed(granted())

    with pytest.raises(CaseMissing):
        advance(case, AGENT_ELSEWHERE, TOLD, TUESDAY)
    with pytest.raises(ActionForbidden):
        advance(case, OFFICER, TOLD, TUESDAY)


@pytest.mark.parametrize("seconds", [-1, 1])
def test_nobody_is_told_before_the_decision_or_tomorrow(seconds: int) -> None:
    when = TUESDAY.business + timedelta(seconds=seconds)

    with pytest.raises(TellingInvalid) as refused:
        advance(failed(granted()), AGENT, replace(TOLD, told_at=when), TUESDAY)

    assert [each.pointer for each in refused.value.errors] == ["/when"]


def test_it_is_said_where_and_by_whom() -> None:
    with pytest.raises(TellingInvalid) as refused:
        advance(failed(granted()), AGENT, replace(TOLD, where=" ", by_whom=""), TUESDAY)

    assert [each.pointer for each in refused.value.errors] == ["/where", "/by_whom"]


# By another message


def test_a_decision_that_failed_for_good_is_sent_again_by_an_agent() -> None:
    case = failed(granted())
    again = advance(case, AGENT, Notify(), TUESDAY)

    assert again.effects == (SendMessage(Template.DECISION),)
    assert [each.serial for each in again.case.messages] == [1, 2]
    assert notify_step(again.case)[0] is StepStatus.RUNNING
    assert closed_if_told(again.case, TUESDAY) is None


def test_nobody_is_told_twice() -> None:
    assert blocked(granted(), AGENT, Notify()) == ["not-sent-yet"]

    again = act(failed(granted()), AGENT, Notify())

    assert blocked(again, AGENT, Notify()) == ["not-sent-yet"]
    assert blocked(again, AGENT, TOLD) == ["no-message-reaches"]


def test_the_second_message_ends_the_case_as_the_first_would_have() -> None:
    reached = delivered(act(failed(granted()), AGENT, Notify()), Template.DECISION, TUESDAY)

    assert reached is not None
    assert [each.delivered_at is None for each in reached.case.messages] == [True, False]
    assert notify_step(reached.case)[0] is StepStatus.DONE
    assert closed_if_told(reached.case, TUESDAY) is not None


def test_old_news_of_the_first_message_says_nothing_of_the_second() -> None:
    again = act(failed(granted()), AGENT, Notify())

    assert unreached(again, Template.DECISION, TUESDAY, serial=1) is None
    assert not again.messages[1].failed_at


def test_a_cabinet_that_takes_the_first_after_all_ends_the_case() -> None:
    case = failed(act(failed(granted()), AGENT, Notify()))
    reached = delivered(case, Template.DECISION, TUESDAY, serial=1)

    assert reached is not None
    assert closed_if_told(reached.case, TUESDAY) is not None
    assert blocked(reached.case, AGENT, Notify()) == ["not-sent-yet"]
    assert blocked(reached.case, AGENT, TOLD) == ["no-message-reaches"]


def test_the_timer_never_tries_again_by_itself() -> None:
    case = failed(act(forwarded(), TIMER, Notify()), Template.IN_PROGRESS)

    assert blocked(case, TIMER, Notify()) == ["not-sent-yet"]
    assert act(case, AGENT, Notify()).message(Template.IN_PROGRESS, serial=2) is not None
