"""A worker dies or sleeps with events in its hands, or reads all of them again."""

import asyncio
import time

from tests.faults.deciding import decide_some
from tests.faults.disturbances import slow_inbox
from tests.faults.ground import Ground
from tests.faults.kafka_wire import Kind
from tests.faults.load import Load
from tests.faults.memberships import memberships
from tests.faults.offsets import READ, rewind, unread, until_read
from tests.faults.profile import Profile
from tests.faults.report import Report
from tests.faults.waiting import until
from tests.faults.wired import through_a_wire

IN_HAND = """
SELECT split_part(application_name, ' ', 2) AS event_id FROM pg_stat_activity
WHERE application_name LIKE 'takes %' AND state = 'idle in transaction'
AND clock_timestamp() - xact_start > interval '0.8 s'
"""
TAKEN_OVER_WITHIN = 40.0
DECIDED = 2
WORKERS = {group: f"{group}-worker" for group in READ}


async def test_a_worker_killed_after_its_database_and_before_its_offset_does_nothing_twice(
    ground: Ground, profile: Profile, report: Report
) -> None:
    worker, bootstrap = "notifications-worker", ground.plan.broker
    async with through_a_wire(ground, worker) as wire, ground.load(rate=3) as load:
        await load.until(accepted=5)
        wire.swallow(Kind.OFFSET_COMMIT)
        await wire.until_met(Kind.OFFSET_COMMIT)
        await ground.kill(worker)
        again = await unread(bootstrap, "notifications")
        taken = await taken_over(ground, "notifications")
        await decide_some(ground, load, DECIDED)
        await ground.start(worker)
        started = time.monotonic()
        await until_read(ground.plan.broker, "notifications", up_to=again)
        recovered = time.monotonic() - started

    await ground.settled(
        load,
        report.row(
            f"killed between its database and its offset ({profile.name})",
            killed=worker,
            recovered=recovered,
        ),
    )
    assert taken & {record.identity for record in again}, (
        "its offset was told before its effect was there"
    )
    assert load.others == {}


async def test_workers_that_read_everything_again_do_nothing_twice(
    ground: Ground, profile: Profile, report: Report
) -> None:
    async with ground.load(rate=3) as load:
        await asyncio.gather(load.until(accepted=15), decide_soon(ground, load))
        for worker in WORKERS.values():
            await ground.end(worker)
        repeated = {group: await rewind(ground.plan.broker, group) for group in WORKERS}
        for worker in WORKERS.values():
            await ground.start(worker)
        began = time.monotonic()
        for group in WORKERS:
            await until_read(ground.plan.broker, group, up_to=repeated[group])
        recovered = time.monotonic() - began
        await load.until(accepted=5)

    await ground.settled(
        load,
        report.row(
            f"offsets set back, {sum(map(len, repeated.values()))} events read again ({profile.name})",
            killed="-",
            recovered=recovered,
        ),
    )
    assert all(repeated.values()), "some group had nothing to read again"
    assert load.others == {}


async def test_of_two_workers_one_frozen_past_its_session_and_woken_changes_nothing(
    ground: Ground, profile: Profile, report: Report
) -> None:
    worker = "notifications-worker"
    await ground.second("notifications-worker-2", of=worker)
    await until_members(ground, 2)
    async with ground.load(rate=5, writers=5) as load:
        await load.until(accepted=10)
        in_hand = await freeze_with_an_event_in_hand(ground, worker)
        try:
            frozen = time.monotonic()
            await until_members(ground, 1)
            expelled = time.monotonic()
            await until_taken_over(ground, in_hand)
            await decide_some(ground, load, DECIDED)
            await load.until(accepted=5)
            await asyncio.sleep(max(0.0, frozen + profile.outage - time.monotonic()))
        finally:
            ground.wake(worker)
        woken = time.monotonic()
        await until_members(ground, 2)
        await ground.until_ready(worker)
        recovered = time.monotonic() - woken
        await load.until(accepted=5)

    await ground.settled(
        load,
        report.row(
            f"one of two workers frozen {profile.outage:g} s and woken ({profile.name})",
            killed=f"{worker} (SIGSTOP)",
            recovered=recovered,
        ),
    )
    assert expelled - frozen < 30
    assert load.others == {}


async def decide_soon(ground: Ground, load: Load) -> None:
    """Let the first cases be decided as soon as they are there."""
    await load.until(accepted=DECIDED)
    await decide_some(ground, load, DECIDED)


async def freeze_with_an_event_in_hand(ground: Ground, worker: str) -> set[str]:
    """Freeze a worker in the middle of an event's transaction: it keeps its locks.

    Returns the ids of the events it holds.
    """
    held: set[str] = set()

    async def holds_one() -> bool:
        ground.freeze(worker)
        await asyncio.sleep(1)  # a transaction of a worker that is awake has ended by then
        held.update(row["event_id"] for row in await ground.query("notifications", IN_HAND))
        if not held:
            ground.wake(worker)
        return bool(held)

    async with slow_inbox(ground):
        await until(holds_one, f"{worker} is met with an event in hand", seconds=30)
    return held


async def until_taken_over(ground: Ground, events: set[str]) -> None:
    """Wait until the database of notifications has these events, which a frozen worker holds."""

    async def are_there() -> bool:
        return events <= {event_id for _, event_id in await taken_over(ground, "notifications")}

    what = "the other worker has what the frozen one holds"
    await until(are_there, what, seconds=TAKEN_OVER_WITHIN)


async def taken_over(ground: Ground, group: str) -> set[tuple[str, str]]:
    """Return source and id of the events that a group's database has."""
    rows = await ground.query(
        group.replace("-", "_"), "select source, event_id from inbox where consumer = $1", group
    )
    return {(row["source"], row["event_id"]) for row in rows}


async def until_members(ground: Ground, count: int) -> None:
    """Wait until the group of notifications has so many members and is at rest."""

    async def so_many() -> bool:
        return len((await memberships(ground.plan.broker))["notifications"]) == count

    await until(so_many, f"{count} members", seconds=30)
