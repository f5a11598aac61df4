"""How an extension moves the end of a term: by its days, counted in the term's own way."""

from datetime import date, datetime, timedelta

from applications.domain.calendar.timetable import Timetable
from applications.domain.calendar.working_calendar import local_date
from applications.domain.pauses import Extension
from applications.domain.terms.counted import Counted, printed, printed_moment
from applications.domain.terms.day_terms import never_on_a_day_off
from shared.texts import Text


def extended_by_calendar_days(
    counted: Counted, extension: Extension, timetable: Timetable
) -> Counted:
    """Days as they come, and then off a day off."""
    moved = _to_day(counted, extension, counted.on + timedelta(days=extension.days))
    return never_on_a_day_off(moved, timetable.calendar)


def extended_by_working_days(
    counted: Counted, extension: Extension, timetable: Timetable
) -> Counted:
    """Working days alone."""
    end = timetable.calendar.working_days_after(counted.on, extension.days)
    return _to_day(counted, extension, end)


def extended_by_office_days(
    counted: Counted, extension: Extension, timetable: Timetable
) -> Counted:
    """Days of the centre: as many times all its hours."""
    end = timetable.after(counted.end, timetable.hours.a_day * extension.days)
    return _to_instant(counted, extension, end)


def extended_by_time(counted: Counted, extension: Extension, _timetable: Timetable) -> Counted:
    """Days of twenty-four hours, without a break."""
    return _to_instant(counted, extension, counted.end + timedelta(days=extension.days))


def _to_day(counted: Counted, extension: Extension, end: date) -> Counted:
    return counted.then(end, _sentence(extension, printed(end)))


def _to_instant(counted: Counted, extension: Extension, end: datetime) -> Counted:
    return counted.until(end, _sentence(extension, printed_moment(end)))


def _sentence(extension: Extension, end: str) -> Text:
    at = printed(local_date(extension.at))
    return _EXTENDED.filled(n=extension.days, at=at, end=end)


_EXTENDED = Text(
    az="{at} tarixində müddət, müraciətdə göstərilən hüquqi əsasla, bir dəfə {n} gün "
    "uzadılıb: {end}.",
    en="On {at} the term was extended once by {n} days, on the legal basis the case names: {end}.",
)
