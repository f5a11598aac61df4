"""Kafka dies, is not there yet, or takes events without a word: intake never waits for it."""

import asyncio
import time
from collections import Counter

import pytest

from shared.kafka.reading import read_whole
from tests.faults.deciding import decide_some
from tests.faults.ground import Ground
from tests.faults.kafka_wire import Kind
from tests.faults.load import Load
from tests.faults.offsets import CASES, READ, unread, until_read
from tests.faults.profile import Profile
from tests.faults.report import Report
from tests.faults.waiting import until
from tests.faults.wired import through_a_wire

SERVICES = ("applications", "notifications", "meis-gateway")
APIS = tuple(f"{service}-api" for service in ("catalog", *SERVICES))
READERS = tuple(f"{service}-worker" for service in SERVICES)
WORKERS = ("catalog-worker", *READERS)
KAFKA = "Kafka"
RECOVERS_WITHIN = 30.0
DECIDED = 2


async def test_kafka_killed_and_started_again_is_outlived_by_every_service(
    ground: Ground, profile: Profile, report: Report
) -> None:
    processes = ground.stack.processes()
    async with ground.load(rate=3) as load:
        await load.until(accepted=5)
        await ground.kill_kafka()
        gone = time.monotonic()
        await ground.until_named(READERS, "consumer", to_blame=KAFKA)
        await ground.until_named(WORKERS, "relay", to_blame=KAFKA)
        assert not any(ground.unready(api) for api in APIS)
        await decide_some(ground, load, DECIDED)
        await asyncio.sleep(max(0.0, gone + profile.outage - time.monotonic()))
        during = load.since(gone)
        await ground.start_kafka()
        recovered = await back_in_order(ground)

    await ground.settled(
        load,
        report.row(
            f"Kafka away {profile.outage:g} s ({profile.name})", killed="Kafka", recovered=recovered
        ),
    )
    expect_intake(load, during, profile)
    assert ground.stack.processes() == processes


async def test_services_that_start_without_kafka_take_applications_and_wait_for_it(
    ground: Ground, profile: Profile, report: Report
) -> None:
    for part in (*WORKERS, *APIS):
        await ground.end(part)
    await ground.kill_kafka()
    for part in (*APIS, *WORKERS):
        await ground.start(part, wait=False)
    await until_answering(ground, (*APIS, *WORKERS))
    await ground.until_ready(*APIS)
    processes, began = ground.stack.processes(), time.monotonic()
    async with ground.load(rate=3) as load:
        await ground.until_named(READERS, "consumer", to_blame=KAFKA)
        await ground.until_named(WORKERS, "relay", to_blame=KAFKA)
        await load.until(accepted=5)
        await decide_some(ground, load, DECIDED)
        await asyncio.sleep(max(0.0, began + profile.outage - time.monotonic()))
        during = load.since(began)
        await ground.start_kafka()
        recovered = await back_in_order(ground)

    await ground.settled(
        load,
        report.row(
            f"Kafka absent at start, {profile.outage:g} s ({profile.name})",
            killed="everything",
            recovered=recovered,
        ),
    )
    expect_intake(load, during, profile)
    assert ground.stack.processes() == processes


@pytest.mark.parametrize("leader_goes", [False, True], ids=["the leader stays", "the leader goes"])
async def test_what_kafka_did_not_say_it_took_is_sent_again_and_absorbed(
    ground: Ground, profile: Profile, report: Report, leader_goes: bool
) -> None:
    worker = "applications-worker"
    async with through_a_wire(ground, worker) as wire, ground.load(rate=3) as load:
        processes = ground.stack.processes()
        await load.until(accepted=3)
        wire.withhold(Kind.PRODUCE)
        await wire.until_met(Kind.PRODUCE)
        if leader_goes:
            await ground.kill_kafka()
        began = time.monotonic()
        await ground.until_named([worker], "relay", to_blame=KAFKA)
        await decide_some(ground, load, DECIDED)
        await asyncio.sleep(max(0.0, began + profile.outage - time.monotonic()))
        during = load.since(began)
        wire.heal()
        if leader_goes:
            await ground.start_kafka()
        recovered = await back_in_order(ground)
        assert ground.stack.processes() == processes

    await ground.settled(
        load,
        report.row(
            f"Kafka takes events and does not say so for {profile.outage:g} s ({profile.name})",
            killed="Kafka, with a batch in flight" if leader_goes else "-",
            recovered=recovered,
        ),
    )
    expect_intake(load, during, profile)
    assert await repeated(ground, load) > 0, "nothing was sent again"


def expect_intake(load: Load, during: Counter[str], profile: Profile) -> None:
    """Expect that intake went on all the outage, and that no client was ever told to come again."""
    assert load.others == {}
    assert during["201"] >= load.rate * profile.outage / 2, "intake did not go on in the outage"


async def until_answering(ground: Ground, parts: tuple[str, ...]) -> None:
    """Wait until each part says anything about its readiness."""
    await until(
        lambda: not any("process" in ground.unready(part) for part in parts),
        "every part answers",
        seconds=60,
    )


async def repeated(ground: Ground, load: Load) -> int:
    """Count the events of the load's cases that the topic holds more than once."""
    held = await read_whole(ground.plan.broker, [CASES], seconds=30)
    cases = set(load.case_ids)
    ids = [record.identity for record in held.records if record.key in cases]
    return len(ids) - len(set(ids))


async def back_in_order(ground: Ground) -> float:
    """Wait until all parts are ready and what waited is taken over; return the seconds it took."""
    began = time.monotonic()
    await ground.until_ready(seconds=RECOVERS_WITHIN)
    for service in SERVICES:
        await until_sent(ground, service)
    for group in READ:
        await until_read(ground.plan.broker, group, up_to=await unread(ground.plan.broker, group))
    took = time.monotonic() - began
    assert took < RECOVERS_WITHIN
    return took


async def until_sent(ground: Ground, service: str) -> None:
    """Wait until the events that wait in an outbox now have left it; younger ones may stay."""
    database = service.replace("-", "_")
    waiting = [row["event_id"] for row in await ground.query(database, "select * from outbox")]
    left = "select 1 from outbox where event_id = any($1) limit 1"

    async def sent() -> bool:
        return not await ground.query(database, left, waiting)

    await until(sent, f"{service} has sent what waited", seconds=RECOVERS_WITHIN)
