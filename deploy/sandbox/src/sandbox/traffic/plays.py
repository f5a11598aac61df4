"""How each fault is played, one function each; a kind without a function is not supported."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.traffic.faults import Fault, FaultKind
from shared.problem_answers import Answer
from shared.problems import render
from shared.texts import Text

OUT_OF_ORDER = Answer(
    503,
    "sandbox-fault",
    Text(az="Xarici sistem işləmir", en="The outside system is out of order"),
    Text(
        az="Sınaq üçün qoyulmuş nasazlıq; DELETE /faults onu götürür.",
        en="A fault set for a test; DELETE /faults takes it away.",
    ),
)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One call and everything a fault may bend: the way in, the way out, and the application."""

    fault: Fault
    app: ASGIApp
    scope: Scope
    receive: Receive
    send: Send


Play = Callable[[Exchange], Awaitable[None]]


async def delay(exchange: Exchange) -> None:
    """Answer as always, so many seconds later; whoever gave up waiting was served all the same."""
    await asyncio.sleep(exchange.fault.seconds or 0)
    await exchange.app(exchange.scope, exchange.receive, exchange.send)


async def error(exchange: Exchange) -> None:
    """Answer 503 and do nothing."""
    answer = render(OUT_OF_ORDER, Headers(scope=exchange.scope).get("accept-language"))
    await answer(exchange.scope, exchange.receive, exchange.send)


PLAYS: Mapping[FaultKind, Play] = {FaultKind.DELAY: delay, FaultKind.ERROR: error}
