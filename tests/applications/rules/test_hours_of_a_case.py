"""By whose hours a case is counted: those it was filed under, whoever works on it afterwards."""

from datetime import date, time
from typing import Any

import pytest

from applications.domain.actions import Claim, Reassign, Release
from applications.domain.advance import advance
from applications.domain.calendar.working_calendar import (
    CalendarDay,
    DayKind,
    OfficeHours,
    WorkCalendar,
)
from applications.domain.case import Case
from applications.domain.passport import Passport
from applications.domain.terms.deadlines import Terms
from applications.domain.terms.replanning import HELD, REPLANNED, replanned
from tests.builders.any_order import dates_of
from tests.builders.case_passports import days, passport
from tests.builders.cases import (
    AGENT,
    AGENT_ELSEWHERE,
    CALENDAR,
    CITIZEN,
    HOURS,
    OTHER_AGENT,
    act,
    at,
    baku,
    in_person,
    intake,
    self_service,
    submitted,
    terms,
)
from tests.builders.representatives import represents

SHORT = OfficeHours(time(10), time(13))
LONG = OfficeHours(time(8), time(20), (0, 1, 2, 3, 4, 5))


def calendar(version: int = 1, *rows: CalendarDay, **hours: OfficeHours) -> WorkCalendar:
    """Return the calendar of 2026 with hours of centres: ``dost_1=SHORT``."""
    named = {centre.replace("_", "-"): each for centre, each in hours.items()}
    every = [*CALENDAR.days.values(), *rows]
    return WorkCalendar.of(every, signed=(2026,), hours=named, version=version)


BOTH = calendar(dost_1=SHORT, dost_2=LONG)


def in_hours(value: int = 12, **fields: Any) -> Passport:
    return passport(total_duration=days(value, unit="hour", runs="office-hours"), **fields)


def online(under: Passport | None = None, when: str = "2026-03-10") -> Case:
    """Return a case sent from home, when both centres had hours of their own."""
    return intake(
        self_service(), CITIZEN, under or in_hours(), at(when), ticket=None, calendar=BOTH
    ).case


def counted(case: Case, on: WorkCalendar = BOTH) -> Terms:
    return terms(case, calendar=on)


@pytest.mark.parametrize("agent", [AGENT, AGENT_ELSEWHERE], ids=["short", "long"])
@pytest.mark.parametrize("runs", ["office-hours", "working-days", "calendar"])
def test_no_date_moves_because_a_centre_takes_a_case_that_was_sent_from_home(
    agent: Any, runs: str
) -> None:
    under = in_hours() if runs == "office-hours" else passport(total_duration=days(10, runs=runs))
    case = online(under)

    claimed = act(case, agent, Claim())

    assert claimed.centre == agent.centre
    assert dates_of(counted(claimed)) == dates_of(counted(case))


def test_a_case_that_was_sent_from_home_is_counted_by_the_usual_hours_to_its_end() -> None:
    case = act(online(), AGENT, Claim())

    # Eight hours of Tuesday, 10 to 18, and four of Wednesday from nine o'clock on.
    assert counted(case).total.at == baku("2026-03-11 13:00")


def test_a_case_that_was_filed_at_a_centre_is_counted_by_its_hours() -> None:
    case = submitted(under=in_hours(), calendar=BOTH)

    # Three hours a day: Tuesday to Friday.
    assert counted(case).total.at == baku("2026-03-13 13:00")


def test_a_representative_who_came_to_a_centre_is_counted_by_its_hours_without_a_ticket() -> None:
    sent = represents(centre="dost-1")

    case = intake(sent, AGENT, in_hours(), ticket=None, calendar=BOTH).case

    assert (case.centre, case.hours_centre) == ("dost-1", "dost-1")
    assert counted(act(case, OTHER_AGENT, Claim())).total.at == baku("2026-03-13 13:00")


def test_neither_a_colleague_nor_a_second_centre_changes_the_hours() -> None:
    case = online()
    taken = act(case, AGENT, Claim(), Reassign("kamran", "səbəb"))
    given_back = act(taken, OTHER_AGENT, Release())

    assert {each.hours_centre for each in (case, taken, given_back)} == {None}
    assert dates_of(counted(given_back)) == dates_of(counted(case))


def test_new_hours_of_the_centre_that_took_it_are_no_matter_of_a_case_sent_from_home() -> None:
    case = act(online(), AGENT, Claim())
    shorter = calendar(2, dost_1=OfficeHours(time(10), time(11)), dost_2=LONG)

    assert replanned(case, BOTH, shorter, HOURS, at("2026-03-10 11:00")) is None


def test_new_hours_of_the_centre_it_was_filed_at_plan_a_case_anew_by_an_event() -> None:
    case = submitted(under=in_hours(), calendar=BOTH)
    shorter = calendar(2, dost_1=OfficeHours(time(10), time(11)))
    longer = calendar(2, dost_1=OfficeHours(time(10), time(18)))
    found = [
        replanned(case, BOTH, each, HOURS, at("2026-03-10 10:30")) for each in (shorter, longer)
    ]

    assert [each.entry.action for each in found if each] == [REPLANNED, HELD]


def test_a_registration_still_to_come_moves_by_the_hours_it_was_filed_under() -> None:
    # Sent on a Saturday evening; the next working day is Tuesday 31 March.
    case = act(online(in_hours(), "2026-03-21 19:00"), AGENT, Claim(), when=at("2026-03-22"))
    closed = OfficeHours(time(10), time(13), (0, 4))
    off = CalendarDay(date(2026, 3, 31), DayKind.DAY_OFF, "2026-44", 2)

    moved = replanned(case, BOTH, calendar(2, off, dost_1=closed), HOURS, at("2026-03-23"))

    assert moved is not None
    # Wednesday works by the usual hours; the centre that took the case is open on Fridays only.
    assert moved.case.registered_on == date(2026, 4, 1)


def test_a_centre_that_is_no_evidence_of_the_channel_lends_no_hours() -> None:
    """The door refuses such evidence; the rules do not rely on it."""
    sent = in_person(channel="self-service", centre="dost-1", ticket_id=None)

    case = intake(sent, CITIZEN, in_hours(), at("2026-03-10 15:00"), None, BOTH).case

    # After the hours of dost-1, and within the usual ones.
    assert (case.hours_centre, case.registered_on) == (None, date(2026, 3, 10))


def test_a_claim_says_nothing_of_dates_in_the_history() -> None:
    entry = advance(online(), AGENT, Claim(), at("2026-03-10")).entry

    assert entry.details == {}
