"""The last line of defence: a bug answers 500 with a trace id, and is logged without its data."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.errors import DomainError
from shared.problem_answers import UNEXPECTED, Answer
from shared.problems import answer_of, render
from shared.telemetry.logs import logger

log = logger(__name__)


class BrokenAnswer(Exception):
    """The answer had begun when the failure came; the connection must be closed, not completed."""


class UnexpectedErrors:
    """Answers for whatever no handler took; sits inside the trace middleware, outside the rest."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request; turn a failure into an answer if none has begun."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception as error:
            answer = _answer(error)
            if answer is UNEXPECTED or started:
                log.exception("a request failed unexpectedly", method=scope["method"])
            if started:
                raise BrokenAnswer from None
            response = render(answer, Headers(scope=scope).get("accept-language"))
            await response(scope, receive, send)


def _answer(error: Exception) -> Answer:
    expected = error.__cause__ if isinstance(error, HTTPException) else error
    return answer_of(expected) if isinstance(expected, DomainError) else UNEXPECTED
