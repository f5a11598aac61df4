"""Schema changes: one line per service, under a lock, never waiting long for anybody."""

import asyncio
import threading
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from alembic import command
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from pydantic_settings import BaseSettings
from sqlalchemy import Connection, MetaData, pool, text
from sqlalchemy.ext.asyncio import create_async_engine

from shared.database import SHARED_METADATA, SharedRow, asyncpg_url
from shared.idempotency import IdempotencyRow
from shared.inbox import InboxRow
from shared.kafka.parked import ParkedRow
from shared.outbox import OutboxLeaseRow, OutboxRow

SHARED_TABLES: Final[tuple[type[SharedRow], ...]] = (
    OutboxRow,
    OutboxLeaseRow,
    InboxRow,
    ParkedRow,
    IdempotencyRow,
)
"""Every table that each service's database has beside its own; importing them fills the metadata."""

_MIGRATION_LOCK: Final = 0x0D050001  # one migrator at a time in a database
_LOCK_WAIT: Final = "60s"  # for another migrator
_TABLE_WAIT: Final = "5s"  # for a table: behind a waiting ALTER every reader queues
_STATEMENT_LIMIT: Final = "60s"
_ALEMBIC: Final = threading.Lock()  # its context is one global of the process

# Frozen: what version 1 of the shared tables was. A change is a new function and a new migration.
_SHARED_TABLES_V1: Final = (
    """
    CREATE TABLE outbox (
        id bigint GENERATED ALWAYS AS IDENTITY,
        bucket smallint NOT NULL,
        event_id varchar NOT NULL,
        source varchar NOT NULL,
        type varchar NOT NULL,
        topic varchar NOT NULL,
        key varchar NOT NULL,
        time timestamptz NOT NULL,
        recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        data json,
        traceparent varchar,
        extensions json NOT NULL,
        CONSTRAINT pk_outbox PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_outbox_bucket_id ON outbox (bucket, id)",
    """
    CREATE TABLE outbox_leases (
        bucket smallint NOT NULL,
        owner varchar,
        fence bigint NOT NULL,
        expires_at timestamptz,
        CONSTRAINT pk_outbox_leases PRIMARY KEY (bucket)
    )
    """,
    "INSERT INTO outbox_leases (bucket, fence) SELECT bucket, 0 FROM generate_series(0, 15) bucket",
    """
    CREATE TABLE inbox (
        consumer varchar NOT NULL,
        source varchar NOT NULL,
        event_id varchar NOT NULL,
        received_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_inbox PRIMARY KEY (consumer, source, event_id)
    )
    """,
    "CREATE INDEX ix_inbox_received_at ON inbox (received_at)",
    """
    CREATE TABLE parked (
        id bigint GENERATED ALWAYS AS IDENTITY,
        consumer varchar NOT NULL,
        topic varchar NOT NULL,
        kafka_partition integer NOT NULL,
        kafka_offset bigint NOT NULL,
        key varchar NOT NULL,
        source varchar,
        event_id varchar,
        headers json NOT NULL,
        value bytea,
        waits boolean NOT NULL,
        error_class varchar,
        attempts integer NOT NULL,
        parked_at timestamptz NOT NULL DEFAULT now(),
        replayed_at timestamptz,
        replayed_by varchar,
        replay_reason varchar,
        CONSTRAINT pk_parked PRIMARY KEY (id),
        CONSTRAINT uq_parked_place_and_event
            UNIQUE (consumer, topic, kafka_partition, kafka_offset, source, event_id)
    )
    """,
    """
    CREATE INDEX ix_parked_open ON parked (consumer, topic, key, id) WHERE replayed_at IS NULL
    """,
    """
    CREATE TABLE idempotency (
        scope bytea NOT NULL,
        request_digest bytea NOT NULL,
        status smallint,
        headers jsonb,
        sealed_body bytea,
        key_id varchar,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_idempotency PRIMARY KEY (scope)
    )
    """,
    "CREATE INDEX ix_idempotency_created_at ON idempotency (created_at)",
)
_SHARED_TABLES_V1_NAMES: Final = ("idempotency", "parked", "inbox", "outbox_leases", "outbox")

# Frozen: version 2 tells a parked event that was let go of from one that was handled.
_SHARED_TABLES_V2: Final = (
    "ALTER TABLE parked ADD COLUMN set_aside boolean NOT NULL DEFAULT false",
    "CREATE INDEX ix_parked_waiting ON parked (id) WHERE replayed_at IS NULL",
)
_SHARED_TABLES_V1_AGAIN: Final = (
    "DROP INDEX ix_parked_waiting",
    "ALTER TABLE parked DROP COLUMN set_aside",
)


class _MigrationSettings(BaseSettings):
    """Where ``alembic`` itself finds the database."""

    database_url: str


def create_shared_tables_v1(op: ModuleType) -> None:
    """Create outbox, leases, inbox, parked and idempotency; ``op`` is ``alembic.op``."""
    for statement in _SHARED_TABLES_V1:
        op.execute(statement)


def drop_shared_tables_v1(op: ModuleType) -> None:
    """Drop what ``create_shared_tables_v1`` made."""
    for name in _SHARED_TABLES_V1_NAMES:
        op.execute(f"DROP TABLE {name}")


def alter_shared_tables_v2(op: ModuleType) -> None:
    """Let parked events be set aside, and be listed without those that are not parked any more."""
    for statement in _SHARED_TABLES_V2:
        op.execute(statement)


def revert_shared_tables_v2(op: ModuleType) -> None:
    """Take back what ``alter_shared_tables_v2`` did."""
    for statement in _SHARED_TABLES_V1_AGAIN:
        op.execute(statement)


def run_env(context: EnvironmentContext | ModuleType, metadata: MetaData) -> None:
    """Run the migrations alembic asks for; ``context`` is ``alembic.context``.

    ``metadata`` is the service's; the shared tables are added.

    The database is the configuration's attribute ``url`` (given by ``upgrade``) or the variable
    DATABASE_URL. Each migration is one transaction.
    """
    attributes: dict[str, Any] = context.config.attributes
    url = attributes.get("url") or _MigrationSettings().database_url
    asyncio.run(
        _run(context, [metadata, SHARED_METADATA], url, attributes.get("lock_timeout", _TABLE_WAIT))
    )


async def _run(
    context: EnvironmentContext | ModuleType, metadata: list[MetaData], url: str, table_wait: str
) -> None:
    engine = create_async_engine(asyncpg_url(url), poolclass=pool.NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_migrate, context, metadata, table_wait)
    finally:
        await engine.dispose()


def _migrate(
    connection: Connection,
    context: EnvironmentContext | ModuleType,
    metadata: list[MetaData],
    table_wait: str,
) -> None:
    with connection.begin():  # limits and lock are the connection's and outlive the transaction
        _set(connection, lock_timeout=_LOCK_WAIT, statement_timeout=_LOCK_WAIT)
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _MIGRATION_LOCK})
        _set(connection, lock_timeout=table_wait, statement_timeout=_STATEMENT_LIMIT)
    context.configure(
        connection=connection,
        target_metadata=metadata,
        transaction_per_migration=True,
        compare_server_default=False,
    )
    with context.begin_transaction():
        context.run_migrations()
    # Closing the connection gives the lock back.


def _set(connection: Connection, **values: str) -> None:
    for name, value in values.items():
        connection.execute(
            text("SELECT set_config(:name, :value, false)"), {"name": name, "value": value}
        )


def alembic_config(service_root: Path, url: str, **attributes: str) -> Config:
    """Return alembic's configuration of the service in ``service_root`` for one database."""
    config = Config(service_root / "alembic.ini")
    config.attributes.update(attributes, url=url)
    return config


async def upgrade(service_root: Path, url: str) -> None:
    """Bring the database at ``url`` to the newest revision of the service in ``service_root``."""
    await asyncio.to_thread(_upgrade, alembic_config(service_root, url))


def _upgrade(config: Config) -> None:
    with _ALEMBIC:
        command.upgrade(config, "head")
