from datetime import timedelta
from typing import Any

import httpx2 as httpx
import pytest
from fastapi import FastAPI

from catalog.use_cases.publish_reviewed import ReviewedPair, publish_reviewed
from shared.clock import FixedClock
from shared.cursors import encode
from shared.database import Database
from shared.events.passports import Passport
from shared.identity.caller import Role
from shared.identity.dependencies import routes_with_policy
from tests.builders.catalog import (
    CHILDCARE,
    DOMESTIC_VIOLENCE,
    LISTS,
    NOW,
    codes,
    editor_file,
    reviewed,
    with_fills,
)

CHILDCARE_URL = "/v1/passports/childcare-benefit"


async def publish(database: Database, pair: ReviewedPair, days: int = 0) -> Passport:
    async with database.transaction() as session:
        passport = await publish_reviewed(
            session, pair, lists=LISTS, now=NOW + timedelta(days=days)
        )
    assert passport is not None
    return passport


@pytest.fixture
async def childcare(database: Database) -> Passport:
    return await publish(database, reviewed(CHILDCARE))


@pytest.fixture
async def both(database: Database, childcare: Passport) -> list[Passport]:
    return [childcare, await publish(database, reviewed(DOMESTIC_VIOLENCE))]


@pytest.fixture
async def second(database: Database, childcare: Passport, clock: FixedClock) -> Passport:
    """A second version, in force since a day after the first was published."""
    assert childcare.version == 1
    fields = with_fills(editor_file(CHILDCARE), back_offices=codes("dsmf", "dma")).fields
    passport = await publish(database, reviewed(CHILDCARE, fields=fields), days=1)
    clock.set(NOW + timedelta(days=2))
    return passport


def ids(answer: httpx.Response) -> list[str]:
    return [item["service_id"] for item in answer.json()["items"]]


async def test_anybody_reads_the_passport_in_force_with_all_its_fields(
    client: httpx.AsyncClient, childcare: Passport
) -> None:
    answer = await client.get(CHILDCARE_URL)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert Passport.model_validate(answer.json()) == childcare


async def test_who_has_these_very_bytes_gets_nothing_again(
    client: httpx.AsyncClient, childcare: Passport
) -> None:
    first = await client.get(CHILDCARE_URL)
    tag = first.headers["etag"]
    again = await client.get(CHILDCARE_URL, headers={"If-None-Match": f'"other", {tag}'})
    other = await client.get(CHILDCARE_URL, headers={"If-None-Match": '"other"'})

    assert childcare.version == 1
    assert not tag.startswith("W/")
    assert first.headers["cache-control"] == "public, max-age=60"
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert again.headers["cache-control"] == "public, max-age=60"
    assert (other.status_code, other.headers["etag"]) == (200, tag)


async def test_a_new_version_has_another_tag_and_so_has_the_one_it_closes(
    client: httpx.AsyncClient, database: Database, childcare: Passport, clock: FixedClock
) -> None:
    assert childcare.version == 1
    before = [
        (await client.get(CHILDCARE_URL + path)).headers["etag"] for path in ("", "/versions/1")
    ]
    fields = with_fills(editor_file(CHILDCARE), back_offices=codes("dsmf", "dma")).fields
    await publish(database, reviewed(CHILDCARE, fields=fields), days=1)
    clock.set(NOW + timedelta(days=2))
    after = [
        (await client.get(CHILDCARE_URL + path)).headers["etag"] for path in ("", "/versions/1")
    ]

    assert before[0] == before[1]
    assert len({before[0], *after}) == 3


async def test_the_passport_of_another_instant_is_the_version_in_force_then(
    client: httpx.AsyncClient, second: Passport
) -> None:
    now = await client.get(CHILDCARE_URL)
    then = await client.get(CHILDCARE_URL, params={"at": "2026-03-02T10:00:00+04:00"})

    assert (now.json()["version"], then.json()["version"]) == (second.version, 1)
    assert then.json()["valid_until"] == "2026-03-03T06:00:00Z"


async def test_versions_are_listed_newest_first_and_each_can_be_read(
    client: httpx.AsyncClient, second: Passport
) -> None:
    answer = await client.get(f"{CHILDCARE_URL}/versions")
    items = answer.json()["items"]
    version = await client.get(f"{CHILDCARE_URL}/versions/{second.version}")

    assert [(item["version"], item["valid_until"]) for item in items] == [
        (2, None),
        (1, "2026-03-03T06:00:00Z"),
    ]
    assert answer.json()["next"] is None
    assert Passport.model_validate(version.json()) == second


async def test_versions_are_read_page_by_page(client: httpx.AsyncClient, second: Passport) -> None:
    first = (await client.get(f"{CHILDCARE_URL}/versions", params={"limit": 1})).json()
    rest = await client.get(
        f"{CHILDCARE_URL}/versions", params={"limit": 1, "cursor": first["next"]}
    )

    assert [item["version"] for item in first["items"]] == [second.version]
    assert [item["version"] for item in rest.json()["items"]] == [1]
    assert rest.json()["next"] is None


async def test_passports_are_listed_page_by_page_each_once(
    client: httpx.AsyncClient, both: list[Passport]
) -> None:
    first = await client.get("/v1/passports", params={"limit": 1})
    rest = await client.get("/v1/passports", params={"limit": 1, "cursor": first.json()["next"]})

    assert ids(first) + ids(rest) == [passport.service_id for passport in both]
    assert rest.json()["next"] is None


async def test_a_line_of_the_list_says_whom_it_serves_and_how(
    client: httpx.AsyncClient, childcare: Passport
) -> None:
    [line] = (await client.get("/v1/passports")).json()["items"]

    assert line == {
        "service_id": "childcare-benefit",
        "version": 1,
        "name": childcare.name,
        "passport_id": "01-05-02-02",
        "classifications": ["pension-benefits"],
        "intake_channels": ["in-person", "representative", "call-centre", "self-service"],
        "audiences": ["citizen", "foreigner-permanent-residence", "stateless-permanent-residence"],
        "back_offices": ["dsmf"],
        "meis_subsystems": ["sigorta", "monitorinq"],
        "valid_from": "2019-12-15T20:00:00Z",
        "published_at": "2026-03-02T06:00:00Z",
    }


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["childcare-benefit", "domestic-violence-support"]),
        ({"query": "muavinet"}, ["childcare-benefit"]),
        ({"query": "MÜAVİNƏTİN"}, ["childcare-benefit"]),
        ({"query": "zorakiligindan zerer"}, ["domestic-violence-support"]),
        ({"query": "01-09"}, ["domestic-violence-support"]),
        ({"query": "100%"}, []),
        ({"query": "%_"}, []),
        ({"classification": "social-services"}, ["domestic-violence-support"]),
        ({"channel": "self-service"}, ["childcare-benefit"]),
        ({"channel": "in-person"}, ["childcare-benefit", "domestic-violence-support"]),
        ({"channel": "post"}, []),
        ({"audience": "stateless"}, ["domestic-violence-support"]),
        ({"back_office": "dsmf", "subsystem": "sigorta"}, ["childcare-benefit"]),
        ({"back_office": "dma"}, []),
        ({"passport_id": "01-05-02-02"}, ["childcare-benefit"]),
        (
            {"modified_after": "2026-03-02T05:59:59Z", "audience": "foreigner"},
            ["domestic-violence-support"],
        ),
        ({"modified_after": "2026-03-02T10:00:00+04:00"}, []),
    ],
    ids=str,
)
async def test_the_list_is_narrowed_by_what_the_caller_asks_for(
    client: httpx.AsyncClient, both: list[Passport], wanted: dict[str, str], found: list[str]
) -> None:
    answer = await client.get("/v1/passports", params=wanted)

    assert len(both) == 2
    assert (answer.status_code, ids(answer)) == (200, found)


async def test_only_the_version_in_force_is_listed(
    client: httpx.AsyncClient, second: Passport
) -> None:
    items = (await client.get("/v1/passports")).json()["items"]

    assert [(item["version"], item["back_offices"]) for item in items] == [
        (second.version, ["dsmf", "dma"])
    ]


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
        (f"{CHILDCARE_URL}/versions", {"cursor": encode(None)}),
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
