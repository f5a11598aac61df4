"""The provider's keys, kept at hand: nobody whose key we have waits for the provider.

PyJWT's own client is synchronous and reads the address from its caller; this one is asynchronous
and learns it by discovery from the configured issuer alone. ``jku`` and ``x5u`` of a token are
never read (RFC 8725, 3.10).
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from contextvars import Context
from typing import Any

from jwt import PyJWK
from jwt.exceptions import PyJWTError

from shared.http import HttpClient, PartnerUnavailable, fetch_json
from shared.identity.discovery import SECONDS, endpoint_of
from shared.identity.refusals import IdentityUnavailable, TokenInvalid
from shared.telemetry.logs import logger

ALGORITHMS = ("RS256", "ES256")
"""The signatures we accept; anything else, ``none`` and HMAC above all, is refused."""

MIN_RSA_BITS = 2048

log = logger(__name__)


class KeySource:
    """The signing keys of one issuer by ``kid``.

    After ``ttl`` seconds the keys are fetched again behind the callers' backs: those we have go on
    serving meanwhile, and while the provider is down, until they are ``max_age`` old. Only an
    unknown ``kid`` waits, and makes us ask at most every ``min_interval`` seconds, so that
    invented ids do not make us knock at the provider. One fetch at a time.
    """

    def __init__(
        self,
        issuer: str,
        client: HttpClient,
        *,
        ttl: float = 300,
        min_interval: float = 10,
        max_age: float = 24 * 3600,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.issuer = issuer
        self._client = client
        self._ttl = ttl
        self._min_interval = min_interval
        self._max_age = max_age
        self._now = now
        self._keys: Mapping[str, PyJWK] = {}
        self._fetched_at: float | None = None
        self._tried_at: float | None = None
        self._last_try_failed = False
        # The loop itself keeps only a weak reference to a task.
        self._fetching: asyncio.Task[None] | None = None

    async def key(self, kid: str) -> PyJWK:
        """Return the key of this id.

        Raises TokenInvalid when the provider has no such key, IdentityUnavailable when the
        provider does not answer and what we know does not decide.
        """
        if kid in self._keys and self._is_usable():
            self._refresh_when_old()
            return self._keys[kid]
        await self._refreshed()
        if not self._is_usable():
            raise IdentityUnavailable
        if kid in self._keys:
            return self._keys[kid]
        raise IdentityUnavailable if self._last_try_failed else TokenInvalid

    async def check(self) -> None:
        """Tell readiness whether tokens can be checked (IdentityUnavailable when not)."""
        if self._is_usable():
            self._refresh_when_old()
            return
        await self._refreshed()
        if not self._is_usable():
            raise IdentityUnavailable

    def _is_fresh(self) -> bool:
        return self._fetched_at is not None and self._now() - self._fetched_at < self._ttl

    def _is_usable(self) -> bool:
        return self._fetched_at is not None and self._now() - self._fetched_at < self._max_age

    def _may_try(self) -> bool:
        if self._tried_at is None:
            return True
        # Without any key every second counts: the provider may just be starting.
        pause = self._min_interval if self._is_usable() else min(1.0, self._min_interval)
        return self._now() - self._tried_at >= pause

    def _refresh_when_old(self) -> None:
        if not self._is_fresh():
            self._fetch_unless_just_tried()

    async def _refreshed(self) -> None:
        """Wait for the fetch under way, if there is one; who gives up does not end it."""
        fetching = self._fetch_unless_just_tried()
        if fetching is not None:
            await asyncio.shield(fetching)

    def _fetch_unless_just_tried(self) -> asyncio.Task[None] | None:
        """Return the fetch under way, begun now if it may; else the last one, if there was any."""
        under_way = self._fetching is not None and not self._fetching.done()
        if under_way or not self._may_try():
            return self._fetching
        self._tried_at = self._now()
        # It serves every caller: the deadline and the trace of the first are not its own.
        self._fetching = asyncio.create_task(self._refresh(), context=Context())
        return self._fetching

    async def _refresh(self) -> None:
        """Fetch the keys; whatever goes wrong is logged here: perhaps nobody waits for it."""
        try:
            self._keys = await self._fetch()
        except Exception as error:
            self._last_try_failed = True
            log.warning("the identity provider's keys cannot be fetched", exc_info=error)
        else:
            self._last_try_failed = False
            self._fetched_at = self._now()

    async def _fetch(self) -> Mapping[str, PyJWK]:
        address = await endpoint_of(self._client, self.issuer, "jwks_uri")
        try:
            document = await fetch_json(self._client, "GET", address, seconds=SECONDS)
        except PartnerUnavailable as error:
            raise IdentityUnavailable from error
        listed = document.get("keys")
        keys = [_usable(jwk) for jwk in listed] if isinstance(listed, list) else []
        found = {key.key_id: key for key in keys if key is not None and key.key_id}
        if not found:
            raise IdentityUnavailable
        return found


def _usable(jwk: Any) -> PyJWK | None:
    """Read one key of the set; None for what we do not accept (other uses, types, weak keys)."""
    if not isinstance(jwk, dict) or jwk.get("use", "sig") != "sig":
        return None
    try:
        key = PyJWK(jwk)
    except (PyJWTError, ValueError, TypeError):
        return None
    if key.algorithm_name not in ALGORITHMS:
        return None
    weak = key.key_type == "RSA" and key.key.key_size < MIN_RSA_BITS
    return None if weak or not isinstance(key.key_id, str) else key
