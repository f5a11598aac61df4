"""Signing in from a portal: authorization code with proof (RFC 6749 section 4.1, RFC 7636)."""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit, urlunsplit

from sandbox.identity.clients import Portal

CODE_LIFETIME = timedelta(seconds=60)
METHOD = "S256"
PARAMETERS = (
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
)
"""What a portal asks with; other parameters are passed over (RFC 6749 section 3.1)."""

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")


class SignInRefused(Exception):
    """The request is wrong in a way its portal is told: ``error`` is a code of RFC 6749 or OpenID."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error
        self.description = description


@dataclass(frozen=True, slots=True)
class SignInRequest:
    """A portal's question who is there, as it came; ``sent`` is what the page sends along."""

    portal: Portal
    redirect_uri: str
    sent: Mapping[str, str]

    @property
    def state(self) -> str:
        """What the portal gets back as it was, to know its own request again."""
        return self.sent.get("state", "")

    def comes_back_with(self, answer: Mapping[str, str]) -> str:
        """Return the portal's address with the answer."""
        parts = urlsplit(self.redirect_uri)
        given = {**answer, **({"state": self.state} if self.state else {})}
        query = "&".join(filter(None, [parts.query, urlencode(given)]))
        return urlunsplit(parts._replace(query=query))


def request_of(
    portals: Mapping[str, Portal], sent: Sequence[tuple[str, str]]
) -> SignInRequest | None:
    """Return the request of a registered portal; None where nobody may be sent anywhere.

    The address must be the portal's own, letter for letter: anything else would hand the code on.
    """
    first = dict(reversed([pair for pair in sent if pair[0] in PARAMETERS]))
    portal = portals.get(first.get("client_id", ""))
    address = first.get("redirect_uri", "")
    if portal is None or address not in portal.redirect_uris:
        return None
    return SignInRequest(portal, address, first)


def ensure_answerable(request: SignInRequest, sent: Sequence[tuple[str, str]]) -> None:
    """Raise SignInRefused, to be told to the portal at its own address."""
    names = [name for name, _ in sent if name in PARAMETERS]
    asked = request.sent
    rules = (
        (len(names) == len(set(names)), "invalid_request", "a parameter is repeated"),
        (asked.get("response_type") == "code", "unsupported_response_type", "only code"),
        ("openid" in asked.get("scope", "").split(), "invalid_scope", "scope must contain openid"),
        (
            asked.get("code_challenge_method") == METHOD,
            "invalid_request",
            "code_challenge_method must be S256",
        ),
        (
            _CHALLENGE.fullmatch(asked.get("code_challenge", "")) is not None,
            "invalid_request",
            "code_challenge must be 43 characters of base64url",
        ),
        (bool(asked.get("state")), "invalid_request", "state is missing"),
        (bool(asked.get("nonce")), "invalid_request", "nonce is missing"),
        (dict(sent).get("prompt") != "none", "login_required", "somebody must pick a person"),
    )
    for holds, error, description in rules:
        if not holds:
            raise SignInRefused(error, description)


def challenge_of(verifier: str) -> str:
    """Return the challenge that a verifier proves (RFC 7636 section 4.2)."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


@dataclass(frozen=True, slots=True)
class Grant:
    """What a code stands for: who signed in, for which request, and when."""

    request: SignInRequest
    fin: str
    at: datetime


@dataclass(slots=True)
class Codes:
    """The codes given out and not used yet; each is used once, whatever comes of it."""

    _given: dict[str, Grant] = field(default_factory=dict)

    def give(self, grant: Grant) -> str:
        """Return a new code; codes that have run out are forgotten."""
        self._given = {
            code: each for code, each in self._given.items() if grant.at - each.at <= CODE_LIFETIME
        }
        code = secrets.token_urlsafe(32)
        self._given[code] = grant
        return code

    def take(
        self, code: str, *, client_id: str, redirect_uri: str, verifier: str, now: datetime
    ) -> Grant | None:
        """Return what the code stands for; None: used, run out, another's, or without its proof."""
        grant = self._given.pop(code, None)
        if grant is None or now - grant.at > CODE_LIFETIME or not _VERIFIER.fullmatch(verifier):
            return None
        request = grant.request
        if (request.portal.client_id, request.redirect_uri) != (client_id, redirect_uri):
            return None
        proved = hmac.compare_digest(challenge_of(verifier), request.sent["code_challenge"])
        return grant if proved else None
