import asyncio
from datetime import UTC, datetime

import pytest
from sqlmodel import col, delete, select

from applications.domain.case import CaseState
from applications.domain.errors import CaseMissing
from applications.storage.tables.cases import CaseRow
from applications.storage.tables.people import CaseKeyRow
from shared.events.cases import CaseAdvanced, MessageRequested
from shared.identity.caller import Role
from tests.builders.applications import House
from tests.builders.calendars import admin, day, imported, in_force, signed, version
from tests.builders.database import as_owner
from tests.builders.metrics import looked_up
from tests.builders.submissions import OTHER_FIN, Json, by, papers, self_service

NOVRUZ_LONGER = version(day("2026-03-31"))
NOVRUZ_SHORTER = version(day("2026-03-30", "working-day"))


async def online(house: House, fin: str | None = None) -> Json:
    body = self_service() if fin is None else self_service(fin)
    citizen = await house.citizen() if fin is None else await house.citizen(fin)
    answer = await citizen.submit(body)
    assert answer.status_code == 201, answer.text
    case: Json = answer.json()
    return case


async def actions(house: House, case: Json) -> list[str]:
    path = f"/v1/cases/{case['case_id']}/history"
    answer = await (await house.caller(Role.AUDITOR, person="auditor-1")).get(path)
    return [line["action"] for line in answer.json()["items"]]


def total(case: Json) -> str:
    on: str = by(case["deadlines"], "kind", "total")["on"]
    return on


async def test_a_decree_plans_an_open_case_anew_with_a_line_of_history_and_an_event(
    house: House,
) -> None:
    case, citizen = await online(house), await house.citizen()
    await in_force(house, NOVRUZ_LONGER)

    replanned = await house.replan()

    read = await citizen.reads(case)
    assert replanned == 1
    assert (total(case), total(read)) == ("2026-03-31", "2026-04-01")
    assert (read["calendar_version"], read["version"]) == (2, case["version"] + 1)
    [event] = await house.events(CaseAdvanced)
    assert (event.data or {})["action"] == "replan"
    history = (await citizen.get(f"/v1/cases/{case['case_id']}/history")).json()["items"]
    assert history[-1]["details"]["moves"] == {"total": {"from": "2026-03-31", "to": "2026-04-01"}}
    assert history[-1]["actor"] == "system"


async def test_a_version_that_one_person_has_signed_moves_nothing(house: House) -> None:
    case = await online(house)
    await signed(await admin(house), await imported(house, NOVRUZ_LONGER))

    assert await house.replan() == 0
    assert total(await (await house.citizen()).reads(case)) == "2026-03-31"


async def test_an_action_before_the_job_comes_moves_no_date_by_itself(house: House) -> None:
    agent = await house.agent()
    case = await house.submitted_in_person(agent)
    await in_force(house, NOVRUZ_SHORTER)

    acted = await agent.does(case, "approach-desk", {"desk": "desk-5"})

    assert total(acted) == "2026-03-31"


async def test_the_timer_of_the_notice_moves_with_its_cut_off(house: House) -> None:
    officer = await house.officer()
    case = await house.forwarded(await house.agent())
    await in_force(house, version(day("2026-03-19")))
    await house.replan()

    house.clock.set(datetime(2026, 3, 18, 5, 0, tzinfo=UTC))
    while_held = await house.fire_timers()
    await officer.does(await officer.reads(case), "adopt-calendar")
    adopted = await house.fire_timers()

    assert (while_held, adopted) == (0, 1)
    [message] = await house.events(MessageRequested)
    assert (message.data or {})["notice_by"] == "2026-03-18T14:00:00Z"


async def test_an_earlier_date_waits_until_an_officer_adopts_it_by_name(house: House) -> None:
    agent, officer = await house.agent(), await house.officer()
    case = await house.forwarded(agent)
    await in_force(house, NOVRUZ_SHORTER)
    await house.replan()

    held = await officer.reads(case)
    listed = (await officer.get("/v1/calendar/held-cases")).json()["items"]
    adopted = await officer.does(held, "adopt-calendar", {"reason": "Vaxtında çatırıq."})

    assert (total(held), held["calendar_version"], held["calendar_offered"]) == ("2026-03-31", 1, 2)
    assert [line["case_number"] for line in listed] == [case["case_number"]]
    assert (total(adopted), adopted["calendar_version"]) == ("2026-03-30", 2)
    assert adopted["calendar_offered"] is None
    history = (await officer.get(f"/v1/cases/{case['case_id']}/history")).json()["items"]
    last = history[-1]
    assert [line["action"] for line in history[-2:]] == ["hold-calendar", "adopt-calendar"]
    assert (last["actor"], last["note"]) == ("officer:rashad", "Vaxtında çatırıq.")
    assert (await officer.get("/v1/calendar/held-cases")).json()["items"] == []


async def test_a_held_case_nobody_has_taken_is_taken_by_an_agent_and_then_adopted(
    house: House,
) -> None:
    """Until then no office decides it; the agents of every centre find it among the held ones."""
    case = await online(house)
    await in_force(house, NOVRUZ_SHORTER)
    await house.replan()
    agent, officer = await house.agent(), await house.officer()
    elsewhere = await house.agent(person="nigar", centre="dost-2")
    for each in (agent, elsewhere):
        [held] = (await each.get("/v1/calendar/held-cases")).json()["items"]
        assert (held["case_id"], held["office"]) == (case["case_id"], None)
    assert (await officer.get("/v1/calendar/held-cases")).json()["items"] == []

    await agent.does(await agent.reads(case), "claim")
    [held] = (await officer.get("/v1/calendar/held-cases")).json()["items"]
    adopted = await officer.does(await officer.reads(case), "adopt-calendar")

    assert (held["office"], adopted["calendar_version"]) == ("dsmf@dost-1", 2)
    assert total(adopted) == "2026-03-30"


async def test_what_an_officer_adopts_is_what_was_held_back_the_day_of_registration_too(
    house: House,
) -> None:
    house.clock.set(datetime(2026, 3, 21, 6, 0, tzinfo=UTC))
    agent, officer = await house.agent(), await house.officer()
    case = await house.submitted_in_person(agent)
    await in_force(house, version(day("2026-03-28", "working-day")))
    house.clock.set(datetime(2026, 3, 25, 6, 0, tzinfo=UTC))
    await house.replan()

    held = await officer.reads(case)
    adopted = await officer.does(held, "adopt-calendar")

    history = (await officer.get(f"/v1/cases/{case['case_id']}/history")).json()["items"]
    offered = history[-2]["details"]["moves"]
    assert offered["registered"] == {"from": "2026-03-31", "to": "2026-03-28"}
    registered = [by(each["deadlines"], "kind", "registered")["on"] for each in (held, adopted)]
    assert registered == ["2026-03-31", "2026-03-28"]
    assert total(adopted) == offered["total"]["to"]


async def test_a_held_case_goes_on_by_the_calendar_it_stands_on(house: House) -> None:
    agent = await house.agent()
    case = await house.at_desk(agent)
    await in_force(house, NOVRUZ_SHORTER)
    await house.replan()

    held = await agent.reads(case)
    acted = await agent.does(held, "submit-documents", papers("commission-protocol"))

    assert total(acted) == "2026-03-31"
    assert by(acted["allowed_actions"], "action", "forward")
    assert "adopt-calendar" not in {each["action"] for each in acted["allowed_actions"]}


async def test_a_later_version_releases_a_case_that_was_held(house: House) -> None:
    case = await online(house)
    await in_force(house, NOVRUZ_SHORTER)
    await house.replan()
    await in_force(house, version(day("2026-03-30"), day("2026-03-31")))
    await house.replan()

    read = await (await house.citizen()).reads(case)
    assert (total(read), read["calendar_version"]) == ("2026-04-01", 3)
    assert (await actions(house, case))[-2:] == ["hold-calendar", "replan"]


async def test_a_version_that_moves_no_date_of_a_case_leaves_it_as_it_was(house: House) -> None:
    case = await online(house)
    await in_force(house, version(day("2026-07-06")))

    came_to = await house.replan()

    read = await (await house.citizen()).reads(case)
    assert (came_to, await house.replan()) == (1, 0)
    assert (read["version"], read["calendar_version"]) == (case["version"], 2)


async def test_what_is_decided_is_left_alone(house: House) -> None:
    await house.granted(await house.agent(), await house.officer())
    await in_force(house, NOVRUZ_LONGER)

    assert await house.replan() == 0


async def test_three_workers_come_to_each_case_once(busy_house: House) -> None:
    cases = [await online(busy_house), await online(busy_house, OTHER_FIN)]
    agent = await busy_house.agent()
    cases += [await busy_house.submitted_in_person(agent) for _ in range(4)]
    await in_force(busy_house, NOVRUZ_LONGER)

    walked = await asyncio.gather(*(busy_house.replan() for _ in range(3)))
    walked += await asyncio.gather(*(busy_house.replan() for _ in range(3)))

    assert sum(walked) == len(cases)
    events = [(event.data or {}) for event in await busy_house.events(CaseAdvanced)]
    replans = [event["case_id"] for event in events if event["action"] == "replan"]
    assert sorted(replans) == sorted(case["case_id"] for case in cases)


async def test_a_case_somebody_works_on_is_come_to_later(busy_house: House) -> None:
    case = await online(busy_house)
    await in_force(busy_house, NOVRUZ_LONGER)

    async with busy_house.database.transaction() as session:
        await session.exec(select(CaseRow.id).with_for_update())
        meanwhile = await busy_house.replan()

    assert (meanwhile, await busy_house.replan()) == (0, 1)
    assert (await actions(busy_house, case))[-1] == "replan"


async def test_a_worker_that_dies_in_the_midst_leaves_the_case_to_the_next(
    busy_house: House,
) -> None:
    case = await online(busy_house)
    await in_force(busy_house, NOVRUZ_LONGER)
    for milliseconds in (0, 2, 5, 10, 20, 40):
        walk = asyncio.create_task(busy_house.replan())
        await asyncio.sleep(milliseconds / 1000)
        walk.cancel()
        await asyncio.wait([walk])

    await busy_house.replan()

    assert (await actions(busy_house, case)).count("replan") == 1


async def test_a_case_that_fails_holds_up_no_other_and_is_come_to_again(house: House) -> None:
    broken, well = await online(house), await online(house, OTHER_FIN)
    first, second = sorted([broken["case_id"], well["case_id"]])
    async with house.database.transaction() as session:
        key = (await session.exec(select(CaseKeyRow).where(col(CaseKeyRow.case_id) == first))).one()
        async with as_owner(await session.connection()):
            await session.exec(delete(CaseKeyRow).where(col(CaseKeyRow.case_id) == first))
        kept = CaseKeyRow.model_validate(key.model_dump())
    await in_force(house, NOVRUZ_LONGER)
    job = house.replanning()

    with pytest.raises(CaseMissing):
        await job.replan_due()
    assert await job.replan_due() == 1
    async with house.database.transaction() as session:
        session.add(kept)
    assert [await job.replan_due() for _ in range(3)] == [0, 1, 0]
    assert {(await actions(house, {"case_id": each}))[-1] for each in (first, second)} == {"replan"}


async def test_an_operator_sees_how_many_cases_wait_and_how_many_are_held(house: House) -> None:
    await online(house)
    before = await looked_up(house.replanning().readings)
    await in_force(house, NOVRUZ_SHORTER)
    waiting = await looked_up(house.replanning().readings)
    await house.replan()
    held = await looked_up(house.replanning().readings)

    job = {"job": "calendar-replanning"}
    assert [each.value("dost_job_due", **job) for each in (before, waiting, held)] == [0, 1, 0]
    shown = [each.value("dost_cases_held_by_calendar") for each in (before, waiting, held)]
    assert shown == [0, 0, 1]


async def test_held_cases_are_listed_a_page_at_a_time_to_those_who_may_see_them(
    house: House,
) -> None:
    agent, officer = await house.agent(), await house.officer()
    cases = [await house.forwarded(agent) for _ in range(3)]
    await in_force(house, NOVRUZ_SHORTER)
    await house.replan()

    first = (await officer.get("/v1/calendar/held-cases", limit=2)).json()
    second = (await officer.get("/v1/calendar/held-cases", cursor=first["next"])).json()
    elsewhere = await house.officer(person="orkhan", centre="dost-2")

    numbers = [line["case_number"] for line in first["items"] + second["items"]]
    assert sorted(numbers) == sorted(case["case_number"] for case in cases)
    assert second["next"] is None
    assert (await elsewhere.get("/v1/calendar/held-cases")).json()["items"] == []
    assert {line["state"] for line in first["items"]} == {CaseState.AT_BACK_OFFICE.value}
