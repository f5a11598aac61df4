"""What a new version of the calendar makes of an open case: later silently, earlier by a name."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from applications.domain.actor import CALENDAR
from applications.domain.calendar.working_calendar import OfficeHours, WorkCalendar, local_date
from applications.domain.case import Case, Instant
from applications.domain.history import Advanced, Entry
from applications.domain.terms.deadlines import Deadline, Terms, registration_day, terms_of

REPLANNED = "replan"
HELD = "hold-calendar"

KINDS = ("registered", "front_office", "back_office", "officer_due", "notice", "total")
"""The dates of a case that a calendar moves, in the order a case meets them."""


@dataclass(frozen=True, slots=True)
class Move:
    """One date on the calendar of before and on the new one."""

    before: Deadline
    after: Deadline

    def is_earlier(self, today: date) -> bool:
        """Tell whether somebody would have less time than they were told; the past is nobody's."""
        if self.before.on < today:
            return False
        if self.before.at is not None and self.after.at is not None:
            return self.after.at < self.before.at
        return self.after.on < self.before.on


def moves(before: Terms, after: Terms) -> Mapping[str, Move]:
    """Return the dates that differ, by kind."""
    found = {}
    for kind in KINDS:
        old, new = getattr(before, kind), getattr(after, kind)
        if old and new and (old.on, old.at) != (new.on, new.at):
            found[kind] = Move(old, new)
    return found


def on_version(case: Case, calendar: WorkCalendar, hours: OfficeHours, now: datetime) -> Case:
    """Return the case counted on another version; a registration still to come moves with it."""
    moved = replace(case, calendar_version=calendar.version, calendar_offered=calendar.version)
    if case.registered_on <= local_date(now):
        return moved
    own_hours = calendar.hours_of(case.hours_centre, hours)
    return replace(moved, registered_on=registration_day(case.filed_at, calendar, own_hours))


def replanned(
    case: Case, old: WorkCalendar, new: WorkCalendar, hours: OfficeHours, at: Instant
) -> Advanced | None:
    """Take a new version into the case, once; None where it leaves every date as it is.

    A case of which some date would become earlier stays on the old version wholly, so that all its
    dates stand on one calendar, and waits for an officer's name.
    """
    moved = on_version(case, new, hours, at.business)
    before = terms_of(case, old, hours, at.business)
    after = terms_of(moved, new, hours, at.business)
    if before == after:
        return None
    found = moves(before, after)
    today = local_date(at.business)
    held = any(move.is_earlier(today) for move in found.values())
    changed = replace(case, calendar_offered=new.version) if held else moved
    details = {
        "calendar_version": new.version,
        "instead_of": old.version,
        "moves": {kind: _printed(move) for kind, move in found.items()},
    }
    action = HELD if held else REPLANNED
    entry = Entry(action, CALENDAR.name, at.business, case.state, case.state, details)
    return Advanced(replace(changed, version=case.version + 1), entry)


def _printed(move: Move) -> dict[str, str]:
    return {"from": _moment(move.before), "to": _moment(move.after)}


def _moment(deadline: Deadline) -> str:
    return deadline.on.isoformat() if deadline.at is None else deadline.at.isoformat()
