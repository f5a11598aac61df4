"""What a case counts for: one cell for its whole life, whatever becomes of it."""

from dataclasses import replace
from datetime import date

import pytest

from applications.domain.actions import Claim, Grant
from applications.domain.case import Case, CaseState
from applications.domain.decision import Outcome
from applications.domain.statistics.counted_cases import (
    Cell,
    CountChange,
    Counts,
    count_changes,
    kept_term,
)
from applications.domain.terms.deadlines import Deadline
from tests.builders.case_passports import handling, passport
from tests.builders.cases import (
    AGENT,
    OFFICER,
    act,
    at,
    baku,
    forwarded,
    submitted,
    submitted_online,
)

CELL = Cell(date(2026, 3, 10), "childcare-benefit", "in-person", "dost-1", "dsmf@dost-1")


def decided(outcome: Outcome = Outcome.GRANTED, when: str = "2026-03-11") -> Case:
    case = act(forwarded(), OFFICER, Claim(), Grant("dsmf@dost-1/2026/1"), when=at(when))
    assert case.decision is not None
    return replace(case, decision=replace(case.decision, outcome=outcome))


def test_a_new_case_is_submitted_and_open() -> None:
    [change] = count_changes(None, submitted(), in_term=None)

    assert change == CountChange(CELL, Counts(submitted=1))
    assert change.counts.open == 1


def test_a_case_of_friday_evening_counts_on_friday() -> None:
    [change] = count_changes(None, submitted(when=at("2026-03-13 23:30")), in_term=None)

    assert change.cell.day == date(2026, 3, 13)


def test_what_leaves_a_case_open_changes_no_number() -> None:
    case = submitted()

    assert count_changes(case, replace(case, version=2), in_term=None) == []


@pytest.mark.parametrize(
    ("outcome", "in_term", "counts"),
    [
        (Outcome.GRANTED, True, Counts(granted=1, in_term=1)),
        (Outcome.GRANTED, False, Counts(granted=1)),
        (Outcome.REFUSED, True, Counts(refused=1, in_term=1)),
    ],
    ids=["granted in term", "granted late", "refused"],
)
def test_a_decision_moves_a_case_from_open_to_decided(
    outcome: Outcome, in_term: bool, counts: Counts
) -> None:
    assert count_changes(forwarded(), decided(outcome), in_term=in_term) == [
        CountChange(CELL, counts)
    ]


def test_a_withdrawn_case_is_open_no_more() -> None:
    case = submitted()

    [change] = count_changes(case, replace(case, state=CaseState.WITHDRAWN), in_term=None)

    assert change == CountChange(CELL, Counts(withdrawn=1))


def test_what_is_decided_counts_once_though_it_is_closed_later() -> None:
    case = decided()

    assert count_changes(case, replace(case, state=CaseState.CLOSED), in_term=False) == []


def test_a_case_from_the_portal_moves_to_the_centre_that_takes_it() -> None:
    case = submitted_online()
    lost, gained = count_changes(case, act(case, AGENT, Claim()), in_term=None)

    assert (lost.cell.centre, lost.cell.office, lost.counts) == ("", "", Counts(submitted=-1))
    assert (gained.cell.centre, gained.cell.office) == ("dost-1", "dsmf@dost-1")
    assert gained.counts == Counts(submitted=1)


def test_a_protected_case_is_in_no_statistics() -> None:
    protected = replace(
        submitted(), passport=passport(handling=handling(confidentiality="protected"))
    )

    assert count_changes(None, protected, in_term=None) == []


def test_a_term_is_kept_until_the_end_of_its_last_day_or_the_instant_it_has() -> None:
    case = decided(when="2026-03-12 23:59")
    on_the_day = Deadline(date(2026, 3, 12), ())
    before = Deadline(date(2026, 3, 11), ())
    to_the_hour = Deadline(date(2026, 3, 12), (), at=baku("2026-03-12 18:00"))

    assert kept_term(case, on_the_day) is True
    assert kept_term(case, before) is False
    assert kept_term(case, to_the_hour) is False
    assert kept_term(submitted(), before) is None
