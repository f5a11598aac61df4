"""How an extension moves the end of a term: by its days, counted in the term's own way."""

from datetime import date, datetime, timedelta

from applications.domain.calendar.timetable import Timetable
from applications.domain.calendar.working_calendar import local_date
from applications.domain.pauses import Extension
from applications.domain.terms.amounts import calendar_days, working_days
from applications.domain.terms.counted import Counted, printed, printed_moment
from applications.domain.terms.day_terms import never_on_a_day_off
from applications.domain.terms.passed_over import closed_between, days_off_between
from shared.texts import Text


def extended_by_calendar_days(
    counted: Counted, extension: Extension, timetable: Timetable
) -> Counted:
    """Days as they come, and then off a day off."""
    end = counted.on + timedelta(days=extension.days)
    moved = _to_day(counted, extension, calendar_days(extension.days), end)
    return never_on_a_day_off(moved, timetable.calendar)


def extended_by_working_days(
    counted: Counted, extension: Extension, timetable: Timetable
) -> Counted:
    """Working days alone."""
    end = timetable.calendar.working_days_after(counted.on, extension.days)
    longer = _to_day(counted, extension, working_days(extension.days), end)
    return longer.passing_over(*days_off_between(counted.on, end, timetable.calendar))


def extended_by_office_days(
    counted: Counted, extension: Extension, timetable: Timetable
) -> Counted:
    """Days of the centre: as many times all its hours."""
    end = timetable.after(counted.end, timetable.hours.a_day * extension.days)
    longer = _to_instant(counted, extension, working_days(extension.days), end)
    return longer.passing_over(*closed_between(counted.on, local_date(end), timetable))


def extended_by_time(counted: Counted, extension: Extension, _timetable: Timetable) -> Counted:
    """Days of twenty-four hours, without a break."""
    end = counted.end + timedelta(days=extension.days)
    return _to_instant(counted, extension, calendar_days(extension.days), end)


def _to_day(counted: Counted, extension: Extension, span: Text, end: date) -> Counted:
    return counted.then(end, _sentence(extension, span, printed(end)))


def _to_instant(counted: Counted, extension: Extension, span: Text, end: datetime) -> Counted:
    return counted.until(end, _sentence(extension, span, printed_moment(end)))


def _sentence(extension: Extension, span: Text, end: str) -> Text:
    at = printed(local_date(extension.at))
    return _EXTENDED.filled(span=span, at=at, end=end)


_EXTENDED = Text(
    az="{at} tarixində müddət, müraciətdə göstərilən hüquqi əsasla, bir dəfə {span} "
    "uzadılıb: {end}.",
    en="On {at} the term was extended once by {span}, on the legal basis the case names: {end}.",
)
