"""One log line and one count for each request: route template, status, duration; no address."""

import time
from http import HTTPMethod, HTTPStatus
from typing import Final

from prometheus_client import Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.telemetry.logs import logger
from shared.telemetry.metrics import Metrics

_QUIET = frozenset({"/livez", "/readyz", "/metrics"})
_METHODS: Final = frozenset(HTTPMethod)
_NONE: Final = "none"
_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20)

log = logger(__name__)


class Requests:
    """Counts the requests one process answers; one for its ``Metrics``."""

    def __init__(self, metrics: Metrics) -> None:
        self._answered = Counter(
            "dost_requests",
            "Requests that have ended, by the class of their status",
            ("method", "route", "status"),
            registry=metrics.registry,
        )
        self._seconds = Histogram(
            "dost_request_seconds",
            "How long requests took to the end of their answer",
            ("method", "route"),
            registry=metrics.registry,
            buckets=_SECONDS,
        )

    def count(self, method: str, route: str | None, status: int, seconds: float) -> None:
        """Count one; ``route`` is a template, None where no route was found, status 0 no whole answer.

        A method is whatever a caller writes, so one nobody knows is counted as ``none``.
        """
        known = method if method in _METHODS else _NONE
        status_class = f"{status // 100}xx" if status else _NONE
        self._answered.labels(known, route or _NONE, status_class).inc()
        self._seconds.labels(known, route or _NONE).observe(seconds)


class RequestLog:
    """Counts a request and writes a line when its answer has been sent.

    Probes and scrapes write no line while they are well.
    """

    def __init__(self, app: ASGIApp, requests: Requests) -> None:
        self.app = app
        self._requests = requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request and tell how it went."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.monotonic()
        status, whole = 0, False

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, watched)
            whole = True
        finally:
            route = getattr(scope.get("route"), "path", None)
            seconds = time.monotonic() - began
            self._requests.count(scope["method"], route, status if whole else 0, seconds)
            if status != HTTPStatus.OK or route not in _QUIET:
                log.info(
                    "a request was answered",
                    method=scope["method"],
                    route=route,
                    status=status,
                    duration_ms=round(seconds * 1000, 1),
                )
