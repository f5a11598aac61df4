"""Somebody was called and did not come: the ticket, and the case that was begun with it."""

from dataclasses import replace
from datetime import date

import pytest

from applications.domain.absence import is_called_again, missed
from applications.domain.actions import ApproachDesk, Claim
from applications.domain.case import CaseState
from tests.builders.cases import AGENT, OTHER_AGENT, TICKET, TUESDAY, act, blocked, submitted

TODAY, TOMORROW = date(2026, 3, 10), date(2026, 3, 11)


@pytest.mark.parametrize(
    ("absences", "today", "again"),
    [(1, TODAY, True), (2, TODAY, False), (1, TOMORROW, False)],
    ids=["once more", "not a third time", "not when its day is over"],
)
def test_a_person_who_did_not_come_is_called_once_more_that_day(
    absences: int, today: date, again: bool
) -> None:
    assert is_called_again(absences, TODAY, today) is again


def test_a_case_whose_person_is_called_once_more_waits_for_that_call() -> None:
    found = missed(submitted(), AGENT, called_again=True, at=TUESDAY)

    assert (found.case.state, found.case.version) == (CaseState.SUBMITTED, 2)
    assert (found.entry.action, found.entry.actor) == ("ticket-missed", "agent:leyla")
    assert found.entry.details == {"called_again": True}
    assert blocked(found.case, AGENT, ApproachDesk("5")) == ["ticket-called"]
    assert blocked(found.case, AGENT, Claim()) == ["without-ticket"]


def test_a_case_whose_ticket_has_ended_is_claimed_by_any_agent_of_the_centre() -> None:
    found = missed(submitted(), AGENT, called_again=False, at=TUESDAY)

    assert found.entry.details == {"called_again": False}
    assert blocked(found.case, AGENT, ApproachDesk("5")) == ["ticket-called"]
    case = act(found.case, OTHER_AGENT, Claim())
    assert (case.state, case.assignee) == (CaseState.AT_FRONT_OFFICE, "agent:kamran")


def test_a_ticket_that_has_ended_is_over_though_its_day_is_not() -> None:
    assert not TICKET.is_over(TICKET.day)
    assert replace(TICKET, ended=True).is_over(TICKET.day)
