"""The ways of counting a term: from its start to its end, and how what happens moves the end."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from applications.domain.calendar.timetable import Timetable
from applications.domain.passport import Duration, Passport, Runs, Unit
from applications.domain.pauses import Extension, Suspension
from applications.domain.terms.counted import Counted, Start
from applications.domain.terms.day_terms import (
    in_calendar_days,
    in_working_days,
    moved_by_calendar_days,
    moved_by_working_days,
)
from applications.domain.terms.extensions import (
    extended_by_calendar_days,
    extended_by_office_days,
    extended_by_time,
    extended_by_working_days,
)
from applications.domain.terms.hour_terms import (
    in_office_hours,
    moved_by_office_time,
    moved_by_time,
    without_a_break,
)

LONGEST = 3660
"""Days a term may have at most: ten years are more than any service takes, or any calendar knows."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way of counting, for the units it makes sense of.

    ``count`` leads from the start to the end; ``move`` takes a pause of the clock into account,
    ``extend`` an extension.
    """

    units: tuple[Unit, ...]
    count: Callable[[Start, Duration, Timetable], Counted]
    move: Callable[[Counted, Start, Suspension, Timetable], Counted]
    extend: Callable[[Counted, Extension, Timetable], Counted]


WAYS: Mapping[Runs, Way] = MappingProxyType(
    {
        Runs.CALENDAR: Way(
            (Unit.DAY, Unit.MONTH),
            in_calendar_days,
            moved_by_calendar_days,
            extended_by_calendar_days,
        ),
        Runs.WORKING_DAYS: Way(
            (Unit.DAY,), in_working_days, moved_by_working_days, extended_by_working_days
        ),
        Runs.OFFICE_HOURS: Way(
            (Unit.MINUTE, Unit.HOUR, Unit.DAY),
            in_office_hours,
            moved_by_office_time,
            extended_by_office_days,
        ),
        Runs.CONTINUOUS: Way(tuple(Unit), without_a_break, moved_by_time, extended_by_time),
    }
)
"""Minutes of a calendar are no calendar's, and nobody has said how long a month of work is."""

_DAYS = MappingProxyType({Unit.MINUTE: 1 / 1440, Unit.HOUR: 1 / 24, Unit.DAY: 1, Unit.MONTH: 31})


def countable(passport: Passport) -> bool:
    """Tell whether every term of the passport has a counting here."""
    terms = (passport.total, passport.front_office, passport.back_office)
    return all(term is None or _is_countable(term) for term in terms)


def end_of_term(
    start: Start,
    duration: Duration,
    timetable: Timetable,
    suspensions: Iterable[Suspension] = (),
    extension: Extension | None = None,
) -> Counted:
    """Count ``duration`` from ``start``; then pauses and the extension move the end, in their order.

    What was over when somebody extended it stays over, as it does when the clock stops.
    """
    way = WAYS[duration.runs]
    counted = way.count(start, duration, timetable)
    pauses = tuple(suspensions)
    before = [each for each in pauses if extension is None or each.since < extension.at]
    for pause in before:
        counted = way.move(counted, start, pause, timetable)
    if extension is not None and extension.at < counted.end:
        counted = way.extend(counted, extension, timetable)
    for pause in pauses[len(before) :]:
        counted = way.move(counted, start, pause, timetable)
    return counted


def _is_countable(term: Duration) -> bool:
    sensible = term.unit in WAYS[term.runs].units
    return sensible and 0 < term.value * _DAYS[term.unit] <= LONGEST
