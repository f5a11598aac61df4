"""`dost account` on real servers: what is on its way is told, waited for, and no fault."""

import asyncio

from tests.builders.account_lines import (
    CABINET,
    CALLS,
    DUE,
    HISTORY,
    KNOWN,
    LEASES,
    OUTBOXES,
    OUTCOMES,
    PARKED,
    RECORDS,
    TAKEN_IN,
)
from tests.builders.kafka import put, put_raw
from tests.builders.small_system import SmallSystem
from tests.builders.whole_case import MORNING

CASES_TOPIC = "dost.applications.events.v1"


async def test_what_is_on_its_way_is_open_and_the_command_ends_with_0(system: SmallSystem) -> None:
    whole = await system.case(
        without={"known", "message", "stored", "delivered", "outcome", "looked"}
    )
    await system.record("applications", whole.event("known"))
    # The gateway's machine is an hour behind: an intent ages by the database's clock alone.
    await system.execute("meis_gateway", "UPDATE intents SET recorded_at = now() - interval '1 h'")
    await system.execute("applications", "UPDATE messages SET delivered_at = NULL")

    said = await system.account()

    assert (said.code, said.ok) == (0, True), said.lines
    opened = {what: line["open"] for what, line in said.lines.items() if line["open"]}
    assert opened == {HISTORY: 1, TAKEN_IN: 1, OUTCOMES: 1, OUTBOXES: 1}
    assert said.open == 4
    assert said.lines[OUTBOXES]["note"].startswith("applications: 1, oldest ")


async def test_each_place_in_which_work_may_wait_is_told(system: SmallSystem) -> None:
    whole = await system.case(without={"timer", "stored", "delivered"})
    case = {"case_id": whole.case_id}
    await system.execute(
        "notifications",
        "UPDATE messages SET state = 'sending', lease_until = now() - interval '1 s'",
    )
    await system.execute("applications", "UPDATE messages SET delivered_at = NULL")
    timer = {**case, "kind": "notice", "state": "waiting", "attempts": 0}
    await system.insert("applications", "timers", {**timer, "id": "t", "due_at": MORNING})
    await system.execute(
        "applications",
        "UPDATE outbox_leases SET owner = 'gone', expires_at = now() - interval '1 s' "
        "WHERE bucket = 3",
    )
    parked = {"consumer": "notifications", "topic": CASES_TOPIC, "kafka_partition": 0}
    await system.insert(
        *("notifications", "parked"),
        {**parked, "kafka_offset": 0, "key": "k", "event_id": "e", "headers": "[]"}
        | {"waits": False, "attempts": 3},
    )

    said = await system.account()

    assert (said.code, said.ok) == (0, True), said.lines
    opened = {what: line["open"] for what, line in said.lines.items() if line["open"]}
    assert opened == {CABINET: 1, DUE: 1, PARKED: 1, LEASES: 2}
    assert said.lines[PARKED]["note"] == "notifications: 1"
    assert said.lines[LEASES]["note"] == (
        "applications buckets of the relay: 1; notifications messages: 1"
    )


async def test_it_waits_until_nothing_is_open(system: SmallSystem) -> None:
    whole = await system.case(without={"looked"})
    looked = whole.event("looked")
    await system.record("meis_gateway", looked)
    waiting = asyncio.create_task(system.account("--json", "--wait", "60"))
    done, _ = await asyncio.wait([waiting], timeout=2)
    assert not done
    await put(system.broker, looked)
    await system.execute("meis_gateway", "DELETE FROM outbox")

    said = await waiting

    assert (said.code, said.ok, said.open) == (0, True, 0)


async def test_what_is_still_open_when_the_time_is_over_ends_the_command_with_1(
    system: SmallSystem,
) -> None:
    whole = await system.case(without={"looked"})
    await system.record("meis_gateway", whole.event("looked"))

    said = await system.account("--wait", "1")

    assert said.code == 1
    assert "The account balances; 2 open" in said.text
    assert "After 1 s there is still something open." in said.text


async def test_what_comes_twice_and_what_is_no_event_is_told_and_no_fault(
    system: SmallSystem,
) -> None:
    whole = await system.case(without={"delivered"})
    delivered = whole.event("delivered")
    await put(system.broker, delivered, delivered)
    await put_raw(system.broker, CASES_TOPIC, key=b"k", value=b"no event")

    said = await system.account()

    assert (said.code, said.ok, said.open) == (0, True, 0)
    assert said.lines[RECORDS]["repeated"] == 1
    assert said.lines[RECORDS]["note"] == "1 are no events"


async def test_a_sandbox_that_was_started_after_some_intents_says_so(system: SmallSystem) -> None:
    await system.case(without={"asked"})
    await system.execute("meis_gateway", "UPDATE intents SET recorded_at = now() - interval '1 h'")

    said = await system.account()

    assert (said.code, said.ok) == (0, True), said.lines
    assert said.lines[CALLS]["note"].endswith(", intents from before it: 1")


async def test_an_event_behind_which_its_consumer_went_on_is_lost(system: SmallSystem) -> None:
    whole = await system.case(without={"message", "stored", "delivered"})
    await system.execute("applications", "UPDATE messages SET delivered_at = NULL")
    ahead = await system.account()
    await system.consumers_have_come()
    passed = await system.account()

    assert (ahead.code, ahead.lines[TAKEN_IN]["open"]) == (0, 1)
    assert (passed.code, passed.lines[TAKEN_IN]["open"]) == (1, 0)
    assert passed.lines[TAKEN_IN]["named"] == {"missing": [whole.request_id]}
    assert passed.lines[KNOWN]["expected"] == 0
