"""A bearer token becomes a caller, or a refusal (RFC 9068, RFC 8725)."""

import re
from collections.abc import Mapping
from typing import Any

import jwt
from jwt.exceptions import (
    ExpiredSignatureError,
    InvalidAudienceError,
    MissingRequiredClaimError,
    PyJWTError,
)

from shared.identity.caller import Caller, Role
from shared.identity.jwks import ALGORITHMS, KeySource
from shared.identity.refusals import TokenExpired, TokenInvalid, TokenWrongAudience

LEEWAY_SECONDS = 10
MAX_TOKEN = 8192
_REQUIRED = ["iss", "sub", "aud", "exp", "iat", "nbf"]
_TYPES = {None, "JWT", "at+jwt", "application/at+jwt"}
_FIN = re.compile(r"[0-9A-HJ-NP-Z]{7}")


class TokenVerifier:
    """Checks tokens for one service: signature, issuer, audience and time, in system time."""

    def __init__(self, *, audience: str, keys: KeySource) -> None:
        self.audience = audience
        self.keys = keys

    async def verify(self, token: str) -> Caller:
        """Return who the token speaks for.

        Raises TokenInvalid, TokenExpired, TokenWrongAudience, and IdentityUnavailable when the
        provider's keys cannot be had. Only ``kid`` and ``alg`` of the header are used.
        """
        key = await self.keys.key(_kid(token))
        try:
            claims = jwt.decode(
                token,
                key.key,
                algorithms=[key.algorithm_name],
                audience=self.audience,
                issuer=self.keys.issuer,
                leeway=LEEWAY_SECONDS,
                options={"require": _REQUIRED},
            )
        except ExpiredSignatureError as error:
            raise TokenExpired from error
        except InvalidAudienceError as error:
            raise TokenWrongAudience from error
        except MissingRequiredClaimError as error:
            raise (TokenWrongAudience if error.claim == "aud" else TokenInvalid) from error
        except (PyJWTError, ValueError, TypeError, RecursionError) as error:
            raise TokenInvalid from error
        return _caller(claims)


def _kid(token: str) -> str:
    """Return the key id of a token that looks acceptable, before anything is fetched for it."""
    if len(token) > MAX_TOKEN:
        raise TokenInvalid
    try:
        header = jwt.get_unverified_header(token)
    except (PyJWTError, ValueError, RecursionError) as error:
        raise TokenInvalid from error
    kid = header.get("kid")
    if header.get("alg") not in ALGORITHMS or header.get("typ") not in _TYPES:
        raise TokenInvalid
    if not isinstance(kid, str) or not kid:
        raise TokenInvalid
    return kid


def _caller(claims: Mapping[str, Any]) -> Caller:
    """Read the claims (TokenInvalid for any of another type: a provider's mistake is no right)."""
    role = _text(claims, "role")
    subject = _text(claims, "sub")
    if subject is None or role not in set(Role):
        raise TokenInvalid
    fin = _text(claims, "fin")
    if fin is not None and not (role == Role.CITIZEN and _FIN.fullmatch(fin)):
        raise TokenInvalid
    protected = claims.get("protected", False)
    if not isinstance(protected, bool):
        raise TokenInvalid
    return Caller(
        issuer=str(claims["iss"]),
        subject=subject,
        client=_text(claims, "client_id") or _text(claims, "azp") or "",
        role=Role(role),
        fin=fin,
        organisation=_text(claims, "organisation"),
        centre=_text(claims, "centre"),
        body=_text(claims, "body"),
        desk=_text(claims, "desk"),
        protected=protected,
    )


def _text(claims: Mapping[str, Any], name: str) -> str | None:
    value = claims.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not value or "\x00" in value:
        raise TokenInvalid
    return value
