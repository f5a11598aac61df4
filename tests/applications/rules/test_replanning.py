"""A decree moves a day: later silently, earlier only with an officer's name."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from applications.domain.actions import AdoptCalendar
from applications.domain.actor import SYSTEM
from applications.domain.calendar.working_calendar import (
    CalendarDay,
    DayKind,
    OfficeHours,
    WorkCalendar,
)
from applications.domain.case import Case
from applications.domain.errors import ActionForbidden
from applications.domain.history import Advanced
from applications.domain.pauses import Suspension
from applications.domain.terms.deadlines import terms_of
from applications.domain.terms.replanning import replanned
from tests.builders.case_passports import days
from tests.builders.cases import (
    AGENT,
    CALENDAR,
    HOURS,
    OFFICER,
    act,
    at,
    baku,
    blocked,
    filed,
    forwarded,
    submitted,
    terms,
)

law = settings(deadline=None, max_examples=60)
marches = st.dates(date(2026, 3, 1), date(2026, 4, 30))


def decree(*moved: tuple[date, DayKind], version: int = 2, **fields: Any) -> WorkCalendar:
    """Return the calendar of 2026 with some days moved."""
    rows = [CalendarDay(day, kind, "2026-44", version) for day, kind in moved]
    return WorkCalendar.of(
        [*CALENDAR.days.values(), *rows], signed=(2026,), version=version, **fields
    )


def off(day: int, month: int = 3) -> tuple[date, DayKind]:
    return date(2026, month, day), DayKind.DAY_OFF


def works(day: int, month: int = 3) -> tuple[date, DayKind]:
    return date(2026, month, day), DayKind.WORKING_DAY


def on_decree(case: Case, new: WorkCalendar, when: str = "2026-03-11") -> Advanced | None:
    return replanned(case, CALENDAR, new, HOURS, at(when))


def adopting(calendar: WorkCalendar, reason: str | None = None) -> AdoptCalendar:
    return AdoptCalendar(calendar, HOURS, reason)


def changed(case: Case, new: WorkCalendar, when: str = "2026-03-11") -> Advanced:
    advanced = on_decree(case, new, when)
    assert advanced is not None, "the version changed nothing"
    return advanced


def test_a_case_is_counted_on_the_version_it_was_filed_under() -> None:
    case = filed("2026-03-10")

    assert (case.calendar_version, case.calendar_offered) == (1, 1)


def test_a_date_that_becomes_later_is_moved_silently_and_written_down() -> None:
    advanced = changed(filed("2026-03-10"), decree(off(31)))

    assert (advanced.case.calendar_version, advanced.case.calendar_offered) == (2, 2)
    assert terms(advanced.case, calendar=decree(off(31))).total.on == date(2026, 4, 1)
    assert (advanced.entry.action, advanced.entry.actor) == ("replan", "system:calendar")
    assert advanced.entry.details == {
        "calendar_version": 2,
        "instead_of": 1,
        "moves": {"total": {"from": "2026-03-31", "to": "2026-04-01"}},
    }
    assert advanced.effects == ()
    assert advanced.case.state is advanced.entry.from_state is advanced.entry.state


def test_a_date_that_becomes_earlier_waits_for_an_officers_name() -> None:
    case = forwarded("2026-03-11")
    advanced = changed(case, decree(works(30)))

    assert (advanced.case.calendar_version, advanced.case.calendar_offered) == (1, 2)
    assert advanced.entry.action == "hold-calendar"
    moves = advanced.entry.details["moves"]
    assert moves == {"total": {"from": "2026-03-31", "to": "2026-03-30"}}
    adopted = act(advanced.case, OFFICER, adopting(decree(works(30)), "razıyam"))
    assert (adopted.calendar_version, adopted.calendar_offered) == (2, 2)
    assert terms(adopted, calendar=decree(works(30))).total.on == date(2026, 3, 30)


def test_a_date_that_is_held_is_offered_once() -> None:
    held = changed(filed("2026-03-10"), decree(works(30))).case

    assert held.calendar_offered == 2


def test_one_date_that_becomes_earlier_holds_the_whole_case() -> None:
    both = decree(works(30), off(12))
    advanced = changed(filed("2026-03-10"), both)

    assert advanced.entry.action == "hold-calendar"
    moves = advanced.entry.details["moves"]
    assert isinstance(moves, dict)
    assert moves["front_office"] == {"from": "2026-03-12", "to": "2026-03-13"}
    assert advanced.case.calendar_version == 1


def test_only_an_officer_of_the_office_lets_a_case_be_due_earlier() -> None:
    held = changed(filed("2026-03-10"), decree(works(30))).case

    for actor in (AGENT, SYSTEM):
        with pytest.raises(ActionForbidden):
            act(held, actor, adopting(decree(works(30))))


def test_without_a_version_that_waits_there_is_nothing_to_adopt() -> None:
    assert blocked(submitted(), OFFICER, adopting(CALENDAR)) == ["calendar-offered"]


def test_a_version_that_moves_no_date_of_the_case_leaves_no_trace_in_it() -> None:
    assert on_decree(filed("2026-03-10"), decree(off(15, month=7))) is None


def test_what_is_past_does_not_hold_a_case() -> None:
    case = filed("2026-03-02")
    back_to_work = decree(works(9), off(12))

    assert changed(case, back_to_work, "2026-03-10").entry.action == "replan"


def test_a_signed_year_ends_an_estimate_and_that_is_written_down() -> None:
    case = filed("2026-12-28")
    signed = WorkCalendar.of(
        [*CALENDAR.days.values(), CalendarDay(date(2027, 1, 1), DayKind.DAY_OFF, "2027-1", 2)],
        signed=(2026, 2027),
        version=2,
    )

    advanced = changed(case, signed, "2026-12-29")
    assert advanced.entry.action == "replan"
    assert terms(case).total.estimate
    assert not terms(advanced.case, calendar=signed).total.estimate


def test_a_registration_still_to_come_leaves_a_day_that_is_off_now() -> None:
    case = filed("2026-03-21")

    moved = decree(off(31), off(10, month=4))

    to_come = changed(case, moved, "2026-03-25").case
    been = changed(case, moved, "2026-03-31").case
    assert to_come.registered_on == date(2026, 4, 1)
    assert been.registered_on == date(2026, 3, 31)


def test_the_hours_of_a_centre_are_a_matter_of_the_calendar() -> None:
    case = filed("2026-03-10 16:00", total_duration=days(3, unit="hour", runs="office-hours"))
    longer = decree(hours={"dost-1": OfficeHours(closes=time(20))})
    shorter = decree(hours={"dost-1": OfficeHours(closes=time(17))})

    assert changed(case, longer, "2026-03-10 16:30").entry.action == "hold-calendar"
    later = changed(case, shorter, "2026-03-10 16:30").case
    assert terms(later, calendar=shorter).total.at == baku("2026-03-11 11:00")
    assert terms(later, calendar=decree(hours={"dost-2": OfficeHours()})).total.at == baku(
        "2026-03-11 10:00"
    )


def test_a_stopped_clock_is_replanned_like_any_other() -> None:
    case = replace(filed("2026-03-10"), suspensions=(Suspension(baku("2026-03-11")),))

    assert changed(case, decree(off(31)), "2026-03-12").entry.action == "replan"


@law
@given(
    st.lists(st.tuples(marches, st.sampled_from(DayKind)), max_size=8),
    marches,
    st.sampled_from(["calendar", "working-days"]),
)
def test_no_date_to_come_is_ever_earlier_without_a_name(
    moved: list[tuple[date, DayKind]], today: date, runs: str
) -> None:
    case = filed("2026-03-10", total_duration=days(10, runs=runs))
    new, now = decree(*moved), at(today.isoformat())
    advanced = replanned(case, CALENDAR, new, HOURS, now)
    after = advanced.case if advanced else replace(case, calendar_version=2)
    stands_on = new if after.calendar_version == new.version else CALENDAR
    before = terms_of(case, CALENDAR, HOURS, now.business)
    found = terms_of(after, stands_on, HOURS, now.business)

    for kind in ("total", "front_office", "notice"):
        old, later = getattr(before, kind), getattr(found, kind)
        assert old.on < today or later.on >= old.on, kind
