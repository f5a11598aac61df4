"""Registration, term and notice: worked examples; 20 to 30 March 2026 is off."""

from datetime import date, time

import pytest

from applications.domain.actions import (
    Notify,
)
from applications.domain.actor import TIMER
from applications.domain.advance import unreached
from applications.domain.calendar.working_calendar import (
    CalendarDay,
    DayKind,
    OfficeHours,
    WorkCalendar,
)
from applications.domain.case import Case, Template
from applications.domain.terms.deadlines import registration_day, terms_of
from tests.builders.case_passports import (
    CHILDCARE_STEPS,
    days,
)
from tests.builders.cases import (
    AGENT,
    CALENDAR,
    DAYS_OFF_2026,
    HOURS,
    act,
    at,
    baku,
    days_off,
    filed,
    forwarded,
    terms,
)

# Rule 1: registration


@pytest.mark.parametrize(
    ("moment", "registered"),
    [
        ("2026-03-10 10:00", date(2026, 3, 10)),
        ("2026-03-10 07:00", date(2026, 3, 10)),
        ("2026-03-10 17:59", date(2026, 3, 10)),
        ("2026-03-10 18:00", date(2026, 3, 11)),
        ("2026-03-13 18:30", date(2026, 3, 16)),
        ("2026-03-14 11:00", date(2026, 3, 16)),
        ("2026-03-21 11:00", date(2026, 3, 31)),
    ],
)
def test_filed_on_a_day_off_or_after_hours_is_registered_next_working_day(
    moment: str, registered: date
) -> None:
    assert registration_day(baku(moment), CALENDAR, HOURS) == registered


def test_an_instant_of_another_zone_is_read_in_baku() -> None:
    late_in_baku = at("2026-03-10 23:00").business.astimezone(tz=None)

    assert registration_day(late_in_baku, CALENDAR, HOURS) == date(2026, 3, 11)


def test_a_centre_closed_on_fridays_registers_on_monday() -> None:
    hours = OfficeHours(time(9), time(17), weekdays=(0, 1, 2, 3))

    assert registration_day(baku("2026-03-13"), CALENDAR, hours) == date(2026, 3, 16)


def test_a_saturday_the_cabinet_swapped_registers() -> None:
    swapped = CalendarDay(date(2026, 3, 14), DayKind.WORKING_DAY, "2026-7", 1)

    registered = registration_day(baku("2026-03-14"), WorkCalendar.of([swapped]), HOURS)

    assert registered == date(2026, 3, 14)


# Rules 2 and 3: term and notice


@pytest.mark.parametrize(
    ("moment", "registered", "term", "notice"),
    [
        ("2026-03-02", date(2026, 3, 2), date(2026, 3, 12), date(2026, 3, 11)),
        ("2026-03-10", date(2026, 3, 10), date(2026, 3, 31), date(2026, 3, 19)),
        ("2026-03-21", date(2026, 3, 31), date(2026, 4, 10), date(2026, 4, 9)),
    ],
)
def test_the_worked_examples(moment: str, registered: date, term: date, notice: date) -> None:
    found = terms(filed(moment), now=at(moment))

    assert found.registered.on == registered
    assert found.total.on == term
    assert found.notice is not None
    assert found.notice.on == notice
    assert found.notice.at == baku(f"{notice} 18:00")
    assert found.timer_at == baku(f"{notice} 09:00")


def test_the_front_office_has_two_days_of_the_ten() -> None:
    found = terms(filed("2026-03-10"))

    assert found.front_office is not None
    assert found.front_office.on == found.due_on == date(2026, 3, 12)
    assert (found.back_office, found.officer_due) == (None, None)


def test_a_months_term_ends_on_the_same_day_or_the_months_last() -> None:
    case = filed("2026-01-30", total_duration=days(1, unit="month"))
    longer = filed("2026-02-10", total_duration=days(13, unit="month"))

    assert terms(case).total.on == date(2026, 3, 2)  # 28 February is a Saturday
    assert terms(longer).total.on == date(2027, 3, 10)


def test_a_working_day_term_leaves_novruz_out() -> None:
    case = filed("2026-03-18", total_duration=days(3, runs="working-days"))

    assert terms(case).total.on == date(2026, 4, 1)


def test_a_margin_of_three_leaves_three_working_days() -> None:
    steps = [*CHILDCARE_STEPS[:-1], {**CHILDCARE_STEPS[-1], "params": {"margin_working_days": 3}}]
    notice = terms(filed("2026-03-02", steps=steps)).notice

    assert notice is not None
    assert notice.on == date(2026, 3, 6)
    assert "əvvəlki 3-cü iş günü" in str(notice.derivation)


def test_a_margin_of_nothing_still_falls_before_the_last_day() -> None:
    steps = [*CHILDCARE_STEPS[:-1], {**CHILDCARE_STEPS[-1], "params": {"margin_working_days": 0}}]
    notice = terms(filed("2026-03-02", steps=steps)).notice

    assert notice is not None
    assert notice.on == date(2026, 3, 11)


def test_a_notice_before_registration_goes_at_once_and_is_flagged() -> None:
    steps = [*CHILDCARE_STEPS[:-1], {**CHILDCARE_STEPS[-1], "params": {"margin_working_days": 5}}]
    found = terms(filed("2026-03-10", total_duration=days(1), steps=steps))

    assert found.notice is not None
    assert found.notice.flagged
    assert found.timer_at is not None
    assert found.timer_at < baku("2026-03-10 10:00")
    assert "at once" in found.notice.derivation[-1].en


def test_a_cut_off_that_passed_unnoticed_is_flagged() -> None:
    case = filed("2026-03-02")
    last_moment, too_late = at("2026-03-11 18:00"), at("2026-03-11 18:01")

    assert not flagged(case, last_moment)
    assert flagged(case, too_late)


def test_a_notice_sent_in_time_is_never_flagged_afterwards() -> None:
    case = act(filed("2026-03-02"), TIMER, Notify(), when=at("2026-03-11 09:00"))

    assert not flagged(case, at("2026-03-20"))


def test_a_notice_sent_too_late_stays_flagged() -> None:
    case = act(filed("2026-03-02"), TIMER, Notify(), when=at("2026-03-11 18:01"))

    assert flagged(case, at("2026-03-20"))


def test_a_message_the_cabinet_refused_has_told_nobody_in_time() -> None:
    sent = act(filed("2026-03-02"), TIMER, Notify(), when=at("2026-03-11 09:00"))
    failed = unreached(sent, Template.IN_PROGRESS, at("2026-03-11 09:05"))
    assert failed is not None

    assert not flagged(failed.case, at("2026-03-11 18:00"))
    assert flagged(failed.case, at("2026-03-11 18:01"))
    assert terms(failed.case).timer_at is None, "a timer that tried again would never stop"


def test_who_was_written_to_again_in_time_was_told_in_time() -> None:
    sent = act(filed("2026-03-02"), TIMER, Notify(), when=at("2026-03-11 09:00"))
    failed = unreached(sent, Template.IN_PROGRESS, at("2026-03-11 09:05"))
    assert failed is not None
    again = act(failed.case, AGENT, Notify(), when=at("2026-03-11 10:00"))

    assert not flagged(again, at("2026-03-20"))


def flagged(case: Case, now: object) -> bool:
    notice = terms(case, now=now).notice  # type: ignore[arg-type]  # an Instant of the builder
    assert notice is not None
    return notice.flagged


# Rule 6: estimates


def test_a_year_nobody_signed_gives_an_estimate() -> None:
    found = terms(filed("2026-12-24"))

    assert found.total.on == date(2027, 1, 4)  # nobody has said yet that it is off
    assert found.total.estimate
    assert "2027" in found.total.derivation[-1].en
    assert found.front_office is not None
    assert not found.front_office.estimate
    assert found.notice is not None
    assert found.notice.estimate


def test_an_unsigned_proposal_is_counted_and_marked() -> None:
    proposal = WorkCalendar.of(days_off(2026, DAYS_OFF_2026))
    found = terms(filed("2026-03-10"), calendar=proposal)

    assert found.total.on == date(2026, 3, 31)
    assert found.total.derivation[-1].az.startswith("2026-cı ilin təqvimi")
    assert found.registered.estimate
    assert found.total.estimate


def test_the_officers_date_is_an_estimate_when_one_of_its_terms_is() -> None:
    case = forwarded("2026-03-10", total_duration=days(400))
    found = terms(case)

    assert found.officer_due is not None
    assert found.officer_due.on == date(2026, 3, 18)
    assert found.officer_due.estimate


# Derivations


def test_each_date_says_how_it_came_about_in_both_languages() -> None:
    found = terms_of(filed("2026-03-21"), CALENDAR, HOURS, baku("2026-03-21"))
    english = [sentence.en for sentence in found.total.derivation]
    azerbaijani = [sentence.az for sentence in found.total.derivation]

    assert english == [
        (
            "Filed on 21.03.2026, a day off or after office hours; "
            "registered on the next working day: 31.03.2026."
        ),
        "Term: 10 calendar days, day one is the day after: 31.03.2026 → 10.04.2026.",
    ]
    assert "növbəti iş günü qeydiyyata alınıb: 31.03.2026" in azerbaijani[0]
    assert found.notice is not None
    assert found.notice.derivation[-1].en == (
        "Notice by 18:00, 1 working day before the term's last day (10.04.2026): 09.04.2026."
    )


def test_the_back_offices_term_says_that_it_counts_from_forwarding() -> None:
    found = terms(forwarded("2026-03-12", back_office_duration=days(3)))

    assert found.back_office is not None
    assert [sentence.en for sentence in found.back_office.derivation] == [
        "Forwarded to the back office on 12.03.2026.",
        "Term: 3 calendar days, day one is the day after: 12.03.2026 → 15.03.2026.",
        "15.03.2026 is a day off; the term ends on the next working day: 16.03.2026.",
    ]
    assert [sentence.az for sentence in found.back_office.derivation[:2]] == [
        "12.03.2026 tarixində arxa ofisə göndərilib.",
        "Müddət: 3 təqvim günü, birinci gün növbəti gündür: 12.03.2026 → 15.03.2026.",
    ]


@pytest.mark.parametrize("back_office", [days(3), days(20), None])
def test_the_officers_date_says_once_that_the_case_was_forwarded(back_office: object) -> None:
    due = terms(forwarded("2026-03-12", back_office_duration=back_office)).officer_due

    assert due is not None
    said = [sentence.en for sentence in due.derivation]
    assert said.count("Forwarded to the back office on 12.03.2026.") == 1


def test_a_case_filed_before_the_office_opened_was_not_filed_in_office_hours() -> None:
    sentence = terms(filed("2026-03-03 03:30")).registered.derivation[0]

    assert sentence.en == (
        "Filed on 03.03.2026 before the office closed, and registered the same day."
    )
    assert sentence.az == (
        "03.03.2026 tarixində iş günü bitənədək verilib və həmin gün qeydiyyata alınıb."
    )


def test_novruz_is_named_where_it_moves_the_term() -> None:
    sentences = [sentence.en for sentence in terms(filed("2026-03-10")).total.derivation]

    assert (
        sentences[0] == "Filed on 10.03.2026 before the office closed, and registered the same day."
    )
    assert (
        sentences[-1]
        == "20.03.2026 is a day off; the term ends on the next working day: 31.03.2026."
    )
