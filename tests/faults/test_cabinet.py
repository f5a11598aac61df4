"""The cabinet fails, or its sender does, while notices fall due: one message each, and none lost."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Awaitable, Callable

from tests.faults.deciding import decide_some
from tests.faults.ground import Ground
from tests.faults.load import Load
from tests.faults.profile import LIMITS, Profile
from tests.faults.report import Report
from tests.faults.waiting import until

WORKER = "notifications-worker"
DELIVERED_WITHIN = 90.0
PAST_THE_LEASE = float(LIMITS["JOB_LEASE_SECONDS"]) + 1
DECIDED = 2
LATER_THAN_ITS_SENDER_WAITS = float(LIMITS["ESOSIAL_SECONDS"]) + 1


async def test_a_cabinet_whose_answers_are_lost_holds_each_message_once(
    ground: Ground, profile: Profile, report: Report
) -> None:
    posts = await broken(
        ground, profile, report, "lost-answer", "answer lost after the message was stored"
    )

    # Whoever asks first whether the message is there never sends it a second time.
    assert set(posts.values()) == {1}, "a message the cabinet held was posted again"


async def test_a_cabinet_that_never_answers_gets_each_message_once_it_does(
    ground: Ground, profile: Profile, report: Report
) -> None:
    posts = await broken(
        ground, profile, report, "black-hole", "cabinet takes calls and never answers"
    )

    assert set(posts.values()) == {2}


async def test_a_cabinet_that_answers_503_gets_each_message_once_it_works(
    ground: Ground, profile: Profile, report: Report
) -> None:
    posts = await broken(ground, profile, report, "error", "cabinet answers 503")

    assert set(posts.values()) == {2}


async def test_a_sender_killed_between_the_cabinet_and_its_own_note_of_it_sends_nothing_twice(
    ground: Ground, report: Report
) -> None:
    async def cabinet_has(key: str) -> None:
        await until(
            lambda: stored(ground, key),
            "the cabinet stored it after its sender died",
            seconds=DELIVERED_WITHIN,
        )

    posts = await killed_while_sending(
        *(ground, report, "sender dies, the cabinet stored it", "delay"),
        seconds=LATER_THAN_ITS_SENDER_WAITS,
        meanwhile=cabinet_has,
    )

    assert posts == 1


async def test_a_sender_killed_before_the_cabinet_took_the_message_leaves_it_to_the_next(
    ground: Ground, report: Report
) -> None:
    posts = await killed_while_sending(
        ground, report, "sender dies, the cabinet has nothing", "black-hole"
    )

    assert posts == 2


async def test_a_sender_frozen_past_its_lease_changes_nothing_when_it_wakes(
    ground: Ground, report: Report
) -> None:
    async def freeze(part: str) -> None:
        ground.freeze(part)

    async with ground.load() as load:
        await load.until(accepted=10)
        began = await ground.last_call()
        key = await interrupted(ground, load, "delay", seconds=1, by=freeze)
        frozen_at = time.monotonic()
        await ground.second("notifications-worker-2", of=WORKER)
        await until_delivered(ground, {key})
        await asyncio.sleep(max(0.0, frozen_at + PAST_THE_LEASE - time.monotonic()))
        ground.wake(WORKER)
        woken = time.monotonic()
        await until(
            lambda: told_that_its_lease_was_lost(ground, key),
            "the woken sender says so",
            seconds=DELIVERED_WITHIN,
        )
        recovered = time.monotonic() - woken
        await load.until(accepted=5)

    await ground.settled(
        load,
        report.row(
            "sender frozen past its lease, a second one works",
            killed=f"{WORKER} (SIGSTOP)",
            recovered=recovered,
        ),
    )

    assert load.others == {}
    assert await state_of(ground, key) == "delivered"
    assert await posts_since(ground, began, {key}) == {key: 1}


async def broken(
    ground: Ground, profile: Profile, report: Report, fault: str, what: str
) -> Counter[str]:
    """Let the cabinet fail for an outage in which notices fall due; count the posts it failed.

    Some cases are decided meanwhile: their decision waits behind the notice. Returns how often each message whose posting failed was posted in all.
    """
    async with ground.load() as load:
        await load.until(accepted=10)
        began = await ground.last_call()
        await ground.fault("esosial", fault)
        broken_at = time.monotonic()
        await load.let_notices_fall_due()
        await decide_some(ground, load, DECIDED)
        await asyncio.sleep(max(0.0, broken_at + profile.outage - time.monotonic()))
        await ground.no_faults()
        mended = time.monotonic()
        failed = await posted(ground, began, fault)
        assert failed, "no notice fell due in the outage"
        await until_delivered(ground, failed)
        recovered = time.monotonic() - mended
        await load.until(accepted=5)

    await ground.settled(load, report.row(what, killed="-", recovered=recovered))

    assert load.others == {}
    return await posts_since(ground, began, failed)


async def killed_while_sending(
    ground: Ground,
    report: Report,
    what: str,
    fault: str,
    *,
    seconds: float | None = None,
    meanwhile: Callable[[str], Awaitable[None]] | None = None,
) -> int:
    """Kill the sender of a message, wait for ``meanwhile``, start it; return the posts it took."""
    async with ground.load() as load:
        await load.until(accepted=10)
        began = await ground.last_call()
        key = await interrupted(ground, load, fault, seconds=seconds, by=ground.kill)
        assert await state_of(ground, key) == "sending"
        if meanwhile is not None:
            await meanwhile(key)
        await ground.start(WORKER)
        started_at = time.monotonic()
        await until_delivered(ground, {key})
        recovered = time.monotonic() - started_at
        await load.until(accepted=5)

    await ground.settled(load, report.row(what, killed=WORKER, recovered=recovered))

    assert load.others == {}
    posts = await posts_since(ground, began, {key})
    assert set(posts) == {key}
    return posts[key]


async def interrupted(
    ground: Ground,
    load: Load,
    fault: str,
    *,
    by: Callable[[str], Awaitable[None]],
    seconds: float | None = None,
) -> str:
    """Stop the sender while it waits for the cabinet; return the key of the message it posted."""
    began = await ground.last_call()
    await ground.fault("esosial", fault, seconds=seconds, times=1)
    await load.let_notices_fall_due()
    await until(
        lambda: posted(ground, began, fault),
        "the sender waits for the cabinet",
        seconds=DELIVERED_WITHIN,
    )
    await by(WORKER)
    [key] = await posted(ground, began, fault)
    return key


async def posted(ground: Ground, number: int, fault: str) -> set[str]:
    """Return the keys of the messages whose posting met a fault."""
    return {
        call["client_key"]
        for call in await ground.calls("esosial", after=number)
        if call["method"] == "PUT" and call["fault"] == fault
    }


async def posts_since(ground: Ground, number: int, keys: set[str]) -> Counter[str]:
    """Count how often each message was posted."""
    posts = await ground.posts(after=number)
    return Counter({key: times for key, times in posts.items() if key in keys})


async def stored(ground: Ground, key: str) -> bool:
    """Say whether the cabinet came to its answer that it stored the message."""
    return any(
        (call["client_key"], call["method"], call["status"]) == (key, "PUT", 201)
        for call in await ground.calls("esosial")
    )


async def state_of(ground: Ground, key: str) -> str:
    """Return where our own books say a message stands."""
    [row] = await ground.query(
        "notifications", "select state from messages where client_key = $1", key
    )
    return str(row["state"])


async def told_that_its_lease_was_lost(ground: Ground, key: str) -> bool:
    """Say whether the sender's log tells of this message that another had taken it over."""
    [row] = await ground.query(
        "notifications", "select message_id from messages where client_key = $1", key
    )
    log = await asyncio.to_thread((ground.plan.logs / f"{WORKER}.log").read_text, encoding="utf-8")
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    return any(
        line.get("message_id") == row["message_id"] and "lease" in line["event"] for line in lines
    )


async def until_delivered(ground: Ground, keys: set[str]) -> float:
    """Wait until our books say that these messages are delivered; return the seconds it took."""

    async def delivered() -> bool:
        rows = await ground.query(
            "notifications",
            "select client_key from messages where state = 'delivered' and client_key = any($1)",
            list(keys),
        )
        return {row["client_key"] for row in rows} == keys

    return await until(delivered, "the messages delivered", seconds=DELIVERED_WITHIN)
