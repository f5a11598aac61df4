"""Terms that end at an instant: within office hours, or without a break (rule 2)."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from types import MappingProxyType

from applications.domain.calendar.timetable import NO_TIME, Timetable
from applications.domain.calendar.working_calendar import BAKU, at_local, local_date
from applications.domain.passport import Duration, Unit
from applications.domain.pauses import Suspension
from applications.domain.terms.amounts import hours_and_minutes, spoken
from applications.domain.terms.counted import Counted, Start, months_later, printed_moment
from applications.domain.terms.passed_over import closed_between
from applications.domain.terms.sentences import PAUSES
from shared.texts import Text

SPANS: Mapping[Unit, timedelta] = MappingProxyType(
    {
        Unit.MINUTE: timedelta(minutes=1),
        Unit.HOUR: timedelta(hours=1),
        Unit.DAY: timedelta(days=1),
    }
)


def in_office_hours(start: Start, duration: Duration, timetable: Timetable) -> Counted:
    """Rule 2, office-hours: time counts inside the centre's hours; a day is all its hours.

    The clock starts with the registration: at once where the centre is open, else when it opens.
    """
    begins = timetable.first_open(max(start.at, at_local(start.day, time.min)))
    hours = timetable.hours
    unit = hours.a_day if duration.unit is Unit.DAY else SPANS[duration.unit]
    ends = timetable.after(begins, unit * duration.value)
    sentence = _OFFICE_HOURS.filled(
        span=spoken(duration),
        opens=f"{hours.opens:%H:%M}",
        closes=f"{hours.closes:%H:%M}",
        start=printed_moment(begins),
        end=printed_moment(ends),
    )
    closed = closed_between(local_date(begins), local_date(ends), timetable)
    return Counted(local_date(ends), (sentence, *closed), ends)


def without_a_break(start: Start, duration: Duration, _timetable: Timetable) -> Counted:
    """Rule 2, continuous: time counts as it comes, on days off too."""
    begins = start.at.astimezone(UTC)
    if duration.unit is Unit.MONTH:
        ends = _months_later(begins, duration.value)
    else:
        ends = begins + SPANS[duration.unit] * duration.value
    sentence = _CONTINUOUS.filled(
        span=spoken(duration), start=printed_moment(begins), end=printed_moment(ends)
    )
    return Counted(local_date(ends), (sentence,), ends)


def moved_by_office_time(
    counted: Counted, start: Start, pause: Suspension, timetable: Timetable
) -> Counted:
    """Rule 5: of the time the clock stood, the centre's hours move the term."""
    stood = _time_of_the_term(counted, start, pause)
    if stood is None or not (lost := timetable.between(*stood)):
        return counted
    end = timetable.after(counted.end, lost)
    since, until = map(printed_moment, stood)
    # As printed: the reader counts from one minute to another.
    later = timetable.between(_to_the_minute(counted.end), _to_the_minute(end))
    span = _OPEN_HOURS.filled(since=since, until=until, time=hours_and_minutes(later))
    moved = _moved(counted, pause, span, end)
    return moved.passing_over(*closed_between(counted.on, local_date(end), timetable))


def moved_by_time(
    counted: Counted, start: Start, pause: Suspension, _timetable: Timetable
) -> Counted:
    """Rule 5: the term moves by exactly the time the clock stood."""
    stood = _time_of_the_term(counted, start, pause)
    if stood is None or (lost := stood[1] - stood[0]) <= NO_TIME:
        return counted
    since, until = map(printed_moment, stood)
    return _moved(counted, pause, f"{since} – {until}", counted.end + lost)


def _time_of_the_term(
    counted: Counted, start: Start, pause: Suspension
) -> tuple[datetime, datetime] | None:
    """Return when the clock stopped and ran on, in UTC; None where the term was over."""
    stopped = max(start.at, pause.since).astimezone(UTC)
    if pause.until is None or stopped >= counted.end:
        return None
    return stopped, pause.until.astimezone(UTC)


def _moved(counted: Counted, pause: Suspension, span: Text | str, end: datetime) -> Counted:
    return counted.until(end, PAUSES[pause.cause].filled(span=span, end=printed_moment(end)))


def _to_the_minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _months_later(at: datetime, months: int) -> datetime:
    local = at.astimezone(BAKU)
    day = months_later(local.date(), months)
    return datetime.combine(day, local.timetz()).astimezone(UTC)


_OFFICE_HOURS = Text(
    az="Müddət: {span}, yalnız iş saatlarında ({opens}–{closes}) sayılır: {start} → {end}.",
    en="Term: {span}, counted only inside office hours ({opens}–{closes}): {start} → {end}.",
)
_CONTINUOUS = Text(
    az="Müddət: {span}, fasiləsiz sayılır: {start} → {end}.",
    en="Term: {span}, counted without a break: {start} → {end}.",
)
_OPEN_HOURS = Text(
    az="{since} – {until}, bundan iş saatlarında {time}",
    en="{since} – {until}, of it {time} inside office hours",
)
