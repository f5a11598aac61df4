from datetime import UTC, datetime

import pytest
from sqlmodel import col, select

from applications.storage.tables.queues import RegistryQuestionRow, TimerRow
from shared.events.cases import MessageRequested
from tests.builders.applications import Caller, House
from tests.builders.submissions import Json, by, self_service

WHY = {"reason": "Aysel xahiş edib."}
EXTEND = {"days": 10, "legal_basis": "İnzibati icraat haqqında Qanun", **WHY}


async def claimed(house: House) -> Json:
    officer = await house.officer()
    return await officer.does(await house.forwarded(await house.agent()), "claim")


async def history(caller: Caller, case: Json) -> list[Json]:
    answer = await caller.get(f"/v1/cases/{case['case_id']}/history", limit=100)
    items: list[Json] = answer.json()["items"]
    return items


def total(case: Json) -> Json:
    return by(case["deadlines"], "kind", "total")


async def test_a_returned_case_comes_back_after_its_papers_were_looked_at_again(
    house: House,
) -> None:
    agent, officer = await house.agent(), await house.officer()
    case = await officer.does(await claimed(house), "return", WHY)

    early = await agent.act(case, "forward", {"view": "for", "note": "-"})
    confirmed = await agent.does(case, "confirm-completeness")
    again = await agent.does(confirmed, "forward", {"view": "for", "note": "-"})

    assert case["state"] == "at-front-office"
    assert case["assignee"] is None
    assert "back-office" not in [each["kind"] for each in case["deadlines"]]
    assert early.json()["blocked_by"][0]["code"] == "earlier-steps-done"
    assert again["state"] == "at-back-office"
    assert by(await history(officer, case), "action", "return")["note"] == WHY["reason"]


async def test_a_withdrawn_case_asks_waits_and_writes_no_more(house: House) -> None:
    house.registries.down = {"monitorinq"}
    agent, citizen = await house.agent(), await house.citizen()
    case = await house.at_desk(agent)

    withdrawn = await citizen.does(case, "withdraw", WHY)

    assert withdrawn["state"] == "withdrawn"
    async with house.database.transaction() as session:
        questions = (await session.exec(select(col(RegistryQuestionRow.state)))).all()
        timers = (await session.exec(select(col(TimerRow.state)))).all()
    assert set(questions) == {"finished"}
    assert timers == ["cancelled"]
    await house.recovered("monitorinq")
    assert await house.ask_registries() == 0
    house.clock.set((await house.clock.now()).replace(day=19))
    assert await house.fire_timers() == 0
    assert await house.events(MessageRequested) == []
    told = await agent.act(await agent.reads(case), "notify")
    assert told.status_code == 409


async def test_an_answer_on_its_way_is_not_taken_by_a_case_withdrawn_meanwhile(
    house: House,
) -> None:
    citizen = await house.citizen()
    case = (await citizen.submit(self_service())).json()

    await citizen.does(case, "withdraw", WHY)
    await house.ask_registries()

    assert [line["action"] for line in await history(citizen, case)] == ["submit", "withdraw"]


async def test_a_suspension_shows_its_interval_and_moves_the_terms(house: House) -> None:
    officer = await house.officer()
    case = await claimed(house)

    held = await officer.does(case, "suspend", WHY)
    refused = await officer.act(held, "grant")
    house.clock.set((await house.clock.now()).replace(day=13))
    resumed = await officer.does(held, "resume", WHY)

    assert held["suspended"]
    assert held["clock_stopped"]
    assert [block["code"] for block in refused.json()["blocked_by"]] == ["not-suspended"]
    [pause] = resumed["pauses"]
    assert pause == {
        "since": "2026-03-10T06:00:00Z",
        "until": "2026-03-13T06:00:00Z",
        "cause": "suspended",
    }
    assert not resumed["suspended"]
    assert (total(case)["on"], total(resumed)["on"]) == ("2026-03-31", "2026-04-03")


async def test_an_extension_shows_its_legal_basis_and_the_citizen_reads_why_the_date_moved(
    house: House,
) -> None:
    officer, citizen = await house.officer(), await house.citizen()
    case = await claimed(house)

    longer = await officer.does(case, "extend", EXTEND)
    again = await officer.act(longer, "extend", EXTEND)
    seen = await citizen.reads(case)

    assert longer["extension"]["legal_basis"] == EXTEND["legal_basis"]
    assert longer["extension"]["by"] == "officer:rashad"
    assert total(longer)["on"] == "2026-04-10"
    assert [block["code"] for block in again.json()["blocked_by"]] == ["not-extended-yet"]
    assert seen["extension"]["by"] == "officer"
    assert "uzadılıb" in total(seen)["derivation"][-1]


async def test_a_late_case_is_not_made_timely_by_an_extension(house: House) -> None:
    officer, case = await house.officer(), await claimed(house)
    house.clock.set(datetime(2026, 4, 20, 6, 0, tzinfo=UTC))

    refused = await officer.act(case, "extend", EXTEND)
    offered = by((await officer.reads(case))["allowed_actions"], "action", "extend")

    assert [block["code"] for block in refused.json()["blocked_by"]] == ["term-runs"]
    assert "bitmiş müddət uzadılmır" in refused.json()["blocked_by"][0]["detail"]
    assert [block["code"] for block in offered["blocked_by"]] == ["term-runs"]


async def test_a_colleague_gets_the_case_and_the_citizen_no_name(house: House) -> None:
    officer, sevda = await house.officer(), await house.officer(person="sevda")
    citizen = await house.citizen()
    case = await claimed(house)

    handed = await officer.does(case, "reassign", {"to": "sevda", **WHY})
    mine = await officer.act(handed, "grant")
    granted = await sevda.does(handed, "grant")

    assert handed["assignee"] == "officer:sevda"
    assert [block["code"] for block in mine.json()["blocked_by"]] == ["own-claim"]
    assert granted["decision"]["signer"] == "officer:sevda"
    line = by(await history(officer, case), "action", "reassign")
    assert (line["details"], line["note"]) == ({"assignee": "officer:sevda"}, WHY["reason"])
    shown = by(await history(citizen, case), "action", "reassign")
    assert (shown["actor"], shown["details"], shown["note"]) == ("officer", {}, None)


async def test_a_case_handed_to_somebody_elsewhere_stays_out_of_their_sight(house: House) -> None:
    officer = await house.officer()
    orkhan = await house.officer(person="orkhan", centre="dost-2")
    case = await officer.does(await claimed(house), "reassign", {"to": "orkhan", **WHY})

    assert (await orkhan.act(case, "grant")).status_code == 404


@pytest.mark.parametrize("to", ["Sevda Əliyeva", "sevda ", "", "x" * 65, "\u202esevda"])
async def test_a_case_is_handed_to_a_sign_in_and_no_name_is_kept_in_clear(
    house: House, to: str
) -> None:
    officer = await house.officer()

    answer = await officer.act(await claimed(house), "reassign", {"to": to, **WHY})

    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/to"]


@pytest.mark.parametrize(
    ("action", "body"),
    [
        ("return", WHY),
        ("suspend", WHY),
        ("extend", EXTEND),
        ("reassign", {"to": "sevda", **WHY}),
        ("refuse", {"ground": "no-legal-basis", **WHY}),
        ("correct", {"family_name": "Əliyeva", **WHY}),
    ],
)
async def test_whoever_comes_second_is_told_what_the_first_has_done(
    house: House, action: str, body: Json
) -> None:
    first, second = await house.officer(), await house.officer(person="sevda")
    case = await claimed(house)
    await first.does(case, action, body)

    late = await second.act(case, "return", WHY)

    assert late.status_code == 412
    assert (late.json()["done"]["action"], late.json()["done"]["actor"]) == (
        action,
        "officer:rashad",
    )


@pytest.mark.parametrize(
    "action", ["return", "withdraw", "suspend", "resume", "extend", "reassign", "correct"]
)
async def test_nothing_is_interrupted_without_a_reason(house: House, action: str) -> None:
    officer = await house.officer()
    case = await claimed(house)

    answer = await officer.act(case, action, {})

    assert answer.status_code == 422
    assert "/reason" in [fault["pointer"] for fault in answer.json()["errors"]]
    assert (await officer.reads(case))["version"] == case["version"]
