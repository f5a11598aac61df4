"""Tokens and verifiers over the sandbox's identity provider, in this process and without a socket."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

import httpx2 as httpx
from fastapi import FastAPI

from sandbox.app import create_app
from sandbox.settings import SandboxSettings
from shared.http import HttpClient, http_client
from shared.identity.caller import Role
from shared.identity.jwks import KeySource
from shared.identity.tokens import TokenVerifier

ISSUER = "http://127.0.0.1:8110/identity"
"""What the tokens of tests say in ``iss``; no test opens a connection to it."""

CITIZEN = "5ZK1Q2W"
"""The FIN of the test person used where nothing else is said (both registries say yes)."""


@cache
def sandbox() -> FastAPI:
    """Return the one sandbox of this test run."""
    return create_app(SandboxSettings(env="test", issuer=ISSUER))


def identity_client() -> HttpClient:
    """Return a client whose every request the sandbox answers."""
    return http_client(transport=httpx.ASGITransport(sandbox()))


def key_source(**options: Any) -> KeySource:
    """Return the provider's keys as a service would fetch them."""
    return KeySource(ISSUER, identity_client(), **options)


def verifier(audience: str) -> TokenVerifier:
    """Return the verifier of one service (``catalog``, ``applications``, …)."""
    return TokenVerifier(audience=audience, keys=key_source())


async def token(
    role: Role | str,
    *,
    person: str | None = None,
    audience: Sequence[str] | None = None,
    expires_in: int | None = None,
    **claims: Any,
) -> str:
    """Return a token of this role.

    ``person`` is a FIN for a citizen (``CITIZEN`` unless said) and a login name for staff;
    ``audience`` is all four services unless said; ``expires_in`` may be negative; ``claims`` are
    centre, body, desk, organisation, client, protected.
    """
    if role == Role.CITIZEN and person is None:
        person = CITIZEN
    asked = {
        "role": str(role),
        "person": person,
        "audience": None if audience is None else list(audience),
        "expires_in": expires_in,
        **claims,
    }
    body = {name: value for name, value in asked.items() if value is not None}
    async with identity_client() as client:
        answer = await client.post(f"{ISSUER}/test-tokens", json=body)
    assert answer.status_code == httpx.codes.OK, answer.text
    signed: str = answer.json()["access_token"]
    return signed


async def bearer(role: Role | str, **wishes: Any) -> dict[str, str]:
    """Return the ``Authorization`` header with a ``token`` of this role."""
    return {"Authorization": f"Bearer {await token(role, **wishes)}"}


@asynccontextmanager
async def api_client(
    app: FastAPI, headers: Mapping[str, str] | None = None
) -> AsyncIterator[httpx.AsyncClient]:
    """Run an application's lifespan and give a client that calls it without a socket."""
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(
            transport=transport, base_url="http://service.test", headers=dict(headers or {})
        ) as client,
    ):
        yield client
