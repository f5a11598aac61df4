"""Deciding, telling the person, and closing."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from applications.domain.actions import Claim, Close, Grant, Notify, RequestDocuments, Suspend
from applications.domain.actor import SYSTEM, TIMER, Actor, ActorRole
from applications.domain.advance import advance, closed_if_told, delivered
from applications.domain.appeals import AGAINST_A_DECISION
from applications.domain.case import Case, CaseState, Instant, Template
from applications.domain.decision import Decision, Outcome
from applications.domain.effects.by_action import carried_out
from applications.domain.effects.doing import Doing
from applications.domain.errors import ActionBlocked
from applications.domain.history import SendMessage
from tests.builders.case_passports import handling
from tests.builders.cases import (
    AGENT,
    OFFICER,
    TUESDAY,
    act,
    at_desk,
    blocked,
    forwarded,
    submitted,
    with_answers,
)

NUMBER = "DSMF-DOST-1/2026/1"


def granted(**fields: Any) -> Case:
    return act(forwarded(**fields), OFFICER, Claim(), Grant(NUMBER))


# Granting


def test_the_officer_who_holds_the_claim_grants_and_the_person_is_told_at_once() -> None:
    advanced = advance(act(forwarded(), OFFICER, Claim()), OFFICER, Grant(NUMBER, "tam"), TUESDAY)

    assert advanced.case.state is CaseState.GRANTED
    assert advanced.case.decision == Decision(
        Outcome.GRANTED,
        NUMBER,
        TUESDAY.business,
        "officer:rashad",
        reason="tam",
        appeal=AGAINST_A_DECISION,
    )
    assert advanced.effects == (SendMessage(Template.DECISION),)
    assert advanced.entry.details == {"decision": NUMBER}
    assert advanced.entry.note == "tam"
    assert not advanced.case.is_open


def test_without_a_live_claim_nobody_decides() -> None:
    claimed = act(forwarded(), OFFICER, Claim())
    expired = Instant(TUESDAY.business, TUESDAY.system + timedelta(hours=2))

    assert blocked(forwarded(), OFFICER, Grant(NUMBER)) == ["own-claim"]
    with pytest.raises(ActionBlocked):
        advance(claimed, OFFICER, Grant(NUMBER), expired)


def test_whoever_forwarded_does_not_decide_whatever_their_second_role() -> None:
    both = Actor(ActorRole.OFFICER, "leyla", centre="dost-1", body="dsmf")
    case = act(forwarded(), both, Claim())

    assert blocked(case, both, Grant(NUMBER)) == ["four-eyes"]


def test_every_reason_why_not_is_named_at_once() -> None:
    both = Actor(ActorRole.OFFICER, "leyla", centre="dost-1", body="dsmf")

    assert blocked(forwarded(), both, Grant(NUMBER)) == ["own-claim", "four-eyes"]


def test_where_no_contact_is_allowed_nothing_is_sent() -> None:
    case = act(forwarded(handling=handling(contact="none")), OFFICER, Claim())
    advanced = advance(case, OFFICER, Grant(NUMBER), TUESDAY)

    assert advanced.effects == ()
    assert advanced.case.messages == ()
    assert advanced.entry.details == {"decision": NUMBER}


# In progress


def test_undecided_at_the_cut_off_the_timer_says_so() -> None:
    advanced = advance(forwarded(), TIMER, Notify(Template.IN_PROGRESS), TUESDAY)

    assert advanced.effects == (SendMessage(Template.IN_PROGRESS),)
    assert advanced.case.state is CaseState.AT_BACK_OFFICE
    assert (advanced.entry.actor, advanced.entry.details) == (
        "timer:notice",
        {"template": "in-progress"},
    )


def test_it_is_said_once() -> None:
    case = act(forwarded(), AGENT, Notify())

    assert blocked(case, TIMER, Notify()) == ["not-sent-yet"]


def test_before_the_decision_there_is_no_decision_to_send() -> None:
    assert blocked(forwarded(), AGENT, Notify(Template.DECISION)) == ["message-fits-state"]


def test_while_papers_are_awaited_the_request_has_told_the_person_and_the_timer_waits() -> None:
    case = act(with_answers(at_desk()), AGENT, RequestDocuments())

    assert case.message(Template.IN_PROGRESS) is not None
    assert blocked(case, TIMER, Notify()) == ["not-sent-yet", "clock-runs"]
    assert blocked(case, AGENT, Notify()) == ["not-sent-yet"]


def test_while_a_case_is_suspended_the_timer_waits_and_an_agent_may_write() -> None:
    case = act(act(forwarded(), OFFICER, Claim()), OFFICER, Suspend("Ekspertiza"))

    assert blocked(case, TIMER, Notify()) == ["clock-runs"]
    assert act(case, AGENT, Notify()).message(Template.IN_PROGRESS) is not None


def test_no_message_where_contact_is_not_allowed() -> None:
    quiet = forwarded(handling=handling(contact="none"))

    assert blocked(quiet, AGENT, Notify()) == ["contact-allowed"]


def test_after_the_decision_the_timer_is_silent() -> None:
    case = granted()

    assert blocked(case, AGENT, Notify()) == ["not-sent-yet"]
    assert blocked(case, AGENT, Notify(Template.IN_PROGRESS)) == [
        "message-fits-state",
        "not-sent-yet",
    ]


# Delivered and closed


def test_a_delivered_decision_closes_the_case() -> None:
    case = granted()
    assert closed_if_told(case, TUESDAY) is None
    assert blocked(case, SYSTEM, Close()) == ["decision-told"]

    told = delivered(case, Template.DECISION, TUESDAY)
    assert told is not None
    assert (told.entry.action, told.entry.actor) == ("message-delivered", "system:case-engine")
    assert told.case.version == case.version + 1

    closed = closed_if_told(told.case, TUESDAY)
    assert closed is not None
    assert closed.case.state is CaseState.CLOSED
    assert (closed.entry.action, closed.entry.from_state) == ("close", CaseState.GRANTED)


def test_a_delivery_is_recorded_once_and_only_of_what_was_sent() -> None:
    case = granted()
    told = delivered(case, Template.DECISION, TUESDAY)

    assert told is not None
    assert delivered(told.case, Template.DECISION, TUESDAY) is None
    assert delivered(case, Template.IN_PROGRESS, TUESDAY) is None


def test_the_delivery_of_one_message_leaves_the_other() -> None:
    case = act(act(forwarded(), AGENT, Notify()), OFFICER, Claim(), Grant(NUMBER))
    told = delivered(case, Template.DECISION, TUESDAY)

    assert told is not None
    assert [each.delivered_at is None for each in told.case.messages] == [True, False]


def test_where_no_message_may_be_sent_the_decision_alone_closes_nothing() -> None:
    assert closed_if_told(granted(handling=handling(contact="none")), TUESDAY) is None


@pytest.mark.parametrize("state", [CaseState.SUBMITTED, CaseState.CLOSED])
def test_only_a_decided_case_is_closed(state: CaseState) -> None:
    assert closed_if_told(replace(submitted(), state=state), TUESDAY) is None


def test_an_action_without_an_effect_is_a_fault_of_ours() -> None:
    with pytest.raises(TypeError, match="no effect for object"):
        carried_out(object(), Doing(submitted(), AGENT, TUESDAY))
