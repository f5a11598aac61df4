"""A letter is filed on the day it came, whoever enters it and whenever they do."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from applications.domain.actor import Actor, ActorRole
from applications.domain.case import Case, Instant
from applications.domain.intake.letters import filed_at
from applications.domain.intake.submission import Letter, Submission
from shared.errors import DomainError
from tests.builders.case_passports import codes, passport
from tests.builders.cases import (
    AGENT,
    CITIZEN,
    HOURS,
    OFFICER,
    TUESDAY,
    at,
    baku,
    in_person,
    intake,
    terms,
)
from tests.builders.representatives import PARTNER

TAKES_LETTERS = passport(intake_channels=codes("in-person", "post"))


def by_post(received_on: str | None = "2026-03-06", number: str | None = "D-118") -> Submission:
    day = None if received_on is None else date.fromisoformat(received_on)
    return in_person(channel="post", centre=None, ticket_id=None, letter=Letter(day, number))


def entered(submission: Submission | None = None, when: Instant = TUESDAY, **fields: Any) -> Case:
    sent = submission or by_post()
    return intake(
        sent, **{"actor": AGENT, "under": TAKES_LETTERS, **fields}, when=when, ticket=None
    ).case


def faults(submission: Submission) -> list[tuple[str, str]]:
    with pytest.raises(DomainError) as refused:
        entered(submission)
    return [(each.pointer, each.code) for each in refused.value.errors]


def test_the_term_of_a_letter_runs_from_the_day_it_came() -> None:
    case = entered(by_post("2026-03-02"))

    assert (case.filed_at, case.registered_on) == (baku("2026-03-02 09:00"), date(2026, 3, 2))
    assert terms(case).total.on == date(2026, 3, 12)


def test_a_letter_that_came_on_a_day_off_is_registered_on_the_next_working_day() -> None:
    assert entered(by_post("2026-03-07")).registered_on == date(2026, 3, 10)


def test_the_day_of_a_letter_says_nothing_of_a_case_that_came_another_way() -> None:
    sent = replace(by_post("2026-03-06"), channel="in-person")

    assert filed_at(sent, TUESDAY, HOURS) == TUESDAY.business


def test_a_letter_entered_before_the_office_opens_is_not_filed_in_the_future() -> None:
    early = at("2026-03-10 08:15")

    assert entered(by_post("2026-03-10"), when=early).filed_at == early.business


def test_a_letter_needs_no_ticket_and_is_every_centres_to_take() -> None:
    case = entered()

    assert (case.centre, case.ticket) == (None, None)
    assert case.steps[0].status == "not-applicable"


@pytest.mark.parametrize(
    "actor", [CITIZEN, OFFICER, PARTNER, replace(AGENT, centre=None), Actor(ActorRole.KIOSK, "k")]
)
def test_only_an_agent_enters_a_letter(actor: Actor) -> None:
    with pytest.raises(DomainError) as refused:
        entered(actor=actor)

    assert refused.value.code == "submitter-not-allowed"


def test_a_letter_is_known_by_its_day_and_number() -> None:
    assert faults(by_post(None, None)) == [
        ("/evidence/received_on", "letter-incomplete"),
        ("/evidence/registered_no", "letter-incomplete"),
    ]
    assert faults(replace(by_post(), letter=None)) == faults(by_post(None, None))


@pytest.mark.parametrize("day", ["2026-03-11", "2025-03-08", "0001-01-01"])
def test_no_letter_came_tomorrow_or_years_ago(day: str) -> None:
    assert faults(by_post(day)) == [("/evidence/received_on", "letter-day-invalid")]


def test_a_letter_may_have_lain_for_a_year() -> None:
    assert entered(by_post("2025-03-09")).registered_on == date(2025, 3, 10)


def test_post_is_refused_where_the_passport_does_not_list_it() -> None:
    with pytest.raises(DomainError) as refused:
        entered(under=passport())

    assert refused.value.code == "channel-not-listed"
