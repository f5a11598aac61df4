"""The access tokens of the suite: JWTs (RFC 9068 shape) signed with RS256."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import jwt

from sandbox.identity.keys import SigningKey

SERVICES = ("catalog", "applications", "meis-gateway", "notifications")
LIFETIME = timedelta(minutes=15)
BEARER = "Bearer"


@dataclass(frozen=True, slots=True)
class Grantee:
    """Whom a token speaks for: the subject, the client it came through, and what it may name."""

    subject: str
    client: str
    role: str
    audiences: Sequence[str] = SERVICES


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who signed in at which portal and when, and the ``nonce`` the portal asked with."""

    subject: str
    client: str
    nonce: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TokenIssuer:
    """Signs tokens in the name of ``issuer`` (the address clients find the provider at)."""

    issuer: str
    key: SigningKey

    def issue(
        self,
        grantee: Grantee,
        *,
        now: datetime,
        lifetime: timedelta = LIFETIME,
        claims: Mapping[str, Any] | None = None,
    ) -> str:
        """Return a signed token; ``claims`` whose value is None are left out.

        ``now`` is system time, never business time. A lifetime below zero gives a token
        that has run out already, and that was issued before it ran out.
        """
        expires_at = now + lifetime
        issued_at = min(now, expires_at - timedelta(seconds=1))
        payload: dict[str, Any] = {
            "iss": self.issuer,
            "sub": grantee.subject,
            "aud": list(grantee.audiences),
            "iat": int(issued_at.timestamp()),
            "nbf": int(issued_at.timestamp()),
            "exp": int(expires_at.timestamp()),
            "jti": uuid4().hex,
            "client_id": grantee.client,
            "role": grantee.role,
        }
        payload.update({name: value for name, value in (claims or {}).items() if value is not None})
        return self._signed(payload, "at+jwt")

    def identify(
        self, signed_in: SignedIn, access_token: str, *, now: datetime, claims: Mapping[str, Any]
    ) -> str:
        """Return the ID token of who has signed in (OpenID Connect Core, section 2).

        It is for the portal alone: no service is among its audience.
        """
        payload: dict[str, Any] = {
            "iss": self.issuer,
            "sub": signed_in.subject,
            "aud": signed_in.client,
            "azp": signed_in.client,
            "iat": int(now.timestamp()),
            "exp": int((now + LIFETIME).timestamp()),
            "auth_time": int(signed_in.at.timestamp()),
            "nonce": signed_in.nonce,
            "at_hash": _half_hash(access_token),
            **claims,
        }
        return self._signed(payload, "JWT")

    def _signed(self, payload: Mapping[str, Any], kind: str) -> str:
        headers = {"kid": self.key.kid, "typ": kind}
        return jwt.encode(dict(payload), self.key.private, algorithm="RS256", headers=headers)


def _half_hash(token: str) -> str:
    """Bind an ID token to its access token (OpenID Connect Core, section 3.1.3.6)."""
    digest = hashlib.sha256(token.encode()).digest()
    return base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()
