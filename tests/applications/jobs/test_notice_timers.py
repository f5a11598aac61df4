import asyncio
import base64
import json
from datetime import UTC, datetime

import pytest
from sqlmodel import delete

from applications.domain.case import Instant
from applications.storage.tables.people import PersonRow
from applications.use_cases.request_message import NobodyToTell
from applications.use_cases.send_notice import DueTimer, send_notice, take_timer
from shared.clock import system_now
from shared.events.cases import MessageRequested
from shared.vault import open_from
from tests.builders.applications import LEASE, House
from tests.builders.database import as_owner
from tests.builders.submissions import FIN, Json, by, papers, self_service

CUT_OFF_DAY = datetime(2026, 3, 19, 5, 0, tzinfo=UTC)
"""Nine o'clock in Baku on the day of the notice's cut-off."""


async def online(house: House) -> Json:
    case: Json = (await (await house.citizen()).submit(self_service())).json()
    return case


async def test_nobody_decided_so_the_person_is_told_on_the_morning_of_the_cut_off(
    house: House,
) -> None:
    case = await online(house)

    house.clock.set(CUT_OFF_DAY.replace(hour=4, minute=59))
    too_early = await house.fire_timers()
    house.clock.set(CUT_OFF_DAY)
    fired = await house.fire_timers()

    [message] = await house.events(MessageRequested)
    assert (too_early, fired) == (0, 1)
    assert message.time == CUT_OFF_DAY
    assert message.data is not None
    assert message.data["template"] == "in-progress"
    assert message.data["term_on"] == "2026-03-31"
    assert message.data["notice_by"] == "2026-03-19T14:00:00Z"
    read = await (await house.citizen()).reads(case)
    assert read["messages"][0]["requested_at"] == "2026-03-19T05:00:00Z"
    assert by(read["steps"], "kind", "notify")["status"] == "pending"


async def test_the_recipient_travels_sealed_for_notifications_alone(house: House) -> None:
    await online(house)
    house.clock.set(CUT_OFF_DAY)
    await house.fire_timers()

    [message] = await house.events(MessageRequested)
    assert message.data is not None
    assert FIN not in str(message.data)
    sealed = base64.urlsafe_b64decode(message.data["recipient"]["sealed"])
    key_id = message.extensions["recipientkeyid"]
    opened = open_from(house.casework.recipients, key_id, sealed, message.event_id.encode())
    assert json.loads(opened) == {"fin": FIN}


async def test_two_workers_fire_a_timer_once(busy_house: House) -> None:
    await online(busy_house)
    busy_house.clock.set(CUT_OFF_DAY)

    await asyncio.gather(*(busy_house.fire_timers() for _ in range(3)))

    assert len(await busy_house.events(MessageRequested)) == 1


async def test_a_decided_case_is_told_its_decision_alone(house: House) -> None:
    await house.granted(await house.agent(), await house.officer())

    house.clock.set(CUT_OFF_DAY)
    await house.fire_timers()

    templates = [(event.data or {})["template"] for event in await house.events(MessageRequested)]
    assert templates == ["decision"]


async def test_while_papers_are_awaited_the_timer_waits_too(house: House) -> None:
    agent = await house.agent()
    case = await agent.does(await house.at_desk(agent), "request-documents", {})

    house.clock.set(CUT_OFF_DAY)
    while_waiting = await house.fire_timers()
    back = await agent.does(case, "submit-documents", papers("commission-protocol"))
    on_the_old_day = await house.fire_timers()

    notice = by(back["deadlines"], "kind", "notice")
    assert (while_waiting, on_the_old_day) == (0, 0)
    assert notice["at"] > "2026-03-19T14:00:00Z"
    house.clock.set(datetime.fromisoformat(notice["at"]))
    assert await house.fire_timers() == 1


async def test_who_was_told_early_is_told_again_once_the_term_has_grown(house: House) -> None:
    agent, officer = await house.agent(), await house.officer()
    case = await agent.does(await house.forwarded(agent), "notify")
    case = await officer.does(case, "claim")
    body = {"days": 30, "legal_basis": "Qanun, m. 7", "reason": "Ekspertiza"}
    case = await officer.does(case, "extend", body)

    notice = by(case["deadlines"], "kind", "notice")
    house.clock.set(datetime.fromisoformat(notice["at"]))
    fired = [await house.fire_timers(), await house.fire_timers()]

    early, again = await house.events(MessageRequested)
    assert fired == [1, 0]
    assert early.data is not None
    assert again.data is not None
    assert (early.data["term_on"], again.data["term_on"]) == ("2026-03-31", "2026-04-30")


async def test_a_timer_that_has_fired_is_set_anew_when_the_term_grows(house: House) -> None:
    agent, officer = await house.agent(), await house.officer()
    case = await house.forwarded(agent)
    house.clock.set(CUT_OFF_DAY)
    first = await house.fire_timers()
    case = await officer.does(await officer.reads(case), "claim")
    body = {"days": 10, "legal_basis": "Qanun, m. 7", "reason": "Ekspertiza"}
    case = await officer.does(case, "extend", body)

    house.clock.set(datetime.fromisoformat(by(case["deadlines"], "kind", "notice")["at"]))
    second = await house.fire_timers()

    assert (first, second) == (1, 1)
    assert len(await house.events(MessageRequested)) == 2


async def taken(house: House) -> DueTimer:
    """Let a worker take the due timer, and come no further."""
    at = Instant(await house.clock.now(), system_now())
    async with house.database.transaction() as session:
        due = await take_timer(session, at, LEASE)
    assert due is not None
    return due


async def fired(house: House, due: DueTimer) -> bool:
    at = Instant(await house.clock.now(), system_now())
    async with house.database.transaction() as session:
        return await send_notice(session, house.casework, due, at)


async def test_a_decision_between_taking_and_firing_leaves_nothing_to_tell(house: House) -> None:
    agent, officer = await house.agent(), await house.officer()
    case = await officer.does(await house.forwarded(agent), "claim")
    house.clock.set(CUT_OFF_DAY)
    due = await taken(house)
    await officer.does(case, "grant")

    assert not await fired(house, due)
    templates = [(event.data or {})["template"] for event in await house.events(MessageRequested)]
    assert templates == ["decision"]


async def test_a_timer_that_moved_between_taking_and_firing_waits_for_its_new_hour(
    house: House,
) -> None:
    await online(house)
    house.clock.set(CUT_OFF_DAY)
    due = await taken(house)
    house.clock.set(CUT_OFF_DAY.replace(day=18))

    too_early = await fired(house, due)
    house.clock.set(CUT_OFF_DAY)

    assert not too_early, "fired at its old hour"
    assert await house.fire_timers() == 1


async def test_a_message_to_nobody_is_never_promised(house: House) -> None:
    await online(house)
    async with (
        house.database.transaction() as session,
        as_owner(await session.connection()),
    ):
        await session.exec(delete(PersonRow))
    house.clock.set(CUT_OFF_DAY)

    with pytest.raises(NobodyToTell):
        await house.fire_timers()

    assert await house.events(MessageRequested) == []


async def test_a_late_grant_after_the_notice_tells_the_decision_as_well(house: House) -> None:
    agent, officer = await house.agent(), await house.officer()
    case = await officer.does(await house.forwarded(agent), "claim")
    house.clock.set(CUT_OFF_DAY)
    await house.fire_timers()
    await house.deliver("in-progress")

    told = await officer.reads(case)
    granted = await officer.does(told, "grant")
    await house.deliver("decision")

    assert by(told["steps"], "kind", "notify")["status"] == "pending"
    assert granted["state"] == "granted"
    assert (await officer.reads(granted))["state"] == "closed"
    templates = [(event.data or {})["template"] for event in await house.events(MessageRequested)]
    assert templates == ["in-progress", "decision"]
