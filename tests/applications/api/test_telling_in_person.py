"""A decision the cabinet never takes is sent once more, or told at the desk; and the case ends."""

from typing import Any

import pytest

from applications.consumers.delivered_messages import DeliveryHandler
from shared.events.cases import MessageRequested
from shared.events.deliveries import MessageFailed
from shared.outbox import OutboxRow
from tests.builders.applications import Caller, House
from tests.builders.case_passports import childcare_data, handling
from tests.builders.submissions import Json, by

TOLD = {"when": "2026-03-10T06:00:00Z", "where": "5-ci masa", "by_whom": "Leyla Həsənova"}


async def unreached(house: House) -> tuple[Caller, Json]:
    """Return a granted case whose decision the cabinet never takes, and the agent who reads it."""
    agent = await house.agent()
    case = await house.granted(agent, await house.officer())
    await house.fail("decision")
    return agent, await agent.reads(case)


async def requests(house: House) -> list[OutboxRow]:
    return await house.events(MessageRequested)


def allowed(case: Json) -> list[str]:
    return [each["action"] for each in case["allowed_actions"] if each["allowed"]]


async def test_the_agent_reads_that_the_person_was_not_reached_and_what_can_be_done(
    house: House,
) -> None:
    agent = await house.agent()
    case = await agent.reads(await house.granted(agent, await house.officer()))
    blocks = by(case["allowed_actions"], "action", "tell-in-person")["blocked_by"]
    assert [each["code"] for each in blocks] == ["no-message-reaches"]

    await house.fail("decision")

    assert allowed(await agent.reads(case)) == ["notify", "tell-in-person"]


async def test_told_at_the_desk_the_person_reads_when_where_and_by_whom(house: House) -> None:
    agent, case = await unreached(house)

    told = await agent.does(case, "tell-in-person", TOLD)

    assert told["state"] == "closed"
    step = by(told["steps"], "kind", "notify")
    assert (step["status"], step["reason"]) == ("overridden", "told-in-person")
    citizen = await house.citizen()
    history = (await citizen.get(f"/v1/cases/{case['case_id']}/history")).json()["items"]
    last = history[-1]
    assert (last["action"], last["actor"]) == ("tell-in-person", "agent")
    assert last["details"] == {"told_at": "2026-03-10T06:00:00Z"}
    assert last["note"] == "5-ci masa; Leyla Həsənova"


async def test_a_second_message_has_a_key_of_its_own_and_ends_the_case(house: House) -> None:
    agent, case = await unreached(house)

    case = await agent.does(case, "notify")

    first, second = await requests(house)
    assert first.event_id != second.event_id
    assert [each["failed_at"] is None for each in case["messages"]] == [False, True]
    await house.delivered(second)
    read = await agent.reads(case)
    assert read["state"] == "closed"
    assert by(read["steps"], "kind", "notify")["status"] == "done"


async def test_the_first_ones_failure_told_again_leaves_the_second_on_its_way(
    house: House,
) -> None:
    agent, case = await unreached(house)
    case = await agent.does(case, "notify")
    [first, _] = await requests(house)
    failed = MessageFailed(
        case_id=case["case_id"],
        request_id=first.event_id,
        template="decision",
        failed_at=await house.clock.now(),
    )

    await house.hear(DeliveryHandler(house.casework), failed, case["case_id"], "notifications")

    assert await agent.reads(case) == case


async def test_a_service_without_contact_waits_to_be_told_in_person(house: House) -> None:
    await house.publish(childcare_data(version=2, handling=handling(contact="none")))
    agent = await house.agent()
    case = await house.granted(agent, await house.officer())
    assert (case["state"], await requests(house)) == ("granted", [])

    told = await agent.does(await agent.reads(case), "tell-in-person", TOLD)

    assert told["state"] == "closed"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"when": "2026-03-10T05:59:59Z"}, "telling-invalid"),
        ({"when": "2026-03-10T06:00:01Z"}, "telling-invalid"),
        ({"when": "2026-03-10T10:00:00+04:00"}, "wrong-format"),
        ({"when": "2026-02-30T06:00:00Z"}, "wrong-format"),
        ({"where": " "}, "too-short"),
    ],
)
async def test_what_cannot_have_been_so_is_refused(
    house: House, wrong: dict[str, Any], code: str
) -> None:
    agent, case = await unreached(house)

    answer = await agent.act(case, "tell-in-person", {**TOLD, **wrong})

    assert answer.status_code == 422
    assert [each["code"] for each in answer.json()["errors"]] == [code]
    assert await agent.reads(case) == case
