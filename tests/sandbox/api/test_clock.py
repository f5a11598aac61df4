"""The business clock over HTTP."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest

from tests.builders.sandbox import opened_sandbox


async def test_the_clock_follows_the_machine_until_a_test_sets_it(
    sandbox: httpx.AsyncClient,
) -> None:
    face = (await sandbox.get("/clock")).json()

    assert not face["set"]
    assert abs(datetime.fromisoformat(face["now"]) - datetime.now(UTC)) < timedelta(seconds=5)


async def test_a_test_crosses_a_holiday_in_no_time(sandbox: httpx.AsyncClient) -> None:
    await sandbox.put("/clock", json={"now": "2026-03-19T18:00:00+04:00"})
    face = (await sandbox.get("/clock")).json()

    wanted = datetime(2026, 3, 19, 14, tzinfo=UTC)
    assert face["set"]
    assert face["running"]
    assert face["now"].endswith("Z")
    assert timedelta(0) <= datetime.fromisoformat(face["now"]) - wanted < timedelta(seconds=5)


async def test_a_stopped_clock_stands(sandbox: httpx.AsyncClient) -> None:
    await sandbox.put("/clock", json={"now": "2026-03-19T14:00:00Z", "running": False})
    first, second = [(await sandbox.get("/clock")).json() for _ in range(2)]

    assert first == second == {"now": "2026-03-19T14:00:00Z", "set": True, "running": False}


async def test_taken_back_the_clock_follows_the_machine_again(sandbox: httpx.AsyncClient) -> None:
    await sandbox.put("/clock", json={"now": "2026-03-19T14:00:00Z"})
    answer = await sandbox.delete("/clock")

    assert answer.status_code == 200
    assert not answer.json()["set"]


async def test_the_setting_survives_a_restart(tmp_path: Path) -> None:
    async with opened_sandbox(tmp_path) as before:
        await before.put("/clock", json={"now": "2026-03-19T14:00:00Z", "running": False})
    async with opened_sandbox(tmp_path) as after:
        face = (await after.get("/clock")).json()

    assert face["now"] == "2026-03-19T14:00:00Z"


@pytest.mark.parametrize(
    "body",
    [
        {"now": "2026-03-19T14:00:00"},
        {"now": "tomorrow"},
        {"now": "2026-03-19T14:00:00Z", "speed": 2},
        {},
    ],
)
async def test_an_instant_without_a_zone_or_with_more_is_refused(
    sandbox: httpx.AsyncClient, body: dict[str, Any]
) -> None:
    answer = await sandbox.put("/clock", json=body)

    assert answer.status_code == 422
    assert not (await sandbox.get("/clock")).json()["set"]
