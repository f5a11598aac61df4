"""What the account reads of cases that the real rules have moved: their promises are found kept."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from local_stack.account.events import Topics
from local_stack.account.facts import Books, Outside
from local_stack.account.lines import Line
from local_stack.account.owed import lines_of_owed
from local_stack.account.promises import lines_of_promises
from local_stack.account.tables import read_databases
from local_stack.databases import address_of
from shared.events.cases import MessageRequested
from tests.builders.account_lines import DECIDED, FIRED, ONCE, OWED, PAPERS, REJECTIONS, WANTED
from tests.builders.applications import House
from tests.builders.database import committing
from tests.builders.representatives import looked_at, with_mandate
from tests.builders.submissions import by

MORNING = datetime(2026, 3, 19, 5, 0, tzinfo=UTC)
"""When the timer fires that tells of the first term of a case."""
GUARDIANSHIP = {"kind": "guardianship", "valid_until": "2031-01-01"}
REASON = {"reason": "Sənəd saxtadır."}


@pytest.fixture
async def house(database_url_of: Callable[[str], str]) -> AsyncIterator[House]:
    """The service of the cases on a database of the test's own, whose commits anybody may read."""
    url = database_url_of("applications")
    async with committing(url) as database, House(database, url) as house:
        yield house


async def promises(
    house: House, database_url_of: Callable[[str], str]
) -> Mapping[str, tuple[int, int, bool]]:
    """Draw the lines of what the cases promised and owe: expected, found, and whether they hold."""

    def address(name: str) -> str:
        url, own = database_url_of(name.replace("_", "-")), house.database.engine.url.database
        return address_of(url, own or "") if name == "applications" else url

    look = await asyncio.to_thread(read_databases, address)
    books = Books(look, Topics(), Outside(MORNING, MORNING), look)
    lines = (*lines_of_promises(books), *lines_of_owed(books))
    return {line.what: _in_short(line) for line in lines}


def _in_short(line: Line) -> tuple[int, int, bool]:
    return line.expected, line.found, line.holds


async def test_each_firing_of_a_timer_whose_term_has_grown_has_its_message(
    house: House, database_url_of: Callable[[str], str]
) -> None:
    agent, officer = await house.agent(), await house.officer()
    case = await house.forwarded(agent)
    house.clock.set(MORNING)
    fired = await house.fire_timers()
    case = await officer.does(await officer.reads(case), "claim")
    body = {"days": 10, "legal_basis": "Qanun, m. 7", "reason": "Ekspertiza"}
    case = await officer.does(case, "extend", body)
    waiting = await promises(house, database_url_of)
    notice = by(case["deadlines"], "kind", "notice")
    house.clock.set(datetime.fromisoformat(notice["at"]))
    fired += await house.fire_timers()

    told = await promises(house, database_url_of)

    assert fired == 2
    assert (waiting[FIRED], waiting[ONCE]) == ((0, 0, True), (1, 1, True))
    assert (told[FIRED], told[ONCE]) == ((1, 1, True), (2, 2, True))


async def test_a_decision_has_its_message(
    house: House, database_url_of: Callable[[str], str]
) -> None:
    await house.granted(await house.agent(), await house.officer())

    assert (await promises(house, database_url_of))[DECIDED] == (1, 1, True)


async def test_the_ward_is_told_beside_the_guardian_whose_mandate_was_rejected(
    house: House, database_url_of: Callable[[str], str]
) -> None:
    answer = await (await house.citizen()).submit(with_mandate(**GUARDIANSHIP))
    await house.ask_registries()
    agent = await house.agent()
    case = await agent.does(await agent.reads(answer.json()), "claim")
    case = await agent.does(case, "confirm-mandate", looked_at())
    house.clock.set(MORNING)
    fired = await house.fire_timers()
    await agent.does(await agent.reads(case), "reject-mandate", REASON)

    told = await promises(house, database_url_of)

    assert (fired, len(await house.events(MessageRequested))) == (1, 2)
    assert (told[ONCE], told[REJECTIONS]) == ((2, 2, True), (1, 1, True))


async def test_what_a_case_owes_on_its_way_has_its_question_and_its_timer(
    house: House, database_url_of: Callable[[str], str]
) -> None:
    agent = await house.agent()
    await house.submitted_in_person(agent)
    asked = await promises(house, database_url_of)
    house.registries.down.add("sigorta")
    await house.ask_registries()
    silent = await promises(house, database_url_of)
    house.registries.down.clear()
    await house.recovered("sigorta")
    await house.ask_registries()
    answered = await promises(house, database_url_of)

    assert (asked[WANTED], asked[OWED]) == ((2, 2, True), (1, 1, True))
    assert (silent[WANTED], silent[OWED]) == ((2, 2, True), (1, 1, True))
    assert (answered[WANTED], answered[OWED]) == ((0, 0, True), (1, 1, True))


@pytest.mark.parametrize(
    ("lost", "what"),
    [
        ("UPDATE registry_questions SET state = 'finished'", WANTED),
        ("UPDATE timers SET state = 'cancelled'", OWED),
        ("UPDATE timers SET due_at = due_at + interval '1 day'", OWED),
    ],
)
async def test_a_case_whose_question_or_timer_is_lost_is_found(
    house: House, database_url_of: Callable[[str], str], lost: str, what: str
) -> None:
    await house.submitted_in_person(await house.agent())
    async with house.database.engine.begin() as connection:
        await connection.execute(text(lost))

    expected, found, holds = (await promises(house, database_url_of))[what]

    assert (found, holds) == (0, False)
    assert expected > 0


async def test_a_case_that_waits_for_papers_has_asked_for_them(
    house: House, database_url_of: Callable[[str], str]
) -> None:
    agent = await house.agent()
    house.registries.lacking = {"leave_order"}
    case = await house.at_desk(agent)
    await house.ask_registries()
    case = await agent.reads(case)
    wanted = {"requirements": ["commission-protocol", "leave-order"]}
    await agent.does(case, "request-documents", wanted)
    asked = await promises(house, database_url_of)
    async with house.database.engine.begin() as connection:
        await connection.execute(text("UPDATE messages SET asks_for_papers = false"))

    unasked = await promises(house, database_url_of)

    assert (asked[PAPERS], unasked[PAPERS]) == ((1, 1, True), (1, 0, False))


@pytest.mark.parametrize("awaited", [False, True])
async def test_a_ward_whose_guardian_was_told_is_not_forgotten(
    house: House, database_url_of: Callable[[str], str], *, awaited: bool
) -> None:
    house.registries.lacking = {"leave_order"}
    agent = await house.agent()
    paper = {**GUARDIANSHIP, "valid_until": "2026-03-15"}
    answer = await agent.submit(with_mandate(**paper))
    await house.ask_registries()
    case = await agent.does(await agent.reads(answer.json()), "claim")
    missing = [each["code"] for each in case["requirements"] if each["status"] == "missing"]
    asking = ("request-documents", {"requirements": missing})
    await agent.does(case, *(asking if awaited else ("notify", None)))
    kept = await promises(house, database_url_of)
    async with house.database.engine.begin() as connection:
        await connection.execute(text("UPDATE timers SET state = 'cancelled'"))

    forgotten = await promises(house, database_url_of)

    line = PAPERS if awaited else OWED
    assert (kept[line], forgotten[line]) == ((1, 1, True), (1, 0, False))
