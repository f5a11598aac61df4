"""A service's own token for another service: OAuth 2.0 client credentials (RFC 6749, 4.4)."""

import asyncio
import time

from shared.http import HttpClient, PartnerUnavailable, fetch_json
from shared.identity.discovery import SECONDS, endpoint_of
from shared.identity.refusals import IdentityUnavailable

EARLY_SECONDS = 30.0
"""A token is renewed this long before it ends, so that it does not end on its way."""


class ServiceToken:
    """The token of this service for one audience, fetched when needed and kept until it ends."""

    def __init__(
        self, *, issuer: str, client_id: str, secret: str, audience: str, client: HttpClient
    ) -> None:
        self._issuer = issuer
        self._client_id = client_id
        self._secret = secret
        self._audience = audience
        self._client = client
        self._token = ""
        self._ends_at = 0.0
        self._one_at_a_time = asyncio.Lock()

    def __repr__(self) -> str:
        return f"ServiceToken({self._client_id} for {self._audience})"

    async def value(self) -> str:
        """Return a token that is good for a while yet; raises IdentityUnavailable."""
        async with self._one_at_a_time:
            if time.monotonic() >= self._ends_at:
                await self._renew()
            return self._token

    async def header(self) -> dict[str, str]:
        """Return the ``Authorization`` header with the token."""
        return {"Authorization": f"Bearer {await self.value()}"}

    def forget(self) -> None:
        """Drop the token after the other side refused it; the next call fetches another."""
        self._ends_at = 0.0

    async def _renew(self) -> None:
        address = await endpoint_of(self._client, self._issuer, "token_endpoint")
        form = {
            "grant_type": "client_credentials",
            "client_id": self._client_id,
            "client_secret": self._secret,
            "audience": self._audience,
        }
        try:
            answer = await fetch_json(self._client, "POST", address, seconds=SECONDS, form=form)
        except PartnerUnavailable as error:
            raise IdentityUnavailable from error
        token, lifetime = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str) or not isinstance(lifetime, int | float):
            raise IdentityUnavailable
        self._token = token
        # A token shorter than the margin is used once and renewed.
        self._ends_at = time.monotonic() + max(0.0, lifetime - EARLY_SECONDS)
