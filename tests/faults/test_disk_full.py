"""The disk of a server is full: it says so, stores nothing by halves, and goes on with new room."""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import asyncpg
import httpx2 as httpx
import pytest

from local_stack.failures import StackError
from local_stack.kafka import KafkaBroker
from local_stack.postgres import PostgresServer
from tests.faults.ground import Ground
from tests.faults.intake import Client, back_in_order, expect_clear_503, until_refused
from tests.faults.load import Load
from tests.faults.profile import Profile
from tests.faults.report import Report
from tests.faults.small_disk import SmallDisk, folder_size, small_disk
from tests.faults.waiting import until

ROOM = 64
"""Megabytes beyond what the server keeps: four segments of its log."""
MORE_THAN_THE_LOG = "SELECT pg_logical_emit_message(true, 'tests', repeat('x', 320 * 1024 * 1024))"
"""Larger than all segments the log may keep: in its midst no checkpoint gives an old one back."""
NOT_READY = 'dost_part_ready{part="database"} 0.0'
NO_ROOM = "No space left on device"


async def test_postgresql_without_room_for_data_refuses_clearly_and_goes_on_when_there_is_some(
    ground: Ground, profile: Profile, report: Report, tmp_path: Path
) -> None:
    processes = ground.stack.processes()
    async with postgres_on_a_small_disk(ground, tmp_path) as disk:
        server = ground.stack.postgres.pid()
        async with ground.load(rate=3, writers=5) as load:
            await load.until(accepted=6)
            await no_room_for_data(ground, load, disk, profile)
            assert ground.stack.postgres.pid() == server
            recovered = await back_in_order(ground, load, accepted=6)
        row = f"PostgreSQL's disk full ({profile.name})"
        await ground.settled(load, report.row(row, killed="-", recovered=recovered))

    assert ground.stack.processes() == processes
    assert set(load.others) == {"503"}


async def test_postgresql_without_room_for_its_log_ends_and_starts_when_there_is_some(
    ground: Ground, profile: Profile, report: Report, tmp_path: Path
) -> None:
    processes = ground.stack.processes()
    async with postgres_on_a_small_disk(ground, tmp_path) as disk:
        async with ground.load(rate=3, writers=5) as load:
            await load.until(accepted=6)
            await no_room_for_the_log(ground, load, disk, profile)
            recovered = await back_in_order(ground, load, accepted=6)
        await ground.settled(
            load,
            report.row(
                f"PostgreSQL's disk full for its log ({profile.name})",
                killed="PostgreSQL, by itself",
                recovered=recovered,
            ),
        )

    assert ground.stack.processes() == processes
    assert set(load.others) == {"503"}


async def test_kafka_with_a_full_disk_ends_and_intake_goes_on_until_there_is_room(
    ground: Ground, profile: Profile, report: Report, tmp_path: Path
) -> None:
    processes = ground.stack.processes()
    async with kafka_on_a_small_disk(ground, tmp_path) as disk:
        async with ground.load(rate=3, writers=4) as load:
            await load.until(accepted=6)
            disk.fill()
            await until(
                lambda: not ground.stack.broker.is_running(), "the broker ended", seconds=30
            )
            assert NO_ROOM in ground.stack.broker.log.read_text(encoding="utf-8")
            gone = time.monotonic()
            await load.until(accepted=12)
            await asyncio.sleep(max(0.0, gone + profile.outage - time.monotonic()))
            assert await events_waiting(ground) >= 12
            await ground.until_named(["applications-worker"], "relay", to_blame="Kafka")
            disk.make_room()
            await ground.start_kafka()
            began = time.monotonic()
            await ground.until_ready()
            recovered = time.monotonic() - began
        await ground.settled(
            load,
            report.row(
                f"Kafka's disk full ({profile.name})",
                killed="the broker, by itself",
                recovered=recovered,
            ),
        )

    assert load.others == {}
    assert ground.stack.processes() == processes


async def no_room_for_data(ground: Ground, load: Load, disk: SmallDisk, profile: Profile) -> None:
    """Fill the disk for an outage: what needs a new page is refused, and the server lives."""
    await ground.query("applications", "SELECT pg_switch_wal()")  # a whole segment for refusals
    disk.fill()
    try:
        # Room in old pages is used up first.
        expect_clear_503(await until_refused(ground, load, seconds=40))
        await asyncio.sleep(profile.outage)
        expect_clear_503(await until_refused(ground, load, seconds=10))
        said = ground.unready("applications-api")
        assert said == {"database": "The database has no space left"}
        assert NOT_READY in await metrics(ground)
    finally:
        disk.make_room()


async def no_room_for_the_log(
    ground: Ground, load: Load, disk: SmallDisk, profile: Profile
) -> None:
    """Fill the disk and use up the log: the server ends itself, and starts only with room.

    It stays away for an outage.
    """
    postgres = ground.stack.postgres
    disk.fill()
    try:
        await use_up_the_log(ground)
        gone = time.monotonic()
        assert "PANIC:  could not write to file" in postgres.log.read_text(encoding="utf-8")
        expect_clear_503(await Client(ground, load).apply())
        await until(
            lambda: "database" in ground.unready("applications-api"),
            "readiness names the database",
            seconds=15,
        )
        with pytest.raises(StackError, match=NO_ROOM):
            await ground.start_postgres()
        await asyncio.sleep(max(0.0, gone + profile.outage - time.monotonic()))
    finally:
        disk.make_room()
    await ground.start_postgres()


async def use_up_the_log(ground: Ground) -> None:
    """Write to the log until the server ends: what it refuses before that it may refuse."""

    async def ended() -> bool:
        with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            await ground.query("applications", MORE_THAN_THE_LOG)
        return not ground.stack.postgres.is_running()

    await until(ended, "PostgreSQL finds no room for its log and ends", seconds=60)


async def metrics(ground: Ground) -> str:
    async with httpx.AsyncClient(timeout=10, trust_env=False) as client:
        address = f"http://127.0.0.1:{ground.plan.ports.applications}/metrics"
        return (await client.get(address)).text


async def events_waiting(ground: Ground) -> int:
    [row] = await ground.query("applications", "SELECT count(*) FROM outbox")
    return int(row["count"])


@asynccontextmanager
async def postgres_on_a_small_disk(ground: Ground, folder: Path) -> AsyncIterator[SmallDisk]:
    """Let PostgreSQL keep its data on a small disk meanwhile: moved there, and back again."""
    home = ground.stack.postgres
    await asyncio.to_thread(home.stop)
    with small_disk(folder / "disk", folder_size(home.data_dir) + ROOM) as disk:
        there = PostgresServer(_moved(home.data_dir, disk, folder), home.port, durable=False)
        ground.stack.postgres = there
        try:
            await ground.start_postgres()
            await ground.until_ready()
            yield disk
        finally:
            disk.make_room()
            await asyncio.to_thread(there.start)  # so that it ends in order
            await asyncio.to_thread(there.stop)
            await asyncio.to_thread(_move_back, there.data_dir, home.data_dir)
            ground.stack.postgres = home
            await ground.start_postgres()


@asynccontextmanager
async def kafka_on_a_small_disk(ground: Ground, folder: Path) -> AsyncIterator[SmallDisk]:
    """Let Kafka keep its logs on a small disk meanwhile: moved there, and back again."""
    home = ground.stack.broker
    await asyncio.to_thread(home.stop)
    with small_disk(folder / "disk", folder_size(home.data_dir) + ROOM) as disk:
        there = KafkaBroker(_moved(home.data_dir, disk, folder), home.port, home.controller_port)
        ground.stack.broker = there
        try:
            await ground.start_kafka()
            await ground.until_ready()
            yield disk
        finally:
            disk.make_room()
            await asyncio.to_thread(there.start)
            await asyncio.to_thread(there.stop)
            await asyncio.to_thread(_move_back, there.data_dir, home.data_dir)
            ground.stack.broker = home
            await ground.start_kafka()


def _moved(home: Path, disk: SmallDisk, folder: Path) -> Path:
    """Copy a server's data to the disk; the log it writes for people stays beside it, with room."""
    shutil.copytree(home, disk.folder / home.name)
    there = folder / home.name
    there.symlink_to(disk.folder / home.name)
    return there


def _move_back(there: Path, home: Path) -> None:
    shutil.rmtree(home)
    shutil.copytree(there, home)
