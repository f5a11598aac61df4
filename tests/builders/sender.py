"""A caller one level below the HTTP client: what it sends, and whether the other side then waits."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.types import ASGIApp, Message


class Sender:
    """Sends one body in pieces and notes whether anybody asks for more than it has announced."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        self._app = app
        self._headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        self._pieces: list[bytes] = []
        self._said: list[Message] = []
        self.waited_for = False
        """Somebody went on reading after the end, which on a real connection comes with our leaving."""

    async def post(self, path: str, *pieces: bytes) -> tuple[int, Any]:
        """Send the pieces; returns the status and the body of the answer, from JSON."""
        self._pieces, self._said = list(pieces), []
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": b"",
            "headers": self._headers,
            "client": ("127.0.0.1", 1),
            "server": ("service.test", 80),
        }
        await self._app(scope, self._receive, self._send)
        body = b"".join(each.get("body", b"") for each in self._said)
        return self._said[0]["status"], json.loads(body)

    @property
    def left(self) -> int:
        """How many pieces nobody asked for."""
        return len(self._pieces)

    async def _receive(self) -> Message:
        if not self._pieces:
            self.waited_for = True
            return {"type": "http.disconnect"}
        piece = self._pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(self._pieces)}

    async def _send(self, message: Message) -> None:
        self._said.append(message)
