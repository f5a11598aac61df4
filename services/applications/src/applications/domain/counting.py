"""How a term is counted from its first day to its last, and how a pause moves it."""

import calendar as gregorian
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from applications.domain.calendar import WorkCalendar, local_date
from applications.domain.case import Suspension
from applications.domain.passport import Duration, Passport, Runs, Unit
from shared.texts import Text

_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Counted:
    """The last day of a term, and the sentences that lead to it."""

    on: date
    because: tuple[Text, ...]

    def then(self, on: date, sentence: Text) -> "Counted":
        """Return the term moved to ``on`` by one more rule."""
        return Counted(on, (*self.because, sentence))


def printed(day: date) -> str:
    """Return the date as Azerbaijani documents print it."""
    return day.strftime("%d.%m.%Y")


def in_calendar_days(start: date, duration: Duration, calendar: WorkCalendar) -> Counted:
    """Rule 2, calendar: days count as they come, the day after ``start`` is day one."""
    if duration.unit is Unit.MONTH:
        raw = _months_later(start, duration.value)
        counted = Counted(
            raw, (_MONTHS.filled(n=duration.value, start=printed(start), end=printed(raw)),)
        )
    else:
        raw = start + timedelta(days=duration.value)
        counted = Counted(
            raw, (_DAYS.filled(n=duration.value, start=printed(start), end=printed(raw)),)
        )
    return never_on_a_day_off(counted, calendar)


def in_working_days(start: date, duration: Duration, calendar: WorkCalendar) -> Counted:
    """Rule 2, working-days: only working days count."""
    end = calendar.working_days_after(start, duration.value)
    values = {"n": duration.value, "start": printed(start), "end": printed(end)}
    return Counted(end, (_WORKING_DAYS.filled(**values),))


def never_on_a_day_off(counted: Counted, calendar: WorkCalendar) -> Counted:
    """Rule 2: a term that ends on a day off ends on the next working day."""
    end = calendar.first_working(counted.on)
    if end == counted.on:
        return counted
    return counted.then(end, _NOT_ON_A_DAY_OFF.filled(off=printed(counted.on), end=printed(end)))


Counting = Callable[[date, Duration, WorkCalendar], Counted]

COUNTINGS: Mapping[tuple[Runs, Unit], Counting] = MappingProxyType(
    {
        (Runs.CALENDAR, Unit.DAY): in_calendar_days,
        (Runs.CALENDAR, Unit.MONTH): in_calendar_days,
        (Runs.WORKING_DAYS, Unit.DAY): in_working_days,
    }
)


def countable(passport: Passport) -> bool:
    """Tell whether every term of the passport has a counting here."""
    terms = (passport.total, passport.front_office, passport.back_office)
    return all(term is None or (term.runs, term.unit) in COUNTINGS for term in terms)


def end_of_term(
    start: date,
    duration: Duration,
    calendar: WorkCalendar,
    suspensions: Iterable[Suspension] = (),
) -> Counted:
    """Count ``duration`` from ``start`` (day one is the day after) and move it by each pause."""
    counted = COUNTINGS[duration.runs, duration.unit](start, duration, calendar)
    for suspension in suspensions:
        counted = moved_by(counted, start, suspension, duration, calendar)
    return counted


def moved_by(
    counted: Counted,
    start: date,
    suspension: Suspension,
    duration: Duration,
    calendar: WorkCalendar,
) -> Counted:
    """Rule 5: a term open when the clock stopped moves by the days it stood, once it runs again.

    Days are counted in the term's own way: a working-day term moves by the working days. Of a
    pause that began before the term did, only the days since ``start`` were ever the term's.
    """
    stopped = max(start, local_date(suspension.since))
    if suspension.until is None or stopped > counted.on:
        return counted
    resumed = max(stopped, local_date(suspension.until))
    if duration.runs is Runs.WORKING_DAYS:
        days = calendar.working_days_between(stopped, resumed)
        end = calendar.working_days_after(counted.on, days)
    else:
        days = (resumed - stopped).days
        end = counted.on + timedelta(days=days)
    if not days:
        return counted
    values = {"n": days, "from_": printed(stopped), "until": printed(resumed), "end": printed(end)}
    return never_on_a_day_off(counted.then(end, _PAUSE.filled(**values)), calendar)


def _months_later(start: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day where it has no such."""
    year, month = divmod(start.month - 1 + months, _MONTHS_A_YEAR)
    year, month = start.year + year, month + 1
    return date(year, month, min(start.day, gregorian.monthrange(year, month)[1]))


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
_PAUSE = Text(
    az="Sənəd gözlənilən günlər ({from_} – {until}, {n} gün) sayılmır: {end}.",
    en="Days spent awaiting documents ({from_} – {until}, {n} days) do not count: {end}.",
)
