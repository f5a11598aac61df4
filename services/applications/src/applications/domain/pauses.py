"""When the terms of a case stood still or were lengthened, and why."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

LONGEST_EXTENSION = 60
"""Days; ours, until the body that decides says otherwise."""


class PauseCause(StrEnum):
    """Why the clock stands."""

    DOCUMENTS = "documents"  # the person was asked for papers
    SUSPENDED = "suspended"  # somebody of the staff said so, with a reason


@dataclass(frozen=True, slots=True)
class Suspension:
    """The clock stands from ``since`` until ``until`` (None: it still stands)."""

    since: datetime
    until: datetime | None = None
    cause: PauseCause = PauseCause.DOCUMENTS


class OfficeOf(StrEnum):
    """The office that had the case when its terms were extended: its own term grew."""

    FRONT = "front-office"
    BACK = "back-office"


@dataclass(frozen=True, slots=True)
class Extension:
    """The terms end ``days`` later, once, on a legal basis somebody named.

    The whole term does, and that of ``office``, whichever office has the case by now.
    """

    days: int
    at: datetime
    by: str
    legal_basis: str
    office: OfficeOf


def stands(pauses: Iterable[Suspension], *causes: PauseCause) -> bool:
    """Tell whether the clock stands for one of the causes."""
    return any(pause.until is None and pause.cause in causes for pause in pauses)


def ended(
    pauses: Iterable[Suspension], at: datetime, *causes: PauseCause
) -> tuple[Suspension, ...]:
    """Return the pauses with those ended that stand for one of the causes."""
    return tuple(
        replace(pause, until=at) if pause.until is None and pause.cause in causes else pause
        for pause in pauses
    )
