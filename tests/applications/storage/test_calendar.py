from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from applications.domain.calendar.working_calendar import DayKind
from applications.storage import calendars
from applications.storage.calendars import Calendars
from applications.use_cases.published_holidays import proposed_days
from applications.use_cases.seed_calendar import seed_calendar
from tests.builders.applications import TUESDAY, House
from tests.builders.calendars import day, imported, in_force, version
from tests.builders.database import analyse
from tests.builders.kept import expect_refused_to_both

CASES = text("""
INSERT INTO cases (id, number, version, state, service_id, passport_version, protected, channel,
    relation, audience, centre, office, filed_at, registered_on, due_on, submitted_by, language,
    suspensions, requested, recorded_at, calendar_version, calendar_offered)
SELECT 'c' || n, 'n' || n, 1, CASE WHEN n % 10 = 0 THEN 'submitted' ELSE 'closed' END,
    'childcare-benefit', 1, false, 'in-person', 'self', 'citizen', 'dost-1', 'dsmf@dost-1', now(),
    '2025-01-01', date '2025-01-01' + (n % 300), 'agent:x', 'az', '[]', '{}', now(), 1, 1
FROM generate_series(1, 5000) n
""")


def test_the_spring_of_2026_is_off_as_the_worked_examples_have_it() -> None:
    named = [each.named for each in proposed_days([2026])]
    off = {each.day for each in named if each.kind is DayKind.DAY_OFF}

    weekdays = {date(2026, 3, day) for day in (20, 23, 24, 25, 26, 27, 30)}
    assert {day for day in off if day.month == 3} == {date(2026, 3, 9), *weekdays}


def test_a_weekend_day_that_is_worked_is_a_row_too() -> None:
    named = [each.named for each in proposed_days([2025])]
    worked = [each.day for each in named if each.kind is DayKind.WORKING_DAY]

    assert worked == [date(2025, 6, 21)]


def test_a_feast_the_moon_will_settle_is_only_foreseen() -> None:
    foreseen = [each.named.day.month for each in proposed_days([2027]) if not each.certain]

    assert foreseen == [3, 3, 5, 5]


async def test_a_second_seed_changes_nothing(house: House) -> None:
    async with house.database.transaction() as session:
        again = await seed_calendar(session, [2026], signers=["admin:x"], at=TUESDAY)

    assert again is None


async def test_a_year_counts_once_two_people_stand_for_the_whole_of_it(house: House) -> None:
    async with house.database.transaction() as session:
        calendar = await Calendars().in_force(session)

    assert calendar.is_signed(2026)
    assert not calendar.is_signed(2027)
    assert not calendar.is_working(date(2026, 3, 30))


async def test_before_anybody_has_signed_the_plain_week_holds(house: House) -> None:
    async with house.database.transaction() as session:
        calendar = await Calendars().at(session, 0)

    assert (calendar.days, calendar.version) == ({}, 0)


async def test_a_case_on_an_older_version_does_not_see_the_newer_days(house: House) -> None:
    await in_force(house, version(day("2026-03-31")))
    async with house.database.transaction() as session:
        older = await calendars.read_at(session, 1)
        newer = await calendars.read_at(session, 2)

    assert older.is_working(date(2026, 3, 31))
    assert not newer.is_working(date(2026, 3, 31))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE calendar_days SET kind = 'working-day'",
        "DELETE FROM calendar_days",
        "UPDATE calendar_signatures SET signer = 'admin:somebody'",
        "DELETE FROM calendar_signatures",
        "DELETE FROM calendar_versions",
    ],
)
async def test_the_database_itself_refuses_to_change_a_version(house: House, change: str) -> None:
    await expect_refused_to_both(house.database, change, trigger="append-only")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE calendar_versions SET in_force_at = NULL",
        "UPDATE calendar_versions SET years = '{2030}'",
    ],
)
async def test_a_version_that_is_in_force_stays_as_it_is(house: House, change: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        await run(house, change)


async def test_the_database_refuses_to_rewrite_what_waits_for_signatures(house: House) -> None:
    await imported(house, version(day("2026-03-31")))

    with pytest.raises(DBAPIError, match="append-only"):
        await run(house, "UPDATE calendar_versions SET source = 'x' WHERE version = 2")


async def run(house: House, change: str) -> None:
    async with house.database.transaction() as session:
        connection = await session.connection()
        await connection.execute(text(change))


def nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(node for inner in plan.get("Plans", []) for node in nodes(inner))]


async def test_the_walk_over_open_cases_reads_one_of_them_however_many_are_closed(
    house: House,
) -> None:
    query = """
        SELECT calendar_offered, id FROM cases
        WHERE state IN ('draft', 'submitted', 'at-front-office', 'awaiting-documents', 'at-back-office')
            AND calendar_offered < 2 AND (calendar_offered, id) > (1, 'c100')
        ORDER BY calendar_offered, id LIMIT 1 FOR UPDATE SKIP LOCKED
    """
    async with house.database.transaction() as session:
        connection = await session.connection()
        await connection.execute(CASES)
        await analyse(connection)
        explained = await connection.execute(text(f"EXPLAIN (ANALYZE, FORMAT JSON) {query}"))
        [document] = explained.scalar_one()

    on_cases = [each for each in nodes(document["Plan"]) if each.get("Relation Name") == "cases"]
    assert [each["Index Name"] for each in on_cases] == ["ix_cases_calendar"]
    assert sum(each["Actual Rows"] for each in on_cases) == 1
