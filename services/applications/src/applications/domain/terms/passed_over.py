"""The days a counting passes over, said so that a reader can follow from one date to the next."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from applications.domain.calendar.timetable import Timetable
from applications.domain.calendar.working_calendar import ONE_DAY, WorkCalendar
from applications.domain.terms.amounts import days
from applications.domain.terms.counted import printed, printed_span
from shared.texts import Text

MOST_NAMED = 4
"""Runs of days a sentence names; of more it tells the number alone, for nobody would read them."""


def days_off_between(after: date, before: date, calendar: WorkCalendar) -> tuple[Text, ...]:
    """Say which days between two others nobody works; nothing where there is none."""
    return _passed_over(_DAYS_OFF, after, before, calendar.is_working)


def closed_between(after: date, before: date, timetable: Timetable) -> tuple[Text, ...]:
    """Say on which days between two others the centre is closed; nothing where there is none."""
    return _passed_over(_CLOSED, after, before, timetable.is_open)


def _passed_over(
    sentence: Text, after: date, before: date, counts: Callable[[date], bool]
) -> tuple[Text, ...]:
    between = (after + timedelta(days=step) for step in range(1, (before - after).days))
    passed = [day for day in between if not counts(day)]
    if not passed:
        return ()
    values = {"after": printed(after), "before": printed(before), "days": days(len(passed))}
    return (sentence.filled(**values, named=_named(passed)),)


def _named(passed: Sequence[date]) -> str:
    """Return the days as runs, in brackets."""
    breaks = [(end, start) for end, start in pairwise(passed) if start - end > ONE_DAY]
    starts = [passed[0], *(start for _, start in breaks)]
    ends = [*(end for end, _ in breaks), passed[-1]]
    if len(starts) > MOST_NAMED:
        return ""
    return f" ({', '.join(map(printed_span, starts, ends))})"


_DAYS_OFF = Text(
    az="{after} – {before} tarixləri arasında istirahət və bayram günləri sayılmır: {days}{named}.",
    en="Weekends and holidays between {after} and {before} do not count: {days}{named}.",
)
_CLOSED = Text(
    az="{after} – {before} tarixləri arasında mərkəzin işləmədiyi günlər sayılmır: {days}{named}.",
    en="Days between {after} and {before} when the centre is closed do not count: {days}{named}.",
)
