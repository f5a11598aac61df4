"""How much a caller may send, and what no text may hold. Pure ASGI, for chunked bodies as well."""

import asyncio
import re
from collections.abc import Mapping
from typing import ClassVar

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.errors import DomainError, Kind
from shared.problems import answer_of, render
from shared.texts import Text

MAX_BODY_BYTES = 256 * 1024
_READ_AWAY_BYTES = 4 * 1024 * 1024
_READ_AWAY_SECONDS = 5.0

# PostgreSQL stores no U+0000 in text; JSON can spell it. An even run of backslashes is itself text.
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_TAIL = 16


class BodyTooLarge(DomainError):
    """More than this address takes (413); ``max_bytes`` says how much it is."""

    kind: ClassVar[Kind] = Kind.TOO_LARGE
    code: ClassVar[str] = "body-too-large"
    title: ClassVar[Text] = Text(az="Sorğu çox böyükdür", en="The request is too large")
    headers: ClassVar[Mapping[str, str]] = {"Connection": "close"}

    def __init__(self, max_bytes: int) -> None:
        super().__init__(
            Text(
                az="Ən çoxu {max_bytes} bayt göndərin.", en="Send at most {max_bytes} bytes."
            ).filled(max_bytes=max_bytes),
            members={"max_bytes": max_bytes},
        )


class ControlCharacter(DomainError):
    """A text holds U+0000, which no database of texts keeps (422)."""

    kind: ClassVar[Kind] = Kind.INVALID
    code: ClassVar[str] = "control-character"
    title: ClassVar[Text] = Text(az="Yolverilməz simvol", en="A character is not acceptable")

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Mətnlərdən U+0000 simvolunu çıxarın.",
                en="Remove the character U+0000 from the texts.",
            )
        )


def _refusal(error: DomainError) -> HTTPException:
    """Dress an error so that FastAPI lets it through while it reads a body."""
    refusal = HTTPException(answer_of(error).status)
    refusal.__cause__ = error
    return refusal


class BodyLimit:
    """Refuses a body above the limit, by its ``Content-Length`` or as it arrives.

    ``larger`` gives single paths (uploads) a limit of their own.
    """

    def __init__(
        self, app: ASGIApp, max_bytes: int = MAX_BODY_BYTES, larger: Mapping[str, int] | None = None
    ) -> None:
        self.app = app
        self.max_bytes = max_bytes
        self.larger = dict(larger or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        limit = self.larger.get(scope["path"], self.max_bytes)
        error = self._refused_at_once(scope, headers, limit)
        body = Body(receive, limit)
        if error is not None:
            # Who asks before sending (RFC 9110 section 10.1.1) has sent nothing to read away.
            if headers.get("expect", "").lower() != "100-continue":
                await body.read_away()
            response = render(answer_of(error), headers.get("accept-language"))
            await response(scope, receive, send)
            return
        watched = _Watched(body, limit, look_for_nul="json" in headers.get("content-type", ""))
        await self.app(scope, watched.receive, send)

    def _refused_at_once(self, scope: Scope, headers: Headers, limit: int) -> DomainError | None:
        length = headers.get("content-length", "")
        # More digits than the limit has are too many, and int() refuses very long texts.
        digits = length.lstrip("0") or "0"
        if length.isdecimal() and (len(digits) > len(str(limit)) or int(digits) > limit):
            return BodyTooLarge(limit)
        if "\x00" in scope["path"] or b"%00" in scope.get("query_string", b""):
            return ControlCharacter()
        return None


class _Watched:
    """Counts a body while it is read."""

    def __init__(self, body: "Body", limit: int, *, look_for_nul: bool) -> None:
        self._body = body
        self._limit = limit
        self._look_for_nul = look_for_nul
        self._read = 0
        self._tail = b""

    async def receive(self) -> Message:
        message = await self._body.receive()
        if message["type"] != "http.request":
            return message
        chunk: bytes = message.get("body", b"")
        self._read += len(chunk)
        if self._read > self._limit:
            await self._body.read_away()
            raise _refusal(BodyTooLarge(self._limit))
        if self._look_for_nul:
            seen = self._tail + chunk
            if _NUL.search(seen):
                raise _refusal(ControlCharacter())
            self._tail = seen[-_TAIL:]
        return message


class Body:
    """A body as it comes, which knows when it has ended; ``limit`` is what its address takes."""

    def __init__(self, receive: Receive, limit: int = 0) -> None:
        self._receive = receive
        # A plain client sends all it has before it reads: a file too large must fit in as well.
        self._read_away = max(_READ_AWAY_BYTES, 2 * limit)
        self._ended = False

    async def receive(self) -> Message:
        """Return the next message, as the server gives it."""
        message = await self._receive()
        self._ended = message["type"] != "http.request" or not message.get("more_body", False)
        return message

    async def read_away(self) -> None:
        """Read what is left, within reason: a connection closed on unread data loses the answer.

        Nothing follows a body that has ended but the client's leaving, and that waits for us.
        """
        left = self._read_away
        try:
            async with asyncio.timeout(_READ_AWAY_SECONDS):
                while left > 0 and not self._ended:
                    message = await self.receive()
                    left -= len(message.get("body", b""))
        except TimeoutError:
            return
