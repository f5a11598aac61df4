import asyncio
from datetime import timedelta

from sqlmodel import update

from applications.storage.tables.cases import CaseRow
from shared.clock import system_now
from tests.builders.applications import House
from tests.builders.submissions import Json, papers, self_service


async def test_the_second_officer_is_told_what_the_first_has_done(house: House) -> None:
    first, second = await house.officer(), await house.officer(person="sevda")
    case = await house.forwarded(await house.agent())
    await first.does(case, "claim")

    answer = await second.act(case, "claim")

    assert answer.status_code == 412
    problem = answer.json()
    assert problem["code"] == "stale"
    assert problem["done"]["action"] == "claim"
    assert problem["done"]["actor"] == "officer:rashad"
    assert problem["current_etag"] == f'"{case["version"] + 1}"'


async def test_a_citizen_who_comes_too_late_hears_the_role_and_no_name(house: House) -> None:
    citizen, agent = await house.citizen(), await house.agent()
    case = (await citizen.submit(self_service())).json()
    await agent.does(case, "claim")

    answer = await citizen.act(case, "submit-documents", papers("commission-protocol"))

    assert answer.status_code == 412
    assert (answer.json()["done"]["action"], answer.json()["done"]["actor"]) == ("claim", "agent")


async def test_whoever_reads_while_others_write_reads_one_version(busy_house: House) -> None:
    house = busy_house
    house.registries.lacking = {"identity", "dependants", "leave_order"}
    agent, officer = await house.agent(), await house.officer()
    cases = [await house.at_desk(agent) for _ in range(3)]
    papers_at = {(case["case_id"], case["version"]): 0 for case in cases}
    looks: list[tuple[str, int, int]] = []
    writing = True

    async def read() -> None:
        while writing:
            for case in cases:
                seen = await officer.reads(case)
                looks.append((seen["case_id"], seen["version"], _on_paper(seen)))

    async def write() -> None:
        for code in ("identity-card", "birth-certificate", "leave-order", "commission-protocol"):
            for place, case in enumerate(cases):
                done = await agent.does(case, "submit-documents", papers(code))
                papers_at[done["case_id"], done["version"]] = _on_paper(done)
                cases[place] = done

    readers = [asyncio.ensure_future(read()) for _ in range(3)]
    await write()
    writing = False
    await asyncio.gather(*readers)

    torn = [look for look in looks if papers_at[look[0], look[1]] != look[2]]
    assert looks
    assert torn == []


def _on_paper(case: Json) -> int:
    return [item["status"] for item in case["requirements"]].count("met-by-paper")


async def test_of_two_officers_at_the_same_moment_one_is_first(busy_house: House) -> None:
    house = busy_house
    first, second = await house.officer(), await house.officer(person="sevda")
    case = await house.forwarded(await house.agent())

    answers = await asyncio.gather(first.act(case, "claim"), second.act(case, "claim"))

    assert sorted(answer.status_code for answer in answers) == [200, 412]
    history = (await first.get(f"/v1/cases/{case['case_id']}/history")).json()["items"]
    assert [line["version"] for line in history] == list(range(1, case["version"] + 2))


async def test_a_claim_expires_and_the_next_officer_takes_over(house: House) -> None:
    first, second = await house.officer(), await house.officer(person="sevda")
    case = await first.does(await house.forwarded(await house.agent()), "claim")
    async with house.database.transaction() as session:
        went_home = system_now() - timedelta(minutes=1)
        await session.exec(update(CaseRow).values(claim_expires_at=went_home))

    late = await first.act(case, "grant")
    taken = await second.does(case, "claim")

    assert late.status_code == 409
    assert taken["assignee"] == "officer:sevda"


async def test_a_retry_with_an_old_version_does_nothing_twice(house: House) -> None:
    officer = await house.officer()
    claimed = await officer.does(await house.forwarded(await house.agent()), "claim")
    await officer.does(claimed, "grant")

    again = await officer.act(claimed, "grant")

    assert again.status_code == 412
    assert again.json()["done"]["action"] == "grant"
    assert (await officer.reads(claimed))["version"] == claimed["version"] + 1
