"""The desk and the ticket: who is received where, and the way on when a ticket's day is over."""

from dataclasses import replace
from datetime import timedelta

import pytest

from applications.domain.actions import ApproachDesk, Claim, ConfirmCompleteness, Forward
from applications.domain.actor import Actor
from applications.domain.advance import advance
from applications.domain.case import CaseState, Instant, View
from applications.domain.errors import ActionBlocked
from applications.domain.transitions.open_table import allowed_actions
from tests.builders.cases import (
    AGENT,
    OTHER_AGENT,
    TICKET,
    TUESDAY,
    act,
    blocked,
    brings,
    submitted,
    with_answers,
)


def test_coming_to_the_desk_makes_the_agent_the_assignee() -> None:
    advanced = advance(submitted(), AGENT, ApproachDesk("5"), TUESDAY)

    assert advanced.case.state is CaseState.AT_FRONT_OFFICE
    assert advanced.case.assignee == "agent:leyla"
    assert advanced.case.version == 2
    assert advanced.entry.details == {"desk": "5"}
    assert (advanced.entry.from_state, advanced.entry.state) == ("submitted", "at-front-office")


def test_a_ticket_nobody_called_is_not_received() -> None:
    waiting = submitted(ticket=replace(TICKET, desk=None))

    assert blocked(waiting, AGENT, ApproachDesk("5")) == ["ticket-called"]


def test_a_ticket_called_to_another_desk_is_received_there() -> None:
    assert blocked(submitted(), replace(AGENT, desk="6"), ApproachDesk("6")) == ["ticket-called"]
    assert blocked(submitted(), OTHER_AGENT, ApproachDesk("5")) == ["at-own-desk"]


def test_an_agent_whose_token_names_no_desk_says_it() -> None:
    case = act(submitted(), replace(AGENT, desk=None), ApproachDesk("5"))

    assert case.state is CaseState.AT_FRONT_OFFICE


def test_before_asking_the_agents_own_desk_counts() -> None:
    def reasons(actor: Actor) -> list[str]:
        found = allowed_actions(submitted(), actor, TUESDAY)[0]
        return [unmet.code for unmet in found.blocked_by]

    assert reasons(AGENT) == []
    assert reasons(OTHER_AGENT) == ["ticket-called"]
    assert reasons(replace(AGENT, desk=None)) == []


# A ticket whose day is over


TOMORROW = Instant(TUESDAY.business + timedelta(days=1), TUESDAY.system + timedelta(days=1))


def test_a_case_whose_ticket_was_never_called_is_claimed_from_the_next_day_on() -> None:
    waiting = submitted(ticket=replace(TICKET, desk=None))
    assert blocked(waiting, OTHER_AGENT, Claim()) == ["without-ticket"]

    case = act(waiting, OTHER_AGENT, Claim(), when=TOMORROW)
    assert (case.state, case.assignee) == (CaseState.AT_FRONT_OFFICE, "agent:kamran")


def test_the_next_day_the_desk_is_told_to_claim_what_was_never_called() -> None:
    waiting = submitted(ticket=replace(TICKET, desk=None))
    with pytest.raises(ActionBlocked) as refused:
        advance(waiting, AGENT, ApproachDesk("5"), TOMORROW)

    (unmet,) = refused.value.members["blocked_by"]
    assert unmet["detail"].en == "The ticket is over: such a case is taken with “claim”."


def test_a_case_whose_desk_went_home_is_claimed_from_the_next_day_on() -> None:
    case = act(submitted(), OTHER_AGENT, Claim(), when=TOMORROW)

    assert case.assignee == "agent:kamran"


def test_a_claimed_case_of_yesterdays_ticket_goes_on_to_the_office() -> None:
    case = act(submitted(), OTHER_AGENT, Claim(), when=TOMORROW)
    going = case.step("go-to-desk")
    assert going is not None
    assert (going.status.value, going.by) == ("done", "agent:kamran")

    case = with_answers(case)
    requests = (brings("commission-protocol"), ConfirmCompleteness(), Forward(View.FOR, ""))
    assert act(case, OTHER_AGENT, *requests, when=TOMORROW).state is CaseState.AT_BACK_OFFICE
