"""When a centre is open: the working days of the country within the hours of one centre.

Instants come in any zone and go out in UTC: two of one zone would subtract as wall clocks do.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from applications.domain.calendar.working_calendar import (
    ONE_DAY,
    SATURDAY,
    OfficeHours,
    WorkCalendar,
    at_local,
    local_date,
)

NO_TIME = timedelta(0)


@dataclass(frozen=True, slots=True)
class Timetable:
    """What every term of a case is counted on."""

    calendar: WorkCalendar
    hours: OfficeHours

    def is_open(self, day: date) -> bool:
        """Tell whether the centre takes cases on ``day``.

        A working day the Cabinet moved to a weekend is worked by every centre.
        """
        moved = day.weekday() >= SATURDAY
        return self.calendar.is_working(day) and (moved or day.weekday() in self.hours.weekdays)

    def opening(self, day: date) -> datetime:
        """Return the instant the centre opens on ``day``, if it does."""
        return at_local(day, self.hours.opens).astimezone(UTC)

    def closing(self, day: date) -> datetime:
        """Return the instant the centre closes on ``day``, if it opens."""
        return at_local(day, self.hours.closes).astimezone(UTC)

    def first_open_day(self, day: date) -> date:
        """Return ``day`` itself if the centre is open on it, else the next day it is."""
        while not self.is_open(day):
            day += ONE_DAY
        return day

    def first_open(self, at: datetime) -> datetime:
        """Return ``at`` itself if the centre is open then, else the next opening."""
        day = local_date(at)
        if at >= self.closing(day):
            day += ONE_DAY
        return max(at.astimezone(UTC), self.opening(self.first_open_day(day)))

    def after(self, at: datetime, span: timedelta) -> datetime:
        """Return the instant by which ``span`` of office time has passed since ``at``.

        The last minute of a day is that day's: what is over at closing time ends then, and not
        when the centre opens again.
        """
        moment = at.astimezone(UTC)
        while span:
            moment = self.first_open(moment)
            left = self.closing(local_date(moment)) - moment
            moment += min(span, left)
            span -= min(span, left)
        return moment

    def between(self, since: datetime, until: datetime) -> timedelta:
        """Return the office time from ``since`` to ``until``; none when that is no later."""
        passed, moment = NO_TIME, self.first_open(since)
        while moment < until:
            end = min(until.astimezone(UTC), self.closing(local_date(moment)))
            passed += end - moment
            moment = self.first_open(self.closing(local_date(moment)))
        return passed
