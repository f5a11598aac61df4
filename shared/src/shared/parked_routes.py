"""What an administrator sees of parked events, and does about them: the same in every consumer.

A service that mounts ``router`` has two parts in ``app.state``: ``idempotency``, and ``replays``
with the handlers of its worker.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, ClassVar, Final

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, StringConstraints

from shared.cursors import CursorDep, LimitDep, Page, decode, next_cursor
from shared.database import Database, DatabaseUnavailable, SessionDep
from shared.errors import DomainError, Kind
from shared.idempotency import StoredAnswer
from shared.identity.caller import Caller, Role
from shared.identity.dependencies import requires
from shared.kafka import parked, replaying
from shared.kafka.parked import Handler, ParkedRow
from shared.kafka.replaying import Decision, Drained, NothingParked
from shared.once import OnceDep
from shared.problems import responses
from shared.texts import Text

_LARGEST_ID: Final = 2**63 - 1
_HANDLED_STAYS: Final = Text(
    az="Artıq emal olunanlar emal olunmuş qalır. Bir qədər sonra eyni sorğunu təkrarlayın.",
    en="What was handled by then stays handled. Repeat the same request a little later.",
)

router = APIRouter(
    prefix="/v1/parked",
    tags=["parked"],
    responses=responses(Kind.UNAUTHENTICATED, Kind.FORBIDDEN, Kind.INVALID, Kind.UNAVAILABLE),
)

Admin = Annotated[Caller, Depends(requires(Role.ADMIN))]
Reason = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=500, pattern=r"^[^\x00-\x1f\x7f-\x9f]*$"
    ),
]
Name = Annotated[str, StringConstraints(min_length=1, max_length=249)]


class Replays:
    """The handlers of this service's consumers, by consumer.

    One replay at a time in a process: each holds one connection and needs a second.
    """

    def __init__(self, handlers: Mapping[str, Handler]) -> None:
        self.handlers = handlers
        self.turn = asyncio.Lock()


class StillFailing(DomainError):
    """An event failed again and stays, with those behind it (409); ``replayed`` lists both."""

    kind: ClassVar[Kind] = Kind.CONFLICT
    code: ClassVar[str] = "still-failing"
    title: ClassVar[Text] = Text(az="Hadisə yenə emal olunmadı", en="An event failed again")

    def __init__(self, replayed: "Sequence[ReplayedTopic]") -> None:
        super().__init__(
            Text(
                az="Səbəbi aradan qaldırıb yenidən göndərin və ya hadisəni kənara qoyun.",
                en="Mend the cause and replay again, or set the event aside.",
            ),
            members={"replayed": [topic.model_dump(mode="json") for topic in replayed]},
        )


class ParkedEvent(BaseModel):
    """One event that waits, without what it says.

    ``waits``: it has not failed, one before it under the same key has. ``error_class`` and
    ``attempts`` are of the last time it was tried. ``event_id`` and ``event_type`` are null where
    the record is no event. ``parked_at`` is system time.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    consumer: str
    topic: str
    key: str
    event_id: str | None
    event_type: str | None
    partition: int
    offset: int
    waits: bool
    error_class: str | None
    attempts: int
    parked_at: datetime


class ReplayedTopic(BaseModel):
    """What a replay did with one topic: ``replayed`` were handled, ``waiting`` are parked still.

    ``failing`` is the event that failed again. Where it is null and some wait, time was up: repeat
    with a new ``Idempotency-Key``.
    """

    model_config = ConfigDict(frozen=True)

    consumer: str
    topic: str
    replayed: int
    waiting: int
    failing: ParkedEvent | None


class Replayed(BaseModel):
    """What a replay did; events of one topic are handled in order, topic after topic."""

    model_config = ConfigDict(frozen=True)

    replayed: list[ReplayedTopic]


class ReplayRequest(BaseModel):
    """Why the key can be handled now; ``topic`` and ``consumer`` where not all of it is meant."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    reason: Reason
    topic: Name | None = None
    consumer: Name | None = None


class SetAsideRequest(BaseModel):
    """Which event (``id``, as listed) is let go of without being handled, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    id: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,19}$")]
    reason: Reason


@router.get("", summary="Events that could not be handled, and those behind them")
async def list_parked(
    session: SessionDep,
    _caller: Admin,
    limit: LimitDep,
    cursor: CursorDep,
    failing: Annotated[
        bool, Query(description="Only the events that failed, without those behind them.")
    ] = False,
) -> Page[ParkedEvent]:
    """Return parked events, oldest first."""
    after = decode(cursor, int)[0] if cursor else 0
    rows = await parked.list_parked(session, after=after, limit=limit + 1, failing=failing)
    return Page(
        items=[_event(row) for row in rows[:limit]],
        next=next_cursor(rows, limit, lambda row: [row.id]),
    )


@router.post(
    "/{key:path}/replay",
    summary="Handle a key's parked events in order",
    response_model=Replayed,
    responses=responses(Kind.MALFORMED, Kind.MISSING, Kind.CONFLICT),
)
async def replay_parked(
    key: str, body: ReplayRequest, caller: Admin, once: OnceDep, request: Request
) -> Response:
    """Handle what is parked under the key, each event in its own transaction.

    The first event that fails again stays with those behind it: 409 `still-failing`, whose
    `replayed` says what was done. A key that waits at several topics is replayed at each.
    """
    database: Database = request.app.state.database
    replays: Replays = request.app.state.replays

    async def make() -> StoredAnswer:
        document = Replayed(replayed=await _replay(database, replays, key, body, caller.actor))
        return StoredAnswer(200, {}, document.model_dump_json().encode())

    # The answer's own transaction waits for those of the events, and holds the key of the request.
    async with replays.turn, database.transaction() as session:
        await replaying.may_wait_long(session)
        return await once.answer(session, caller, f"POST /v1/parked/{key}/replay", make)


@router.post(
    "/{key:path}/set-aside",
    summary="Let go of an event that can never be handled",
    response_model=ParkedEvent,
    responses=responses(Kind.MALFORMED, Kind.MISSING, Kind.CONFLICT),
)
async def set_parked_aside(
    key: str, body: SetAsideRequest, caller: Admin, once: OnceDep, session: SessionDep
) -> Response:
    """Let go of the event that holds the key, without handling it; those behind it can be replayed.

    Who did it and why are kept with the event, which is not deleted.
    """

    async def make() -> StoredAnswer:
        parked_id = int(body.id)
        if parked_id > _LARGEST_ID:
            raise NothingParked
        decision = Decision(caller.actor, body.reason)
        row = await replaying.set_aside(session, parked_id, key=key, decision=decision)
        return StoredAnswer(200, {}, _event(row).model_dump_json().encode())

    return await once.answer(session, caller, f"POST /v1/parked/{key}/set-aside", make)


async def _replay(
    database: Database, replays: Replays, key: str, wanted: ReplayRequest, actor: str
) -> list[ReplayedTopic]:
    consumers = [wanted.consumer] if wanted.consumer else list(replays.handlers)
    known = [consumer for consumer in consumers if consumer in replays.handlers]
    places = await _places(database, key, known, wanted.topic)
    if not places:
        raise NothingParked
    decision = Decision(actor, wanted.reason)
    try:
        drained = [
            await replaying.replay(database, replays.handlers[place.consumer], place, decision)
            for place in places
        ]
    except DatabaseUnavailable as outage:
        raise DatabaseUnavailable(_HANDLED_STAYS) from outage
    replayed = [_topic(each) for each in drained]
    if any(each.failing for each in replayed):
        raise StillFailing(replayed)
    return replayed


async def _places(
    database: Database, key: str, consumers: Sequence[str], topic: str | None
) -> list[replaying.Place]:
    async with database.transaction() as session:
        return await replaying.places_of(session, key, consumers=consumers, topic=topic)


def _topic(drained: Drained) -> ReplayedTopic:
    return ReplayedTopic(
        consumer=drained.place.consumer,
        topic=drained.place.topic,
        replayed=drained.replayed,
        waiting=drained.waiting,
        failing=None if drained.failing is None else _event(drained.failing),
    )


def _event(row: ParkedRow) -> ParkedEvent:
    return ParkedEvent(
        id=str(row.id),
        consumer=row.consumer,
        topic=row.topic,
        key=row.key,
        event_id=row.event_id,
        event_type=row.record().event_type,
        partition=row.kafka_partition,
        offset=row.kafka_offset,
        waits=row.waits,
        error_class=row.error_class,
        attempts=row.attempts,
        parked_at=row.parked_at,
    )
