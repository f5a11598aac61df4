"""How each fault is played, one function each."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox.traffic.connection import cut, gone_within
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

KNOWN_EVERYWHERE, KNOWN_AS_WELL = "5NP7Q8R", "7AB1C2D"
"""Whom a registry takes for the person asked about; the second only where the first is asked."""

DRIP_SECONDS = 1.0


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


async def drip(exchange: Exchange) -> None:
    """Answer right, one byte each ``seconds``: no pause is long, and the whole takes for ever."""
    pause = exchange.fault.seconds
    pause = DRIP_SECONDS if pause is None else pause
    start, body = await _answer(exchange)
    await exchange.send(start)
    for end in range(1, len(body)):
        await exchange.send(_piece(body[end - 1 : end], more=True))
        if await gone_within(exchange.receive, pause):
            return
    await exchange.send(_piece(body[-1:], more=False))


async def reset(exchange: Exchange) -> None:
    """Do nothing, and reset the connection."""
    await cut(exchange.scope, exchange.receive)


async def black_hole(exchange: Exchange) -> None:
    """Do nothing and say nothing until the client goes; after ``seconds`` reset the connection."""
    if not await gone_within(exchange.receive, exchange.fault.seconds):
        await cut(exchange.scope, exchange.receive)


async def wrong_person(exchange: Exchange) -> None:
    """Answer about another person than the one asked about."""
    body = _about_another(await _question(exchange.receive))
    waiting = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive() -> Message:
        message = next(waiting, None)
        return message if message is not None else await exchange.receive()

    scope = {**exchange.scope, "headers": list(exchange.scope["headers"])}
    MutableHeaders(scope=scope)["content-length"] = str(len(body))
    await exchange.app(scope, receive, exchange.send)


async def lost_answer(exchange: Exchange) -> None:
    """Do everything that was asked for, and reset the connection instead of answering."""
    await _answer(exchange)
    await cut(exchange.scope, exchange.receive)


async def malformed(exchange: Exchange) -> None:
    """Do everything that was asked for, and answer with half of a document."""
    start, body = await _answer(exchange)
    half = body[: len(body) // 2]
    MutableHeaders(scope=start)["content-length"] = str(len(half))
    await exchange.send(start)
    await exchange.send(_piece(half, more=False))


PLAYS: Mapping[FaultKind, Play] = {
    FaultKind.DELAY: delay,
    FaultKind.DRIP: drip,
    FaultKind.ERROR: error,
    FaultKind.RESET: reset,
    FaultKind.BLACK_HOLE: black_hole,
    FaultKind.WRONG_PERSON: wrong_person,
    FaultKind.LOST_ANSWER: lost_answer,
    FaultKind.MALFORMED: malformed,
}


async def _answer(exchange: Exchange) -> tuple[Message, bytes]:
    """Let the application do its work; return the start of its answer and the whole body."""
    sent: list[Message] = []

    async def keep(message: Message) -> None:
        sent.append(message)

    await exchange.app(exchange.scope, exchange.receive, keep)
    return sent[0], b"".join(message.get("body", b"") for message in sent)


def _piece(body: bytes, *, more: bool) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": more}


async def _question(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


def _about_another(question: bytes) -> bytes:
    """Return the question with another person in it; one about nobody stays as it is."""
    try:
        content: Any = json.loads(question)
    except ValueError:
        return question
    match content:
        case {"identifier": {"value": value}}:
            other = KNOWN_AS_WELL if value == KNOWN_EVERYWHERE else KNOWN_EVERYWHERE
            return json.dumps({**content, "identifier": {"kind": "fin", "value": other}}).encode()
        case _:
            return question
