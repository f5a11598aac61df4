"""Schema changes: one line per service, under a lock, never waiting long for anybody.

They run as the owner of the tables; the service's own role is given its rights at their end.
"""

import asyncio
import threading
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from alembic import command
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.util import CommandError
from pydantic_settings import BaseSettings
from sqlalchemy import Connection, MetaData, pool, text
from sqlalchemy.ext.asyncio import create_async_engine

from shared.database import SHARED_METADATA, SharedRow, asyncpg_url
from shared.idempotency import IdempotencyRow
from shared.inbox import InboxRow
from shared.kafka.parked import ParkedRow
from shared.outbox import OutboxLeaseRow, OutboxRow
from shared.rights import grant_rights

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


class WrongRole(CommandError):
    """The service's role is missing, or may do what only the owner of the tables may."""


class _MigrationSettings(BaseSettings):
    """Where ``alembic`` itself finds the database, and as whom it comes: the tables' owner."""

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


def run_env(context: EnvironmentContext | ModuleType, metadata: MetaData, *, role: str) -> None:
    """Run the migrations alembic asks for; ``context`` is ``alembic.context``.

    ``metadata`` is the service's; the shared tables are added. ``role`` is what the service itself
    connects as: at the newest revision it is given what the tables say, and no more.

    The database is the configuration's attribute ``url`` (given by ``upgrade``) or the variable
    DATABASE_URL. Each migration is one transaction. Raises WrongRole before anything is changed.
    """
    attributes: dict[str, Any] = context.config.attributes
    url = attributes.get("url") or _MigrationSettings().database_url
    run = _Run(
        context=context,
        metadata=(metadata, SHARED_METADATA),
        role=role,
        table_wait=attributes.get("lock_timeout", _TABLE_WAIT),
    )
    asyncio.run(_connected(url, run))


@dataclass(frozen=True, slots=True)
class _Run:
    """What one run of the migrations is given."""

    context: EnvironmentContext | ModuleType
    metadata: tuple[MetaData, ...]
    role: str
    table_wait: str


async def _connected(url: str, run: _Run) -> None:
    engine = create_async_engine(asyncpg_url(url), poolclass=pool.NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_migrate, run)
    finally:
        await engine.dispose()


def _migrate(connection: Connection, run: _Run) -> None:
    context = run.context
    changes = _changes_the_schema(context)
    with connection.begin():  # limits and lock are the connection's and outlive the transaction
        _set(connection, lock_timeout=_LOCK_WAIT, statement_timeout=_LOCK_WAIT)
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _MIGRATION_LOCK})
        _set(connection, lock_timeout=run.table_wait, statement_timeout=_STATEMENT_LIMIT)
        if changes:
            _check_role(connection, run.role)
    context.configure(
        connection=connection,
        target_metadata=list(run.metadata),
        transaction_per_migration=True,
        compare_server_default=False,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.rollback()  # alembic has read which revision there is
    with connection.begin():
        newest = context.get_context().get_current_revision() == context.get_head_revision()
        if changes and newest:
            grant_rights(connection, run.role, run.metadata)
    # Closing the connection gives the lock back.


def _changes_the_schema(context: EnvironmentContext | ModuleType) -> bool:
    """Tell an upgrade or downgrade from a look (``alembic check``, ``current``)."""
    try:
        context.get_revision_argument()
    except KeyError:
        return False
    return True


def _check_role(connection: Connection, role: str) -> None:
    """Raise WrongRole unless the service's role is there and is not the owner by another name."""
    question = text("""
        SELECT current_user, pg_has_role(rolname, current_user, 'USAGE')
        FROM pg_roles WHERE rolname = :role
    """)
    found = connection.execute(question, {"role": role}).first()
    if found is None:
        raise WrongRole(
            f"The role {role}, which the service connects as, is not there: nothing was changed. "
            f"What to do: CREATE ROLE {role} LOGIN PASSWORD '...', then run the migrations again."
        )
    owner, may_all = found
    if may_all:
        raise WrongRole(
            f"The role {role}, which the service connects as, has the rights of {owner}, who would "
            f"own the tables: nothing was changed. What to do: run the migrations as a user of "
            f"their own (DATABASE_URL) whose rights {role} does not have."
        )


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
