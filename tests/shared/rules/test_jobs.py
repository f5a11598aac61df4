"""A job drains what is due, survives what fails, and can be woken."""

import asyncio
import time
from functools import partial

from shared.jobs import Job, poll
from shared.telemetry.trace import current
from tests.builders.waiting import eventually


class Work:
    """Due rows as a list of numbers; a negative one fails."""

    def __init__(self, *due: int) -> None:
        self.due = list(due)
        self.calls = 0
        self.empty = asyncio.Event()

    async def once(self) -> int:
        """Take the first due row."""
        self.calls += 1
        if not self.due:
            self.empty.set()
            return 0
        if self.due.pop(0) < 0:
            raise LookupError
        return 1


async def run(work: Work, every_seconds: float, wake: asyncio.Event | None = None) -> None:
    """Poll until nothing is due."""
    stop = asyncio.Event()
    polling = asyncio.ensure_future(poll(stop, every_seconds, work.once, wake=wake))
    await asyncio.wait_for(work.empty.wait(), 5)
    stop.set()
    await asyncio.wait_for(polling, 1)


async def test_everything_due_is_drained_without_waiting() -> None:
    work = Work(1, 2, 3)
    started = time.monotonic()
    await run(work, every_seconds=60)

    assert (work.due, work.calls) == ([], 4)
    assert time.monotonic() - started < 2


async def test_a_row_that_fails_does_not_stop_the_others() -> None:
    work = Work(1, -1, 2)
    await run(work, every_seconds=0.01)

    assert work.due == []


async def test_a_waiting_job_is_woken() -> None:
    work, wake = Work(), asyncio.Event()
    running = asyncio.ensure_future(poll(stop := asyncio.Event(), 60, work.once, wake=wake))
    await work.empty.wait()
    work.empty.clear()
    work.due.append(1)
    wake.set()
    await asyncio.wait_for(work.empty.wait(), 1)
    stop.set()
    await asyncio.wait_for(running, 1)

    assert work.due == []


async def test_every_round_is_a_journey_of_its_own() -> None:
    seen: list[str] = []

    class Traced(Work):
        """Work that remembers the trace of each call."""

        async def once(self) -> int:
            trace = current()
            seen.append(trace.trace_id if trace else "none")
            return await super().once()

    await run(Traced(1, 2), every_seconds=60)

    assert len(set(seen)) == 3
    assert "none" not in seen


async def test_a_job_given_as_a_partial_function_runs_too() -> None:
    async def once(work: Work) -> int:
        return await work.once()

    work = Work(1)
    stop = asyncio.Event()
    polling = asyncio.ensure_future(poll(stop, 60, partial(once, work)))
    await asyncio.wait_for(work.empty.wait(), 1)
    stop.set()
    await polling

    assert work.due == []


async def test_a_job_that_always_fails_is_not_ready_and_is_again_when_it_works() -> None:
    work = Work(*[-1] * 5000)
    job = Job(0.01, work.once)
    stop = asyncio.Event()
    running = asyncio.ensure_future(job.run(stop))

    async def is_not_ready() -> bool:
        return "times in a row" in (await job.readiness() or "")

    await eventually(is_not_ready)

    work.due.clear()
    work.empty.clear()
    await asyncio.wait_for(work.empty.wait(), 5)
    assert await job.readiness() is None
    stop.set()
    await asyncio.wait_for(running, 1)


async def test_a_job_whose_round_never_ends_is_not_ready() -> None:
    async def hang() -> int:
        await asyncio.Event().wait()
        return 0

    job = Job(0.01, hang, silence=0.05)
    running = asyncio.ensure_future(job.run(asyncio.Event()))
    assert await job.readiness() is None

    await asyncio.sleep(0.2)

    assert "no round ended" in (await job.readiness() or "")
    running.cancel()
