"""Terms whose last day is the whole day: calendar days and months, and working days (rule 2)."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from applications.domain.calendar.timetable import Timetable
from applications.domain.calendar.working_calendar import WorkCalendar, local_date
from applications.domain.passport import Duration, Unit
from applications.domain.pauses import PauseCause, Suspension
from applications.domain.terms.counted import Counted, Start, months_later, printed
from shared.texts import Text


def in_calendar_days(start: Start, duration: Duration, timetable: Timetable) -> Counted:
    """Rule 2, calendar: days count as they come, the day after ``start`` is day one."""
    if duration.unit is Unit.MONTH:
        raw, sentence = months_later(start.day, duration.value), _MONTHS
    else:
        raw, sentence = start.day + timedelta(days=duration.value), _DAYS
    values = {"n": duration.value, "start": printed(start.day), "end": printed(raw)}
    return never_on_a_day_off(Counted(raw, (sentence.filled(**values),)), timetable.calendar)


def in_working_days(start: Start, duration: Duration, timetable: Timetable) -> Counted:
    """Rule 2, working-days: only working days count."""
    end = timetable.calendar.working_days_after(start.day, duration.value)
    values = {"n": duration.value, "start": printed(start.day), "end": printed(end)}
    return Counted(end, (_WORKING_DAYS.filled(**values),))


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
    moved = _moved(counted, pause, stood, counted.on + timedelta(days=days), days)
    return never_on_a_day_off(moved, timetable.calendar)


def moved_by_working_days(
    counted: Counted, start: Start, pause: Suspension, timetable: Timetable
) -> Counted:
    """Rule 5: a working-day term moves by the working days among those the clock stood."""
    stood = _days_of_the_term(counted, start, pause)
    if stood is None:
        return counted
    days = timetable.calendar.working_days_between(*stood)
    end = timetable.calendar.working_days_after(counted.on, days)
    return _moved(counted, pause, stood, end, days)


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


def _moved(
    counted: Counted, pause: Suspension, stood: tuple[date, date], end: date, days: int
) -> Counted:
    if not days:
        return counted
    stopped, resumed = map(printed, stood)
    sentence = _PAUSES[pause.cause]
    values = {"n": days, "from_": stopped, "until": resumed, "end": printed(end)}
    return counted.then(end, sentence.filled(**values))


_DAYS = Text(
    az="Müddət: {n} təqvim günü, birinci gün növbəti gündür: {start} → {end}.",
    en="Term: {n} calendar days, day one is the day after: {start} → {end}.",
)
_MONTHS = Text(
    az="Müddət: {n} ay, son ayın eyni günü (belə gün yoxdursa, ayın son günü): {start} → {end}.",
    en="Term: {n} months, the same day of the last month (or that month's end): {start} → {end}.",
)
_WORKING_DAYS = Text(
    az="Müddət: {n} iş günü, yalnız iş günləri sayılır: {start} → {end}.",
    en="Term: {n} working days, only working days count: {start} → {end}.",
)
_NOT_ON_A_DAY_OFF = Text(
    az="{off} iş günü deyil; müddət növbəti iş günü bitir: {end}.",
    en="{off} is a day off; the term ends on the next working day: {end}.",
)
_PAUSES: Mapping[PauseCause, Text] = MappingProxyType(
    {
        PauseCause.DOCUMENTS: Text(
            az="Sənəd gözlənilən günlər ({from_} – {until}, {n} gün) sayılmır: {end}.",
            en="Days spent awaiting documents ({from_} – {until}, {n} days) do not count: {end}.",
        ),
        PauseCause.SUSPENDED: Text(
            az="İcranın dayandırıldığı günlər ({from_} – {until}, {n} gün) sayılmır: {end}.",
            en="Days the case was suspended ({from_} – {until}, {n} days) do not count: {end}.",
        ),
    }
)
