"""An event that cannot be handled holds back its own case, and nobody else's, until it can be."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx2 as httpx

from tests.faults.deciding import decide, signed_in
from tests.faults.ground import Ground
from tests.faults.load import Accepted, Load
from tests.faults.profile import Profile
from tests.faults.report import Report
from tests.journeys.suite import Person, eventually

ADMIN = {"role": "admin", "person": "admin-kamran"}


async def test_a_poisoned_case_waits_in_order_while_others_are_told_and_a_replay_drains_it(
    ground: Ground, profile: Profile, report: Report
) -> None:
    async with AsyncExitStack() as people:
        admin = await signed_in(ground, people, ground.plan.ports.notifications, ADMIN)
        async with ground.load(rate=2) as load:
            await load.until(accepted=3)
            case = load.accepted[-1]
            async with messages_refused(ground, case.case_id):
                waiting = await wait_in_order(ground, people, admin, load, case)
                told_before = await told_others(ground, load, case)
                await eventually(
                    lambda: told_others(ground, load, case),
                    lambda told: told >= told_before + 5,
                    "others are told while the case is parked",
                    seconds=60,
                )
                await expect_no_replay(ground, admin, case, waiting)
            mended_at = time.monotonic()
            await expect_drained(ground, admin, case, waiting)
            recovered = time.monotonic() - mended_at
        await ground.settled(
            load,
            report.row(
                f"an event of one case cannot be handled ({profile.name})",
                killed="-",
                recovered=recovered,
            ),
        )

    assert load.others == {}


async def wait_in_order(
    ground: Ground, people: AsyncExitStack, admin: Person, load: Load, case: Accepted
) -> list[dict[str, Any]]:
    """Wait until the notice is parked and the decision stands behind it; return all that waits."""
    [poison, *_] = await parked(admin, case, bool, "the notice is parked")
    await decide(ground, people, load, case.case_id)
    waiting = await parked(admin, case, has_both_messages, "the decision waits behind the notice")

    assert poison["id"] == waiting[0]["id"]
    assert (poison["topic"], poison["error_class"], poison["attempts"]) == (
        "dost.applications.events.v1",
        *("DBAPIError", 3),
    )
    assert [each["waits"] for each in waiting] == [False] + [True] * (len(waiting) - 1)
    assert [each["offset"] for each in waiting] == sorted(each["offset"] for each in waiting)
    return waiting


async def expect_no_replay(
    ground: Ground, admin: Person, case: Accepted, waiting: list[dict[str, Any]]
) -> None:
    """Expect that a replay before the cause is mended changes nothing and says why."""
    answer = await replay(admin, case)
    problem = answer.json()

    assert (answer.status_code, problem["code"]) == (409, "still-failing")
    [topic] = problem["replayed"]
    assert (topic["replayed"], topic["failing"]["id"]) == (0, waiting[0]["id"])
    assert topic["waiting"] >= len(waiting)
    assert await messages_of(ground, case) == []


async def expect_drained(
    ground: Ground, admin: Person, case: Accepted, waiting: list[dict[str, Any]]
) -> None:
    """Expect that one replay hands everything on, and that both messages reach the cabinet."""
    answer = await replay(admin, case)

    assert answer.status_code == 200, answer.text
    [topic] = answer.json()["replayed"]
    assert topic["replayed"] >= len(waiting)
    assert await parked(admin, case) == []
    await eventually(
        lambda: messages_of(ground, case),
        lambda messages: messages == ["in-progress: delivered", "decision: delivered"],
        "both messages of the case are delivered",
    )


def has_both_messages(items: list[dict[str, Any]]) -> bool:
    types = [str(item["event_type"]) for item in items]
    return sum(each.endswith("message-requested.v1") for each in types) == 2


@asynccontextmanager
async def messages_refused(ground: Ground, case_id: str) -> AsyncIterator[None]:
    """Let notifications' own table refuse the messages of one case: no outage, and no rule of ours."""
    await ground.execute(
        "notifications",
        "CREATE FUNCTION refuse_message() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'refused'; END $$;"
        " CREATE TRIGGER refuse_message BEFORE INSERT ON messages FOR EACH ROW"
        f" WHEN (NEW.case_id = '{case_id}') EXECUTE FUNCTION refuse_message()",
    )
    try:
        yield
    finally:
        await ground.execute(
            "notifications",
            "DROP TRIGGER refuse_message ON messages; DROP FUNCTION refuse_message()",
        )


async def parked(
    admin: Person,
    case: Accepted,
    is_so: Callable[[list[dict[str, Any]]], bool] = lambda _: True,
    what: str = "listed",
) -> list[dict[str, Any]]:
    """Return what is parked of the case, as soon as ``is_so`` of it."""

    async def listed() -> list[dict[str, Any]]:
        items = (await admin.get("/v1/parked", limit="100"))["items"]
        return [item for item in items if item["key"] == case.case_id]

    return await eventually(listed, is_so, what, seconds=60)


async def replay(admin: Person, case: Accepted) -> httpx.Response:
    return await admin.http.post(
        f"/v1/parked/{case.case_id}/replay",
        json={"reason": "the table takes the case's messages again"},
        headers={"Idempotency-Key": str(uuid4())},
    )


async def messages_of(ground: Ground, case: Accepted) -> list[str]:
    """Return the case's messages with their states, in the order they were accepted."""
    rows = await ground.query(
        "notifications",
        "SELECT template, state FROM messages WHERE case_id = $1 ORDER BY recorded_at",
        case.case_id,
    )
    return [f"{row['template']}: {row['state']}" for row in rows]


async def told_others(ground: Ground, load: Load, case: Accepted) -> int:
    """Count the load's other cases whose message is in the cabinet."""
    others = [each for each in load.case_ids if each != case.case_id]
    [row] = await ground.query(
        "notifications",
        "SELECT count(*) FROM messages WHERE state = 'delivered' AND case_id = ANY($1)",
        others,
    )
    return int(row["count"])
