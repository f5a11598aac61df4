"""A worker runs until it is told to stop, finishes what it holds, and never looks alive when it is not."""

import asyncio
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import httpx2 as httpx
import pytest
from uvicorn.config import STARTUP_FAILURE

from local_stack.ports import free_port
from shared.worker import ENDED_BY_FORCE
from tests.builders.waiting import eventually

PROGRAM = """
import asyncio, sys, time
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from shared.worker import run, run_worker

async def patient(stop):
    await stop.wait()
    await asyncio.sleep(0.2)
    print("finished", flush=True)

async def dying(stop):
    await asyncio.sleep(0.2)
    raise LookupError

async def ending(stop):
    await asyncio.sleep(0.2)

async def deaf(stop):
    while True:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            pass

async def busy(stop):
    await stop.wait()
    time.sleep(1)  # the whole process reads nothing meanwhile

parts = {"patient": patient, "dying": dying, "ending": ending, "deaf": deaf, "busy": busy}
health = Starlette(routes=[Route("/livez", lambda request: PlainTextResponse("ok"))])
run(run_worker([parts[name] for name in sys.argv[2:]], health, "127.0.0.1", int(sys.argv[1])))
"""


async def worker(folder: Path, port: int, *parts: str) -> Process:
    """Start a process with some parts."""
    program = folder / "worker.py"
    program.write_text(PROGRAM)
    return await asyncio.create_subprocess_exec(
        sys.executable, str(program), str(port), *parts, stdout=PIPE, stderr=PIPE
    )


async def until_healthy(port: int) -> None:
    async with httpx.AsyncClient() as client:

        async def healthy() -> bool:
            try:
                return (await client.get(f"http://127.0.0.1:{port}/livez")).status_code == 200
            except httpx.ConnectError:
                return False

        await eventually(healthy)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_worker_that_is_told_to_stop_finishes_what_it_holds(
    tmp_path: Path, number: signal.Signals
) -> None:
    port = free_port()
    process = await worker(tmp_path, port, "patient")
    await until_healthy(port)
    process.send_signal(number)
    said, complaints = await asyncio.wait_for(process.communicate(), 10)

    assert (process.returncode, said) == (0, b"finished\n"), complaints.decode()


@pytest.mark.parametrize(("part", "why"), [("dying", b"LookupError"), ("ending", b"PartEnded")])
async def test_a_worker_whose_part_dies_or_ends_goes_down_with_it(
    tmp_path: Path, part: str, why: bytes
) -> None:
    process = await worker(tmp_path, free_port(), "patient", part)
    _, complaints = await asyncio.wait_for(process.communicate(), 10)

    assert process.returncode == 1
    assert why in complaints


async def test_a_worker_with_a_part_that_never_ends_is_gone_within_20_seconds_all_the_same(
    tmp_path: Path,
) -> None:
    port = free_port()
    process = await worker(tmp_path, port, "patient", "deaf")
    await until_healthy(port)
    process.terminate()
    told = time.monotonic()
    said = await said_until_gone(process, seconds=30)

    assert process.returncode == ENDED_BY_FORCE
    assert time.monotonic() - told < 20
    assert said.startswith(b"finished\n")
    assert b"ended by force" in said


async def test_whoever_reached_a_busy_process_before_it_ended_is_answered(tmp_path: Path) -> None:
    port = free_port()
    process = await worker(tmp_path, port, "busy")
    await until_healthy(port)
    process.terminate()
    await asyncio.sleep(0.3)
    heard = await answer_of(port)
    await asyncio.wait_for(process.communicate(), 10)

    assert (heard, process.returncode) == ("200", 0)


async def answer_of(port: int) -> str:
    """Ask once; return the status, or the name of what happened to the connection."""
    async with httpx.AsyncClient() as client:
        try:
            return str((await client.get(f"http://127.0.0.1:{port}/livez")).status_code)
        except httpx.TransportError as error:
            return type(error).__name__


async def said_until_gone(process: asyncio.subprocess.Process, *, seconds: float) -> bytes:
    """Return what a worker wrote until it was gone; fails, and kills it, when it stays."""
    try:
        said, _ = await asyncio.wait_for(process.communicate(), seconds)
    except TimeoutError:
        process.kill()
        raise AssertionError(f"the worker still runs {seconds:g} s after SIGTERM") from None
    return said


async def test_a_worker_whose_port_is_taken_says_so_and_ends(tmp_path: Path) -> None:
    port = free_port()
    first = await worker(tmp_path, port, "patient")
    await until_healthy(port)
    second = await worker(tmp_path, port, "patient")
    await asyncio.wait_for(second.communicate(), 10)
    first.terminate()
    await asyncio.wait_for(first.communicate(), 10)

    assert (first.returncode, second.returncode) == (0, STARTUP_FAILURE)
