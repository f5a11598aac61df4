"""What a person does about a parked key: replay its events in order, or let go of the failing one."""

import asyncio
import time
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from sqlmodel import col, func, select

from shared.database import Database, Session
from shared.database_clock import database_now
from shared.errors import DomainError, Kind
from shared.kafka.parked import Handler, ParkedRow, first_waiting, lock_key, waits_under
from shared.kafka.taking import HANDLER_SECONDS, is_outage
from shared.telemetry.logs import logger
from shared.telemetry.trace import following
from shared.texts import Text

DRAIN_SECONDS: Final = 10.0
"""For one replay; what it does not reach stays parked, in order, for the next."""

_LONGEST_REPLAY: Final = "90s"  # a drain at several topics, the last event of each still begun

log = logger(__name__)


class NothingParked(DomainError):
    """Nothing waits under this key, or not this event any more (404)."""

    kind: ClassVar[Kind] = Kind.MISSING
    code: ClassVar[str] = "nothing-parked"
    title: ClassVar[Text] = Text(az="Saxlanılmış hadisə yoxdur", en="Nothing is parked")

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="`GET /v1/parked` siyahısını yenidən oxuyun və açarı olduğu kimi göndərin.",
                en="Read `GET /v1/parked` again and send the key as it stands there.",
            )
        )


class NotFailing(DomainError):
    """Only the event that failed and holds its key can be set aside (409)."""

    kind: ClassVar[Kind] = Kind.CONFLICT
    code: ClassVar[str] = "not-failing"
    title: ClassVar[Text] = Text(
        az="Bu hadisə yalnız növbə gözləyir", en="This event only waits for its turn"
    )

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Açarı təkrar emal edin; kənara yalnız emal olunmayan ilk hadisə qoyulur.",
                en="Replay the key; only its first event, once it has failed, can be set aside.",
            )
        )


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided it (an actor) and why; both are kept with each event."""

    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where events are parked in order."""

    consumer: str
    topic: str
    key: str


@dataclass(frozen=True, slots=True)
class Drained:
    """What a replay did at one place: how many were handled, and how many still wait.

    ``failing`` is the event that failed again. Without it, what waits was not reached in time.
    """

    place: Place
    replayed: int
    waiting: int = 0
    failing: ParkedRow | None = None


@dataclass(slots=True)
class _Try:
    """One event being replayed; ``row_id`` is there once it is known which."""

    row_id: int | None = None
    failure: Exception | None = None


async def places_of(
    session: Session, key: str, *, consumers: Collection[str], topic: str | None = None
) -> list[Place]:
    """Return where these consumers have parked the key, at ``topic`` or at any, by topic."""
    wanted = (
        select(ParkedRow.consumer, ParkedRow.topic)
        .where(
            col(ParkedRow.consumer).in_(consumers),
            col(ParkedRow.key) == key,
            col(ParkedRow.replayed_at).is_(None),
            *(() if topic is None else (col(ParkedRow.topic) == topic,)),
        )
        .distinct()
        .order_by(col(ParkedRow.topic), col(ParkedRow.consumer))
    )
    return [Place(consumer, at, key) for consumer, at in await session.exec(wanted)]


async def replay(
    database: Database,
    handler: Handler,
    place: Place,
    decision: Decision,
    *,
    seconds: float = DRAIN_SECONDS,
    handler_seconds: float = HANDLER_SECONDS,
) -> Drained:
    """Handle the parked events of a place in order, each in its transaction.

    The first that fails again stays, with the rest behind it, and its failure is noted. An outage
    (a DomainError of kind UNAVAILABLE) is raised: what was handled before it stays handled.
    """
    until = time.monotonic() + seconds
    drained = Drained(place, 0)
    while time.monotonic() < until:
        tried = await _replay_first(database, handler, place, decision, handler_seconds)
        if tried.row_id is None:
            return drained
        if tried.failure is None:
            drained = replace(drained, replayed=drained.replayed + 1)
            continue
        failing = await _note_failure(database, place, tried.row_id, tried.failure)
        if failing is not None:
            drained = replace(drained, failing=failing)
            break
    return replace(drained, waiting=await _count(database, place))


async def may_wait_long(session: Session) -> None:
    """Let this transaction stand idle while events are replayed in theirs."""
    await session.exec(
        select(func.set_config("idle_in_transaction_session_timeout", _LONGEST_REPLAY, True))
    )


async def set_aside(session: Session, parked_id: int, *, key: str, decision: Decision) -> ParkedRow:
    """Let go of the event that fails and holds its key, without handling it.

    Raises NothingParked when the event does not wait under ``key`` (any more), and NotFailing when
    it only waits for one before it, or was not tried since that one went.
    """
    where = select(ParkedRow.consumer, ParkedRow.topic)
    found = await session.exec(where.where(ParkedRow.id == parked_id, ParkedRow.key == key))
    place = found.first()
    if place is None:
        raise NothingParked
    await lock_key(session, *place, key)
    row = await session.get(ParkedRow, parked_id)
    if row is None or row.replayed_at is not None:
        raise NothingParked
    first = await first_waiting(session, *place, key)
    if first is not row or row.waits:
        raise NotFailing
    row.set_aside = True
    await _close(session, row, decision)
    log.info("set aside an event that cannot be handled", consumer=row.consumer, topic=row.topic)
    return row


async def _replay_first(
    database: Database, handler: Handler, place: Place, decision: Decision, seconds: float
) -> _Try:
    tried = _Try()
    try:
        async with asyncio.timeout(seconds), database.transaction() as session:
            await lock_key(session, place.consumer, place.topic, place.key)
            row = await first_waiting(session, place.consumer, place.topic, place.key)
            if row is None:
                return tried
            tried.row_id = row.id
            event = row.record().event()
            with following(event.traceparent):
                await handler(session, event)
            await _close(session, row, decision)
    except Exception as error:  # whatever a handler raises is a reason for the event to stay
        if tried.row_id is None or is_outage(error):
            raise
        tried.failure = error
    return tried


async def _note_failure(
    database: Database, place: Place, row_id: int, failure: Exception
) -> ParkedRow | None:
    """Keep what the event failed of this time; None when somebody else had it handled meanwhile."""
    async with database.transaction() as session:
        await lock_key(session, place.consumer, place.topic, place.key)
        row = await session.get(ParkedRow, row_id)
        if row is None or row.replayed_at is not None:
            return None
        row.waits = False
        row.error_class = type(failure).__name__
        row.attempts += 1
        session.add(row)
    log.error(
        "a parked event failed again", consumer=place.consumer, topic=place.topic, exc_info=failure
    )
    return row


async def _close(session: Session, row: ParkedRow, decision: Decision) -> None:
    row.replayed_by, row.replay_reason = decision.by, decision.reason
    row.replayed_at = await database_now(session)
    session.add(row)


async def _count(database: Database, place: Place) -> int:
    waiting = waits_under(place.consumer, place.topic, place.key)
    async with database.transaction() as session:
        return (await session.exec(select(func.count()).where(*waiting))).one()
