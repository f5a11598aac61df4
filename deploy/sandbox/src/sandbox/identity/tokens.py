"""The access tokens of the suite: JWTs (RFC 9068 shape) signed with RS256."""

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
        headers = {"kid": self.key.kid, "typ": "at+jwt"}
        return jwt.encode(payload, self.key.private, algorithm="RS256", headers=headers)
