"""`dost account` on real servers: events of a key and messages of a case, each in their order."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.builders.account_lines import CABINET, DELIVERED, LOOKS
from tests.builders.kafka import put
from tests.builders.small_system import SmallSystem
from tests.builders.whole_case import Whole


async def ends_in_reverse(system: SmallSystem, whole: Whole) -> None:
    """Let the case have a later message, whose delivery is told before that of the first."""
    later = replace(whole, request_id=str(uuid4()), client_key=f"later-{whole.client_key}")
    database, table, row = later.row("request")
    await system.insert(database, table, {**row, "template": "decision"})
    await system.insert(*later.row("message"))
    await system.store(later.client_key)
    asked = later.event("requested")
    asked = replace(asked, data={**(asked.data or {}), "case_version": 3})
    await put(system.broker, asked, later.event("delivered"), whole.event("delivered"))


async def in_the_cabinet_in_reverse(system: SmallSystem, whole: Whole) -> None:
    """Let the later message have been stored first, though its row says it was taken in first."""
    await ends_in_reverse(system, whole)
    await system.store(whole.client_key)
    await system.execute(
        "notifications",
        "UPDATE messages SET recorded_at = now() - interval '1 h' WHERE client_key LIKE 'later-%'",
    )


async def an_earlier_look(system: SmallSystem, whole: Whole) -> None:
    """Let an event lie behind another of its case that was recorded an hour after it."""
    earlier = replace(whole, intent_id=str(uuid4()))
    database, table, row = earlier.row("intent")
    await system.insert(database, table, {**row, "subsystem": "monitorinq"})
    await system.insert(*earlier.row("outcome"))
    looked = earlier.event("looked")
    recorded_at = looked.recorded_at - timedelta(hours=1)
    data = {**(looked.data or {}), "subsystem": "monitorinq"}
    await put(system.broker, replace(looked, recorded_at=recorded_at, data=data))


Mischief = Callable[[SmallSystem, Whole], Awaitable[None]]
WRONG: dict[str, tuple[str, Mischief, set[str], Callable[[Whole], str]]] = {
    "ends of messages": (
        *(DELIVERED, ends_in_reverse, {"delivered"}),
        lambda whole: whole.request_id,
    ),
    "messages in the cabinet": (
        *(CABINET, in_the_cabinet_in_reverse, {"stored", "delivered"}),
        lambda whole: whole.client_key,
    ),
    "looks": (LOOKS, an_earlier_look, set(), lambda whole: f"{whole.evidence_id}/monitorinq"),
}


@pytest.mark.parametrize(("what", "mischief", "left_out", "told_as"), WRONG.values(), ids=WRONG)
async def test_what_is_in_another_order_is_named(
    system: SmallSystem,
    what: str,
    mischief: Mischief,
    left_out: set[str],
    told_as: Callable[[Whole], str],
) -> None:
    whole = await system.case(without=left_out)
    await mischief(system, whole)
    await system.consumers_have_come()

    said = await system.account()

    assert (said.code, said.ok) == (1, False), said.errors
    assert said.lines[what]["named"] == {"out_of_order": [told_as(whole)]}
