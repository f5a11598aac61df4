"""What the outside world was really asked."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from sandbox.traffic.calls import Call
from sandbox.world import WorldDep

router = APIRouter(tags=["calls"])

KEY_PREFIX = "/esosial/messages/"


class CallEntry(BaseModel):
    """One call: ``at`` is business time, ``recorded_at`` the machine's.

    ``status`` is null until an answer began; ``fault`` says what went wrong on purpose. The people
    are invented, so ``identifier`` says whom the call was about, as far as its body told.
    ``intent_id`` is what the caller named the call in ``X-Intent-Id``.
    """

    no: int
    at: datetime
    recorded_at: datetime
    target: str
    method: str
    path: str
    client_key: str | None
    identifier: dict[str, str] | None
    questions: list[str]
    attributes: list[str]
    traceparent: str | None
    intent_id: str | None
    fault: str | None
    status: int | None


class CallList(BaseModel):
    """Calls, newest last; ``forgotten`` counts those of any target that are no longer kept.

    ``since`` is the machine's time from which on all are kept: what came before this process began,
    nobody remembers.
    """

    items: list[CallEntry]
    forgotten: int
    since: datetime


@router.get("/calls")
async def list_calls(
    world: WorldDep,
    target: Annotated[str | None, Query(max_length=60)] = None,
    after: Annotated[int, Query(ge=0)] = 0,
    before: Annotated[int | None, Query(ge=1)] = None,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1_000,
) -> CallList:
    """Return the latest calls of a target, or of all; ``meis`` means all sixteen.

    ``after`` is the ``no`` of a call: only later ones count, so a test sees its own. ``before`` is
    one, too: with that of the oldest call of an answer, the next answer is what came before it.
    """
    calls = world.calls
    found = calls.latest(target, after, limit, before)
    return CallList(
        items=[_entry(call) for call in found], forgotten=calls.forgotten, since=calls.since
    )


def _entry(call: Call) -> CallEntry:
    key = call.path.removeprefix(KEY_PREFIX) if call.path.startswith(KEY_PREFIX) else None
    return CallEntry(
        no=call.no,
        at=call.at,
        recorded_at=call.recorded_at,
        target=call.target,
        method=call.method,
        path=call.path,
        client_key=key,
        identifier=call.asked.identifier,
        questions=call.asked.questions,
        attributes=call.asked.attributes,
        traceparent=call.traceparent,
        intent_id=call.intent_id,
        fault=call.fault,
        status=call.status,
    )
