"""The scanner or the place of papers is away: uploads are refused, everything else goes on."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2 as httpx

from applications.app import create_app
from applications.settings import Settings
from local_stack.ports import free_port
from tests.builders.clamd import clamd
from tests.builders.identity import api_client
from tests.builders.metrics import read
from tests.builders.sandbox import served_sandbox


@asynccontextmanager
async def service(url: str, **told: Any) -> AsyncIterator[httpx.AsyncClient]:
    async with served_sandbox() as outside:
        settings = {
            "env": "test",
            "database_url": url,
            "oidc_issuer": f"{outside}/identity",
            **told,
        }
        async with api_client(create_app(Settings.model_validate(settings))) as client:
            yield client


async def test_an_operator_sees_the_scanner_away_and_the_service_ready(
    database_url_of: Callable[[str], str], tmp_path: Path
) -> None:
    away = f"127.0.0.1:{free_port()}"
    told = {"clamd": away, "documents_folder": tmp_path / "documents"}
    async with service(database_url_of("applications"), **told) as client:
        answer = await client.get("/readyz")
        shown = read((await client.get("/metrics")).text)

    parts = answer.json()["parts"]
    assert (answer.status_code, answer.json()["ready"]) == (200, True)
    assert (parts["scanner"]["ok"], parts["documents"]["ok"]) == (False, True)
    assert parts["scanner"]["why"]
    assert shown.value("dost_part_ready", part="scanner") == 0
    assert shown.value("dost_part_ready", part="documents") == 1


async def test_an_operator_sees_that_papers_cannot_be_kept(
    database_url_of: Callable[[str], str], tmp_path: Path
) -> None:
    (tmp_path / "documents").write_text("no folder", encoding="utf-8")
    async with clamd() as daemon:
        told = {"clamd": f"127.0.0.1:{daemon.port}", "documents_folder": tmp_path / "documents"}
        async with service(database_url_of("applications"), **told) as client:
            parts = (await client.get("/readyz")).json()["parts"]

    assert (parts["scanner"]["ok"], parts["documents"]["ok"]) == (True, False)
