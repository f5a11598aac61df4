"""PostgreSQL: one engine per process, one transaction per request or message, the only commit."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any, ClassVar, Final

import asyncpg
from fastapi import Depends, Request
from sqlalchemy import MetaData, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlalchemy.orm import registry
from sqlmodel import SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.errors import DomainError, Kind
from shared.telemetry.logs import logger
from shared.texts import Text
from shared.wakeup import Bell

Session = AsyncSession

log = logger(__name__)

NAMING: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLSTATEs (classes and codes) of PostgreSQL that say "not now": connection, resources, shutdown,
# cancelled by a time limit, lock not available, serialisation failure, deadlock, read-only.
_NOT_NOW: Final = ("08", "53", "57P", "58", "57014", "55P03", "40001", "40P01", "25006")
_CUT: Final = ("08", "57P")
REFUSAL_SECONDS: Final = 5.0
SECONDS: Final = 10.0
SILENCE: Final = 1.5
"""How much longer than the server's own limit a client waits for a server that is silent."""


def new_registry() -> registry:
    """Return a registry with metadata of its own and names for every constraint.

    Each service has one, since tests hold several services in one process and their tables may
    bear the same name. Its tables derive from one class of the service: ``class CatalogRow(SQLModel,
    registry=REGISTRY)``, then ``class PassportRow(CatalogRow, table=True)``. SQLModel makes a class
    that names its registry abstract, so a table must not name it itself.
    """
    return registry(metadata=MetaData(naming_convention=NAMING))


SHARED_REGISTRY: Final = new_registry()
SHARED_METADATA: Final = SHARED_REGISTRY.metadata


class SharedRow(SQLModel, registry=SHARED_REGISTRY):
    """What the rows of the shared tables derive from: they exist in every service's database."""


_NOTHING_STORED: Final = Text(
    az="Heç nə saxlanılmadı. Bir qədər sonra eyni sorğunu təkrarlayın.",
    en="Nothing was stored. Repeat the same request a little later.",
)
_WHO_KNOWS: Final = Text(
    az="Sorğunun saxlanılıb-saxlanılmadığı bilinmir. Bir qədər sonra eyni sorğunu eyni açarla "
    "(`Idempotency-Key`) təkrarlayın: o, bir dəfə saxlanılır.",
    en="Whether it was stored is not known. Repeat the same request a little later with the same "
    "`Idempotency-Key`: it is stored once.",
)


class DatabaseUnavailable(DomainError):
    """The database cannot answer now, and the caller may repeat.

    Nothing was stored, unless ``detail`` says that nobody knows: the connection was lost during
    COMMIT, so all of it was stored or none.
    """

    kind = Kind.UNAVAILABLE
    code: ClassVar[str] = "database-unavailable"
    title: ClassVar[Text] = Text(
        az="Xidmət müvəqqəti işləmir", en="The service is temporarily unavailable"
    )

    def __init__(self, detail: Text = _NOTHING_STORED) -> None:
        super().__init__(detail)


class DatabaseFull(DatabaseUnavailable):
    """Lately the database had no space for something; what needs none is stored all the same."""

    title: ClassVar[Text] = Text(
        az="Verilənlər bazasında yer qalmayıb", en="The database has no space left"
    )


class DatabaseReadOnly(DatabaseUnavailable):
    """Lately the database refused a change because it may only be read."""

    title: ClassVar[Text] = Text(
        az="Verilənlər bazası yalnız oxunur", en="The database is read-only"
    )


_REFUSALS: Final[dict[str, type[DatabaseUnavailable]]] = {
    "53100": DatabaseFull,
    "25006": DatabaseReadOnly,
}
"""SQLSTATEs of a server that answers every question and stores nothing."""


def asyncpg_url(url: str) -> URL:
    """Return ``url`` (``postgresql://…``) for the asynchronous driver."""
    return make_url(url).set(drivername="postgresql+asyncpg")


def _state(error: Exception) -> str:
    """Return the SQLSTATE of an error, empty when the server said none."""
    said_by = error.orig if isinstance(error, DBAPIError) else error
    return getattr(said_by, "sqlstate", None) or ""


def _is_cut(error: Exception) -> bool:
    """Tell whether the connection is lost, so that nobody knows what the server did last."""
    if isinstance(error, DBAPIError | asyncpg.PostgresError):
        invalidated = isinstance(error, DBAPIError) and error.connection_invalidated
        return invalidated or _state(error).startswith(_CUT)
    return isinstance(error, TimeoutError | ConnectionError | asyncpg.InterfaceError)


def _not_now(error: Exception) -> bool:
    """Tell whether the database refused for now, as against refusing what was asked."""
    refused = _state(error).startswith(_NOT_NOW)
    return refused or _is_cut(error) or isinstance(error, PoolTimeout)


def _refuse_closed(connection: Any, *_: object) -> None:
    """Have the pool replace a connection the server has closed (a restart).

    The driver knows it already; ``pool_pre_ping`` would ask in three round trips each time.
    """
    if connection.driver_connection.is_closed():
        raise DisconnectionError


class Database:
    """The engine of one process.

    Pool arithmetic: a process opens at most ``pool_size + max_overflow`` connections (10), a worker
    one more to listen. Four services with an API and a worker each: 4 * (10 + 11) = 84, below
    PostgreSQL's default of 100; more replicas need a smaller pool or a higher limit.

    The server ends a statement after ``seconds``, a wait for a lock after 5 s and a transaction that
    a frozen process leaves idle after ``seconds``: colleagues wait no longer for its locks. The
    client gives up on a silent server after half as long again.
    """

    def __init__(
        self,
        url: str,
        *,
        application_name: str,
        seconds: float = SECONDS,
        pool_size: int = 5,
        max_overflow: int = 5,
    ) -> None:
        limit = f"{seconds * 1000:.0f}ms"
        self.engine: AsyncEngine = create_async_engine(
            asyncpg_url(url),
            pool_size=pool_size,
            max_overflow=max_overflow,
            pool_timeout=5,
            connect_args={
                "timeout": 5,
                "command_timeout": seconds * SILENCE,
                "server_settings": {
                    "application_name": application_name,
                    "statement_timeout": limit,
                    "lock_timeout": "5s",
                    "idle_in_transaction_session_timeout": limit,
                    "jit": "off",
                },
            },
        )
        event.listen(self.engine.sync_engine, "checkout", _refuse_closed)
        self._sessions = async_sessionmaker(self.engine, class_=Session, expire_on_commit=False)
        self._bell = Bell(self.engine)
        self._refused: dict[type[DatabaseUnavailable], float] = {}

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Session]:
        """Open one transaction: committed at the end, rolled back by any exception.

        Raises DatabaseUnavailable when the connection is lost, a time limit ends a statement, or
        PostgreSQL asks to repeat (deadlock, read-only, no space).
        """
        try:
            async with self._sessions() as session:
                await _connect(session)
                yield session
                await _commit(session)
                self._bell.ring(session)
        except Exception as error:
            if not _not_now(error):
                raise
            if (refusal := _REFUSALS.get(_state(error))) is not None:
                self._refused[refusal] = time.monotonic()
            raise DatabaseUnavailable from error

    async def ping(self) -> None:
        """Ask for the smallest answer within 3 s; raises DatabaseUnavailable.

        A full or read-only server answers all the same, so it raises DatabaseFull or
        DatabaseReadOnly, too, for REFUSAL_SECONDS after something was refused for that reason.
        """
        try:
            async with asyncio.timeout(3), self.transaction() as session:
                await session.exec(select(1))
        except TimeoutError as error:
            raise DatabaseUnavailable from error
        for refusal, at in self._refused.items():
            if time.monotonic() - at < REFUSAL_SECONDS:
                raise refusal

    async def dispose(self) -> None:
        """Close every connection of the pool."""
        await self._bell.close()
        await self.engine.dispose()


async def _connect(session: Session) -> None:
    """Take a connection first, so that a refused one is not mistaken for an error of the use."""
    try:
        _ = await session.connection()
    except (OSError, DBAPIError) as error:
        if isinstance(error, DBAPIError) and not _not_now(error):
            log.exception("the database lets nobody in")
        raise DatabaseUnavailable from error


async def _commit(session: Session) -> None:
    await session.flush()  # what is refused here is refused for certain
    try:
        await session.commit()
    except Exception as error:
        if _is_cut(error):
            raise DatabaseUnavailable(_WHO_KNOWS) from error
        raise


async def transaction(request: Request) -> AsyncIterator[Session]:
    """Give a request its transaction, from ``app.state.database``."""
    database: Database = request.app.state.database
    async with database.transaction() as session:
        yield session


# scope="function": the commit comes before the answer leaves, so a failed one is never a 201.
SessionDep = Annotated[Session, Depends(transaction, scope="function")]
