"""An identity provider of a test's own, and the time by which its keys grow old."""

from dataclasses import dataclass
from typing import Any

import httpx2 as httpx
from fastapi import FastAPI

from sandbox.app import create_app
from sandbox.settings import SandboxSettings
from shared.http import HttpClient, http_client
from shared.settings import Environment
from tests.builders.identity import ISSUER


@dataclass
class Provider:
    """A sandbox of the test's own, which it may break as it likes."""

    app: FastAPI
    client: HttpClient

    async def fails(self, fault: str = "error", **more: Any) -> None:
        await self.client.put("/faults", json={"target": "identity", "fault": fault, **more})

    async def recovers(self) -> None:
        await self.client.delete("/faults")

    async def calls(self) -> list[dict[str, Any]]:
        """Return what it was asked, oldest first; ``status`` is None while it holds its answer."""
        answer = await self.client.get("/calls", params={"target": "identity"})
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    async def times_asked(self) -> int:
        return sum(call["path"] == "/identity/jwks" for call in await self.calls())

    async def token(self, role: str = "agent") -> str:
        answer = await self.client.post("/identity/test-tokens", json={"role": role})
        signed: str = answer.json()["access_token"]
        return signed

    def kid(self) -> str:
        kid: str = self.app.state.world.issuer.key.kid
        return kid

    def changes_its_key(self) -> None:
        """Sign with a new key from now on and show the old one no more."""
        self.app.state.world.issuer = own_sandbox().state.world.issuer


@dataclass
class Stopwatch:
    """The time a key source reads: a test moves it."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


def own_sandbox() -> FastAPI:
    """Return a sandbox nobody else calls."""
    return create_app(SandboxSettings(env=Environment.TEST, issuer=ISSUER))


def own_provider() -> Provider:
    """Return a provider nobody else calls."""
    app = own_sandbox()
    address = ISSUER.removesuffix("/identity")
    return Provider(app, http_client(base_url=address, transport=httpx.ASGITransport(app)))
