"""The working calendar is signed data over the plain week."""

from datetime import date, time

import pytest

from applications.domain.calendar.working_calendar import (
    CalendarDay,
    DayKind,
    OfficeHours,
    WorkCalendar,
    local_date,
)
from tests.builders.cases import CALENDAR, HOURS, baku, days_off

SATURDAY, MONDAY, NOVRUZ = date(2026, 3, 14), date(2026, 3, 16), date(2026, 3, 20)


def row(day: date, kind: DayKind, version: int = 1) -> CalendarDay:
    return CalendarDay(day, kind, "2026-7", version)


def test_weekdays_work_and_weekends_do_not() -> None:
    assert CALENDAR.is_working(MONDAY)
    assert not CALENDAR.is_working(SATURDAY)


def test_a_holiday_does_not_work() -> None:
    assert not CALENDAR.is_working(NOVRUZ)


def test_a_weekend_day_the_cabinet_swapped_works() -> None:
    assert WorkCalendar.of([row(SATURDAY, DayKind.WORKING_DAY)]).is_working(SATURDAY)


@pytest.mark.parametrize("newest_first", [True, False])
def test_of_two_rows_for_a_day_the_higher_version_holds(newest_first: bool) -> None:
    rows = [row(MONDAY, DayKind.DAY_OFF, 1), row(MONDAY, DayKind.WORKING_DAY, 2)]
    ordered = reversed(rows) if newest_first else rows

    assert WorkCalendar.of(ordered).is_working(MONDAY)


def test_a_year_is_signed_when_somebody_stands_for_the_whole_of_it() -> None:
    assert CALENDAR.is_signed(2026)
    assert not CALENDAR.is_signed(2027)


def test_one_decreed_day_does_not_settle_its_year() -> None:
    assert not WorkCalendar.of([*days_off(2027, [(1, 1)])], signed=(2026,)).is_signed(2027)


def test_a_centre_without_hours_of_its_own_keeps_the_usual_ones() -> None:
    late = OfficeHours(closes=time(20))
    calendar = WorkCalendar.of([], hours={"dost-1": late})

    assert calendar.hours_of("dost-1", HOURS) == late
    assert calendar.hours_of("dost-2", HOURS) == calendar.hours_of(None, HOURS) == HOURS


def test_the_first_working_day_of_novruz_is_the_last_of_march() -> None:
    assert CALENDAR.first_working(NOVRUZ) == date(2026, 3, 31)
    assert CALENDAR.first_working(MONDAY) == MONDAY


def test_working_days_are_counted_both_ways_over_novruz() -> None:
    assert CALENDAR.working_days_after(date(2026, 3, 19), 2) == date(2026, 4, 1)
    assert CALENDAR.working_days_before(date(2026, 4, 1), 2) == date(2026, 3, 19)
    assert CALENDAR.working_days_between(date(2026, 3, 18), date(2026, 4, 1)) == 3


def test_the_date_in_baku_is_not_the_date_in_greenwich() -> None:
    assert local_date(baku("2026-03-11 00:30")) == date(2026, 3, 11)


@pytest.mark.parametrize(
    "impossible",
    [{"opens": time(18), "closes": time(9)}, {"weekdays": ()}, {"weekdays": (5, 6)}],
)
def test_a_centre_that_never_opens_is_refused(impossible: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="open on some weekday"):
        OfficeHours(**impossible)  # type: ignore[arg-type]  # the wrong values are the point
