"""Parked events before callers who may not, and before input that makes no sense."""

from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import uuid4

import pytest

from shared.identity.caller import Role
from tests.builders.consuming import parked_in
from tests.builders.database import committing
from tests.builders.identity import bearer
from tests.builders.parked import REASON, Desk, opened_desk

KEYS = ("a/b", "replay", "a/replay", "a b%2Fc", "Ə…", "?x=1#y", "..", "\\xff", "'; --", "")
SLIPS: list[tuple[Any, str]] = [
    ({}, "missing-field"),
    ({"reason": None}, "wrong-type"),
    ({"reason": "   "}, "too-short"),
    ({"reason": "x" * 501}, "too-long"),
    ({"reason": "line\nbreak"}, "wrong-format"),
    ({"reason": "why", "key": "case-1"}, "unknown-field"),
    ({"reason": "why", "topic": ""}, "too-short"),
    ([], "wrong-type"),
]


@pytest.fixture
async def desk(database_url_of: Callable[[str], str]) -> AsyncIterator[Desk]:
    async with (
        committing(database_url_of("notifications")) as database,
        opened_desk(database) as desk,
    ):
        yield desk


async def test_any_key_a_record_can_have_can_be_replayed(desk: Desk) -> None:
    for key in KEYS:
        await desk.poisoned(key, 1)
    desk.mend()

    for key in KEYS:
        path = "".join(f"%{byte:02X}" for byte in key.encode())
        answer = await desk.client.post(
            f"/v1/parked/{path}/replay",
            json={"reason": REASON},
            headers={"Idempotency-Key": str(uuid4())},
        )
        assert answer.status_code == 200, (key, answer.text)
    assert await parked_in(desk.database) == []


async def test_an_unknown_key_is_not_found(desk: Desk) -> None:
    await desk.poisoned("case-1", 1)

    for key in ("case-9", "case-1/", "CASE-1", "%63ase-1", "x" * 5000):
        answer = await desk.replay(key)
        assert (answer.status_code, answer.json()["code"]) == (404, "nothing-parked"), key
    assert (await desk.client.post("/v1/parked/a%00/replay", json={})).status_code == 422


async def test_a_replay_without_a_reason_or_with_a_slip_changes_nothing(desk: Desk) -> None:
    await desk.poisoned("case-1", 1)
    desk.mend()

    for body, fault in SLIPS:
        answer = await desk.does("case-1", "replay", body)
        assert answer.status_code == 422, body
        assert [each["code"] for each in answer.json()["errors"]] == [fault], body
    assert desk.effects.tried == []


async def test_a_replay_needs_an_idempotency_key(desk: Desk) -> None:
    answer = await desk.client.post("/v1/parked/case-1/replay", json={"reason": REASON})

    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency-key-missing")


async def test_nobody_but_an_administrator_sees_or_touches_parked_events(desk: Desk) -> None:
    await desk.poisoned("case-1", 1)
    desk.mend()

    for role in set(Role) - {Role.ADMIN}:
        headers = {**await bearer(role), "Idempotency-Key": str(uuid4())}
        answers = [
            await desk.client.get("/v1/parked", headers=headers),
            await desk.client.post("/v1/parked/case-1/replay", json={}, headers=headers),
            await desk.client.post("/v1/parked/case-1/set-aside", json={}, headers=headers),
        ]
        assert [(a.status_code, a.json()["code"]) for a in answers] == [
            (403, "role-not-allowed")
        ] * 3, role
    assert desk.effects.tried == []


async def test_an_event_there_is_none_of_cannot_be_set_aside(desk: Desk) -> None:
    for parked_id in ("0", "9" * 19):
        answer = await desk.set_aside("case-1", parked_id)
        assert (answer.status_code, answer.json()["code"]) == (404, "nothing-parked")


@pytest.mark.parametrize(
    "parked_id", ["-1", "1.5", "x", "", "9" * 20, "\N{ARABIC-INDIC DIGIT ONE}"]
)
async def test_what_is_no_id_is_refused(desk: Desk, parked_id: str) -> None:
    assert (await desk.set_aside("case-1", parked_id)).status_code == 422
