"""A guardian was told and guards no more: the worker writes to the ward, whatever stands still."""

from datetime import UTC, datetime

from shared.events.cases import MessageRequested
from tests.builders.applications import House
from tests.builders.representatives import with_mandate

GUARDIANSHIP = {"kind": "guardianship", "valid_until": "2026-03-15"}


async def test_the_ward_is_asked_for_papers_on_the_morning_after_the_guardianship(
    house: House,
) -> None:
    house.registries.lacking = {"leave_order"}
    agent = await house.agent()
    answer = await agent.submit(with_mandate(**GUARDIANSHIP))
    await house.ask_registries()
    case = await agent.does(await agent.reads(answer.json()), "claim")
    missing = [each["code"] for each in case["requirements"] if each["status"] == "missing"]
    case = await agent.does(case, "request-documents", {"requirements": missing})
    fired_before = await house.fire_timers()
    house.clock.set(datetime(2026, 3, 16, 5, 0, tzinfo=UTC))

    fired = await house.fire_timers()

    asked = [each.data or {} for each in await house.events(MessageRequested)]
    assert (fired_before, fired) == (0, 1)
    assert [each["recipient"]["role"] for each in asked] == ["guardian", "person-concerned"]
    assert asked[0]["papers"] == asked[1]["papers"] != []
    after = await agent.reads(case)
    assert after["state"] == "awaiting-documents"
    assert await house.fire_timers() == 0
