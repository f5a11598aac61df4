"""A POST that creates happens once, however often it is sent (``Idempotency-Key``).

The key is a UUID the client makes. Scope is the caller, the client, the route and the key, as a
keyed digest; another caller's key is another scope, so it finds nothing. The first answer is kept
sealed and given again byte for byte. The row is written in the request's own transaction: a failed
request leaves none and may be sent again with the same key.

Use, inside one route::

    kept = await idempotency.begin(session, caller, "POST /v1/cases", key, await request.body())
    if kept is not None:
        return replay(kept)
    …
    await idempotency.finish(session, caller, "POST /v1/cases", key, answer)
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any, ClassVar, Final
from uuid import UUID

from fastapi import Depends, Header, Response
from sqlalchemy import Column, Index, LargeBinary, SmallInteger, delete, func, update
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlmodel import Field, col, select

from shared.database import Session, SharedRow
from shared.errors import DomainError, Kind
from shared.identity.caller import Caller
from shared.rights import REMOVABLE
from shared.texts import Text
from shared.vault import KeyRing, open_from, seal_for

REPLAYED_HEADER: Final = "Idempotency-Replayed"
_UUID_LENGTH: Final = 36


class IdempotencyKeyMissing(DomainError):
    """This POST creates something, so it needs a key (400)."""

    kind: ClassVar[Kind] = Kind.MALFORMED
    code: ClassVar[str] = "idempotency-key-missing"
    title: ClassVar[Text] = Text(az="Idempotency-Key yoxdur", en="Idempotency-Key is missing")

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="`Idempotency-Key` başlığında yeni UUID göndərin; təkrarda eynisini saxlayın.",
                en="Send a new UUID in `Idempotency-Key`; keep it when you repeat the request.",
            )
        )


class IdempotencyKeyMalformed(DomainError):
    """The key is no UUID (422)."""

    kind: ClassVar[Kind] = Kind.INVALID
    code: ClassVar[str] = "idempotency-key-malformed"
    title: ClassVar[Text] = Text(az="Idempotency-Key yanlışdır", en="Idempotency-Key is malformed")

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="UUID göndərin, məsələn `9b2f6c1e-0d3a-4f7e-8a51-6f0c2d9e4b7a`.",
                en="Send a UUID, for example `9b2f6c1e-0d3a-4f7e-8a51-6f0c2d9e4b7a`.",
            )
        )


class IdempotencyKeyReused(DomainError):
    """The key was used for another request (422); nothing was done."""

    kind: ClassVar[Kind] = Kind.INVALID
    code: ClassVar[str] = "idempotency-key-reused"
    title: ClassVar[Text] = Text(
        az="Bu açar başqa sorğuda işlədilib", en="This key was used for another request"
    )

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Yeni sorğu üçün yeni `Idempotency-Key` göndərin.",
                en="Send a new `Idempotency-Key` with a new request.",
            )
        )


class IdempotencyRow(SharedRow, table=True):
    """One request that was taken; the answer is there once its transaction is committed."""

    __tablename__ = "idempotency"
    __table_args__ = (Index("ix_idempotency_created_at", "created_at"), REMOVABLE)

    scope: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    request_digest: bytes = Field(sa_type=LargeBinary)
    status: int | None = Field(default=None, sa_type=SmallInteger)
    headers: dict[str, str] | None = Field(
        default=None, sa_type=JSONB(none_as_null=True), nullable=True
    )
    sealed_body: bytes | None = Field(default=None, sa_type=LargeBinary)
    key_id: str | None = None
    created_at: datetime = Field(sa_column_kwargs={"server_default": func.now()})


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer as it was given: ``headers`` are those that belong to it (Location, ETag)."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def replay(answer: StoredAnswer) -> Response:
    """Return the first answer again, marked ``Idempotency-Replayed: true``."""
    headers = {**answer.headers, REPLAYED_HEADER: "true"}
    return Response(answer.body, answer.status, headers, media_type="application/json")


class Idempotency:
    """Keeps and finds answers; digests and seals are keyed with the service's key ring.

    A new active key takes over for new requests, while keys still in the ring find old ones.
    """

    def __init__(self, keyring: KeyRing) -> None:
        self._keyring = keyring

    async def begin(
        self, session: Session, caller: Caller, route: str, key: str, request_bytes: bytes
    ) -> StoredAnswer | None:
        """Take a request: None when it is new, the kept answer when it was answered before.

        Waits for another transaction that is handling the same key. Raises IdempotencyKeyReused
        when the key was used with another request (JSON is compared by what it says, not its spelling).
        """
        kept = await self._row(session, self._older_scopes(caller, route, key))
        active = self._keyring.active_id
        scope = self._scope(active, caller, route, key)
        if kept is None:
            statement = (
                insert(IdempotencyRow)
                .values(scope=scope, request_digest=self._digest(active, scope, request_bytes))
                .on_conflict_do_nothing()
                .returning(col(IdempotencyRow.scope))
            )
            if (await session.exec(statement)).first() is not None:
                return None
            kept = await self._row(session, {scope: active})
        if kept is None:
            raise IdempotencyRowLost
        row, key_id = kept
        if not hmac.compare_digest(
            row.request_digest, self._digest(key_id, row.scope, request_bytes)
        ):
            raise IdempotencyKeyReused
        return self._opened(row)

    async def finish(
        self, session: Session, caller: Caller, route: str, key: str, answer: StoredAnswer
    ) -> None:
        """Keep the answer of a request that ``begin`` took in this transaction."""
        scope = self._scope(self._keyring.active_id, caller, route, key)
        sealed = seal_for(self._keyring, answer.body, scope)
        statement = (
            update(IdempotencyRow)
            .where(col(IdempotencyRow.scope) == scope)
            .values(
                status=answer.status,
                headers=dict(answer.headers),
                sealed_body=sealed.data,
                key_id=sealed.key_id,
            )
            .returning(col(IdempotencyRow.scope))
        )
        if (await session.exec(statement)).first() is None:
            raise IdempotencyRowLost

    async def find(
        self, session: Session, caller: Caller, route: str, key: str
    ) -> StoredAnswer | None:
        """Return the answer this caller was given for this key, None if there was none."""
        kept = await self._row(session, self._scopes(caller, route, key))
        return None if kept is None else self._opened(kept[0])

    def _opened(self, row: IdempotencyRow) -> StoredAnswer:
        if row.status is None or row.sealed_body is None or row.key_id is None:
            raise IdempotencyRowLost
        body = open_from(self._keyring, row.key_id, row.sealed_body, row.scope)
        return StoredAnswer(row.status, row.headers or {}, body)

    async def _row(
        self, session: Session, scopes: Mapping[bytes, str]
    ) -> tuple[IdempotencyRow, str] | None:
        if not scopes:
            return None
        wanted = select(IdempotencyRow).where(col(IdempotencyRow.scope).in_(list(scopes)))
        row = (await session.exec(wanted)).first()
        return None if row is None else (row, scopes[row.scope])

    def _scopes(self, caller: Caller, route: str, key: str) -> dict[bytes, str]:
        return {self._scope(key_id, caller, route, key): key_id for key_id in self._keyring.keys}

    def _older_scopes(self, caller: Caller, route: str, key: str) -> dict[bytes, str]:
        scopes = self._scopes(caller, route, key)
        return {
            scope: key_id for scope, key_id in scopes.items() if key_id != self._keyring.active_id
        }

    def _scope(self, key_id: str, caller: Caller, route: str, key: str) -> bytes:
        parts: list[Any] = [caller.issuer, caller.client, caller.subject, route, key]
        text = b"dost:idempotency-scope\x00" + json.dumps(parts).encode()
        return hmac.digest(self._keyring.key(key_id), text, sha256)

    def _digest(self, key_id: str, scope: bytes, request_bytes: bytes) -> bytes:
        text = b"dost:idempotency-request\x00" + scope + _same_for_same(request_bytes)
        return hmac.digest(self._keyring.key(key_id), text, sha256)


def _same_for_same(request_bytes: bytes) -> bytes:
    """Return one spelling of a JSON document: a client may write the same request anew."""
    try:
        document = json.loads(request_bytes)
    except (ValueError, RecursionError):
        return request_bytes
    return json.dumps(document, sort_keys=True, separators=(",", ":")).encode()


class IdempotencyRowLost(RuntimeError):
    """A route broke the order begin, finish, commit: a mistake of ours."""


async def forget_before(session: Session, instant: datetime, *, at_most: int) -> int:
    """Delete up to ``at_most`` answers kept before ``instant`` and return how many went."""
    old = (
        select(IdempotencyRow.scope)
        .where(col(IdempotencyRow.created_at) < instant)
        .order_by(col(IdempotencyRow.created_at))
        .limit(at_most)
        .with_for_update(skip_locked=True)
    )
    statement = delete(IdempotencyRow).where(col(IdempotencyRow.scope).in_(old))
    return (await session.exec(statement)).rowcount


def key_of(header: str | None) -> str:
    """Read an ``Idempotency-Key``, lower-cased (IdempotencyKeyMissing, IdempotencyKeyMalformed)."""
    if header is None or not header.strip():
        raise IdempotencyKeyMissing
    text = header.strip().strip('"').lower()
    if len(text) != _UUID_LENGTH:
        raise IdempotencyKeyMalformed
    try:
        return str(UUID(text))
    except ValueError:
        raise IdempotencyKeyMalformed from None


async def _key(
    idempotency_key: Annotated[
        str | None, Header(description="A UUID of the client's; the same when it repeats.")
    ] = None,
) -> str:
    return key_of(idempotency_key)


IdempotencyKeyDep = Annotated[str, Depends(_key)]
"""The key of this request: a UUID in lower case."""
