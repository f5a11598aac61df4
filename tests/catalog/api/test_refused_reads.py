from typing import Any

import httpx2 as httpx
import pytest
from fastapi import FastAPI

from shared.cursors import encode
from shared.events.passports import Passport
from shared.identity.caller import Role
from shared.identity.dependencies import routes_with_policy

CHILDCARE_URL = "/v1/passports/childcare-benefit"


@pytest.mark.parametrize(
    ("path", "language", "title"),
    [
        ("/v1/passports/no-such-service", "en", "There is no such passport"),
        ("/v1/passports/no-such-service", "az", "Pasport yoxdur"),
        ("/v1/passports/no-such-service/versions", "en", "There is no such passport"),
        (f"{CHILDCARE_URL}/versions/9", "en", "There is no such passport"),
        (f"{CHILDCARE_URL}?at=2001-01-01T00:00:00Z", "en", "There is no such passport"),
    ],
)
async def test_what_is_not_there_is_said_with_a_code_and_a_way_on(
    client: httpx.AsyncClient, childcare: Passport, path: str, language: str, title: str
) -> None:
    answer = await client.get(path, headers={"Accept-Language": language})
    problem = answer.json()

    assert childcare.version == 1
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert (problem["code"], problem["title"]) == ("passport-missing", title)
    assert "/v1/passports" in problem["detail"]
    assert problem["trace_id"]
    assert "no-such-service" not in answer.text


@pytest.mark.parametrize(
    ("path", "status", "code", "pointer"),
    [
        ("/v1/passports?channel=pigeon", 422, "unknown-code", "query:channel"),
        ("/v1/passports?subsystem=%27%20OR%201=1", 422, "unknown-code", "query:subsystem"),
        ("/v1/passports?limit=0", 422, "out-of-range", "query:limit"),
        ("/v1/passports?limit=101", 422, "out-of-range", "query:limit"),
        ("/v1/passports?query=x", 422, "too-short", "query:query"),
        ("/v1/passports?modified_after=yesterday", 422, "wrong-format", "query:modified_after"),
        (
            "/v1/passports?modified_after=2026-03-02T06:00:00",
            422,
            "wrong-format",
            "query:modified_after",
        ),
        (f"{CHILDCARE_URL}?at=2026-03-02T06:00:00", 422, "wrong-format", "query:at"),
        (f"{CHILDCARE_URL}/versions/0", 422, "out-of-range", "path:version"),
        (f"{CHILDCARE_URL}/versions/99999999999999", 422, "out-of-range", "path:version"),
        (f"{CHILDCARE_URL}/versions/one", 422, "wrong-type", "path:version"),
    ],
)
async def test_a_question_that_makes_no_sense_names_its_place(
    client: httpx.AsyncClient, path: str, status: int, code: str, pointer: str
) -> None:
    answer = await client.get(path)
    [error] = answer.json()["errors"]

    assert answer.status_code == status
    assert (error["code"], error["pointer"]) == (code, pointer)
    assert "pigeon" not in answer.text


@pytest.mark.parametrize("cursor", ["nonsense", "WzFd", "W10", "x" * 2000])
async def test_a_cursor_we_did_not_give_is_refused(client: httpx.AsyncClient, cursor: str) -> None:
    answer = await client.get("/v1/passports", params={"cursor": cursor})

    assert (answer.status_code, answer.json()["code"]) == (400, "cursor-malformed")


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("/v1/passports", {"cursor": encode("\x00")}),
        (f"{CHILDCARE_URL}/versions", {"cursor": encode(2**40)}),
        (f"{CHILDCARE_URL}/versions", {"cursor": encode(-(2**40))}),
        (f"{CHILDCARE_URL}/versions", {"cursor": encode("x")}),
        ("/v1/passports", {"query": "a\x00b"}),
        ("/v1/passports", {"passport_id": "\x00"}),
        ("/v1/passports", {"modified_after": "9999-12-31T23:59:59-14:00"}),
        (CHILDCARE_URL, {"at": "9999-12-31T23:59:59-14:00"}),
        (CHILDCARE_URL, {"at": "0001-01-01T00:00:00+14:00"}),
        ("/v1/passports/%00", {}),
    ],
    ids=str,
)
async def test_values_no_database_holds_are_the_callers_mistake_and_never_ours(
    client: httpx.AsyncClient, path: str, params: dict[str, str]
) -> None:
    answer = await client.get(path, params=params)

    assert answer.status_code in {200, 400, 404, 422}


async def test_a_passport_is_read_and_nothing_else(client: httpx.AsyncClient) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = await client.request(method, CHILDCARE_URL, json={})
        assert (answer.status_code, answer.json()["code"]) == (405, "method-not-allowed")


async def test_everything_the_catalogue_serves_is_public(app: FastAPI) -> None:
    policies = routes_with_policy(app)

    assert len(policies) >= 5
    assert all(policy.public and policy.admits(Role.CITIZEN) for policy in policies)


async def test_the_catalogue_says_whether_it_lives_and_is_ready(
    client: httpx.AsyncClient,
) -> None:
    assert (await client.get("/livez")).status_code == 200
    ready: dict[str, Any] = (await client.get("/readyz")).json()
    assert "database" in str(ready)
