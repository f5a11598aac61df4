"""Terms whose last day is the whole day: calendar days and months, and working days (rule 2)."""

from datetime import date, timedelta

from applications.domain.calendar.timetable import Timetable
from applications.domain.calendar.working_calendar import ONE_DAY, WorkCalendar, local_date
from applications.domain.passport import Duration, Unit
from applications.domain.pauses import Suspension
from applications.domain.terms.amounts import calendar_days, spoken, working_days
from applications.domain.terms.counted import (
    Counted,
    Start,
    months_later,
    printed,
    printed_span,
)
from applications.domain.terms.passed_over import days_off_between
from applications.domain.terms.sentences import PAUSES
from shared.texts import Text


def in_calendar_days(start: Start, duration: Duration, timetable: Timetable) -> Counted:
    """Rule 2, calendar: days count as they come, the day after ``start`` is day one."""
    if duration.unit is Unit.MONTH:
        raw, sentence, span = months_later(start.day, duration.value), _MONTHS, spoken(duration)
    else:
        raw, sentence = start.day + timedelta(days=duration.value), _DAYS
        span = calendar_days(duration.value)
    counting = sentence.filled(span=span, start=printed(start.day), end=printed(raw))
    return never_on_a_day_off(Counted(raw, (counting,)), timetable.calendar)


def in_working_days(start: Start, duration: Duration, timetable: Timetable) -> Counted:
    """Rule 2, working-days: only working days count."""
    end = timetable.calendar.working_days_after(start.day, duration.value)
    span = working_days(duration.value)
    counting = _WORKING_DAYS.filled(span=span, start=printed(start.day), end=printed(end))
    return Counted(end, (counting, *days_off_between(start.day, end, timetable.calendar)))


def never_on_a_day_off(counted: Counted, calendar: WorkCalendar) -> Counted:
    """Rule 2: a term that ends on a day off ends on the next working day."""
    end = calendar.first_working(counted.on)
    if end == counted.on:
        return counted
    return counted.then(end, _NOT_ON_A_DAY_OFF.filled(off=printed(counted.on), end=printed(end)))


def moved_by_calendar_days(
    counted: Counted, start: Start, pause: Suspension, timetable: Timetable
) -> Counted:
    """Rule 5: the term moves by the days the clock stood, and then off a day off."""
    stood = _days_of_the_term(counted, start, pause)
    if stood is None:
        return counted
    stopped, resumed = stood
    days = (resumed - stopped).days
    if not days:
        return counted
    end = counted.on + timedelta(days=days)
    moved = counted.then(end, _not_counted(pause, stood, calendar_days(days), end))
    return never_on_a_day_off(moved, timetable.calendar)


def moved_by_working_days(
    counted: Counted, start: Start, pause: Suspension, timetable: Timetable
) -> Counted:
    """Rule 5: a working-day term moves by the working days among those the clock stood."""
    stood = _days_of_the_term(counted, start, pause)
    if stood is None:
        return counted
    days = timetable.calendar.working_days_between(*stood)
    if not days:
        return counted
    end = timetable.calendar.working_days_after(counted.on, days)
    moved = counted.then(end, _not_counted(pause, stood, working_days(days), end))
    return moved.passing_over(*days_off_between(counted.on, end, timetable.calendar))


def _days_of_the_term(
    counted: Counted, start: Start, pause: Suspension
) -> tuple[date, date] | None:
    """Return the day the clock stopped and the day it ran on; None where the term was over.

    Of a pause that began before the term did, only the days since then were ever the term's.
    """
    stopped = max(start.day, local_date(pause.since))
    if pause.until is None or stopped > counted.on:
        return None
    return stopped, max(stopped, local_date(pause.until))


def _not_counted(pause: Suspension, stood: tuple[date, date], days: Text, end: date) -> Text:
    """Say what the pause took; the day the clock stopped is the term's still."""
    stopped, resumed = stood
    span = _OF_DAYS.filled(days=printed_span(stopped + ONE_DAY, resumed), number=days)
    return PAUSES[pause.cause].filled(span=span, end=printed(end))


_DAYS = Text(
    az="Müddət: {span}, birinci gün növbəti gündür: {start} → {end}.",
    en="Term: {span}, day one is the day after: {start} → {end}.",
)
_MONTHS = Text(
    az="Müddət: {span}; müddət son ayın həmin günü (belə gün yoxdursa, ayın son günü) bitir: "
    "{start} → {end}.",
    en="Term: {span}; it ends on the same day of its final month (or on that month's last day, "
    "where there is no such): {start} → {end}.",
)
_WORKING_DAYS = Text(
    az="Müddət: {span}, yalnız iş günləri sayılır: {start} → {end}.",
    en="Term: {span}, only working days count: {start} → {end}.",
)
_OF_DAYS = Text(az="{days}, {number}", en="{days}, {number}")
_NOT_ON_A_DAY_OFF = Text(
    az="{off} iş günü deyil; müddət növbəti iş günü bitir: {end}.",
    en="{off} is a day off; the term ends on the next working day: {end}.",
)
