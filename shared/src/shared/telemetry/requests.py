"""One log line for each request: route template, status, duration; never the address itself."""

import time
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.telemetry.logs import logger

_QUIET = frozenset({"/livez", "/readyz"})

log = logger(__name__)


class RequestLog:
    """Writes a line when an answer has been sent; probes are left out while they are well."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request and tell how it went."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.monotonic()
        status = 0

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, watched)
        finally:
            route = getattr(scope.get("route"), "path", None)
            if status != HTTPStatus.OK or route not in _QUIET:
                log.info(
                    "a request was answered",
                    method=scope["method"],
                    route=route,
                    status=status,
                    duration_ms=round((time.monotonic() - began) * 1000, 1),
                )
