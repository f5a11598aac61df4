"""The statistics hold each change of a case exactly once, and can be held against the cases."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from sqlmodel import func, select
from typer.testing import CliRunner, Result

from applications.cli import app
from applications.domain.statistics.counted_cases import Cell, CountChange, Counts
from applications.domain.statistics.report import Grouping, Period, Question
from applications.jobs.statistic_folding import StatisticFolding
from applications.storage import statistics
from applications.storage.tables.statistics import StatisticChangeRow, StatisticDayRow
from shared.database import Database
from tests.builders.applications import House
from tests.builders.database import committing
from tests.builders.submissions import OTHER_FIN, self_service

DAY = date(2026, 3, 10)
CELL = Cell(DAY, "childcare-benefit", "in-person", "dost-1", "dsmf@dost-1")
QUESTION = Question(Period(DAY, DAY), (Grouping.CENTRE,), None)


async def run(database: Database, command: str) -> Result:
    url = database.engine.url.set(drivername="postgresql")
    environment = {"ENV": "test", "DATABASE_URL": url.render_as_string(hide_password=False)}
    return await asyncio.to_thread(
        CliRunner().invoke, app, ("statistics", command), env=environment
    )


async def counted(database: Database) -> dict[str, Counts]:
    async with database.transaction() as session:
        groups = await statistics.groups(session, QUESTION, limit=10)
    return {str(group.keys[0]): group.counts for group in groups}


async def record(database: Database, *changes: CountChange) -> None:
    async with database.transaction() as session:
        await statistics.record(session, changes)


async def test_a_report_reads_a_change_before_and_after_it_is_folded(house: House) -> None:
    await record(house.database, *[CountChange(CELL, Counts(submitted=1))] * 3)
    await record(house.database, CountChange(CELL, Counts(granted=1, in_term=1)))
    before = await counted(house.database)
    folding = StatisticFolding(house.database)
    folded = [await folding.fold_some(), await folding.fold_some()]

    assert before == {"dost-1": Counts(submitted=3, granted=1, in_term=1)}
    assert folded == [4, 0]
    assert await counted(house.database) == before


async def test_a_case_counts_from_its_submission_to_its_decision(house: House) -> None:
    agent, officer = await house.agent(), await house.officer()
    await (await house.citizen(OTHER_FIN)).submit(self_service(OTHER_FIN))
    await house.granted(agent, officer)
    await house.deliver("decision")

    counts = await counted(house.database)
    assert counts.get("") == Counts(submitted=1)
    assert counts.get("dost-1") == Counts(submitted=1, granted=1, in_term=1), "counted as undecided"
    assert len(counts) == 2


async def test_workers_that_fold_at_the_same_time_add_each_change_once(
    busy_house: House,
) -> None:
    cells = [replace(CELL, centre=f"dost-{number}") for number in range(5)]
    for _ in range(20):
        await record(
            busy_house.database, *(CountChange(each, Counts(submitted=1)) for each in cells)
        )

    async def drain() -> int:
        folded = 0
        while True:
            async with busy_house.database.transaction() as session:
                some = await statistics.fold(session, at_most=7)
            folded += some
            if not some:
                return folded

    folded = await asyncio.gather(*(drain() for _ in range(4)))

    assert sum(folded) == 100
    assert await counted(busy_house.database) == {
        each.centre: Counts(submitted=20) for each in cells
    }


async def test_two_cases_of_one_cell_do_not_wait_for_each_other(busy_house: House) -> None:
    change = CountChange(CELL, Counts(submitted=1))
    async with busy_house.database.transaction() as first:
        await statistics.record(first, [change])
        async with asyncio.timeout(3), busy_house.database.transaction() as second:
            await statistics.record(second, [change])
        meanwhile = await counted(busy_house.database)

    assert meanwhile == {"dost-1": Counts(submitted=1)}
    assert await counted(busy_house.database) == {"dost-1": Counts(submitted=2)}


async def test_the_statistics_fit_the_cases_and_a_number_that_does_not_is_named(
    database_url_of: Callable[[str], str],
) -> None:
    url = database_url_of("applications")
    async with committing(url) as database, House(database, url) as house:
        agent, officer = await house.agent(), await house.officer()
        await (await house.citizen(OTHER_FIN)).submit(self_service(OTHER_FIN))
        house.clock.set((await house.clock.now()).replace(day=11))
        await house.granted(agent, officer)
        fits = await run(database, "verify")
        await StatisticFolding(database).fold_some()
        still_fits = await run(database, "verify")
        await record(database, CountChange(CELL, Counts(submitted=7)))
        differs = await run(database, "verify")
        rebuilt = await run(database, "rebuild")
        again = await run(database, "verify")

    assert (fits.exit_code, still_fits.exit_code, again.exit_code) == (0, 0, 0), fits.output
    assert "every cell fits" in again.output
    assert differs.exit_code == 1
    assert "2026-03-10 childcare-benefit in-person dost-1 dsmf@dost-1: statistics 7/0/0/0/0" in (
        differs.output
    )
    assert "2 cells counted anew" in rebuilt.output


async def test_a_decision_after_the_term_is_counted_late_also_when_counted_anew(
    database_url_of: Callable[[str], str],
) -> None:
    url = database_url_of("applications")
    async with committing(url) as database, House(database, url) as house:
        agent, officer = await house.agent(), await house.officer()
        case = await house.forwarded(agent)
        house.clock.set((await house.clock.now()).replace(month=4))
        await officer.does(await officer.does(case, "claim"), "grant")
        late = await counted(database)
        await run(database, "rebuild")
        anew = await counted(database)

    assert late == anew == {"dost-1": Counts(submitted=1, granted=1)}
    assert late["dost-1"].late == 1


async def test_a_case_that_changes_while_all_are_counted_anew_is_counted_once(
    busy_house: House,
) -> None:
    """Its change is in the snapshot with the case, or waits with it as a row of its own."""
    await record(busy_house.database, CountChange(CELL, Counts(submitted=99)))
    citizen = await busy_house.citizen()
    async with busy_house.database.transaction() as session:
        cells = await statistics.rebuild(session)
        case = await citizen.submit(self_service())
        assert case.status_code == 201, case.text
    async with busy_house.database.transaction() as session:
        different = await statistics.differences(session, at_most=5)
        rows = [
            (await session.exec(select(func.count()).select_from(table))).one()
            for table in (StatisticDayRow, StatisticChangeRow)
        ]

    assert (cells, rows) == (0, [0, 1])
    assert different == []
