"""One trace through HTTP, outbox and Kafka: W3C Trace Context (https://www.w3.org/TR/trace-context/).

Only the identifiers travel. There is no ``tracestate`` and no baggage: both could carry anything.
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TRACEPARENT = "traceparent"
TRACE_ID_HEADER = "X-Trace-Id"

_SHAPE = re.compile(r"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?")


@dataclass(frozen=True, slots=True)
class Trace:
    """One step of a trace: ``trace_id`` is the whole journey, ``span_id`` this step of it."""

    trace_id: str
    span_id: str
    flags: str = "01"

    @property
    def traceparent(self) -> str:
        """The value of the ``traceparent`` header, version 00."""
        return f"00-{self.trace_id}-{self.span_id}-{self.flags}"

    def child(self) -> "Trace":
        """Return a new step of the same journey."""
        return Trace(trace_id=self.trace_id, span_id=secrets.token_hex(8), flags=self.flags)


def new_trace() -> Trace:
    """Begin a journey nobody began before us."""
    return Trace(trace_id=secrets.token_hex(16), span_id=secrets.token_hex(8))


def parse(traceparent: str | None) -> Trace | None:
    """Read a ``traceparent``; None when there is none or it is not one (then begin a new trace).

    A later version is read as version 00, as the recommendation asks; version ff is invalid.
    """
    match = _SHAPE.fullmatch(traceparent or "")
    if match is None:
        return None
    version, trace_id, span_id, flags, rest = match.groups()
    zero = trace_id == "0" * 32 or span_id == "0" * 16
    if version == "ff" or zero or (version == "00" and rest):
        return None
    return Trace(trace_id=trace_id, span_id=span_id, flags=flags)


_current: ContextVar[Trace | None] = ContextVar("trace", default=None)


def current() -> Trace | None:
    """Return the trace this task works for, None outside any."""
    return _current.get()


def current_traceparent() -> str | None:
    """Return the ``traceparent`` to store in a row or send on, None outside any trace."""
    trace = _current.get()
    return None if trace is None else trace.traceparent


@contextmanager
def following(traceparent: str | None) -> Iterator[Trace]:
    """Work inside the trace of a request, an event or a due row; begin one where there is none."""
    parent = parse(traceparent)
    trace = parent.child() if parent else new_trace()
    token = _current.set(trace)
    try:
        yield trace
    finally:
        _current.reset(token)


class TraceMiddleware:
    """Gives every request a trace, and every answer its id in ``X-Trace-Id`` and ``traceparent``."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the request inside its trace."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        with following(Headers(scope=scope).get(TRACEPARENT)) as trace:

            async def send_with_trace(message: Message) -> None:
                if message["type"] == "http.response.start":
                    headers = MutableHeaders(scope=message)
                    headers[TRACE_ID_HEADER] = trace.trace_id
                    headers[TRACEPARENT] = trace.traceparent
                await send(message)

            await self.app(scope, receive, send_with_trace)
