"""Every list reads a page, however many cases there are: 100,000 of them, 50,000 at one office."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import col, func, select

from applications.storage import statistics
from applications.storage.tables.cases import CaseRow
from shared.identity.caller import Role
from shared.narrowed import EXAMINED
from tests.builders.applications import LEYLA, RASHAD, House
from tests.builders.database import committing
from tests.builders.many_cases import GROWN, HEAVY_OFFICE, MIDDLE_OF_PAPERS, fill, leave_changes
from tests.builders.scale import (
    Reading,
    Who,
    expect_page_alone,
    expect_to_go_on,
    later,
    reads,
)
from tests.builders.submissions import FIN

CASES = 100_000
PAGE = 20
BRANCHES = 12
"""A page reads along at most so many queues: an agent's two, for each state that is open."""
OWN = CASES // 50
"""So many cases has the citizen with the most; each is read with the two rows of its people."""
CELLS = 15_000
"""A report reads the cells of its days, and these hold a month of every centre and service."""
AGENT: Who = (Role.AGENT, LEYLA)
OFFICER: Who = (Role.OFFICER, RASHAD)
AUDITOR: Who = (Role.AUDITOR, {"person": "audit"})
CITIZEN: Who = (Role.CITIZEN, {"person": FIN})
PARTNER: Who = (Role.PARTNER, {"client": "partner-legal-aid"})
KIOSK: Who = (Role.KIOSK, {"person": "kiosk-1", "centre": "dost-1"})
ADMIN: Who = (Role.ADMIN, {"person": "admin"})


@pytest.fixture(scope="module")
async def busy(database_url_of: Callable[[str], str]) -> AsyncIterator[House]:
    """A house whose database has been in use for years."""
    url = database_url_of("applications")
    async with committing(url) as database, House(database, url) as house:
        await house.submitted_in_person(await house.agent())
        async with database.transaction() as session:
            await fill(await session.connection(), CASES)
        async with database.transaction() as session:
            await statistics.rebuild(session)
        async with database.transaction() as session:
            await leave_changes(await session.connection())
        yield house


A_PAGE = PAGE + 1 + BRANCHES
PLACES: Mapping[str, tuple[Any, ...]] = {
    "/v1/cases": (date(2026, 10, 6), "g0050000"),
    "/v1/calendar/held-cases": ("g0050000",),
    "/v1/calendar/versions": (CASES // 2,),
    "/v1/tickets": ("social-benefits", 0, 51_000),
    "/v1/parked": (50_000,),
}
"""A row in the middle of each list, by what the list is sorted by."""
EARLY = (date(2026, 4, 10), "g0050000")
"""The same where a filter ends the list before its middle."""


def reading(who: Who, path: str, rows: int, **params: Any) -> Reading:
    return reads(who, path, rows, EARLY if "due_before" in params else PLACES.get(path), **params)


AT_START = (
    reading(AGENT, "/v1/cases", A_PAGE),
    reading(AGENT, "/v1/cases", A_PAGE, limit=PAGE, state="at-back-office"),
    reading(AGENT, "/v1/cases", EXAMINED + BRANCHES, office="dma"),
    reading(OFFICER, "/v1/cases", A_PAGE),
    reading(OFFICER, "/v1/cases", A_PAGE, state="closed"),
    reading(OFFICER, "/v1/cases", A_PAGE, due_before="2026-04-20"),
    reading(OFFICER, "/v1/cases", A_PAGE, office=HEAVY_OFFICE),
    reading(OFFICER, "/v1/cases", CASES // 400, assignee="officer:o-3"),
    reading(OFFICER, "/v1/cases", EXAMINED + BRANCHES, service_id="service-3"),
    reading(OFFICER, "/v1/cases", EXAMINED + BRANCHES, channel="post"),
    reading(AGENT, "/v1/cases", EXAMINED + BRANCHES, stopped_before="2026-03-01"),
    reading(AUDITOR, "/v1/cases", A_PAGE),
    reading(AUDITOR, "/v1/cases", A_PAGE, state="closed"),
    reading(AUDITOR, "/v1/cases", CASES // 400, assignee="officer:o-3"),
    reading(AUDITOR, "/v1/cases", EXAMINED + BRANCHES, office=HEAVY_OFFICE, channel="post"),
    reading(AUDITOR, "/v1/cases", EXAMINED + BRANCHES, service_id="nobody-s"),
    reading(OFFICER, "/v1/calendar/held-cases", A_PAGE),
    reading(AUDITOR, "/v1/calendar/held-cases", A_PAGE, limit=PAGE),
    reading(CITIZEN, "/v1/cases", 6 * OWN),
    reading(CITIZEN, "/v1/cases", 6 * OWN, state="closed"),
    reading(PARTNER, "/v1/cases", 3 * A_PAGE),
    reading(PARTNER, "/v1/cases", 3 * A_PAGE, state="closed"),
    reading(AGENT, "/v1/tickets", A_PAGE),
    reading(AGENT, "/v1/tickets", A_PAGE, direction="social-benefits"),
    reading(KIOSK, "/v1/tickets", A_PAGE, state="called"),
    reading(ADMIN, "/v1/calendar/versions", A_PAGE),
    reading(ADMIN, "/v1/parked", A_PAGE),
)
"""Every list that goes on, from its beginning."""
LATER = tuple(later(each) for each in AT_START)
REPORTS = (
    reading(OFFICER, "/v1/statistics", CELLS),
    reading(AUDITOR, "/v1/statistics", CELLS, by="service,channel"),
)
"""A report has no pages."""
READINGS = (*AT_START, *LATER, *REPORTS)
OF_ONE_CASE = (
    reads(AGENT, "/v1/cases/{case_id}/history", 100, (CASES // 2,)),
    # An auditor may know of the papers and open none.
    reads(AUDITOR, "/v1/cases/{case_id}/documents", A_PAGE, (MIDDLE_OF_PAPERS, "claimed-50000")),
)
"""What one case has, and it has a fortieth of all there is."""


@pytest.mark.parametrize("reading", READINGS, ids=str)
async def test_a_page_is_read_without_looking_at_the_rest(busy: House, reading: Reading) -> None:
    role, wishes = reading.who
    caller = await busy.caller(role, **wishes)

    await expect_page_alone(busy.database, caller, reading, GROWN)


@pytest.mark.parametrize("reading", LATER, ids=str)
async def test_a_later_page_goes_on_where_the_one_before_ended(
    busy: House, reading: Reading
) -> None:
    role, wishes = reading.who

    await expect_to_go_on(await busy.caller(role, **wishes), reading)


@pytest.mark.parametrize("reading", [*OF_ONE_CASE, *(later(each) for each in OF_ONE_CASE)], ids=str)
async def test_what_one_case_has_is_read_a_page_at_a_time_however_much_it_is(
    busy: House, reading: Reading
) -> None:
    async with busy.database.transaction() as session:
        first = select(CaseRow.id).where(col(CaseRow.number).not_like("G-%"))
        case_id = (await session.exec(first)).one()
    role, wishes = reading.who
    caller = await busy.caller(role, **wishes)
    own = replace(reading, path=reading.path.format(case_id=case_id))

    await expect_page_alone(busy.database, caller, own, GROWN)
    await expect_to_go_on(caller, own)


async def test_a_rare_case_is_found_though_its_pages_are_short(busy: House) -> None:
    """Nobody waits for a page that reads the whole queue: ``next`` leads on, and loses none."""
    officer = await busy.officer()
    found: list[str] = []
    sizes: list[int] = []
    params = {"channel": "post"}
    while True:
        page = (await officer.get("/v1/cases", **params)).json()
        found += [line["case_id"] for line in page["items"]]
        sizes.append(len(page["items"]))
        if page["next"] is None:
            break
        params["cursor"] = page["next"]

    async with busy.database.transaction() as session:
        wanted = (
            select(CaseRow.id)
            .where(col(CaseRow.channel) == "post", col(CaseRow.office) == HEAVY_OFFICE)
            .order_by(col(CaseRow.due_on), col(CaseRow.id))
        )
        expected = (await session.exec(wanted)).all()
        all_of_them = (await session.exec(select(func.count()).select_from(CaseRow))).one()
    assert (all_of_them, len(expected)) == (CASES + 1, 20)
    assert found == list(expected)
    assert 0 in sizes, "no page stopped before it had found any"
    assert len(sizes) <= CASES / 2 / EXAMINED + 2


async def test_the_statistics_of_all_these_cases_fit_them(busy: House) -> None:
    async with busy.database.transaction() as session:
        assert await statistics.differences(session, at_most=3) == []
