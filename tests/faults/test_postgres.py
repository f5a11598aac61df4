"""PostgreSQL goes away, comes back, and refuses: nobody is restarted and nothing is half done."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest

from local_stack.databases import address_of
from shared.events.envelope import Envelope
from tests.builders.kafka import put, read_topic
from tests.faults.ground import Ground
from tests.faults.intake import Client, back_in_order, expect_clear_503, until_refused
from tests.faults.memberships import GROUPS, memberships
from tests.faults.profile import LIMITS, Profile
from tests.faults.report import Report
from tests.faults.waiting import until

PARTS = [f"{service}-{kind}" for service in ("catalog", *GROUPS) for kind in ("api", "worker")]
READ = ("dost.applications.events.v1", "dost.notifications.events.v1")
"""Topics that a worker takes events from."""
READERS = ("notifications-worker", "applications-worker")
LONGER_THAN_A_MEMBER_MAY_BE_STILL = float(LIMITS["KAFKA_POLL_SECONDS"]) + 6
RESTARTS = {"fast": signal.SIGINT, "immediate": signal.SIGQUIT, "SIGKILL": signal.SIGKILL}


@pytest.mark.parametrize("how", RESTARTS)
async def test_postgresql_restarted_under_load_loses_nothing(
    ground: Ground, profile: Profile, report: Report, how: str
) -> None:
    processes = ground.stack.processes()
    async with ground.load(rate=3, writers=5) as load:
        await load.until(accepted=10)
        await ground.stop_postgres(RESTARTS[how])
        await ground.start_postgres()
        recovered = await back_in_order(ground, load, accepted=3)

    await ground.settled(
        load,
        report.row(
            f"PostgreSQL restarted ({profile.name})",
            killed=f"PostgreSQL, {how}",
            recovered=recovered,
        ),
    )
    assert ground.stack.processes() == processes
    assert set(load.others) <= {"503"}


async def test_while_postgresql_is_away_intake_is_a_clear_503_and_consumers_stay_members(
    ground: Ground, profile: Profile, report: Report
) -> None:
    processes, members = ground.stack.processes(), await memberships(ground.plan.broker)
    async with ground.load(rate=3, writers=5) as load:
        await load.until(accepted=10)
        known = [await last_event(ground, topic) for topic in READ]
        await ground.stop_postgres()
        try:
            gone = time.monotonic()
            await put(ground.plan.broker, *known)  # so that consumers have something to take over
            refused = await Client(ground, load).apply()
            await expect_everybody_to_say_so(ground)
            outage = max(profile.outage, LONGER_THAN_A_MEMBER_MAY_BE_STILL)
            await asyncio.sleep(max(0.0, gone + outage - time.monotonic()))
            during, still = load.since(gone + 1), await memberships(ground.plan.broker)
        finally:
            await ground.start_postgres()
        recovered = await back_in_order(ground, load, accepted=3)

    await ground.settled(
        load,
        report.row(
            f"PostgreSQL away {outage:g} s ({profile.name})",
            killed="PostgreSQL",
            recovered=recovered,
        ),
    )
    expect_clear_503(refused)
    assert set(during) == {"503"}
    assert all(members.values())
    assert still == members, "a consumer lost its membership while it waited"
    assert await memberships(ground.plan.broker) == members, (
        "a consumer lost its membership and joined again"
    )
    assert ground.stack.processes() == processes


@pytest.mark.parametrize("how", ["read-only", "locked", "without connections"])
async def test_while_postgresql_refuses_intake_is_a_clear_503(
    ground: Ground, profile: Profile, report: Report, how: str
) -> None:
    processes = ground.stack.processes()
    async with ground.load(rate=3, writers=5) as load:
        await load.until(accepted=6)
        async with REFUSING[how](ground):
            began = time.monotonic()
            expect_clear_503(await until_refused(ground, load, seconds=30))
            await asyncio.sleep(max(0.0, began + profile.outage - time.monotonic()))
            expect_clear_503(await until_refused(ground, load, seconds=10))
        recovered = await back_in_order(ground, load, accepted=3)

    await ground.settled(
        load,
        report.row(f"PostgreSQL {how} ({profile.name})", killed="-", recovered=recovered),
    )
    assert ground.stack.processes() == processes
    assert set(load.others) == {"503"}


async def expect_everybody_to_say_so(ground: Ground) -> None:
    """Each API and worker names its database, and who has something to take over says it waits."""
    await until(
        lambda: all("database" in ground.unready(part) for part in PARTS),
        "every part names its database",
        seconds=15,
    )
    await until(
        lambda: all("consumer" in ground.unready(part) for part in READERS),
        "consumers say that they wait",
        seconds=15,
    )


async def last_event(ground: Ground, topic: str) -> Envelope:
    """Return the newest event of a topic as soon as it has one."""
    ends_at = time.monotonic() + 30
    while not (events := await read_topic(ground.plan.broker, topic)):
        assert time.monotonic() < ends_at, f"{topic} has no event"
        await asyncio.sleep(0.5)
    return max(events, key=lambda event: event.recorded_at)


@asynccontextmanager
async def only_reading(ground: Ground) -> AsyncIterator[None]:
    """Let every new transaction be read-only, as after a failover to a standby."""
    await ground.query("applications", "ALTER SYSTEM SET default_transaction_read_only = on")
    await ground.query("applications", "SELECT pg_reload_conf()")
    try:
        yield
        assert ground.unready("applications-api") == {"database": "The database is read-only"}
    finally:
        await ground.query("applications", "ALTER SYSTEM RESET default_transaction_read_only")
        await ground.query("applications", "SELECT pg_reload_conf()")


@asynccontextmanager
async def a_locked_table(ground: Ground) -> AsyncIterator[None]:
    """Hold the cases so that nobody can add one, as a careless migration does."""
    holder = await asyncpg.connect(address(ground))
    try:
        async with holder.transaction():
            await holder.execute("LOCK TABLE cases IN SHARE MODE")
            yield
    finally:
        await holder.close()


@asynccontextmanager
async def no_connection_left(ground: Ground) -> AsyncIterator[None]:
    """Take every connection of the server, those of applications' API included."""
    held: list[asyncpg.Connection] = []
    try:
        held.append(await asyncpg.connect(address(ground)))
        for _ in range(3):
            await held[0].execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'applications-api'"
            )
            await take_all(ground, held)
        yield
    finally:
        for connection in held:
            await connection.close()


async def take_all(ground: Ground, held: list[asyncpg.Connection]) -> None:
    while True:
        try:
            held.append(await asyncpg.connect(address(ground)))
        except asyncpg.TooManyConnectionsError:
            return


REFUSING = {
    "read-only": only_reading,
    "locked": a_locked_table,
    "without connections": no_connection_left,
}


def address(ground: Ground) -> str:
    return address_of(ground.plan.server, "applications")
