"""Asking a part whether it is ready, and waiting until it says so."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from local_stack.failures import Say

_PATIENCE = 2.0  # seconds one question may take
_EVERY = 0.2
_TELL_AFTER = 5.0  # seconds of waiting before we say what for, and again


@dataclass(frozen=True)
class Answer:
    """What a part said: its HTTP status and body, or status 0 when nobody answered."""

    status: int
    body: str

    @property
    def ready(self) -> bool:
        """Tell whether the part takes work."""
        return self.status == HTTPStatus.OK

    @property
    def reason(self) -> str:
        """Say in a few words what is missing."""
        if self.status == 0:
            return self.body
        return _missing(self.body) or f"answers {self.status}"


def ask(address: str, path: str = "/readyz") -> Answer:
    """Get a path of a part on this machine. Never raises: silence is an answer as well."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=_PATIENCE)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return Answer(response.status, response.read().decode("utf-8", errors="replace"))
    except (OSError, HTTPException):
        return Answer(0, "does not answer yet")
    finally:
        connection.close()


def wait_until_ready(
    question: Callable[[], Answer],
    alive: Callable[[], bool],
    say: Say,
    *,
    seconds: float,
) -> Answer:
    """Ask until the part is ready, it ended or time is up; return the last answer.

    Every few seconds `say` hears what the part still misses.
    """
    began = told = time.monotonic()
    while True:
        answer = question()
        now = time.monotonic()
        if answer.ready or not alive() or now - began > seconds:
            return answer
        if now - told > _TELL_AFTER:
            say(f"{answer.reason} ({now - began:.0f} s)")
            told = now
        time.sleep(_EVERY)


def _missing(body: str) -> str:
    """Read the parts that are not well out of a health answer: name and why."""
    try:
        found = json.loads(body)
    except ValueError:
        return ""
    parts = found.get("parts") if isinstance(found, dict) else None
    if not isinstance(parts, dict):
        return ""
    unwell = {name: part for name, part in parts.items() if not part["ok"]}
    return ", ".join(f"{name}: {part['why']}" for name, part in unwell.items())
