"""What was stored before a migration is what it stands for afterwards."""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from alembic import command
from sqlalchemy import text

from applications.storage import calendars
from applications.use_cases.verify_statistics import differences
from shared.migrations import alembic_config
from tests.builders.alembic import root_of
from tests.builders.applications import House
from tests.builders.calendars import in_force, version
from tests.builders.case_passports import childcare_data, days
from tests.builders.database import as_owner, owners_address
from tests.builders.submissions import Json, self_service

WHY = {"reason": "Fikrimi dəyişdim."}
MADE = datetime(2029, 12, 1, 8, 0, tzinfo=UTC)
OF_BEFORE_SIGNATURES = (
    "DELETE FROM calendar_days",
    "DELETE FROM calendar_versions",
    "INSERT INTO calendar_versions (version, source, made_at) VALUES (1, 'holidays', '2029-12-01 08:00Z')",
    """
    INSERT INTO calendar_days (version, day, kind, name, decree, signed_by, signed_at) VALUES
        (1, '2030-01-01', 'day-off', 'Yeni il', '', 'Nigar', '2029-12-01 08:00Z'),
        (1, '2030-03-20', 'day-off', 'Novruz', '', 'Nigar', '2029-12-01 08:00Z'),
        (1, '2031-01-01', 'day-off', 'Yeni il', '', 'Nigar', '2029-12-01 08:00Z'),
        (1, '2031-03-20', 'day-off', 'Novruz', '', NULL, NULL)
    """,
)
"""A year whose days one name stood for, and a year with a day nobody had signed yet."""

COUNTED_WHERE_IT_WAS_TAKEN = """
    UPDATE terms SET due_on = there.due_on, due_at = there.due_at FROM terms AS there
    WHERE terms.kind = there.kind
    AND terms.case_id = (SELECT id FROM cases WHERE channel = 'self-service' AND centre = 'dost-1')
    AND there.case_id = (SELECT id FROM cases WHERE channel = 'in-person')
"""
"""A centre that took a case counted it as one that had been filed there, at the same moment."""


async def through(house: House, older: str, *changes: str) -> None:
    """Take the database back to an older revision, change what is stored there, and migrate it."""
    url = owners_address(
        house.database.engine.url.set(drivername="postgresql").render_as_string(False)
    )
    config = alembic_config(root_of("applications"), url)
    await _without_connections(house, lambda: command.downgrade(config, older))
    async with house.database.transaction() as session:
        connection = await session.connection()
        async with as_owner(connection):
            for change in changes:
                await connection.execute(text(change))
    await _without_connections(house, lambda: command.upgrade(config, "head"))


async def _without_connections(house: House, work: Callable[[], None]) -> None:
    # A pool remembers statements over the tables as they were.
    await house.database.dispose()
    await asyncio.to_thread(work)


async def rows(house: House, query: str) -> list[dict[str, Any]]:
    async with house.database.transaction() as session:
        found = await (await session.connection()).execute(text(query))
        return [dict(row) for row in found.mappings()]


async def lives(house: House) -> dict[str, Json]:
    """Give a case that was granted in its term, one that was withdrawn, and one that is open."""
    agent, officer, citizen = await house.agent(), await house.officer(), await house.citizen()
    submitted = (await citizen.submit(self_service())).json()
    return {
        "withdrawn": await citizen.does(submitted, "withdraw", WHY),
        "granted": await house.granted(agent, officer),
        "forwarded": await house.forwarded(agent),
    }


async def test_cases_from_before_the_statistics_are_counted_in_them(busy_house: House) -> None:
    cases = await lives(busy_house)

    await through(busy_house, "0011")

    async with busy_house.database.transaction() as session:
        assert await differences(session) == []
    [sums] = await rows(
        busy_house,
        "SELECT sum(submitted) AS submitted, sum(granted) AS granted, sum(withdrawn) AS withdrawn,"
        " sum(in_term) AS in_term FROM statistic_days",
    )
    assert sums == {"submitted": 3, "granted": 1, "withdrawn": 1, "in_term": 1}
    kept = await rows(busy_house, "SELECT case_id FROM terms WHERE kind = 'total' AND kept")
    assert [row["case_id"] for row in kept] == [cases["granted"]["case_id"]]


async def test_a_decision_from_before_the_statistics_that_came_late_is_not_in_its_term(
    busy_house: House,
) -> None:
    await lives(busy_house)

    await through(
        busy_house, "0011", "UPDATE decisions SET decided_at = decided_at + interval '1 year'"
    )

    [sums] = await rows(busy_house, "SELECT sum(in_term) AS in_term FROM statistic_days")
    assert sums == {"in_term": 0}


async def test_days_that_one_name_stood_for_hold_on_and_a_year_with_a_gap_is_not_settled(
    busy_house: House,
) -> None:
    await busy_house.at_desk(await busy_house.agent())

    await through(busy_house, "0013", *OF_BEFORE_SIGNATURES)

    assert await rows(
        busy_house, "SELECT version, made_by, years, in_force_at FROM calendar_versions"
    ) == [{"version": 1, "made_by": "command-line:seed", "years": [2030], "in_force_at": MADE}]
    assert await rows(busy_house, "SELECT signer, signed_at FROM calendar_signatures") == [
        {"signer": "command-line:Nigar", "signed_at": MADE}
    ]
    async with busy_house.database.transaction() as session:
        calendar = await calendars.read_at(session, 1)
    assert not calendar.is_working(date(2030, 3, 20))
    stands = await rows(busy_house, "SELECT calendar_version, calendar_offered FROM cases")
    assert stands == [{"calendar_version": 1, "calendar_offered": 1}]


async def test_who_forwarded_a_case_before_is_the_first_of_those_who_did(
    busy_house: House,
) -> None:
    cases = await lives(busy_house)

    await through(busy_house, "0021")

    found = await rows(busy_house, "SELECT id, forwarded_by, forwarders, extension FROM cases")
    told = {row["id"]: (row["forwarders"], row["extension"]) for row in found}
    assert told[cases["withdrawn"]["case_id"]] == ([], None)
    for case in ("granted", "forwarded"):
        [forwarded_by] = [
            row["forwarded_by"] for row in found if row["id"] == cases[case]["case_id"]
        ]
        assert forwarded_by is not None
        assert told[cases[case]["case_id"]] == ([forwarded_by], None)


async def test_a_case_from_before_goes_on_to_its_decision(busy_house: House) -> None:
    case = (await lives(busy_house))["forwarded"]

    await through(busy_house, "0011")

    officer = await busy_house.officer()
    claimed = await officer.does(await officer.reads(case), "claim")
    assert claimed["state"] == "at-back-office"


async def test_a_case_from_before_keeps_the_hours_its_dates_were_counted_by(
    busy_house: House,
) -> None:
    short = {"centre": "dost-1", "opens": "10:00", "closes": "13:00", "weekdays": [0, 1, 2, 3, 4]}
    await in_force(busy_house, version(centres=[short]))
    hours = days(12, unit="hour", runs="office-hours")
    await busy_house.publish(childcare_data(version=2, total_duration=hours))
    agent, citizen = await busy_house.agent(), await busy_house.citizen()
    here = await busy_house.submitted_in_person(agent)
    waiting, taken = [(await citizen.submit(self_service())).json() for _ in range(2)]
    taken = await agent.does(taken, "claim")

    await through(busy_house, "0032", COUNTED_WHERE_IT_WAS_TAKEN)

    found = await rows(busy_house, "SELECT id, hours_centre FROM cases")
    assert {row["id"]: row["hours_centre"] for row in found} == {
        here["case_id"]: "dost-1",
        waiting["case_id"]: None,
        taken["case_id"]: "dost-1",
    }
    after = await agent.does(await agent.reads(taken), "release")
    assert dates_of(after) == dates_of(here)
    assert dates_of(await agent.does(waiting, "claim")) == dates_of(waiting)


def dates_of(case: Json) -> dict[str, tuple[str, str | None]]:
    return {each["kind"]: (each["on"], each["at"]) for each in case["deadlines"]}
