"""A report of the statistics: cells grouped as asked, small numbers withheld."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from applications.domain.statistics.counted_cases import Counts
from applications.domain.statistics.suppression import withheld, withheld_pairs

LONGEST = timedelta(days=366)
MOST_ROWS = 5000


class Grouping(StrEnum):
    """What the rows of a report may tell apart."""

    SERVICE = "service"
    CHANNEL = "channel"
    CENTRE = "centre"
    DAY = "day"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Period:
    """The days on which the cases were filed, both included."""

    first: date
    last: date

    @property
    def is_possible(self) -> bool:
        """Tell whether the days follow each other and are not too many."""
        return self.first <= self.last and self.last - self.first < LONGEST


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: whose cases, filed when, grouped by what; a filter of None leaves all.

    ``offices`` None means every office.
    """

    period: Period
    by: tuple[Grouping, ...]
    offices: tuple[str, ...] | None
    service_id: str | None = None
    channel: str | None = None
    centre: str | None = None
    office: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """One row as counted; ``keys`` follow the question's ``by``."""

    keys: tuple[date | str, ...]
    counts: Counts


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of one row as they may be shown; None is withheld.

    ``share_in_term`` is None, too, where nothing is decided.
    """

    submitted: int | None
    granted: int | None
    refused: int | None
    withdrawn: int | None
    open: int | None
    decided_in_term: int | None
    decided_late: int | None
    share_in_term: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """Rows in the order of their keys, and what they add up to."""

    question: Question
    rows: tuple[tuple[Group, Figures], ...]
    total: Figures


def report(question: Question, groups: Sequence[Group]) -> Report:
    """Make a report of the groups counted; no number that is withheld can be computed from it."""
    counted = [group.counts for group in groups]
    total = Counts()
    for each in counted:
        total = total.plus(each)
    hidden = withheld([_standing(each) for each in counted])
    lines = [*counted, total]
    known = [not {(row, _GRANTED), (row, _REFUSED)} & hidden for row in range(len(lines))]
    unsaid = withheld_pairs([(each.in_term, each.late) for each in lines], known)
    figures = [
        _figures(counts, [(row, column) in hidden for column in range(5)], row in unsaid)
        for row, counts in enumerate(lines)
    ]
    return Report(question, tuple(zip(groups, figures[:-1], strict=True)), figures[-1])


_GRANTED, _REFUSED = 0, 1


def _standing(counts: Counts) -> tuple[int, ...]:
    return counts.granted, counts.refused, counts.withdrawn, counts.open


def _figures(counts: Counts, hidden: Sequence[bool], unsaid: bool) -> Figures:
    numbers = (*_standing(counts), counts.submitted)
    granted, refused, withdrawn, waiting, submitted = (
        None if hide else number for number, hide in zip(numbers, hidden, strict=True)
    )
    share = None if unsaid or not counts.decided else counts.in_term / counts.decided
    return Figures(
        submitted=submitted,
        granted=granted,
        refused=refused,
        withdrawn=withdrawn,
        open=waiting,
        decided_in_term=None if unsaid else counts.in_term,
        decided_late=None if unsaid else counts.late,
        share_in_term=None if share is None else round(share, 4),
    )
