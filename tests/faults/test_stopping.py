"""Ending on purpose: no request cut, no message half done, everything down within 20 seconds."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import httpx2 as httpx
import pytest

from shared.ending import WORKER_SECONDS
from tests.faults.ground import Ground
from tests.faults.in_hand import (
    InHand,
    buckets_in_hand,
    expect_each_waiting_or_done,
    in_hand,
)
from tests.faults.load import Accepted, Parent
from tests.faults.profile import Profile
from tests.faults.report import Report
from tests.faults.waiting import until

IN_FLIGHT = 8
WORKERS = ("applications-worker", "notifications-worker", "meis-gateway-worker")
EVERYTHING = (
    *("catalog-api", "applications-api", "notifications-api", "meis-gateway-api"),
    *("catalog-worker", *WORKERS),
)
COMMITTING = "select pid from pg_stat_activity where wait_event = 'PgSleep'"
SLOW_COMMIT = """
create function wait_before_commit() returns trigger language plpgsql as
$$ begin perform pg_sleep(2); return null; end $$;
create constraint trigger wait_before_commit after insert on cases
deferrable initially deferred for each row execute function wait_before_commit();
"""


async def test_requests_that_were_begun_are_answered_before_an_api_ends(
    ground: Ground, report: Report
) -> None:
    ended = "applications-api-2"
    await ground.second(ended, of="applications-api")
    load = ground.load(apis=("applications-api", ended), keep_alive=False)
    # Applications of one person wait for each other: with those in their commit for too long.
    applying, load.parents = ground.parents[:IN_FLIGHT], ground.parents[IN_FLIGHT:]
    async with load:
        await load.until(accepted=5)
        async with slow_commits(ground):
            begun = [asyncio.create_task(_apply(ground, parent)) for parent in applying]
            await until_all_commit(ground, len(begun))
            seconds = await ground.end(ended)
            await expect_nobody_listens(ground, ended)
            answers = await asyncio.gather(*begun)
        await ground.start(ended)
        started = time.monotonic()
        await load.until(accepted=5)
        recovered = time.monotonic() - started
    load.accepted.extend(answers)

    await ground.settled(
        load,
        report.row(
            f"SIGTERM with {len(begun)} requests in the middle of their commit",
            killed=f"one of two APIs, down in {seconds:.1f} s",
            recovered=recovered,
        ),
    )

    # Whoever was heard was answered: the others found nobody who listens.
    assert "ConnectError" in load.others
    assert set(load.others) <= {"ConnectError", "503"}


async def test_workers_that_are_told_to_end_leave_nothing_half_done(
    ground: Ground, profile: Profile, report: Report
) -> None:
    before = await ground.last_call()
    await ground.fault("meis/sigorta", "delay", seconds=1.5)
    await ground.fault("esosial", "delay", seconds=1.5)
    async with ground.load() as load:
        await load.until(accepted=15)
        await load.let_notices_fall_due()
        held = await until_something_is_in_hand(ground)
        took = await asyncio.gather(*(ground.end(each) for each in WORKERS))
        await expect_each_waiting_or_done(ground, held, after=before)
        left = (await in_hand(ground), await buckets_in_hand(ground))
        assert left == (InHand(frozenset(), frozenset()), 0), "left in a worker's hand"
        await asyncio.sleep(profile.outage)
        await ground.no_faults()
        for worker in WORKERS:
            await ground.start(worker)
        mended = time.monotonic()
        await load.until(accepted=5)
        recovered = time.monotonic() - mended

    await ground.settled(
        load,
        report.row(
            "SIGTERM with messages and questions in hand",
            killed=f"all workers, down in {max(took):.1f} s",
            recovered=recovered,
        ),
    )

    assert load.others == {}


async def test_workers_that_are_told_to_end_while_kafka_is_silent_do_not_wait_for_it(
    ground: Ground, profile: Profile, report: Report
) -> None:
    async with ground.load() as load:
        await load.until(accepted=10)
        await ground.freeze_kafka()
        try:
            frozen = time.monotonic()
            await load.until(accepted=5)
            await ground.until_named(WORKERS, "consumer", to_blame="Kafka")
            await ground.until_named(WORKERS, "relay", to_blame="Kafka")
            took = await asyncio.gather(*(ground.end(each) for each in WORKERS))
            await asyncio.sleep(max(0.0, frozen + profile.outage - time.monotonic()))
        finally:
            await ground.wake_kafka()
        for worker in WORKERS:
            await ground.start(worker)
        woken = time.monotonic()
        await load.until(accepted=5)
    await ground.until_ready()
    recovered = time.monotonic() - woken

    await ground.settled(
        load,
        report.row(
            f"SIGTERM while Kafka is silent ({profile.name})",
            killed=f"all workers, down in {max(took):.1f} s; Kafka (SIGSTOP)",
            recovered=recovered,
        ),
    )

    assert load.others == {}
    assert max(took) < WORKER_SECONDS, "a part waited for Kafka until it was cancelled"


async def test_every_process_is_restarted_in_turn_under_load(
    ground: Ground, profile: Profile, report: Report
) -> None:
    took = []
    await ground.second("applications-api-2", of="applications-api")
    apis = ("applications-api", "applications-api-2")
    async with ground.load(apis=apis, keep_alive=False) as load:
        await load.until(accepted=5)
        for part in EVERYTHING:
            took.append(await ground.restart(part))
            await load.until(accepted=int(profile.outage / 5))
        mended = time.monotonic()
        await load.until(accepted=5)
        recovered = time.monotonic() - mended

    await ground.settled(
        load,
        report.row(
            "rolling restart",
            killed=f"every process in turn, slowest end {max(took):.1f} s",
            recovered=recovered,
        ),
    )

    # Between the end of one process and the start of the next nobody listens; whoever was heard
    # was answered.
    assert set(load.others) <= {"ConnectError"}


@asynccontextmanager
async def slow_commits(ground: Ground) -> AsyncIterator[None]:
    """Let each transaction that files a case take two seconds more to commit."""
    await ground.execute("applications", SLOW_COMMIT)
    try:
        yield
    finally:
        await ground.execute("applications", "drop function wait_before_commit() cascade")


async def until_all_commit(ground: Ground, requests: int) -> None:
    """Wait until so many transactions are in the middle of their commit."""

    async def all_of_them() -> bool:
        return len(await ground.query("applications", COMMITTING)) >= requests

    await until(all_of_them, "the requests come as far as their commit", seconds=15)


async def until_something_is_in_hand(ground: Ground) -> InHand:
    """Wait until a message is being sent and a question asked; return all that is in hand then."""
    seen = [await in_hand(ground)]

    async def both() -> bool:
        seen.append(await in_hand(ground))
        return seen[-1].of_each

    await until(both, "a message and a question are in a worker's hand", seconds=30)
    return seen[-1]


async def expect_nobody_listens(ground: Ground, part: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        with pytest.raises(httpx.ConnectError):
            await client.get(f"http://127.0.0.1:{ground.port(part)}/livez")


async def _apply(ground: Ground, parent: Parent) -> Accepted:
    """Send one application to the API that is to end; it must be accepted at the first attempt."""
    key = str(uuid4())
    headers = {"Authorization": f"Bearer {parent.token}", "Idempotency-Key": key}
    address = f"http://127.0.0.1:{ground.port('applications-api-2')}/v1/cases"
    async with httpx.AsyncClient(timeout=15, trust_env=False) as client:
        try:
            answer = await client.post(address, json=parent.submission(), headers=headers)
        except httpx.TransportError as error:
            raise AssertionError(f"begun and not answered: {error!r}") from None
    assert answer.status_code == httpx.codes.CREATED, f"begun and not accepted: {answer.text}"
    receipt = answer.json()
    return Accepted(receipt["case_id"], key, parent, receipt)
