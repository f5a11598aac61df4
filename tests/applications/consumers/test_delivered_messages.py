from applications.consumers.delivered_messages import DeliveryHandler
from shared.events.cases import MessageRequested
from shared.events.deliveries import MessageDelivered
from tests.builders.applications import House
from tests.builders.submissions import by


async def test_a_delivered_decision_ends_the_case(house: House) -> None:
    agent, officer = await house.agent(), await house.officer()
    case = await house.granted(agent, officer)

    house.clock.set((await house.clock.now()).replace(hour=9))
    await house.deliver("decision")

    read = await officer.reads(case)
    assert read["state"] == "closed"
    assert read["messages"] == [
        {
            "template": "decision",
            "requested_at": "2026-03-10T06:00:00Z",
            "delivered_at": "2026-03-10T09:00:00Z",
            "failed_at": None,
        }
    ]
    history = (await officer.get(f"/v1/cases/{case['case_id']}/history")).json()["items"]
    assert [(line["action"], line["actor"]) for line in history[-2:]] == [
        ("message-delivered", "system:case-engine"),
        ("close", "system:case-engine"),
    ]


async def test_news_of_a_delivery_that_comes_twice_changes_nothing_more(house: House) -> None:
    officer = await house.officer()
    case = await house.granted(await house.agent(), officer)
    await house.deliver("decision")
    first = await officer.reads(case)

    await house.deliver("decision")

    assert await officer.reads(case) == first


async def test_in_progress_does_not_end_the_last_step(house: House) -> None:
    agent = await house.agent()
    case = await agent.does(await house.at_desk(agent), "notify")

    await house.deliver("in-progress")

    read = await agent.reads(case)
    assert by(read["steps"], "kind", "notify")["status"] == "pending"
    assert read["messages"][0]["delivered_at"] is not None


async def test_a_delivery_nobody_asked_for_changes_nothing(house: House) -> None:
    officer = await house.officer()
    case = await house.granted(await house.agent(), officer)
    [requested] = await house.events(MessageRequested)
    stray = MessageDelivered(
        case_id=case["case_id"],
        request_id="another",
        template="decision",
        template_version=1,
        language="az",
        delivered_at=requested.time,
    )
    unknown = stray.model_copy(update={"case_id": "no-such-case"})

    for event in (stray, unknown):
        handler = DeliveryHandler(house.casework)
        await house.hear(handler, event, event.case_id, "notifications")

    assert (await officer.reads(case))["state"] == "granted"


async def test_a_decision_the_cabinet_never_takes_leaves_the_case_open_and_says_so(
    house: House,
) -> None:
    officer = await house.officer()
    case = await house.granted(await house.agent(), officer)
    before = await officer.reads(case)

    house.clock.set((await house.clock.now()).replace(hour=9))
    await house.fail("decision")
    await house.fail("decision")

    read = await officer.reads(case)
    assert (read["state"], read["version"]) == ("granted", before["version"] + 1)
    assert by(read["steps"], "kind", "notify")["status"] == "running"
    [message] = read["messages"]
    assert (message["delivered_at"], message["failed_at"]) == (None, "2026-03-10T09:00:00Z")
    history = (await officer.get(f"/v1/cases/{case['case_id']}/history")).json()["items"]
    last = history[-1]
    assert (last["action"], last["actor"]) == ("message-failed", "system:case-engine")
    assert last["details"] == {"template": "decision"}
