"""Processes: an API or a worker that runs until it is told to stop, and is then gone in 20 s."""

import asyncio
import os
import signal
import threading
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, Final

import uvicorn
import uvloop
from starlette.types import ASGIApp

from shared.ending import API_SECONDS, GONE_SECONDS, WORKER_SECONDS
from shared.listening import HearingServer
from shared.telemetry.logs import logger

Part = Callable[[asyncio.Event], Awaitable[None]]
"""A relay, a consumer or a job: works until the event is set, then finishes what it holds."""

ENDED_BY_FORCE: Final = 70
"""The status of a process that had to be ended by force (``EX_SOFTWARE`` of sysexits.h)."""

_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)

log = logger(__name__)


class PartEnded(RuntimeError):
    """A part of the worker ended although nobody asked it to; the process must be restarted."""


def _server(
    app: ASGIApp, host: str, port: int, protocol: type[asyncio.Protocol] | None = None
) -> HearingServer:
    return HearingServer(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            http=protocol or "auto",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=int(API_SECONDS),
        )
    )


def run(main: Coroutine[Any, Any, None]) -> None:
    """Run a process's main coroutine on uvloop; its exception ends the process non-zero."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main)


async def run_api(
    app: ASGIApp, host: str, port: int, *, protocol: type[asyncio.Protocol] | None = None
) -> None:
    """Serve ``app`` until SIGTERM or SIGINT; requests in flight have 10 s to end.

    ``protocol`` speaks HTTP on each connection; None is uvicorn's own.
    """
    await _run([], _server(app, host, port, protocol))


async def run_worker(parts: Sequence[Part], health_app: ASGIApp, host: str, port: int) -> None:
    """Run ``parts`` side by side with a health server until SIGTERM or SIGINT.

    Raises ExceptionGroup when a part fails or ends by itself: a worker without its relay must not
    look alive. On a signal every part has 15 s to finish what it holds, then it is cancelled.
    """
    await _run(parts, _server(health_app, host, port))


async def _run(parts: Sequence[Part], server: HearingServer) -> None:
    stop = asyncio.Event()
    _stop_on_signals(stop)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_watched(part, stop)) for part in parts]
        group.create_task(_serve(server, stop))
        await stop.wait()
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=WORKER_SECONDS)
            for task in late:
                log.error("a part did not stop in time", part=task.get_name())
                task.cancel()


async def _watched(part: Part, stop: asyncio.Event) -> None:
    await part(stop)
    if not stop.is_set():
        raise PartEnded(getattr(part, "__qualname__", repr(part)))


async def _serve(server: HearingServer, stop: asyncio.Event) -> None:
    async def end_with_the_rest() -> None:
        await stop.wait()
        server.should_exit = True

    ending = asyncio.ensure_future(end_with_the_rest())
    try:
        await server.serve()
    finally:
        ending.cancel()
    stop.set()


def _end_by_force() -> None:
    log.critical("the process did not end in time and is ended by force", seconds=GONE_SECONDS)
    os._exit(ENDED_BY_FORCE)


def _stop_on_signals(stop: asyncio.Event) -> None:
    """Begin to end on a signal, and be gone ``GONE_SECONDS`` later whatever still waits.

    A thread watches, because a call that waits for a silent server may wait on when it is
    cancelled. Nothing is lost by force: what was not committed is taken up by a colleague.
    """

    def end() -> None:
        stop.set()
        watch = threading.Timer(GONE_SECONDS, _end_by_force)
        watch.daemon = True  # it must not itself keep a process that ends in time
        watch.start()

    loop = asyncio.get_running_loop()
    for number in _SIGNALS:
        loop.add_signal_handler(number, end)
