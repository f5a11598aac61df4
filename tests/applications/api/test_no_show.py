import asyncio
from typing import Any
from uuid import uuid4

from shared.identity.caller import Role
from tests.builders.applications import LEYLA, Caller, House
from tests.builders.submissions import by, in_person

QUEUE = {"centre": "dost-1", "direction": "social-benefits"}


async def takes(agent: Caller, count: int = 1) -> list[str]:
    answers = [await agent.create("/v1/tickets", QUEUE) for _ in range(count)]
    return [answer.json()["ticket_id"] for answer in answers]


async def calls(agent: Caller, desk: str = "desk-5") -> Any:
    answer = await agent.post("/v1/tickets/call-next", {**QUEUE, "desk": desk})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def misses(agent: Caller, ticket_id: str) -> Any:
    answer = await agent.post(f"/v1/tickets/{ticket_id}/no-show")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def refused(agent: Caller, ticket_id: str) -> tuple[int, str]:
    answer = await agent.post(f"/v1/tickets/{ticket_id}/no-show")
    return answer.status_code, answer.json()["code"]


async def test_who_did_not_come_is_called_once_more_behind_all_who_missed_nothing(
    house: House,
) -> None:
    agent = await house.agent()
    first, second = await takes(agent, 2)
    assert (await calls(agent))["ticket_id"] == first

    missed = await misses(agent, first)
    [third] = await takes(agent)
    order = [(await calls(agent))["ticket_id"] for _ in range(3)]

    assert (missed["state"], missed["absences"], missed["position"]) == ("waiting", 1, 2)
    assert (missed["desk"], missed["called_at"]) == (None, None)
    assert order == [second, third, first], "who missed a call kept the place"


async def test_who_did_not_come_twice_is_not_called_again(house: House) -> None:
    agent = await house.agent()
    [ticket] = await takes(agent)
    for _ in range(2):
        await calls(agent)
        last = await misses(agent, ticket)

    nobody = await agent.post("/v1/tickets/call-next", {**QUEUE, "desk": "desk-5"})

    assert (last["state"], last["absences"], last["position"]) == ("no-show", 2, None)
    assert (nobody.status_code, nobody.json()["code"]) == (409, "nobody-waits")


async def test_a_case_begun_with_a_missed_ticket_waits_and_is_then_free_to_claim(
    house: House,
) -> None:
    agent = await house.agent()
    [ticket] = await takes(agent)
    case = (await agent.submit(in_person(ticket))).json()
    await calls(agent)
    await misses(agent, ticket)
    waiting = await agent.reads(case)
    await calls(agent)
    await misses(agent, ticket)
    free = await agent.reads(case)

    allowed = {
        step: by(each["allowed_actions"], "action", "claim")["allowed"]
        for step, each in (("waiting", waiting), ("free", free))
    }
    assert allowed == {"waiting": False, "free": True}
    assert (await agent.does(free, "claim"))["state"] == "at-front-office"
    history = (await agent.get(f"/v1/cases/{case['case_id']}/history")).json()["items"]
    lines = [each for each in history if each["action"] == "ticket-missed"]
    assert [line["details"]["called_again"] for line in lines] == [True, False]


async def test_a_person_whose_case_is_received_did_come(house: House) -> None:
    agent = await house.agent()
    ticket = await house.ticket(agent)
    case = (await agent.submit(in_person(ticket))).json()
    await agent.does(case, "approach-desk", {"desk": "desk-5"})

    assert await refused(agent, ticket) == (409, "person-came")


async def test_nobody_is_called_for_an_application_that_was_withdrawn_in_the_queue(
    house: House,
) -> None:
    agent, citizen = await house.agent(), await house.citizen()
    withdrawn, next_one = await takes(agent, 2)
    case = (await agent.submit(in_person(withdrawn))).json()
    await citizen.does(case, "withdraw", {"reason": "Fikrimi dəyişdim."})

    ticket = (await agent.get(f"/v1/tickets/{withdrawn}")).json()
    called = await calls(agent)

    assert (ticket["state"], ticket["position"]) == ("withdrawn", None)
    assert called["ticket_id"] == next_one


async def test_who_withdraws_after_the_call_and_before_the_desk_is_not_said_to_have_come(
    house: House,
) -> None:
    agent, citizen = await house.agent(), await house.citizen()
    ticket = await house.ticket(agent)
    case = (await agent.submit(in_person(ticket))).json()
    await citizen.does(case, "withdraw", {"reason": "Fikrimi dəyişdim."})

    assert await refused(agent, ticket) == (409, "ticket-not-called")


async def test_who_withdraws_at_the_desk_did_come(house: House) -> None:
    agent, citizen = await house.agent(), await house.citizen()
    ticket = await house.ticket(agent)
    case = (await agent.submit(in_person(ticket))).json()
    received = await agent.does(case, "approach-desk", {"desk": "desk-5"})
    await citizen.does(received, "withdraw", {"reason": "Fikrimi dəyişdim."})

    assert await refused(agent, ticket) == (409, "person-came")


async def test_only_a_ticket_that_is_called_can_be_missed(house: House) -> None:
    agent = await house.agent()
    [ticket] = await takes(agent)

    assert await refused(agent, ticket) == (409, "ticket-not-called")


async def test_only_the_desk_that_called_knows_who_did_not_come(house: House) -> None:
    ticket = await house.ticket(await house.agent())
    neighbour = await house.agent(person="kamran", desk="desk-6")
    elsewhere = await house.agent(centre="dost-2")

    assert await refused(neighbour, ticket) == (403, "called-elsewhere")
    assert await refused(elsewhere, ticket) == (404, "ticket-not-found")


async def test_no_case_begins_with_a_ticket_that_has_ended(house: House) -> None:
    agent = await house.agent()
    [ticket] = await takes(agent)
    for _ in range(2):
        await calls(agent)
        await misses(agent, ticket)

    answer = await agent.submit(in_person(ticket))

    assert (answer.status_code, answer.json()["code"]) == (422, "ticket-unusable")


async def test_a_retried_no_show_counts_once_and_only_for_its_own_ticket(house: House) -> None:
    agent, key = await house.agent(), str(uuid4())
    first, second = await takes(agent, 2)
    await calls(agent)
    await calls(agent)

    answers = [await agent.create(f"/v1/tickets/{first}/no-show", None, key) for _ in range(2)]
    other = await agent.create(f"/v1/tickets/{second}/no-show", None, key)

    assert [answer.json()["absences"] for answer in answers] == [1, 1]
    assert answers[0].content == answers[1].content
    assert other.json()["ticket_id"] == second


async def test_the_wait_falls_when_a_second_desk_opens(house: House) -> None:
    agent = await house.agent()
    colleague = await house.agent(**{**LEYLA, "person": "kamran", "desk": "desk-6"})
    tickets = await takes(agent, 5)
    await calls(agent)
    alone = (await agent.get(f"/v1/tickets/{tickets[4]}")).json()
    await calls(colleague, "desk-6")
    together = (await agent.get(f"/v1/tickets/{tickets[4]}")).json()

    assert (alone["position"], alone["expected_wait_minutes"]) == (4, 40)
    assert (together["position"], together["expected_wait_minutes"]) == (3, 20)


async def test_the_desks_screen_lists_who_waits_in_the_order_of_the_calls(house: House) -> None:
    agent = await house.agent()
    kiosk = await house.caller(Role.KIOSK, person="kiosk-1", centre="dost-1")
    first, second, third = await takes(agent, 3)
    await calls(agent)
    await misses(agent, first)
    called = (await calls(agent))["ticket_id"]

    page = (await agent.get("/v1/tickets", limit=1)).json()
    rest = (await agent.get("/v1/tickets", limit=1, cursor=page["next"])).json()
    shown = (await kiosk.get("/v1/tickets", state="called", direction="social-benefits")).json()
    elsewhere = await house.agent(centre="dost-2")

    assert called == second
    assert [each["ticket_id"] for each in page["items"] + rest["items"]] == [third, first]
    assert rest["next"] is None
    assert [(each["ticket_id"], each["desk"]) for each in shown["items"]] == [(second, "desk-5")]
    assert (await elsewhere.get("/v1/tickets")).json()["items"] == []


async def test_who_is_received_just_now_is_not_called_absent_at_the_same_time(
    busy_house: House,
) -> None:
    agent = await busy_house.agent()
    ticket = await busy_house.ticket(agent)
    case = (await agent.submit(in_person(ticket))).json()

    approached, missed = await asyncio.gather(
        agent.act(case, "approach-desk", {"desk": "desk-5"}),
        agent.post(f"/v1/tickets/{ticket}/no-show"),
    )

    outcome = (approached.status_code, missed.status_code)
    assert outcome in {(200, 409), (412, 200)}, outcome
