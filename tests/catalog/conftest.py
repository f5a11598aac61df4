from collections.abc import AsyncIterator, Callable

import httpx2 as httpx
import pytest
from fastapi import FastAPI

from catalog.app import create_app
from catalog.settings import Settings
from shared.clock import FixedClock
from shared.database import Database
from tests.builders.catalog import NOW
from tests.builders.database import rolled_back
from tests.builders.identity import ISSUER, api_client, verifier


@pytest.fixture
async def database(database_url_of: Callable[[str], str]) -> AsyncIterator[Database]:
    async with rolled_back(database_url_of("catalog")) as database:
        yield database


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def app(database: Database, database_url_of: Callable[[str], str], clock: FixedClock) -> FastAPI:
    settings = Settings.model_validate(
        {"env": "test", "oidc_issuer": ISSUER, "database_url": database_url_of("catalog")}
    )
    app = create_app(settings)
    app.state.database = database
    app.state.clock = clock
    app.state.verifier = verifier("catalog")
    return app


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with api_client(app) as client:
        yield client
