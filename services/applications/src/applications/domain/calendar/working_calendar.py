"""The working calendar: signed versions over the plain week, and the hours of the centres.

Weekdays work and weekends do not (Labour Code); a row says otherwise, by a decree. Holidays of the
moon are announced year by year, so the calendar is data.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

BAKU = ZoneInfo("Asia/Baku")
ONE_DAY = timedelta(days=1)
SATURDAY = 5


class DayKind(StrEnum):
    """What a row makes of its day."""

    DAY_OFF = "day-off"
    WORKING_DAY = "working-day"  # a weekend day the Cabinet swapped


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One row: a day that differs from the plain week, by a decree, since a version."""

    day: date
    kind: DayKind
    decree: str
    version: int


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When a centre takes cases, local time; ``weekdays`` as ``date.weekday()`` counts."""

    opens: time = time(9)
    closes: time = time(18)
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)

    def __post_init__(self) -> None:
        """Refuse hours no working day can ever meet."""
        if self.opens >= self.closes or not any(day < SATURDAY for day in self.weekdays):
            raise ValueError("a centre is open on some weekday, and opens before it closes")

    @property
    def a_day(self) -> timedelta:
        """How long the centre is open on a day."""
        opens, closes = self.opens, self.closes
        return timedelta(hours=closes.hour, minutes=closes.minute) - timedelta(
            hours=opens.hour, minutes=opens.minute
        )


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The calendar as it stands with one version in force.

    ``days`` are all rows that hold, by day; ``signed`` the years somebody stands for; ``hours`` those
    of the centres that have hours of their own.
    """

    days: Mapping[date, CalendarDay] = field(default_factory=dict)
    signed: frozenset[int] = frozenset()
    hours: Mapping[str, OfficeHours] = field(default_factory=dict)
    version: int = 0

    @classmethod
    def of(
        cls,
        rows: Iterable[CalendarDay],
        *,
        signed: Iterable[int] = (),
        hours: Mapping[str, OfficeHours] | None = None,
        version: int = 0,
    ) -> "WorkCalendar":
        """Build the calendar; of two rows for a day the higher version holds."""
        ordered = sorted(rows, key=lambda row: row.version)
        return cls({row.day: row for row in ordered}, frozenset(signed), hours or {}, version)

    def is_working(self, day: date) -> bool:
        """Tell whether the country works on ``day``."""
        row = self.days.get(day)
        return day.weekday() < SATURDAY if row is None else row.kind is DayKind.WORKING_DAY

    def is_signed(self, year: int) -> bool:
        """Tell whether a version in force stands for the whole year."""
        return year in self.signed

    def hours_of(self, centre: str | None, usual: OfficeHours) -> OfficeHours:
        """Return a centre's own hours, the usual ones where it has none or there is no centre."""
        return usual if centre is None else self.hours.get(centre, usual)

    def first_working(self, day: date) -> date:
        """Return ``day`` itself if it works, else the next day that does."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def working_days_before(self, day: date, count: int) -> date:
        """Return the ``count``-th working day strictly before ``day``."""
        return self._count(day, count, -ONE_DAY)

    def working_days_after(self, day: date, count: int) -> date:
        """Return the ``count``-th working day strictly after ``day``; 0 is ``day`` itself."""
        return self._count(day, count, ONE_DAY)

    def working_days_between(self, after: date, until: date) -> int:
        """Count the working days later than ``after`` and not later than ``until``."""
        span = range(1, (until - after).days + 1)
        return sum(self.is_working(after + timedelta(days=step)) for step in span)

    def _count(self, day: date, count: int, direction: timedelta) -> date:
        while count:
            day += direction
            count -= self.is_working(day)
        return day


def local_date(instant: datetime) -> date:
    """Return the date in Baku of an aware instant."""
    return instant.astimezone(BAKU).date()


def at_local(day: date, hour: time) -> datetime:
    """Return the aware instant of a Baku wall clock time."""
    return datetime.combine(day, hour, tzinfo=BAKU)
