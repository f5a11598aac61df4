"""Every list reads a page, however many cases there are: 100,000 of them, 50,000 at one office."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import col, func, select

from applications.storage import statistics
from applications.storage.tables.cases import CaseRow
from applications.storage.worklist import EXAMINED
from shared.cursors import encode
from shared.database import Database
from shared.identity.caller import Role
from tests.builders.applications import LEYLA, RASHAD, Caller, House
from tests.builders.database import committing
from tests.builders.many_cases import GROWN, HEAVY_OFFICE, fill, leave_changes
from tests.builders.statements import Scan, recorded, scans
from tests.builders.submissions import FIN

CASES = 100_000
PAGE = 20
BRANCHES = 12
"""A page reads along at most so many queues: an agent's two, for each state that is open."""
OWN = CASES // 50
"""So many cases has the citizen with the most; each is read with the two rows of its people."""
CELLS = 15_000
"""A report reads the cells of its days, and these hold a month of every centre and service."""
AGENT: tuple[Role, Any] = (Role.AGENT, LEYLA)
OFFICER: tuple[Role, Any] = (Role.OFFICER, RASHAD)
AUDITOR: tuple[Role, Any] = (Role.AUDITOR, {"person": "audit"})
CITIZEN: tuple[Role, Any] = (Role.CITIZEN, {"person": FIN})
PARTNER: tuple[Role, Any] = (Role.PARTNER, {"client": "partner-legal-aid"})
KIOSK: tuple[Role, Any] = (Role.KIOSK, {"person": "kiosk-1", "centre": "dost-1"})
ADMIN: tuple[Role, Any] = (Role.ADMIN, {"person": "admin"})


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


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody reads a list, and looks at no more rows than ``rows`` for it."""

    who: tuple[Role, Any]
    path: str
    rows: int
    params: Mapping[str, Any]

    def __str__(self) -> str:
        shown = {**self.params, **({"cursor": "deep"} if "cursor" in self.params else {})}
        params = ", ".join(f"{name}={value}" for name, value in shown.items())
        return f"{self.who[0]} {self.path} {params}".strip()


def reads(who: tuple[Role, Any], path: str, rows: int, **params: Any) -> Reading:
    return Reading(who, path, rows, params)


A_PAGE = PAGE + 1 + BRANCHES
AT_START = (
    reads(AGENT, "/v1/cases", A_PAGE),
    reads(AGENT, "/v1/cases", A_PAGE, limit=PAGE, state="at-back-office"),
    reads(AGENT, "/v1/cases", EXAMINED + BRANCHES, office="dma"),
    reads(OFFICER, "/v1/cases", A_PAGE),
    reads(OFFICER, "/v1/cases", A_PAGE, state="closed"),
    reads(OFFICER, "/v1/cases", A_PAGE, due_before="2026-04-20"),
    reads(OFFICER, "/v1/cases", A_PAGE, office=HEAVY_OFFICE),
    reads(OFFICER, "/v1/cases", CASES // 400, assignee="officer:o-3"),
    reads(OFFICER, "/v1/cases", EXAMINED + BRANCHES, service_id="service-3"),
    reads(OFFICER, "/v1/cases", EXAMINED + BRANCHES, channel="post"),
    reads(AGENT, "/v1/cases", EXAMINED + BRANCHES, stopped_before="2026-03-01"),
    reads(AUDITOR, "/v1/cases", A_PAGE),
    reads(AUDITOR, "/v1/cases", A_PAGE, state="closed"),
    reads(AUDITOR, "/v1/cases", CASES // 400, assignee="officer:o-3"),
    reads(AUDITOR, "/v1/cases", EXAMINED + BRANCHES, office=HEAVY_OFFICE, channel="post"),
    reads(AUDITOR, "/v1/cases", EXAMINED + BRANCHES, service_id="nobody-s"),
    reads(OFFICER, "/v1/calendar/held-cases", A_PAGE),
    reads(AUDITOR, "/v1/calendar/held-cases", A_PAGE, limit=PAGE),
    reads(CITIZEN, "/v1/cases", 6 * OWN),
    reads(CITIZEN, "/v1/cases", 6 * OWN, state="closed"),
    reads(PARTNER, "/v1/cases", 3 * A_PAGE),
    reads(PARTNER, "/v1/cases", 3 * A_PAGE, state="closed"),
    reads(AGENT, "/v1/tickets", A_PAGE),
    reads(AGENT, "/v1/tickets", A_PAGE, direction="social-benefits"),
    reads(KIOSK, "/v1/tickets", A_PAGE, state="called"),
    reads(ADMIN, "/v1/parked", A_PAGE),
    reads(OFFICER, "/v1/statistics", CELLS),
    reads(AUDITOR, "/v1/statistics", CELLS, by="service,channel"),
)

"""Every list, from its beginning."""
HALF_WAY: Mapping[str, tuple[Any, ...]] = {
    "/v1/cases": (date(2026, 10, 6), "g0050000"),
    "/v1/calendar/held-cases": ("g0050000",),
    "/v1/tickets": ("social-benefits", 0, 51_000),
    "/v1/parked": (50_000,),
}
"""A row in the middle of each list, by what the list is sorted by."""
EARLY = {"2026-04-20": (date(2026, 4, 10), "g0050000")}
"""The same where a filter ends the list before its middle."""


def deep_in(reading: Reading) -> Reading:
    """Return the same reading of the page after a row deep in the list, with the same budget."""
    place = EARLY.get(reading.params.get("due_before", ""), HALF_WAY[reading.path])
    return replace(reading, params={**reading.params, "cursor": encode(*place)})


LATER = tuple(deep_in(each) for each in AT_START if each.path in HALF_WAY)
READINGS = (*AT_START, *LATER)


async def plans(database: Database, caller: Caller, reading: Reading) -> list[list[Scan]]:
    """Read a list, and return how each plan of each of its statements reads the tables that grew."""
    with recorded(database) as recording:
        answer = await caller.get(reading.path, **reading.params)
    assert answer.status_code == 200, answer.text
    found = []
    for generic in (False, True):
        for statement in recording.statements:
            async with database.transaction() as session:
                read = await scans(await session.connection(), statement, generic=generic)
            found.append([scan for scan in read if scan.table in GROWN])
    return found


@pytest.mark.parametrize("reading", READINGS, ids=str)
async def test_a_page_is_read_without_looking_at_the_rest(busy: House, reading: Reading) -> None:
    role, wishes = reading.who
    found = await plans(busy.database, await busy.caller(role, **wishes), reading)

    assert any(found), "no table that grew was read at all"
    for scanned in found:
        assert [scan for scan in scanned if "Seq" in scan.kind] == []
        assert sum(scan.rows for scan in scanned) <= reading.rows, scanned


@pytest.mark.parametrize("reading", LATER, ids=str)
async def test_a_later_page_goes_on_where_the_one_before_ended(
    busy: House, reading: Reading
) -> None:
    """The cursors above do lead into the lists: what they find is not nothing by mistake."""
    role, wishes = reading.who
    caller = await busy.caller(role, **wishes)

    page = (await caller.get(reading.path, **reading.params)).json()
    first = {name: value for name, value in reading.params.items() if name != "cursor"}
    start = (await caller.get(reading.path, **first)).json()

    found = {json.dumps(item) for item in page["items"]}
    assert found.isdisjoint(json.dumps(item) for item in start["items"])
    assert found or not start["items"] or start["next"] is None or page["next"] is not None


async def test_history_is_read_a_page_at_a_time_however_long_it_is(busy: House) -> None:
    async with busy.database.transaction() as session:
        first = select(CaseRow.id).where(col(CaseRow.number).not_like("G-%"))
        case_id = (await session.exec(first)).one()
    reading = reads(AGENT, f"/v1/cases/{case_id}/history", 100)

    for scanned in await plans(busy.database, await busy.agent(), reading):
        assert [scan for scan in scanned if "Seq" in scan.kind] == []
        assert sum(scan.rows for scan in scanned) <= reading.rows, scanned


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
    assert 0 in sizes
    assert len(sizes) <= CASES / 2 / EXAMINED + 2


async def test_the_statistics_of_all_these_cases_fit_them(busy: House) -> None:
    async with busy.database.transaction() as session:
        assert await statistics.differences(session, at_most=3) == []
