"""What a date says of itself leads a citizen from one day to the next, in both languages."""

from dataclasses import replace
from typing import Any

import pytest

from applications.domain.actions import Extend
from applications.domain.calendar.working_calendar import OfficeHours
from applications.domain.case import Case, Instant
from applications.domain.pauses import Suspension
from applications.domain.terms.deadlines import Deadline, terms_of
from tests.builders.case_passports import days, handling, passport
from tests.builders.cases import (
    AGENT,
    CALENDAR,
    TUESDAY,
    act,
    at_desk,
    baku,
    filed,
    forwarded,
    terms,
    with_answers,
)


def english(deadline: Deadline | None) -> list[str]:
    assert deadline is not None
    return [sentence.en for sentence in deadline.derivation]


def azerbaijani(deadline: Deadline | None) -> list[str]:
    assert deadline is not None
    return [sentence.az for sentence in deadline.derivation]


def total(moment: str, duration: Any, *pauses: tuple[str, str]) -> Deadline:
    """Count one term of a case; each pause from the first moment to the second."""
    stood = tuple(Suspension(baku(since), baku(until)) for since, until in pauses)
    return terms(replace(filed(moment, total_duration=duration), suspensions=stood)).total


def working(number: int) -> Any:
    return days(number, runs="working-days")


def extended(duration: Any, number: int, when: str = "2026-03-11") -> Deadline:
    case = with_answers(at_desk(under=passport(total_duration=duration)))
    moment = Instant(baku(when), TUESDAY.system)
    return terms(act(case, AGENT, Extend(number, "Qanun", "Səbəb"), when=moment)).total


# Pauses


def test_a_pause_of_a_working_day_term_says_how_many_days_were_working_days() -> None:
    found = total("2026-04-07", working(5), ("2026-04-10", "2026-04-14"))

    assert english(found)[-1] == (
        "Time spent awaiting documents (11.04.2026 – 14.04.2026, 2 working days) does not count: "
        "16.04.2026."
    )
    assert azerbaijani(found)[-1] == (
        "Sənəd gözlənilən vaxt (11.04.2026 – 14.04.2026, 2 iş günü) sayılmır: 16.04.2026."
    )


def test_a_pause_of_one_day_names_that_day_and_counts_it_in_the_singular() -> None:
    found = total("2026-04-06", days(10), ("2026-04-07", "2026-04-08"))

    assert english(found)[-1] == (
        "Time spent awaiting documents (08.04.2026, 1 calendar day) does not count: 17.04.2026."
    )
    assert "(08.04.2026, 1 təqvim günü)" in azerbaijani(found)[-1]


def test_a_pause_over_novruz_moves_a_working_day_term_over_what_lies_behind_it() -> None:
    found = total("2026-03-16", working(3), ("2026-03-18", "2026-03-19"))

    assert english(found)[-2:] == [
        ("Time spent awaiting documents (19.03.2026, 1 working day) does not count: 31.03.2026."),
        (
            "Weekends and holidays between 19.03.2026 and 31.03.2026 do not count: "
            "11 days (20.03.2026 – 30.03.2026)."
        ),
    ]


def test_a_pause_of_office_hours_says_how_much_of_it_was_office_time() -> None:
    duration = days(3, unit="hour", runs="office-hours")
    found = total("2026-03-10 16:00", duration, ("2026-03-10 17:59", "2026-03-11 09:00"))

    assert (
        "of it 1 minute inside office hours) does not count: 11.03.2026 10:01"
        in (english(found)[-1])
    )
    assert "bundan iş saatlarında 1 dəqiqə) sayılmır" in azerbaijani(found)[-1]


# Extensions


def test_an_extension_by_a_working_day_says_what_lies_between_the_two_dates() -> None:
    found = extended(working(7), 1)

    assert english(found)[-2:] == [
        (
            "On 11.03.2026 the term was extended once by 1 working day, on the legal basis the "
            "case names: 31.03.2026."
        ),
        (
            "Weekends and holidays between 19.03.2026 and 31.03.2026 do not count: "
            "11 days (20.03.2026 – 30.03.2026)."
        ),
    ]
    assert azerbaijani(found)[-2:] == [
        (
            "11.03.2026 tarixində müddət, müraciətdə göstərilən hüquqi əsasla, bir dəfə 1 iş günü "
            "uzadılıb: 31.03.2026."
        ),
        (
            "19.03.2026 – 31.03.2026 tarixləri arasında istirahət və bayram günləri sayılmır: "
            "11 gün (20.03.2026 – 30.03.2026)."
        ),
    ]


@pytest.mark.parametrize(
    ("pause", "said"),
    [
        (("2026-03-02 17:59:30", "2026-03-06 09:30:00"), "27 hours 30 minutes"),
        (("2026-03-02 10:00:10", "2026-03-02 10:00:40"), "less than a minute"),
    ],
)
def test_what_a_pause_of_office_hours_took_leads_from_one_printed_hour_to_the_other(
    pause: tuple[str, str], said: str
) -> None:
    found = total("2026-03-02 10:00", days(10, unit="hour", runs="office-hours"), pause)

    [paused] = [each for each in english(found) if "does not count" in each]
    assert f"of it {said} inside office hours" in paused


def test_an_extension_of_office_hours_says_when_the_centre_was_closed() -> None:
    found = extended(days(4, unit="hour", runs="office-hours"), 8, "2026-03-10 13:00")

    assert english(found)[-2].endswith(
        "by 8 working days, on the legal basis the case names: 31.03.2026 14:00."
    )
    assert english(found)[-1] == (
        "Days between 10.03.2026 and 31.03.2026 when the centre is closed do not count: "
        "13 days (14.03.2026 – 15.03.2026, 20.03.2026 – 30.03.2026)."
    )


def test_a_term_without_a_break_is_extended_by_calendar_days() -> None:
    found = extended(days(24, unit="hour", runs="continuous"), 1, "2026-03-10 13:00")

    assert "by 1 calendar day, on" in english(found)[-1]
    assert len(found.derivation) == 3


# Terms


def test_a_working_day_term_says_which_days_off_it_passed_over() -> None:
    found = total("2026-03-18", working(3))

    assert english(found)[1:] == [
        "Term: 3 working days, only working days count: 18.03.2026 → 01.04.2026.",
        (
            "Weekends and holidays between 18.03.2026 and 01.04.2026 do not count: "
            "11 days (20.03.2026 – 30.03.2026)."
        ),
    ]


def test_of_many_days_off_the_number_alone_is_said() -> None:
    assert english(total("2026-03-02", working(60)))[-1] == (
        "Weekends and holidays between 02.03.2026 and 10.06.2026 do not count: 40 days."
    )


def test_a_term_within_one_working_week_passes_over_nothing() -> None:
    assert len(total("2026-03-16", working(3)).derivation) == 2


def test_a_centre_that_closes_on_fridays_says_so() -> None:
    hours = OfficeHours(weekdays=(0, 1, 2, 3))
    case = filed("2026-04-02", total_duration=days(2, runs="office-hours"))
    found = terms_of(case, CALENDAR, hours, baku("2026-04-02")).total

    assert english(found)[-2:] == [
        (
            "Term: 2 days, counted only inside office hours (09:00–18:00): "
            "02.04.2026 10:00 → 07.04.2026 10:00."
        ),
        (
            "Days between 02.04.2026 and 07.04.2026 when the centre is closed do not count: "
            "3 days (03.04.2026 – 05.04.2026)."
        ),
    ]
    assert azerbaijani(found)[-1] == (
        "02.04.2026 – 07.04.2026 tarixləri arasında mərkəzin işləmədiyi günlər sayılmır: "
        "3 gün (03.04.2026 – 05.04.2026)."
    )


def test_one_of_anything_is_said_in_the_singular() -> None:
    one_month = total("2026-04-01", days(1, unit="month"))

    assert english(one_month)[1].startswith(
        "Term: 1 month; it ends on the same day of its final month"
    )
    assert azerbaijani(one_month)[1].startswith("Müddət: 1 ay; müddət son ayın həmin günü")
    assert english(total("2026-04-01", days(1)))[1].startswith("Term: 1 calendar day, ")
    assert english(total("2026-04-01", working(1)))[1].startswith("Term: 1 working day, ")


# The notice and the officer


def test_a_notice_before_a_holiday_says_what_lies_between_it_and_the_last_day() -> None:
    notice = terms(filed("2026-03-10")).notice

    assert english(notice)[-2:] == [
        "Notice by 18:00, 1 working day before the term's last day (31.03.2026): 19.03.2026.",
        (
            "Weekends and holidays between 19.03.2026 and 31.03.2026 do not count: "
            "11 days (20.03.2026 – 30.03.2026)."
        ),
    ]
    assert azerbaijani(notice)[-2] == (
        "Bildiriş müddətin son günündən (31.03.2026) əvvəlki 1-ci iş günü saat 18:00-dək: "
        "19.03.2026."
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "The back office has no term of its own; the officer's due date is the notice's: "),
        (
            {"handling": handling(contact="none")},
            "There is no notice and the back office has no term of its own; ",
        ),
        (
            {"total_duration": days(3, unit="hour", runs="office-hours")},
            "The notice was due before registration and the back office has no term of its own; ",
        ),
    ],
    ids=["a notice", "no notice", "a notice too early"],
)
def test_where_the_back_office_has_no_term_the_officers_date_speaks_of_none(
    fields: dict[str, Any], said: str
) -> None:
    case: Case = forwarded("2026-03-10", back_office_duration=None, **fields)

    assert english(terms(case).officer_due)[-1].startswith(said)
