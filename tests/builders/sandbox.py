"""The outside world in the process of a test, through its real ASGI application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2 as httpx

from sandbox.app import create_app
from sandbox.settings import SandboxSettings

ISSUER = "http://sandbox/identity"


@asynccontextmanager
async def opened_sandbox(state_dir: Path | None = None) -> AsyncIterator[httpx.AsyncClient]:
    """Open the sandbox as ``state_dir`` remembers it; a new one without a folder."""
    app = create_app(SandboxSettings(env="test", state_dir=state_dir, issuer=ISSUER))
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as client:
        yield client
