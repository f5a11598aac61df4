from datetime import datetime

import pytest

from shared.identity.caller import Role
from tests.builders.applications import Caller, House
from tests.builders.submissions import FIN, OTHER_FIN, self_service


async def numbers(caller: Caller, **filters: object) -> list[str]:
    answer = await caller.get("/v1/cases", **filters)
    assert answer.status_code == 200, answer.text
    return [line["case_number"] for line in answer.json()["items"]]


async def test_a_queue_is_read_by_due_date_a_page_at_a_time(house: House) -> None:
    agent = await house.agent()
    filed: list[str] = []
    for day in (10, 3, 5):
        house.clock.set((await house.clock.now()).replace(day=day))
        case = (await (await house.citizen()).submit(self_service())).json()
        filed.append(case["case_number"])

    first = (await agent.get("/v1/cases", limit=2)).json()
    second = (await agent.get("/v1/cases", limit=2, cursor=first["next"])).json()

    in_order = [line["case_number"] for line in first["items"] + second["items"]]
    assert in_order == [filed[1], filed[2], filed[0]]
    assert second["next"] is None
    due = [line["due_on"] for line in first["items"] + second["items"]]
    assert due == sorted(due)


async def test_a_citizen_lists_her_own_cases_alone(house: House) -> None:
    mine, other = await house.citizen(), await house.citizen(OTHER_FIN)
    case = (await mine.submit(self_service())).json()
    await other.submit(self_service(OTHER_FIN))

    assert await numbers(mine) == [case["case_number"]]


async def test_a_list_names_nobody(house: House) -> None:
    await house.forwarded(await house.agent())

    answer = await (await house.officer()).get("/v1/cases")

    assert len(answer.json()["items"]) == 1
    for word in (FIN, "Aysel", "Məmmədova", "1994"):
        assert word not in answer.text


async def test_an_officer_filters_the_queue_of_the_office(house: House) -> None:
    agent, officer = await house.agent(), await house.officer()
    case = await officer.does(await house.forwarded(agent), "claim")
    number = case["case_number"]
    fitting: dict[str, object] = {
        "state": "at-back-office",
        "office": "dsmf@dost-1",
        "service_id": "childcare-benefit",
        "due_before": "2026-12-31",
        "assignee": "officer:rashad",
        "channel": "in-person",
    }
    others: dict[str, object] = {
        "state": "granted",
        "office": "dma",
        "service_id": "pension",
        "due_before": "2026-03-10",
        "assignee": "officer:sevda",
        "channel": "post",
    }

    assert await numbers(officer, **fitting) == [number]
    for name, value in others.items():
        assert await numbers(officer, **{name: value}) == [], name


async def test_staff_find_whom_they_have_waited_for_longest(house: House) -> None:
    agent = await house.agent()
    waiting = await agent.does(await house.at_desk(agent), "request-documents", {})
    await house.at_desk(agent)
    since = waiting["pauses"][-1]["since"]

    [line] = (await agent.get("/v1/cases", state="awaiting-documents")).json()["items"]
    assert line["case_number"] == waiting["case_number"]
    assert datetime.fromisoformat(line["stopped_since"]) == datetime.fromisoformat(since)
    assert await numbers(agent, stopped_before="2026-03-11") == [waiting["case_number"]]
    assert await numbers(agent, stopped_before="2026-03-10") == []

    back = await agent.does(waiting, "stop-waiting", {"reason": "Gəlməyib."})
    assert (back["state"], back["clock_stopped"]) == ("at-front-office", False)
    assert await numbers(agent, stopped_before="2026-03-11") == []


async def test_without_a_state_staff_read_what_is_open_and_a_citizen_everything(
    house: House,
) -> None:
    officer = await house.officer()
    case = await house.granted(await house.agent(), officer)
    number = case["case_number"]

    assert await numbers(officer) == []
    assert await numbers(officer, state="granted") == [number]
    assert await numbers(await house.citizen()) == [number]


@pytest.mark.parametrize("query", ["stat=granted", "state=granted&state=closed"])
async def test_a_filter_that_would_be_ignored_is_refused(house: House, query: str) -> None:
    officer = await house.officer()

    answer = await house.client.get(f"/v1/cases?{query}", headers=officer.headers)

    assert (answer.status_code, answer.json()["code"]) == (422, "query-unknown")


async def test_a_list_does_not_tell_outsiders_who_works_on_a_case(house: House) -> None:
    citizen, partner = await house.citizen(), await house.caller(Role.PARTNER)
    case = await house.at_desk(await house.agent())

    guesses = [
        (await caller.get("/v1/cases", assignee=f"agent:{name}"))
        for caller in (citizen, partner)
        for name in ("leyla", "kamran")
    ]

    assert [line["case_id"] for line in (await citizen.get("/v1/cases")).json()["items"]] == [
        case["case_id"]
    ]
    assert [each.status_code for each in guesses] == [422] * 4
    assert all("assignee" not in each.json()["detail"] for each in guesses)


async def test_a_state_there_is_not_is_refused_with_the_ones_there_are(house: House) -> None:
    answer = await (await house.officer()).get("/v1/cases", state="lost")

    assert answer.status_code == 422
    assert "at-back-office" in answer.text
    assert "lost" not in answer.text


async def test_a_day_there_is_not_is_refused(house: House) -> None:
    answer = await (await house.officer()).get("/v1/cases", due_before="2026-02-30")

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "wrong-format")


async def test_a_cursor_of_ones_own_making_is_refused(house: House) -> None:
    answer = await (await house.officer()).get("/v1/cases", cursor="W10")

    assert (answer.status_code, answer.json()["code"]) == (400, "cursor-malformed")


async def test_an_operator_has_no_list_of_cases(house: House) -> None:
    operator = await house.caller(Role.OPERATOR, person="operator-1")

    assert (await operator.get("/v1/cases")).status_code == 403


async def test_history_is_paged_oldest_first(house: House) -> None:
    agent = await house.agent()
    case = await house.at_desk(agent)
    path = f"/v1/cases/{case['case_id']}/history"

    first = (await agent.get(path, limit=2)).json()
    second = (await agent.get(path, limit=2, cursor=first["next"])).json()

    assert [line["version"] for line in first["items"] + second["items"]] == [1, 2, 3, 4]
    assert second["next"] is None
    assert first["items"][0]["actor"] == "agent:leyla"
    assert first["items"][0]["from_state"] == "draft"
