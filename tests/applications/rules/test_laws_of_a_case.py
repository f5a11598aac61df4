"""From every point of an ordinary life, whatever anybody is offered, and then offered again."""

from collections.abc import Iterator
from typing import Any

import pytest

from applications.domain.actions import (
    Action,
    Claim,
    ConfirmCompleteness,
    RequestDocuments,
    SubmitDocuments,
)
from applications.domain.actor import JOB, SYSTEM, TIMER
from applications.domain.advance import advance
from applications.domain.case import Case, Instant
from applications.domain.history import Entry
from applications.domain.people.policies import may_see
from applications.domain.terms.deadlines import Terms
from applications.domain.transitions.open_table import allowed_actions
from shared.errors import DomainError
from tests.builders.any_order import STAFF, TWO_CENTRES, requests_for
from tests.builders.case_passports import days, document, passport, step
from tests.builders.cases import (
    AGENT,
    APPLICANT,
    OFFICER,
    TUESDAY,
    act,
    at_desk,
    baku,
    brings,
    copied,
    forwarded,
    submitted,
    submitted_online,
    terms,
    with_answers,
)
from tests.builders.laws_of_a_case import breaches, moved

EVERYBODY = (*STAFF, APPLICANT, JOB, TIMER, SYSTEM)


TWO_DAYS_LATER = Instant(baku("2026-03-12"), TUESDAY.system)
"""By the clock of the terms; claims follow the other."""


def every_life() -> dict[str, Case]:
    """Return cases at each point of a life whose terms are days, and of one due by the hour."""
    by_the_hour = lives(
        total_duration=days(30, unit="hour", runs="office-hours"),
        back_office_duration=days(9, unit="hour", runs="office-hours"),
    )
    return lives() | {f"{name}, by the hour": case for name, case in by_the_hour.items()}


def lives(**fields: Any) -> dict[str, Case]:
    """Return a case at each point of an ordinary life, under the passport with ``fields`` changed."""
    under, sent = passport(**fields), forwarded(**fields)
    claimed = act(sent, OFFICER, *requests_for(sent)[Action.CLAIM])
    pictured = act(
        with_answers(at_desk(under=under)),
        APPLICANT,
        SubmitDocuments((copied("commission-protocol"),)),
    )
    return {
        "with a ticket": submitted(under=under),
        "from the portal": submitted_online(under=under),
        "at the desk": at_desk(under=under),
        "answered": with_answers(at_desk(under=under)),
        "confirmed of a picture": act(pictured, AGENT, ConfirmCompleteness()),
        "half of what was asked for": half_brought(**fields),
        "forwarded": sent,
        "claimed": claimed,
        "granted": act(claimed, OFFICER, requests_for(claimed)[Action.GRANT][0]),
    }


def half_brought(**fields: Any) -> Case:
    """Return a case that waits for one of two papers, where the passport prints no step of papers."""
    printed = passport(
        **fields,
        required_documents=[document("protocol"), document("photo")],
        steps=[step("forward", 1), step("decide")],
    )
    online = submitted_online(under=printed)
    return act(online, AGENT, Claim(), RequestDocuments(), brings("photo"))


def dated(case: Case) -> Terms:
    """Return the dates of a case where the centres that may take it open at other hours."""
    return terms(case, calendar=TWO_CENTRES)


def outcomes(case: Case, at: Instant) -> Iterator[tuple[Case, Entry]]:
    """Let everybody do everything they are offered, each on the same case."""
    ends = dated(case).total.end
    for actor in EVERYBODY:
        if not may_see(case, actor):
            continue
        bodies = requests_for(case)
        for offer in allowed_actions(case, actor, at, ends):
            for request in bodies[offer.action] if offer.allowed else []:
                try:
                    advanced = advance(case, actor, request, at, term_ends=ends)
                except DomainError:
                    continue
                yield advanced.case, advanced.entry


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=name) for name, case in every_life().items()]
)
def test_no_step_is_reopened_no_date_moved_and_no_decision_made_but_as_named(case: Case) -> None:
    found: set[str] = set()
    seen: set[str] = set()
    for once, entry in outcomes(case, TUESDAY):
        seen.add(entry.action)
        found.update(breaches(case, once, entry, TUESDAY))
        counted = dated(once)
        found.update(moved(dated(case), counted, entry.action))
        for twice, second in outcomes(once, TWO_DAYS_LATER):
            seen.add(second.action)
            found.update(breaches(once, twice, second, TWO_DAYS_LATER))
            found.update(moved(counted, dated(twice), second.action))

    assert found == set()
    assert seen or not case.is_open, "nothing was offered at all"
