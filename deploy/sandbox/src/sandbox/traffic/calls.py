"""What the outside world was really asked, call by call."""

import json
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.traffic.targets import IDENTITY, belongs_to
from shared.clock import system_now

KEPT = 50_000  # a kilobyte each


@dataclass(slots=True)
class Call:
    """One call as it arrived; ``status`` is None until an answer began.

    ``at`` is business time, ``recorded_at`` the machine's. The people are invented, so the
    identifier is kept: a test counts what was asked about one person. ``intent_id`` is the
    caller's own name for the call (``X-Intent-Id``), by which its evidence is found again.
    """

    no: int
    at: datetime
    recorded_at: datetime
    target: str
    method: str
    path: str
    traceparent: str | None
    intent_id: str | None
    asked: "Asked"
    fault: str | None = None
    status: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a call's body was about, as far as it could be read."""

    identifier: dict[str, str] | None = None
    questions: list[str] = field(default_factory=list)
    attributes: list[str] = field(default_factory=list)


class CallLog:
    """The latest calls, oldest first."""

    def __init__(self, kept: int = KEPT) -> None:
        self._began_at = system_now()
        self._calls: deque[Call] = deque(maxlen=kept)
        self._last = 0

    def next_no(self) -> int:
        """Return the number of the next call; numbers grow and are never used twice."""
        self._last += 1
        return self._last

    def add(self, call: Call) -> None:
        """Keep a call; the oldest goes when there are too many."""
        self._calls.append(call)

    @property
    def forgotten(self) -> int:
        """Return how many calls there were before the oldest that is kept."""
        return self._last - len(self._calls)

    @property
    def since(self) -> datetime:
        """Return the machine's time from which on every call is kept: they go with the process."""
        return self._calls[0].recorded_at if self.forgotten else self._began_at

    def latest(
        self, target: str | None, after: int, limit: int, before: int | None = None
    ) -> list[Call]:
        """Return the last ``limit`` calls of a target numbered between ``after`` and ``before``.

        The newest is the last; ``before`` None means that there is no upper end.
        """
        found = [
            call
            for call in self._calls
            if call.no > after
            and (before is None or call.no < before)
            and (target is None or belongs_to(call.target, target))
        ]
        return found[-limit:]


def read_body(target: str, body: bytes) -> Asked:
    """Return what a body asks; anything unreadable is nothing. Credentials are never looked at."""
    if target == IDENTITY:
        return Asked()
    try:
        content = json.loads(body)
    except ValueError:
        return Asked()
    if not isinstance(content, dict):
        return Asked()
    return Asked(
        _identifier(content), _words(content.get("questions")), _words(content.get("attributes"))
    )


def _identifier(content: dict[str, Any]) -> dict[str, str] | None:
    match content:
        case {"identifier": {"kind": str(kind), "value": str(value)}}:
            return {"kind": kind, "value": value}
        case {"recipient": {"fin": str(fin)}}:
            return {"kind": "fin", "value": fin}
        case _:
            return None


def _words(value: object) -> list[str]:
    return [word for word in value if isinstance(word, str)] if isinstance(value, list) else []
