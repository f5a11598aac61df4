"""Days spent awaiting documents do not count (rule 5)."""

from dataclasses import replace
from datetime import date

from applications.domain.actions import (
    RequestDocuments,
)
from applications.domain.case import Case, CaseState
from applications.domain.papers.requirements import papers_wanted
from applications.domain.pauses import Suspension
from applications.domain.terms.waiting import is_over
from tests.builders.case_passports import (
    days,
)
from tests.builders.cases import (
    AGENT,
    act,
    answered,
    at,
    at_desk,
    baku,
    brings,
    filed,
    forwarded,
    insured,
    terms,
    with_answers,
)

# Rule 5: days spent awaiting documents


def waited(since: str, until: str | None, case: Case | None = None) -> Case:
    pause = Suspension(baku(since), None if until is None else baku(until))
    case = case or filed("2026-03-02")
    return replace(case, suspensions=(*case.suspensions, pause))


def test_three_days_of_waiting_move_every_open_term_by_three() -> None:
    found = terms(waited("2026-03-03", "2026-03-06"))

    assert found.total.on == date(2026, 3, 16)  # 15 March is a Sunday
    assert found.front_office is not None
    assert found.front_office.on == date(2026, 3, 10)  # 7, 8 and 9 March are off
    assert found.notice is not None
    assert found.notice.on == date(2026, 3, 13)


def test_an_hour_of_waiting_moves_nothing() -> None:
    assert terms(waited("2026-03-03 10:00", "2026-03-03 11:00")).total.on == date(2026, 3, 12)


def test_a_term_that_was_over_does_not_move() -> None:
    found = terms(waited("2026-03-06", "2026-03-10"))

    assert found.front_office is not None
    assert found.front_office.on == date(2026, 3, 4)
    assert found.total.on == date(2026, 3, 16)


def test_a_term_on_its_last_day_still_moves() -> None:
    assert terms(waited("2026-03-12", "2026-03-13")).total.on == date(2026, 3, 13)


def test_two_waits_move_the_term_twice() -> None:
    twice = waited("2026-03-05", "2026-03-06", waited("2026-03-03", "2026-03-04"))

    assert terms(twice).total.on == date(2026, 3, 16)


def test_a_working_day_term_moves_by_the_working_days() -> None:
    case = filed("2026-03-10", total_duration=days(3, runs="working-days"))
    over_the_weekend = waited("2026-03-12", "2026-03-17", case)

    assert terms(over_the_weekend).total.on == date(2026, 3, 18)


def test_a_wait_before_forwarding_is_not_the_back_offices() -> None:
    case = waited("2026-03-10 12:00", "2026-03-11", forwarded("2026-03-12"))

    back_office = terms(case).back_office
    assert back_office is not None
    assert back_office.on == date(2026, 3, 31)


def test_a_wait_that_began_before_registration_counts_from_the_registration_day() -> None:
    # Filed on Friday evening and registered on Tuesday 10 March; the papers came on the 16th.
    case = waited("2026-03-06 19:30", "2026-03-16", filed("2026-03-06 19:10"))
    found = terms(case, now=at("2026-03-16"))

    assert found.registered.on == date(2026, 3, 10)
    assert found.front_office is not None
    assert found.front_office.on == date(2026, 3, 18)
    assert found.total.on == date(2026, 4, 6)  # Tuesday 31 March and six days
    assert found.total.derivation[-1].en == (
        "Time spent awaiting documents (11.03.2026 – 16.03.2026, 6 calendar days) does not count: "
        "06.04.2026."
    )


def test_a_wait_that_was_over_at_registration_moves_nothing() -> None:
    case = waited("2026-03-06 19:30", "2026-03-10 08:00", filed("2026-03-06 19:10"))

    assert terms(case).total.on == date(2026, 3, 31)


def test_while_the_clock_stands_nothing_moves_and_the_timer_waits() -> None:
    found = terms(waited("2026-03-03", None), now=at("2026-03-30"))

    assert found.stopped
    assert found.timer_at is None
    assert found.total.on == date(2026, 3, 12)
    assert found.notice is not None
    assert not found.notice.flagged


def test_asking_for_papers_stops_the_clock_and_the_last_paper_starts_it() -> None:
    case = with_answers(at_desk(when=at("2026-03-02")))
    case = act(case, AGENT, RequestDocuments(), when=at("2026-03-03"))
    assert terms(case).stopped

    case = act(case, AGENT, brings("commission-protocol"), when=at("2026-03-05"))
    found = terms(case, now=at("2026-03-05"))
    assert not found.stopped
    assert found.total.on == date(2026, 3, 16)  # 12 March and two days is a Saturday


def test_what_turns_out_to_be_missing_while_one_paper_is_awaited_is_asked_for_as_well() -> None:
    """Else the person brings that one, the clock runs, and they must come a second time."""
    case = act(at_desk(), AGENT, RequestDocuments(("commission-protocol",)))
    silent = insured("unknown", "unknown", "unknown")
    case = answered(answered(case, "insured", silent), "attributes", silent)
    assert case.state is CaseState.AWAITING_DOCUMENTS

    case = act(case, AGENT, RequestDocuments())

    assert case.requested == papers_wanted(case)
    assert len(case.requested) == 4
    assert (case.state, len(case.suspensions)) == (CaseState.AWAITING_DOCUMENTS, 1)
    case = act(case, AGENT, brings("commission-protocol"))
    assert case.clock_stopped


def test_a_term_is_over_once_its_last_day_is() -> None:
    case = filed("2026-03-02")
    end = terms(case).total.end

    found = [is_over(case, end, baku(day)) for day in ("2026-03-12 23:59", "2026-03-13 00:00")]

    assert found == [False, True]


def test_no_term_comes_to_its_end_while_the_clock_stands() -> None:
    stopped_in_time = waited("2026-03-12 23:00", None)
    stopped_too_late = waited("2026-03-13 00:00", None)
    end, may = terms(stopped_in_time).total.end, baku("2026-05-04")

    assert (is_over(stopped_in_time, end, may), is_over(stopped_too_late, end, may)) == (
        False,
        True,
    )
