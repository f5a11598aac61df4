"""From the case to the words in the cabinet: what is read of the term holds on the day it is read."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

import pytest

from shared.database import Database
from shared.events.cases import MessageRequested
from tests.builders.applications import House
from tests.builders.case_passports import childcare_data, codes, document
from tests.builders.database import rolled_back
from tests.builders.notifications import written
from tests.builders.submissions import self_service

WE_WAIT = "müddətə daxil edilmir"
CUT_OFF_DAY = datetime(2026, 3, 19, 5, 0, tzinfo=UTC)


@pytest.fixture
async def cabinet(database_url_of: Callable[[str], str]) -> AsyncIterator[Database]:
    """Give the notifications service's database, with its own templates."""
    async with rolled_back(database_url_of("notifications")) as database:
        yield database


async def read(house: House, cabinet: Database) -> list[str]:
    """Return what the person reads of each message the cases have asked for, in order."""
    events = [row.envelope() for row in await house.events(MessageRequested)]
    messages = await written(cabinet, events, recipients=house.casework.recipients)
    return [each.body for each in messages]


async def test_at_the_cut_off_the_clock_runs_and_nobody_reads_that_it_stands(
    house: House, cabinet: Database
) -> None:
    await (await house.citizen()).submit(self_service())
    house.clock.set(CUT_OFF_DAY)
    await house.fire_timers()

    [body] = await read(house, cabinet)

    assert "Commission-Protocol" in body
    assert body.endswith("Qərar 31.03.2026 tarixinədək qəbul edilməlidir.")
    assert WE_WAIT not in body


async def test_an_agent_who_writes_stops_no_clock_and_who_asks_for_papers_does(
    house: House, cabinet: Database
) -> None:
    agent = await house.agent()
    case = await agent.does(await house.at_desk(agent), "notify")
    await agent.does(case, "request-documents", {})

    told, asked = await read(house, cabinet)

    assert "Commission-Protocol" in told
    assert (WE_WAIT in told, WE_WAIT in asked) == (False, True)


async def test_a_notice_that_goes_after_the_term_says_that_the_decision_is_late(
    house: House, cabinet: Database
) -> None:
    await house.forwarded(await house.agent())
    house.clock.set(datetime(2026, 4, 20, 5, 0, tzinfo=UTC))
    await house.fire_timers()

    [body] = await read(house, cabinet)

    assert "Qərarın son tarixi 31.03.2026 idi; bu müddət bitib və qərar gecikir." in body


async def test_the_notice_of_a_letter_that_lay_past_its_term_says_so_and_names_the_papers(
    house: House, cabinet: Database
) -> None:
    documents = [document("protocol", name="Komissiyanın protokolu.")]
    channels = codes("in-person", "post")
    await house.publish(
        childcare_data(version=2, intake_channels=channels, required_documents=documents)
    )
    house.clock.set(datetime(2026, 3, 16, 6, 0, tzinfo=UTC))
    letter = {"received_on": "2026-02-20", "registered_no": "D-118"}
    await (await house.agent()).submit(self_service(channel="post", evidence=letter))
    await house.fire_timers()

    [body] = await read(house, cabinet)

    assert "Qərarın son tarixi 02.03.2026 idi; bu müddət bitib və qərar gecikir." in body
    assert "çatışmır: Komissiyanın protokolu. Onları" in body


async def test_papers_awaited_past_the_day_of_the_term_make_no_decision_late(
    house: House, cabinet: Database
) -> None:
    agent = await house.agent()
    waiting = await agent.does(await house.at_desk(agent), "request-documents", {})
    await house.fail("in-progress")
    house.clock.set(datetime(2026, 4, 20, 6, 0, tzinfo=UTC))
    await agent.does(await agent.reads(waiting), "notify")

    _, again = await read(house, cabinet)

    assert WE_WAIT in again
    assert "gecikir" not in again


async def test_an_agent_who_writes_while_the_case_is_suspended_promises_no_day(
    house: House, cabinet: Database
) -> None:
    agent = await house.agent()
    case = await agent.does(await house.at_desk(agent), "suspend", {"reason": "Məhkəmə işi."})
    house.clock.set(datetime(2026, 4, 20, 6, 0, tzinfo=UTC))
    await agent.does(case, "notify")

    [body] = await read(house, cabinet)

    assert "baxılması dayandırılıb. Qərarın son tarixi 31.03.2026 idi" in body
