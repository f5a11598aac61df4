from datetime import date

from applications.domain.calendar import DayKind
from applications.storage import calendars
from applications.use_cases.seed_calendar import proposed_days, seed_calendar, sign_calendar
from tests.builders.applications import TUESDAY, House


def test_the_spring_of_2026_is_off_as_the_worked_examples_have_it() -> None:
    off = {each.day for each in proposed_days([2026]) if each.kind is DayKind.DAY_OFF}

    weekdays = {date(2026, 3, day) for day in (20, 23, 24, 25, 26, 27, 30)}
    assert {day for day in off if day.month == 3} == {date(2026, 3, 9), *weekdays}


def test_a_weekend_day_that_is_worked_is_a_row_too() -> None:
    worked = [each.day for each in proposed_days([2025]) if each.kind is DayKind.WORKING_DAY]

    assert worked == [date(2025, 6, 21)]


def test_a_feast_the_moon_will_settle_is_only_foreseen() -> None:
    foreseen = [each.day.month for each in proposed_days([2027]) if not each.certain]

    assert foreseen == [3, 3, 5, 5]


async def test_a_second_seed_changes_nothing(house: House) -> None:
    async with house.database.transaction() as session:
        again = await seed_calendar(session, [2026], signed_by="x", at=TUESDAY)

    assert again is None


async def test_a_year_counts_once_somebody_stands_for_it(house: House) -> None:
    async with house.database.transaction() as session:
        calendar = await calendars.read(session)
        nothing_left = await sign_calendar(session, 2026, signed_by="y", at=TUESDAY)

    assert calendar.is_signed(2026)
    assert not calendar.is_signed(2027)
    assert nothing_left == 0
