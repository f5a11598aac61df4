"""The one layer every call to the outside world passes: it is noted down, and it may fail."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox.clock import BusinessClock
from sandbox.traffic.calls import Call, CallLog, read_body
from sandbox.traffic.faults import FaultPlan
from sandbox.traffic.plays import PLAYS, Exchange
from sandbox.traffic.targets import target_of
from shared.clock import system_now

BODY_LOOKED_AT = 64 * 1024


class Border:
    """Pure ASGI; a call is noted as soon as it arrived, so a failed one counts as well."""

    def __init__(
        self, app: ASGIApp, *, calls: CallLog, faults: FaultPlan, clock: BusinessClock
    ) -> None:
        self._app = app
        self._calls = calls
        self._faults = faults
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass what is not for the outside world; note the rest, and fail where a fault says so."""
        target = target_of(scope["path"]) if scope["type"] == "http" else None
        if target is None:
            await self._app(scope, receive, send)
            return
        received = await _first_messages(receive)
        call = await self._note(scope, target, _body(received))
        fault = self._faults.take(target)
        replayed, noted = _replay(received, receive), _noting(call, send)
        if fault is None:
            await self._app(scope, replayed, noted)
            return
        call.fault = fault.kind
        await PLAYS[fault.kind](Exchange(fault, self._app, scope, replayed, noted))

    async def _note(self, scope: Scope, target: str, body: bytes) -> Call:
        headers = Headers(scope=scope)
        now = await self._clock.now()  # first: nothing may come between a number and its place
        call = Call(
            no=self._calls.next_no(),
            at=now,
            recorded_at=system_now(),
            target=target,
            method=scope["method"],
            path=scope["path"],
            traceparent=headers.get("traceparent"),
            intent_id=headers.get("x-intent-id"),
            asked=read_body(target, body),
        )
        self._calls.add(call)
        return call


async def _first_messages(receive: Receive) -> list[Message]:
    """Read the body, up to what is looked at; the rest stays for the application."""
    messages: list[Message] = []
    length, more = 0, True
    while more and length <= BODY_LOOKED_AT:
        message = await receive()
        messages.append(message)
        length += len(message.get("body", b""))
        more = message["type"] == "http.request" and message.get("more_body", False)
    return messages


def _body(messages: list[Message]) -> bytes:
    return b"".join(message.get("body", b"") for message in messages)


def _replay(messages: list[Message], receive: Receive) -> Receive:
    waiting = iter(messages)

    async def replayed() -> Message:
        message = next(waiting, None)
        return message if message is not None else await receive()

    return replayed


def _noting(call: Call, send: Send) -> Send:
    async def noted(message: Message) -> None:
        if message["type"] == "http.response.start":
            call.status = message["status"]
        await send(message)

    return noted
