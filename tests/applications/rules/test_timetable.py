"""When a centre is open, and how office time passes in it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from applications.domain.calendar.timetable import Timetable
from applications.domain.calendar.working_calendar import (
    CalendarDay,
    DayKind,
    OfficeHours,
    WorkCalendar,
)
from tests.builders.cases import CALENDAR, HOURS, baku

MARCH = Timetable(CALENDAR, HOURS)
SATURDAY = date(2026, 3, 14)
law = settings(deadline=None, max_examples=60)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(  # noqa: DTZ001 - zoned below
    lambda naive: naive.replace(tzinfo=UTC)
)
spans = st.integers(0, 20_000).map(lambda minutes: timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("moment", "first"),
    [
        ("2026-03-10 10:00", "2026-03-10 10:00"),
        ("2026-03-10 08:59", "2026-03-10 09:00"),
        ("2026-03-10 18:00", "2026-03-11 09:00"),
        ("2026-03-19 18:00", "2026-03-31 09:00"),
        ("2026-03-14 11:00", "2026-03-16 09:00"),
    ],
)
def test_who_comes_when_it_is_closed_waits_for_the_next_opening(moment: str, first: str) -> None:
    assert MARCH.first_open(baku(moment)) == baku(first)


def test_a_saturday_the_cabinet_swapped_is_worked_by_every_centre() -> None:
    swapped = CalendarDay(SATURDAY, DayKind.WORKING_DAY, "2026-7", 1)
    monday_only = OfficeHours(weekdays=(0,))

    assert Timetable(WorkCalendar.of([swapped]), monday_only).is_open(SATURDAY)
    assert not MARCH.is_open(SATURDAY)


def test_a_weekday_given_back_to_work_is_worked_by_the_centres_open_on_it() -> None:
    friday = date(2026, 3, 20)
    rows = [
        CalendarDay(friday, DayKind.DAY_OFF, "2026-1", 1),
        CalendarDay(friday, DayKind.WORKING_DAY, "2026-7", 2),
    ]
    calendar = WorkCalendar.of(rows)

    assert Timetable(calendar, HOURS).is_open(friday)
    assert not Timetable(calendar, OfficeHours(weekdays=(0, 1, 2, 3))).is_open(friday)


@pytest.mark.parametrize(
    ("since", "until", "minutes"),
    [
        ("2026-03-10 10:00", "2026-03-10 11:30", 90),
        ("2026-03-10 17:00", "2026-03-11 10:00", 120),
        ("2026-03-10 19:00", "2026-03-11 08:00", 0),
        ("2026-03-10 11:00", "2026-03-10 10:00", 0),
        ("2026-03-19 09:00", "2026-03-31 09:00", 540),
    ],
)
def test_office_time_passes_while_the_centre_is_open(since: str, until: str, minutes: int) -> None:
    assert MARCH.between(baku(since), baku(until)) == timedelta(minutes=minutes)


def test_a_centres_day_may_be_shorter() -> None:
    short = Timetable(CALENDAR, OfficeHours(time(9, 30), time(13)))

    assert short.hours.a_day == timedelta(hours=3, minutes=30)
    assert short.after(baku("2026-03-10 12:30"), timedelta(hours=1)) == baku("2026-03-11 10:00")


@law
@given(moments, spans)
def test_what_was_counted_forward_is_what_has_passed(moment: datetime, span: timedelta) -> None:
    assert MARCH.between(moment, MARCH.after(moment, span)) == span


@law
@given(moments, spans, spans)
def test_two_spans_one_after_the_other_are_their_sum(
    moment: datetime, one: timedelta, other: timedelta
) -> None:
    assert MARCH.after(MARCH.after(moment, one), other) == MARCH.after(moment, one + other)
