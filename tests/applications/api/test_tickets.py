import asyncio
from uuid import uuid4

from shared.identity.caller import Role
from tests.builders.applications import LEYLA, House
from tests.builders.case_passports import childcare_data
from tests.builders.submissions import by, in_person

QUEUE = {"centre": "dost-1", "direction": "social-benefits"}


async def test_a_kiosk_gives_numbers_in_order_with_the_expected_wait(house: House) -> None:
    kiosk = await house.caller(Role.KIOSK, person="kiosk-1", centre="dost-1")

    first = (await kiosk.create("/v1/tickets", QUEUE)).json()
    second = (await kiosk.create("/v1/tickets", QUEUE)).json()

    assert (first["number"], first["position"], first["expected_wait_minutes"]) == (1, 1, 0)
    assert (second["number"], second["position"], second["expected_wait_minutes"]) == (2, 2, 10)


async def test_a_retried_ticket_is_the_same_ticket(house: House) -> None:
    kiosk = await house.caller(Role.KIOSK, person="kiosk-1", centre="dost-1")
    key = str(uuid4())

    first = await kiosk.create("/v1/tickets", QUEUE, key)
    again = await kiosk.create("/v1/tickets", QUEUE, key)
    receipt = await kiosk.get(f"/v1/receipts/{key}")

    assert again.content == first.content
    assert receipt.content == first.content


async def test_the_next_morning_numbers_begin_anew(house: House) -> None:
    agent = await house.agent()
    await agent.create("/v1/tickets", QUEUE)
    house.clock.set((await house.clock.now()).replace(day=11))

    ticket = (await agent.create("/v1/tickets", QUEUE)).json()

    assert ticket["number"] == 1


async def test_who_was_never_called_yesterday_has_no_place_in_todays_queue(house: House) -> None:
    agent = await house.agent()
    ticket = (await agent.create("/v1/tickets", QUEUE)).json()
    house.clock.set((await house.clock.now()).replace(day=11))

    seen = (await agent.get(f"/v1/tickets/{ticket['ticket_id']}")).json()

    assert (ticket["position"], seen["position"], seen["expected_wait_minutes"]) == (1, None, None)


async def test_the_wait_follows_the_longest_standard_of_the_direction(house: House) -> None:
    await house.publish(childcare_data(service_id="birth-grant", operator_standard_minutes=25))
    await house.publish(childcare_data(service_id="burial-grant", operator_standard_minutes=None))
    agent = await house.agent()
    await agent.create("/v1/tickets", QUEUE)

    second = (await agent.create("/v1/tickets", QUEUE)).json()

    assert second["expected_wait_minutes"] == 25


async def test_without_any_standard_nobody_is_told_they_need_not_wait(house: House) -> None:
    await house.publish(childcare_data(version=2, operator_standard_minutes=None))
    agent = await house.agent()
    await agent.create("/v1/tickets", QUEUE)

    second = (await agent.create("/v1/tickets", QUEUE)).json()

    assert (second["position"], second["expected_wait_minutes"]) == (2, None)


async def test_the_agent_calls_who_came_first_to_their_desk(house: House) -> None:
    agent = await house.agent()
    first = (await agent.create("/v1/tickets", QUEUE)).json()
    second = (await agent.create("/v1/tickets", QUEUE)).json()

    called = await agent.post("/v1/tickets/call-next", {**QUEUE, "desk": "desk-5"})
    waiting = await agent.get(f"/v1/tickets/{second['ticket_id']}")
    there = await agent.get(f"/v1/tickets/{first['ticket_id']}")

    assert called.json()["ticket_id"] == first["ticket_id"]
    assert called.json()["desk"] == "desk-5"
    assert called.json()["position"] is None
    assert waiting.json()["position"] == 1
    assert (there.json()["state"], there.json()["position"]) == ("called", None)


async def test_nobody_waits_is_said_plainly(house: House) -> None:
    answer = await (await house.agent()).post("/v1/tickets/call-next", {**QUEUE, "desk": "desk-5"})

    assert answer.status_code == 409
    assert answer.json()["code"] == "nobody-waits"


async def test_an_agent_calls_only_to_their_own_desk_and_centre(house: House) -> None:
    agent = await house.agent()

    ticket = await agent.create("/v1/tickets", {**QUEUE, "centre": "dost-2"})
    desk = await agent.post("/v1/tickets/call-next", {**QUEUE, "desk": "desk-9"})
    centre = await agent.post(
        "/v1/tickets/call-next", {**QUEUE, "centre": "dost-2", "desk": "desk-5"}
    )

    assert (ticket.status_code, ticket.json()["code"]) == (403, "other-centre")
    assert (desk.status_code, desk.json()["code"]) == (403, "other-desk")
    assert (centre.status_code, centre.json()["code"]) == (403, "other-centre")


async def test_a_direction_no_passport_names_has_no_queue(house: House) -> None:
    answer = await (await house.agent()).create("/v1/tickets", {**QUEUE, "direction": "taxes"})

    assert answer.status_code == 422
    assert answer.json()["code"] == "unknown-direction"


async def test_another_centres_ticket_looks_like_none(house: House) -> None:
    ticket = (await (await house.agent()).create("/v1/tickets", QUEUE)).json()
    elsewhere = await house.agent(centre="dost-2")

    theirs = await elsewhere.get(f"/v1/tickets/{ticket['ticket_id']}")
    none = await elsewhere.get(f"/v1/tickets/{uuid4()}")

    assert theirs.status_code == none.status_code == 404
    assert theirs.json()["code"] == none.json()["code"] == "ticket-not-found"


async def test_a_call_whose_answer_was_lost_is_repeated_without_losing_a_person(
    house: House,
) -> None:
    agent, key = await house.agent(), str(uuid4())
    await agent.create("/v1/tickets", QUEUE)
    await agent.create("/v1/tickets", QUEUE)

    first = await agent.create("/v1/tickets/call-next", {**QUEUE, "desk": "desk-5"}, key)
    again = await agent.create("/v1/tickets/call-next", {**QUEUE, "desk": "desk-5"}, key)

    assert first.json()["number"] == again.json()["number"] == 1


async def test_yesterdays_ticket_begins_no_case(house: House) -> None:
    agent = await house.agent()
    ticket = await house.ticket(agent, called=False)
    house.clock.set((await house.clock.now()).replace(day=11))

    answer = await agent.submit(in_person(ticket))

    assert (answer.status_code, answer.json()["code"]) == (422, "ticket-unusable")


async def test_a_case_whose_ticket_nobody_called_that_day_is_claimed_the_next(
    house: House,
) -> None:
    agent = await house.agent()
    case = (await agent.submit(in_person(await house.ticket(agent, called=False)))).json()
    house.clock.set((await house.clock.now()).replace(day=11))

    claimed = await agent.does(await agent.reads(case), "claim")

    assert (claimed["state"], claimed["assignee"]) == ("at-front-office", "agent:leyla")
    assert by(claimed["steps"], "kind", "go-to-desk")["status"] == "done"


async def test_desks_that_call_at_the_same_time_get_different_people(busy_house: House) -> None:
    desks = [f"desk-{number}" for number in range(5)]
    agents = [await busy_house.agent(**{**LEYLA, "desk": desk}) for desk in desks]
    for _ in desks:
        await agents[0].create("/v1/tickets", QUEUE)

    calls = await asyncio.gather(
        *(
            agent.post("/v1/tickets/call-next", {**QUEUE, "desk": desk})
            for agent, desk in zip(agents, desks, strict=True)
        )
    )

    assert [call.status_code for call in calls] == [200] * 5
    assert sorted(call.json()["number"] for call in calls) == [1, 2, 3, 4, 5]


async def test_kiosks_that_print_at_the_same_time_print_different_numbers(
    busy_house: House,
) -> None:
    kiosk = await busy_house.caller(Role.KIOSK, person="kiosk-1", centre="dost-1")

    tickets = await asyncio.gather(*(kiosk.create("/v1/tickets", QUEUE) for _ in range(5)))

    assert sorted(ticket.json()["number"] for ticket in tickets) == [1, 2, 3, 4, 5]
