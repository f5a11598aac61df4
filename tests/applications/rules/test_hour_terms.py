"""Terms in minutes and hours: inside the centre's hours, or as they come; 20-30 March is off."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from applications.domain.actions import Notify
from applications.domain.actor import TIMER
from applications.domain.calendar.working_calendar import WorkCalendar
from applications.domain.case import Case
from applications.domain.pauses import Suspension
from applications.domain.terms.deadlines import Deadline
from tests.builders.case_passports import days, handling
from tests.builders.cases import CALENDAR, act, at, baku, filed, forwarded, terms


def office(value: int, unit: str = "hour") -> dict[str, object]:
    return days(value, unit=unit, runs="office-hours")


def continuous(value: int, unit: str = "hour") -> dict[str, object]:
    return days(value, unit=unit, runs="continuous")


def total(moment: str, duration: dict[str, object], *pauses: tuple[str, str | None]) -> Deadline:
    """Return the end of the total term of a case filed at ``moment``."""
    case = filed(moment, total_duration=duration)
    return terms(waiting(case, *pauses), now=at(moment)).total


def waiting(case: Case, *pauses: tuple[str, str | None]) -> Case:
    waits = (Suspension(baku(since), baku(until) if until else None) for since, until in pauses)
    return replace(case, suspensions=tuple(waits))


def ends(moment: str, duration: dict[str, object], *pauses: tuple[str, str | None]) -> datetime:
    deadline = total(moment, duration, *pauses)
    assert deadline.at is not None
    assert deadline.at.utcoffset() == timedelta(0)
    return deadline.at


# Office hours


@pytest.mark.parametrize(
    ("moment", "duration", "end"),
    [
        ("2026-03-10 10:00", office(30, "minute"), "2026-03-10 10:30"),
        ("2026-03-10 16:00", office(3), "2026-03-11 10:00"),
        ("2026-03-10 07:00", office(30, "minute"), "2026-03-10 09:30"),
        ("2026-03-10 17:00", office(1), "2026-03-10 18:00"),
        ("2026-03-10 18:30", office(2), "2026-03-11 11:00"),
        ("2026-03-13 17:30", office(1), "2026-03-16 09:30"),
        ("2026-03-19 17:30", office(60, "minute"), "2026-03-31 09:30"),
        ("2026-03-21 11:00", office(2), "2026-03-31 11:00"),
        ("2026-03-10 14:00", office(1, "day"), "2026-03-11 14:00"),
        ("2026-03-10 09:00", office(1, "day"), "2026-03-10 18:00"),
        ("2026-03-10 10:00", office(20), "2026-03-12 12:00"),
    ],
)
def test_office_hours_count_while_the_centre_is_open(
    moment: str, duration: dict[str, object], end: str
) -> None:
    assert ends(moment, duration) == baku(end)


def test_the_last_day_of_an_hour_term_is_the_day_it_ends_on() -> None:
    assert total("2026-03-19 17:30", office(1)).on == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("pause", "end"),
    [
        (("2026-03-10 12:00", "2026-03-10 13:30"), "2026-03-10 15:30"),
        (("2026-03-10 12:00", "2026-03-11 10:00"), "2026-03-11 12:00"),
        (("2026-03-10 19:00", "2026-03-11 08:00"), "2026-03-10 14:00"),
        (("2026-03-10 14:00", "2026-03-11 12:00"), "2026-03-10 14:00"),
        (("2026-03-10 12:00", None), "2026-03-10 14:00"),
        (("2026-03-10 12:00", "2026-03-19 18:00"), "2026-03-31 11:00"),
        (("2026-03-10 12:00", "2026-03-25 12:00"), "2026-03-31 11:00"),
    ],
)
def test_what_was_left_of_four_office_hours_runs_on_when_the_wait_is_over(
    pause: tuple[str, str | None], end: str
) -> None:
    assert ends("2026-03-10 10:00", office(4), pause) == baku(end)


def test_two_waits_move_an_hour_term_twice() -> None:
    waits = (("2026-03-10 11:00", "2026-03-10 12:00"), ("2026-03-10 13:00", "2026-03-10 13:15"))

    assert ends("2026-03-10 10:00", office(4), *waits) == baku("2026-03-10 15:15")


def test_office_hours_in_a_year_nobody_signed_are_an_estimate() -> None:
    found = total("2026-12-30 17:00", office(12))

    assert found.on == date(2027, 1, 4)  # nobody has said yet that it is off
    assert found.estimate
    assert "2027" in found.derivation[-1].en


# Without a break


@pytest.mark.parametrize(
    ("moment", "duration", "end"),
    [
        ("2026-03-21 11:00", continuous(1), "2026-03-21 12:00"),
        ("2026-03-21 11:00", continuous(1, "day"), "2026-03-22 11:00"),
        ("2026-03-10 23:50", continuous(15, "minute"), "2026-03-11 00:05"),
        ("2026-01-31 08:00", continuous(1, "month"), "2026-02-28 08:00"),
    ],
)
def test_hours_without_a_break_start_at_filing_and_know_no_day_off(
    moment: str, duration: dict[str, object], end: str
) -> None:
    assert ends(moment, duration) == baku(end)


def test_a_wait_moves_a_term_without_a_break_to_the_minute() -> None:
    wait = ("2026-03-21 11:20", "2026-03-24 09:07")

    assert ends("2026-03-21 11:00", continuous(1), wait) == baku("2026-03-24 09:47")


def test_a_term_without_a_break_is_no_estimate_and_its_notice_is_one() -> None:
    case = filed("2026-12-30", total_duration=continuous(10, "day"))
    found = terms(case, now=at("2026-12-30"))

    assert not found.total.estimate
    assert found.notice is not None
    assert found.notice.estimate
    assert "2027" in found.notice.derivation[-2].en


def test_no_calendar_at_all_leaves_a_term_without_a_break_as_it_is() -> None:
    case = filed("2026-03-21", total_duration=continuous(1, "day"))

    assert terms(case, calendar=WorkCalendar()).total == terms(case, calendar=CALENDAR).total


# The back office


def test_the_back_offices_hours_start_when_the_case_is_forwarded() -> None:
    within = terms(forwarded("2026-03-12 17:00", back_office_duration=office(2)))
    unbroken = terms(forwarded("2026-03-12 17:00", back_office_duration=continuous(2)))

    assert within.back_office is not None
    assert within.back_office.at == baku("2026-03-13 10:00")
    assert unbroken.back_office is not None
    assert unbroken.back_office.at == baku("2026-03-12 19:00")
    assert unbroken.officer_due is not None
    assert unbroken.officer_due.at == baku("2026-03-12 19:00")


# The notice of a term too short for one


def test_a_term_of_hours_has_its_notice_at_once_and_flagged() -> None:
    found = terms(filed("2026-03-10 10:00", total_duration=office(3)), now=at("2026-03-10 10:00"))

    assert found.notice is not None
    assert found.notice.on == date(2026, 3, 6)  # 7 to 9 March are off
    assert found.notice.flagged
    assert found.timer_at is not None
    assert found.timer_at < baku("2026-03-10 10:00")


def test_a_notice_nobody_could_keep_binds_no_officer() -> None:
    case = forwarded("2026-03-10 11:00", total_duration=office(3), back_office_duration=office(1))
    longer = forwarded("2026-03-10 11:00", total_duration=office(3), back_office_duration=office(9))

    assert officer_due(case) == baku("2026-03-10 12:00")
    assert officer_due(longer) == baku("2026-03-10 13:00")
    due = terms(longer).officer_due
    assert due is not None
    assert "before registration" in due.derivation[-1].en


def test_without_a_notice_the_officer_has_the_hours_of_the_term() -> None:
    contact, hours = handling(contact="none"), office(5)
    case = forwarded(total_duration=hours, handling=contact, back_office_duration=None)

    assert officer_due(case) == baku("2026-03-10 15:00")


def officer_due(case: Case) -> datetime:
    due = terms(case).officer_due
    assert due is not None
    assert due.at is not None
    return due.at


def test_a_notice_told_at_once_stays_flagged() -> None:
    case = filed("2026-03-10 10:00", total_duration=office(3))
    told = act(case, TIMER, Notify(), when=at("2026-03-10 10:00"))

    notice = terms(told, now=at("2026-03-20")).notice
    assert notice is not None
    assert notice.flagged


# Derivations


def test_an_hour_term_says_in_both_languages_how_it_was_counted() -> None:
    found = total("2026-03-10 16:00", office(3), ("2026-03-10 17:00", "2026-03-11 09:30"))

    assert [sentence.en for sentence in found.derivation] == [
        "Filed on 10.03.2026 before the office closed, and registered the same day.",
        (
            "Term: 3 hours, counted only inside office hours (09:00–18:00): "
            "10.03.2026 16:00 → 11.03.2026 10:00."
        ),
        (
            "Time spent awaiting documents (10.03.2026 17:00 – 11.03.2026 09:30, "
            "of it 1 hour 30 minutes inside office hours) does not count: 11.03.2026 11:30."
        ),
    ]
    assert [sentence.az for sentence in found.derivation[1:]] == [
        (
            "Müddət: 3 saat, yalnız iş saatlarında (09:00–18:00) sayılır: "
            "10.03.2026 16:00 → 11.03.2026 10:00."
        ),
        (
            "Sənəd gözlənilən vaxt (10.03.2026 17:00 – 11.03.2026 09:30, "
            "bundan iş saatlarında 1 saat 30 dəqiqə) sayılmır: 11.03.2026 11:30."
        ),
    ]


def test_a_term_without_a_break_says_that_it_started_at_filing() -> None:
    found = total("2026-03-21 11:00", continuous(1))

    assert [sentence.en for sentence in found.derivation] == [
        "A term without a break starts at filing: 21.03.2026 11:00.",
        "Term: 1 hour, counted without a break: 21.03.2026 11:00 → 21.03.2026 12:00.",
    ]
    assert found.derivation[1].az == (
        "Müddət: 1 saat, fasiləsiz sayılır: 21.03.2026 11:00 → 21.03.2026 12:00."
    )
