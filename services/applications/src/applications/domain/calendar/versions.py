"""Versions of the national calendar: what one says, what is wrong with it, and who stands for it.

A decree that moves a day is a further version. It is in force once two different people have signed
it, and is never changed again.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from applications.domain.calendar import faults
from applications.domain.calendar.working_calendar import (
    CalendarDay,
    DayKind,
    OfficeHours,
    WorkCalendar,
)
from applications.domain.faults import Fault
from shared.texts import Text

SIGNATURES = 2
"""So many different people stand for a version before it is in force."""

AT_COMMAND_LINE = "command-line:"
"""How history writes who typed a name at the command line; nobody has asked who that was."""

FEWEST_WORKING_DAYS = 180
"""A year that works less than this was typed wrongly; Azerbaijan works some 245 days."""


class VersionState(StrEnum):
    """How far a version is."""

    PROPOSED = "proposed"
    IN_FORCE = "in-force"
    OVERTAKEN = "overtaken"  # a later version came into force first


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day that differs from the plain week, why, and by which decree."""

    day: date
    kind: DayKind
    name: str
    decree: str


@dataclass(frozen=True, slots=True)
class CentreHours:
    """A centre and the hours of its own, as somebody typed them."""

    centre: str
    opens: time
    closes: time
    weekdays: tuple[int, ...]

    @property
    def hours(self) -> OfficeHours:
        """Return the hours; ValueError where no working day can ever meet them."""
        return OfficeHours(self.opens, self.closes, self.weekdays)

    @property
    def possible(self) -> bool:
        """Tell whether the centre opens at all, and before it closes."""
        try:
            return bool(self.hours)
        except ValueError:
            return False


@dataclass(frozen=True, slots=True)
class VersionContent:
    """What a version says: ``years`` are those it settles wholly, ``source`` where it comes from.

    A day of another year is a row like any other; it does not make that year a signed one.
    """

    source: str
    years: tuple[int, ...] = ()
    days: tuple[NamedDay, ...] = ()
    centres: tuple[CentreHours, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Who stands for a version (``role:subject``), since when (business time)."""

    signer: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a version stands among the others; ``newest`` is the highest number in force."""

    version: int
    newest: int
    signatures: tuple[Signature, ...]
    in_force: bool

    @property
    def state(self) -> VersionState:
        """Return how far the version is."""
        if self.in_force:
            return VersionState.IN_FORCE
        return VersionState.OVERTAKEN if self.version < self.newest else VersionState.PROPOSED


def over(before: WorkCalendar, content: VersionContent, version: int) -> WorkCalendar:
    """Return the calendar as it would stand with ``content`` in force as ``version``."""
    rows = (CalendarDay(each.day, each.kind, each.decree, version) for each in content.days)
    return WorkCalendar.of(
        [*before.days.values(), *rows],
        signed=before.signed | set(content.years),
        hours={**before.hours, **{each.centre: each.hours for each in content.centres}},
        version=version,
    )


def version_faults(content: VersionContent, before: WorkCalendar) -> list[Fault]:
    """Find everything that is wrong with a version that would follow ``before``."""
    if not (content.years or content.days or content.centres):
        return [Fault(faults.CalendarEmpty, "/days", _SAY_SOMETHING)]
    impossible = [
        Fault(faults.HoursImpossible, f"/centres/{position}", _OPEN_SOMETIME)
        for position, each in enumerate(content.centres)
        if not each.possible
    ]
    if impossible:
        return impossible
    after = over(before, content, before.version + 1)
    return [
        *_repeated("/years", "", content.years),
        *_repeated("/days", "/day", [each.day for each in content.days]),
        *_repeated("/centres", "/centre", [each.centre for each in content.centres]),
        *_empty_years(content, after),
        *_idle_years(content, after),
    ]


def will_be_in_force(standing: Standing, signer: str) -> bool:
    """Tell whether this signature is the one that puts the version in force.

    Raises VersionInForce, VersionOvertaken and AlreadySigned (409).
    """
    if standing.state is VersionState.IN_FORCE:
        raise faults.VersionInForce
    if standing.state is VersionState.OVERTAKEN:
        raise faults.VersionOvertaken
    people = {_person(each.signer) for each in standing.signatures}
    if _person(signer) in people:
        raise faults.AlreadySigned
    return len(people) + 1 >= SIGNATURES


def ensure_typed_once(standing: Standing) -> None:
    """Raise SignedAtCommandLine (409) where one signature of a proposed version was typed.

    One shell types any two names, so the other one is of somebody who has signed in.
    """
    typed = any(each.signer.startswith(AT_COMMAND_LINE) for each in standing.signatures)
    if typed and standing.state is VersionState.PROPOSED:
        raise faults.SignedAtCommandLine


def _person(signer: str) -> str:
    # One person may have two roles; the subject is who they are.
    return signer.partition(":")[2].strip().casefold()


def _repeated(block: str, field: str, names: Sequence[Hashable]) -> Iterator[Fault]:
    seen: Counter[Hashable] = Counter()
    for position, name in enumerate(names):
        if seen[name]:
            yield Fault(faults.CalendarRepeats, f"{block}/{position}{field}", _ONCE)
        seen[name] += 1


def _empty_years(content: VersionContent, after: WorkCalendar) -> Iterable[Fault]:
    """Find the whole years without a single holiday: somebody forgot to fill them in."""
    known = {day.year for day in after.days}
    return (
        Fault(faults.YearUnsettled, f"/years/{position}", _NO_DAYS)
        for position, year in enumerate(content.years)
        if year not in known
    )


def _idle_years(content: VersionContent, after: WorkCalendar) -> Iterable[Fault]:
    """Find the years that would hardly work: terms are counted on the days that do."""
    years = sorted({each.day.year for each in content.days})
    return (
        Fault(faults.YearUnsettled, "/days", _TOO_IDLE)
        for year in years
        if _working_days(year, after) < FEWEST_WORKING_DAYS
    )


def _working_days(year: int, calendar: WorkCalendar) -> int:
    eve = date(year, 1, 1) - timedelta(days=1)
    return calendar.working_days_between(eve, date(year, 12, 31))


_SAY_SOMETHING = Text(
    az="Ən azı bir gün, il və ya mərkəz göstərin.",
    en="Name at least one day, year or centre.",
)
_OPEN_SOMETIME = Text(
    az="Mərkəz həftənin ən azı bir iş günü açıq olmalı və bağlanmazdan əvvəl açılmalıdır.",
    en="A centre is open on some weekday, and opens before it closes.",
)
_ONCE = Text(az="Hər biri bir dəfə göstərilir.", en="Name each once.")
_NO_DAYS = Text(
    az="Bütöv il üçün onun bayram günlərini də göstərin.",
    en="For a whole year name its holidays as well.",
)
_TOO_IDLE = Text(
    az="İldə ən azı 180 iş günü qalmalıdır.", en="A year must keep at least 180 working days."
)
