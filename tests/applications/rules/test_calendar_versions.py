"""What a version of the calendar may say, and who puts it in force."""

from datetime import date, time

import pytest

from applications.domain.calendar.faults import AlreadySigned, VersionInForce, VersionOvertaken
from applications.domain.calendar.versions import (
    CentreHours,
    NamedDay,
    Signature,
    Standing,
    VersionContent,
    VersionState,
    over,
    version_faults,
    will_be_in_force,
)
from applications.domain.calendar.working_calendar import DayKind
from tests.builders.cases import CALENDAR, HOURS, TUESDAY

MONDAY = date(2026, 7, 6)


def day_off(day: date = MONDAY) -> NamedDay:
    return NamedDay(day, DayKind.DAY_OFF, "Matəm günü", "2026-44")


def says(**fields: object) -> VersionContent:
    return VersionContent("2026-44", **fields)  # type: ignore[arg-type]  # the fields of the content


def faults(content: VersionContent) -> list[tuple[str, str]]:
    found = version_faults(content, CALENDAR)
    return [(each.pointer, each.refused_as.code) for each in found]


def test_a_decree_of_one_day_is_a_version() -> None:
    assert faults(says(days=(day_off(),))) == []


def test_a_decree_stands_over_what_was_there() -> None:
    hours = CentreHours("dost-1", time(9), time(20), (0, 1))
    after = over(CALENDAR, says(days=(day_off(),), years=(2027,), centres=(hours,)), 2)

    assert not after.is_working(MONDAY)
    assert not after.is_working(date(2026, 3, 20))
    assert (after.version, after.signed) == (2, frozenset({2026, 2027}))
    assert after.hours_of("dost-1", HOURS).closes == time(20)


def test_a_version_that_says_nothing_is_refused() -> None:
    assert faults(says()) == [("/days", "calendar-empty")]


def test_each_day_year_and_centre_is_named_once() -> None:
    hours = CentreHours("dost-1", time(9), time(20), (0,))
    content = says(years=(2026, 2026), days=(day_off(), day_off()), centres=(hours, hours))

    assert faults(content) == [
        ("/years/1", "calendar-repeats"),
        ("/days/1/day", "calendar-repeats"),
        ("/centres/1/centre", "calendar-repeats"),
    ]


@pytest.mark.parametrize(
    "hours",
    [
        CentreHours("dost-1", time(18), time(9), (0,)),
        CentreHours("dost-1", time(9), time(9), (0,)),
        CentreHours("dost-1", time(9), time(18), (5, 6)),
    ],
)
def test_a_centre_that_never_opens_is_refused(hours: CentreHours) -> None:
    assert faults(says(centres=(hours,))) == [("/centres/0", "hours-impossible")]


def test_a_whole_year_without_a_holiday_is_not_settled() -> None:
    assert faults(says(years=(2026, 2028))) == [("/years/1", "year-unsettled")]


def test_a_year_that_would_hardly_work_is_refused() -> None:
    first = date(2026, 1, 1).toordinal()
    idle = tuple(day_off(date.fromordinal(first + number)) for number in range(200))

    assert ("/days", "year-unsettled") in faults(says(days=idle))


def standing(*signers: str, newest: int = 1, in_force: bool = False) -> Standing:
    signatures = tuple(Signature(each, TUESDAY.business) for each in signers)
    return Standing(2, newest, signatures, in_force)


def test_the_second_person_puts_a_version_in_force() -> None:
    assert not will_be_in_force(standing(), "admin:nazir")
    assert will_be_in_force(standing("admin:nazir"), "approver:katib")


@pytest.mark.parametrize("again", ["admin:nazir", "approver:nazir", "command-line: Nazir"])
def test_one_person_is_not_two_whatever_their_second_role(again: str) -> None:
    with pytest.raises(AlreadySigned):
        will_be_in_force(standing("admin:nazir"), again)


def test_a_version_in_force_is_signed_by_nobody_any_more() -> None:
    with pytest.raises(VersionInForce):
        will_be_in_force(standing("admin:nazir", "admin:katib", newest=2, in_force=True), "admin:x")


def test_a_version_that_a_later_one_has_overtaken_never_comes_into_force() -> None:
    overtaken = standing("admin:nazir", newest=3)

    assert overtaken.state is VersionState.OVERTAKEN
    with pytest.raises(VersionOvertaken):
        will_be_in_force(overtaken, "admin:katib")
