"""A term as it is being counted: where it starts, where it ends, and the sentences in between."""

import calendar as gregorian
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from applications.domain.calendar.working_calendar import BAKU, ONE_DAY, at_local, local_date
from shared.texts import Text

_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Start:
    """Where a term begins: days count from the day after ``day``, hours from ``at`` on."""

    day: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Counted:
    """The end of a term, and the sentences that lead to it.

    ``on`` is the last day; ``at`` the instant (UTC) of a term that ends within a day.
    """

    on: date
    because: tuple[Text, ...]
    at: datetime | None = None

    def then(self, on: date, sentence: Text) -> "Counted":
        """Return the term moved to the end of ``on`` by one more rule."""
        return Counted(on, (*self.because, sentence))

    def until(self, at: datetime, sentence: Text) -> "Counted":
        """Return the term moved to the instant ``at`` by one more rule."""
        return Counted(local_date(at), (*self.because, sentence), at)

    def passing_over(self, *sentences: Text) -> "Counted":
        """Return the term with what was passed over on the way to its end said as well."""
        return Counted(self.on, (*self.because, *sentences), self.at)

    @property
    def end(self) -> datetime:
        """Return the instant at which the term is over; a whole day ends with its midnight."""
        return self.at or midnight_after(self.on)


def midnight_after(day: date) -> datetime:
    """Return the instant (UTC) at which a day in Baku is over."""
    return at_local(day + ONE_DAY, time.min).astimezone(UTC)


def printed(day: date) -> str:
    """Return the date as Azerbaijani documents print it."""
    return day.strftime("%d.%m.%Y")


def printed_span(first: date, last: date) -> str:
    """Return a run of days, both of them in it; one day is printed once."""
    return printed(first) if first == last else f"{printed(first)} – {printed(last)}"


def printed_moment(at: datetime) -> str:
    """Return date and hour in Baku, as Azerbaijani documents print them."""
    return at.astimezone(BAKU).strftime("%d.%m.%Y %H:%M")


def months_later(start: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day where it has no such."""
    year, month = divmod(start.month - 1 + months, _MONTHS_A_YEAR)
    year, month = start.year + year, month + 1
    return date(year, month, min(start.day, gregorian.monthrange(year, month)[1]))
