"""What a worker's metrics show of its machinery: the outbox, its relay, its consumer, parked keys."""

from collections.abc import Sequence
from typing import Any, Final

from sqlmodel import col, func, select

from shared.backlog import AT_MOST
from shared.database import Database
from shared.kafka.consumer import ConsumerRunner
from shared.kafka.parked import ParkedRow
from shared.outbox import OutboxRow
from shared.relay import Relay
from shared.telemetry.metrics import Metrics, Reading, Sample, Series

OUTBOX_WAITING: Final = Series(
    "dost_outbox_waiting", "Events recorded and not published yet; the count ends at 10000"
)
OUTBOX_OLDEST: Final = Series(
    "dost_outbox_oldest_seconds", "Age of the oldest event that is not published, 0 without any"
)
PARKED_KEYS: Final = Series(
    "dost_parked_keys", "Keys whose events wait for a person's decision", ("consumer",)
)
PARKED_EVENTS: Final = Series(
    "dost_parked_events", "Events that are parked; the count ends at 10000", ("consumer",)
)
PARKED_OLDEST: Final = Series(
    "dost_parked_oldest_seconds", "Age of the oldest parked event, 0 without any", ("consumer",)
)


def show_relay(metrics: Metrics, relay: Relay, database: Database) -> None:
    """Let a worker's metrics show its relay and the outbox the relay empties."""
    metrics.tell(relay.readings)
    metrics.sample("relay", outbox_sample(database))


def show_consumer(
    metrics: Metrics, consumer: ConsumerRunner, database: Database, group: str
) -> None:
    """Let a worker's metrics show where its consumer stands and what it has parked."""
    metrics.tell(consumer.readings)
    metrics.sample("consumer", parked_sample(database, group))


def outbox_sample(database: Database) -> Sample:
    """Return the sample of the outbox; ages are of the database's clock."""
    first = col(OutboxRow.id)  # the primary key: the oldest is found without reading the others

    async def sample() -> Sequence[Reading]:
        waiting = select(OutboxRow.id).limit(AT_MOST).subquery()
        oldest = select(OutboxRow.recorded_at).order_by(first).limit(1).scalar_subquery()
        query = select(select(func.count()).select_from(waiting).scalar_subquery(), _age(oldest))
        async with database.transaction() as session:
            count, age = (await session.exec(query)).one()
        return [OUTBOX_WAITING.at(count), OUTBOX_OLDEST.at(age)]

    return sample


def parked_sample(database: Database, consumer: str) -> Sample:
    """Return the sample of the parked events of a consumer (a Kafka group)."""

    async def sample() -> Sequence[Reading]:
        # The oldest by id, through the index of what waits.
        waiting = (
            select(ParkedRow.topic, ParkedRow.key, ParkedRow.parked_at)
            .where(col(ParkedRow.consumer) == consumer, col(ParkedRow.replayed_at).is_(None))
            .order_by(col(ParkedRow.id))
            .limit(AT_MOST)
            .cte("waiting")
        )
        keys = select(waiting.c.topic, waiting.c.key).distinct().subquery()
        query = select(
            select(func.count()).select_from(keys).scalar_subquery(),
            func.count(),
            _age(func.min(waiting.c.parked_at)),
        ).select_from(waiting)
        async with database.transaction() as session:
            key_count, count, age = (await session.exec(query)).one()
        return [
            PARKED_KEYS.at(key_count, consumer),
            PARKED_EVENTS.at(count, consumer),
            PARKED_OLDEST.at(age, consumer),
        ]

    return sample


def _age(instant: Any) -> Any:
    """Return the seconds since an instant of the database's clock, 0 when there is none."""
    age = func.extract("epoch", func.clock_timestamp() - instant)
    return func.greatest(0, func.coalesce(age, 0))
