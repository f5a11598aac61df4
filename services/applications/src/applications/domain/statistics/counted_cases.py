"""What the statistics count of a case: where it belongs, and how it stands.

A case counts in one cell for its whole life: the day it was filed, its service, channel, centre and
deciding office. There it is open, granted, refused or withdrawn, so the four add up to what was
submitted.
"""

from dataclasses import dataclass, fields
from datetime import date

from applications.domain.calendar.working_calendar import local_date
from applications.domain.case import Case, CaseState
from applications.domain.decision import Outcome
from applications.domain.terms.deadlines import Deadline

NOWHERE = ""
"""Stands for no centre (nobody has claimed the case yet), no office, no channel."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a case is counted."""

    day: date
    service_id: str
    channel: str
    centre: str
    office: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases of a cell there are, and how they stand; ``in_term`` are of those decided."""

    submitted: int = 0
    granted: int = 0
    refused: int = 0
    withdrawn: int = 0
    in_term: int = 0

    @property
    def open(self) -> int:
        """Those that wait for their decision."""
        return self.submitted - self.granted - self.refused - self.withdrawn

    @property
    def decided(self) -> int:
        """Those granted or refused."""
        return self.granted + self.refused

    @property
    def late(self) -> int:
        """Those decided after their term."""
        return self.decided - self.in_term

    def plus(self, other: "Counts", times: int = 1) -> "Counts":
        """Return the sum, ``other`` taken ``times``."""
        names = [field.name for field in fields(self)]
        return Counts(**{n: getattr(self, n) + times * getattr(other, n) for n in names})


@dataclass(frozen=True, slots=True)
class CountChange:
    """What a change of a case adds to a cell; a number may be negative."""

    cell: Cell
    counts: Counts


def kept_term(case: Case, total: Deadline) -> bool | None:
    """Tell whether the decision came within the total term as it stood then; None before it."""
    if case.decision is None:
        return None
    decided_at = case.decision.at
    return decided_at <= total.at if total.at else local_date(decided_at) <= total.on


def count_changes(before: Case | None, after: Case, *, in_term: bool | None) -> list[CountChange]:
    """Return what becomes different in the statistics when ``before`` becomes ``after``.

    A protected case is never counted: figures so small tell who asked for help, and figures of two
    days tell it by their difference. What is decided or withdrawn stays as it was counted.
    """
    if after.passport.handling.protected or (before is not None and not before.is_open):
        return []
    gained = CountChange(_cell(after), _counts(after, in_term=in_term))
    if before is None:
        return [gained]
    lost = CountChange(_cell(before), _counts(before, in_term=None))
    if lost == gained:
        return []
    if lost.cell == gained.cell:
        return [CountChange(gained.cell, gained.counts.plus(lost.counts, times=-1))]
    return [CountChange(lost.cell, Counts().plus(lost.counts, times=-1)), gained]


def _cell(case: Case) -> Cell:
    return Cell(
        day=local_date(case.filed_at),
        service_id=case.passport.service_id,
        channel=case.channel or NOWHERE,
        centre=case.centre or NOWHERE,
        office=case.office or NOWHERE,
    )


def _counts(case: Case, *, in_term: bool | None) -> Counts:
    outcome = None if case.decision is None else case.decision.outcome
    return Counts(
        submitted=1,
        granted=int(outcome is Outcome.GRANTED),
        refused=int(outcome is Outcome.REFUSED),
        withdrawn=int(case.state is CaseState.WITHDRAWN),
        in_term=int(bool(in_term)),
    )
