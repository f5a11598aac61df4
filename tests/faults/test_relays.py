"""Relays share the outbox: whoever commits late or dies, every event goes out in its turn."""

import asyncio
import signal
import time

from local_stack.processes import send
from tests.faults.disturbances import claimants, late_commits, noted_claims, overtaken_commits
from tests.faults.ground import Ground
from tests.faults.profile import LIMITS, Profile
from tests.faults.report import Report
from tests.faults.waiting import until

RELAYS = ("applications-worker", "applications-worker-2", "applications-worker-3")
LEASE = float(LIMITS["RELAY_LEASE_SECONDS"])


async def test_no_event_is_lost_or_overtaken_though_commits_come_late_and_a_relay_is_killed(
    ground: Ground, profile: Profile, report: Report
) -> None:
    await asyncio.gather(*(ground.second(name, of=RELAYS[0]) for name in RELAYS[1:]))
    async with late_commits(ground), noted_claims(ground):
        async with ground.load(rate=4, writers=5) as load:
            await load.until(accepted=30)
            shared_by = await claimants(ground)
            victim = await kill_a_relay_that_holds_a_bucket(ground)
            recovered = await drained(ground)
            await claimants(ground)
            await load.until(accepted=30)
            left_to = await claimants(ground)
        overtaken = await overtaken_commits(ground)
    await ground.settled(
        load,
        report.row(
            f"late commits, three relays ({profile.name})",
            killed="one relay, SIGKILL",
            recovered=recovered,
        ),
    )

    assert overtaken > 0, "no transaction committed late: nothing was tried"
    assert len(shared_by) == len(RELAYS)
    assert left_to == shared_by - {victim}
    assert set(load.others) == set()
    assert recovered < LEASE + 10


async def kill_a_relay_that_holds_a_bucket(ground: Ground) -> str:
    """Kill a relay between its claim and the end of its publishing; return its name in leases."""
    held = "SELECT owner FROM outbox_leases WHERE owner IS NOT NULL"
    ends_at = time.monotonic() + 30
    while time.monotonic() < ends_at:
        for row in await ground.query("applications", held):
            owner = str(row["owner"])
            pid = int(owner.rpartition(":")[2])
            send(pid, signal.SIGSTOP)
            await asyncio.sleep(0.2)  # what it had sent to the database by now is done
            if any(r["owner"] == owner for r in await ground.query("applications", held)):
                send(pid, signal.SIGKILL)
                return owner
            send(pid, signal.SIGCONT)
    raise AssertionError("no relay was ever seen with a bucket")


async def drained(ground: Ground) -> float:
    """Wait until what was recorded up to now is published; return the seconds it took."""
    [row] = await ground.query("applications", "SELECT clock_timestamp() AS now")
    older = "SELECT 1 FROM outbox WHERE recorded_at < $1 LIMIT 1"

    async def none_left() -> bool:
        return not await ground.query("applications", older, row["now"])

    return await until(none_left, "the outbox is drained", seconds=60)
