from datetime import timedelta

import httpx2 as httpx
import pytest

from shared.clock import FixedClock
from shared.database import Database
from shared.events.passports import Passport
from tests.builders.catalog import (
    CHILDCARE,
    NOW,
    codes,
    editor_file,
    reviewed,
    with_fills,
)
from tests.builders.catalog_published import publish

CHILDCARE_URL = "/v1/passports/childcare-benefit"


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
