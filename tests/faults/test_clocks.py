"""Two clocks: the business clock steps back, and machines disagree about the time."""

import asyncio
import json
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2 as httpx

from tests.builders.metrics import read
from tests.faults.disturbances import slow_timers
from tests.faults.ground import Ground
from tests.faults.load import FIRST_DAY, Load
from tests.faults.profile import Profile
from tests.faults.report import Report
from tests.faults.waiting import until

AN_HOUR = 3600
HALF_AN_HOUR = timedelta(minutes=30)
A_TEST_LASTS = 600.0
SKEWED = Path(__file__).with_name("skewed.py")
TOLD_WITHIN = 60.0


async def test_the_business_clock_steps_back_an_hour_and_nobody_is_told_twice(
    ground: Ground, profile: Profile, report: Report
) -> None:
    async with ground.load(days_pass=False) as load:
        await load.until(accepted=15)
        await load.it_is(FIRST_DAY - timedelta(hours=1))
        await load.until(accepted=int(profile.outage))
        due = await first_notices_due(ground, load)
        async with slow_timers(ground):
            await load.it_is(due + HALF_AN_HOUR)
            await until_some_are_told(ground, load)
            await load.it_is(due - HALF_AN_HOUR)
            await asyncio.sleep(1)  # a timer that was being fired has fired
            told, waiting = await told_and_waiting(ground, load, due)
            await load.until(accepted=5)
            assert await told_and_waiting(ground, load, due) == (told, waiting)
        forward = time.monotonic()
        await load.it_is(due + HALF_AN_HOUR)
        await until_none_waits(ground, load, due)
        recovered = time.monotonic() - forward

    await ground.settled(
        load,
        report.row(
            f"business clock back 1 h, across {len(told)} notices of {len(told | waiting)}",
            killed="-",
            recovered=recovered,
        ),
    )

    assert told, "nobody was told before the clock stepped back"
    assert waiting, "everybody was told before the clock stepped back"
    assert load.others == {}


async def test_workers_whose_clocks_are_an_hour_off_take_nothing_from_each_other(
    ground: Ground, profile: Profile, report: Report
) -> None:
    behind, ahead = "applications-worker-behind", "notifications-worker-ahead"
    await start_skewed(ground, behind, "applications", seconds=-AN_HOUR)
    await start_skewed(ground, ahead, "notifications", seconds=AN_HOUR)
    last_call = await ground.last_call()
    await ground.fault("meis/sigorta", "delay", seconds=1)
    await ground.fault("esosial", "delay", seconds=0.5)
    # A registry that answers "tomorrow" would be asked again for that: here no day passes.
    async with ground.load(rate=2, days_pass=False) as load:
        await load.until(accepted=int(2 * profile.outage))
    await load.let_notices_fall_due()
    await expect_one_post_for_each(ground, load, after=last_call)

    await ground.settled(load, report.row("workers 1 h behind and 1 h ahead", killed="-"))

    await expect_skewed_and_at_work(ground, behind, seconds=-AN_HOUR)
    await expect_skewed_and_at_work(ground, ahead, seconds=AN_HOUR)
    await expect_one_post_for_each(ground, load, after=last_call)
    asked = await ground.query(
        "meis_gateway",
        "select case_id, question from ("
        " select case_id, question, evidence_id, bool_and(error is null) as answered"
        " from intents join outcomes using (intent_id) where case_id = any($1) group by 1, 2, 3"
        ") as asked where answered group by 1, 2 having count(*) > 1",
        load.case_ids,
    )
    assert asked == [], "a question was taken from the worker that asked it"


async def first_notices_due(ground: Ground, load: Load) -> datetime:
    """Return the instant at which the first notices of the load fall due, in business time."""
    [row] = await ground.query(
        "applications",
        "select min(due_at) as due from timers where case_id = any($1)",
        load.case_ids,
    )
    due: datetime = row["due"]
    return due


async def told_and_waiting(ground: Ground, load: Load, due: datetime) -> tuple[set[str], set[str]]:
    """Return the cases whose notice was due by then: those whose timer fired, and the others."""
    rows = await ground.query(
        "applications",
        "select case_id, state from timers where case_id = any($1) and due_at <= $2",
        load.case_ids,
        due,
    )
    told = {row["case_id"] for row in rows if row["state"] == "fired"}
    return told, {row["case_id"] for row in rows} - told


async def until_some_are_told(ground: Ground, load: Load) -> None:
    """Wait until the first messages are in the cabinet."""
    delivered = "select 1 from messages where state = 'delivered' and case_id = any($1)"

    async def some() -> bool:
        return len(await ground.query("notifications", delivered, load.case_ids)) >= 3

    await until(some, "the first notices are delivered", seconds=TOLD_WITHIN)


async def until_none_waits(ground: Ground, load: Load, due: datetime) -> None:
    """Wait until every timer that was due by then has fired."""

    async def none() -> bool:
        return not (await told_and_waiting(ground, load, due))[1]

    await until(none, "every timer has fired", seconds=TOLD_WITHIN)


async def expect_one_post_for_each(ground: Ground, load: Load, *, after: int) -> None:
    """Wait until a message of each case was posted since a call; expect that none was twice."""

    async def all_posted() -> bool:
        posts = await ground.posts(after=after)
        assert set(posts.values()) <= {1}, "a message was taken from the worker that sent it"
        return len(posts) >= len(load.accepted)

    await until(all_posted, "a message of each case is posted", seconds=TOLD_WITHIN)


async def start_skewed(ground: Ground, name: str, service: str, *, seconds: int) -> None:
    """Start another worker of a service, whose machine's clock is so many seconds off."""
    command = (sys.executable, str(SKEWED), str(seconds), service, "worker")
    await ground.second(name, of=f"{service}-worker", command=command)


async def expect_skewed_and_at_work(ground: Ground, worker: str, *, seconds: int) -> None:
    """Expect that a worker wrote instants of its own clock, and made the calls of its job."""
    log = await asyncio.to_thread((ground.plan.logs / f"{worker}.log").read_text, encoding="utf-8")
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    off = (datetime.fromisoformat(lines[-1]["time"]) - datetime.now(UTC)).total_seconds()
    assert seconds - A_TEST_LASTS < off <= seconds + 1, f"{worker}'s clock is {off:g} s off"
    async with httpx.AsyncClient(timeout=10, trust_env=False) as client:
        answer = await client.get(f"http://127.0.0.1:{ground.port(worker)}/metrics")
    calls = [family for family in read(answer.text).families if family.name == "dost_calls"]
    made = sum(
        sample.value
        for family in calls
        for sample in family.samples
        if sample.name == "dost_calls_total"
    )
    assert made > 0, f"{worker} did nothing of its own"
