from collections.abc import AsyncIterator, Callable

import httpx2 as httpx
import pytest
from fastapi import FastAPI

from notifications.app import create_app
from notifications.consumers.case_events import case_events
from notifications.settings import Settings
from shared.database import Database
from shared.identity.caller import Role
from shared.identity.dependencies import routes_with_policy
from tests.builders.identity import ISSUER, api_client, bearer, verifier
from tests.builders.notifications import KEYS, promised

DOORS = {
    ("GET", "/v1/deliveries"): {Role.AGENT, Role.OFFICER, Role.AUDITOR, Role.ADMIN},
    ("GET", "/v1/parked"): {Role.ADMIN},
    ("POST", "/v1/parked/{key:path}/replay"): {Role.ADMIN},
    ("POST", "/v1/parked/{key:path}/set-aside"): {Role.ADMIN},
}


@pytest.fixture
def app(database: Database, database_url_of: Callable[[str], str]) -> FastAPI:
    settings = Settings.model_validate(
        {"env": "test", "oidc_issuer": ISSUER, "database_url": database_url_of("notifications")}
    )
    app = create_app(settings)
    app.state.database = database
    app.state.verifier = verifier("notifications")
    return app


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with api_client(app) as client:
        yield client


async def test_an_officer_sees_what_became_of_each_message_and_never_its_text(
    client: httpx.AsyncClient, database: Database
) -> None:
    async with database.transaction() as session:
        await case_events(KEYS)(session, promised())

    answer = await client.get(
        "/v1/deliveries",
        params={"case_id": "case-1"},
        headers=await bearer(Role.OFFICER, body="dsmf", centre="dost-1"),
    )

    assert answer.status_code == 200
    [delivery] = answer.json()["items"]
    assert (delivery["state"], delivery["template"], delivery["template_version"]) == (
        "pending",
        "in-progress",
        1,
    )
    assert "5ZK1Q2W" not in answer.text
    assert "body" not in delivery


@pytest.mark.parametrize(
    ("role", "place", "sees"),
    [
        (Role.AGENT, {"centre": "dost-1"}, 1),
        (Role.AGENT, {"centre": "dost-2"}, 0),
        (Role.OFFICER, {"body": "dsmf", "centre": "dost-2"}, 0),
        (Role.OFFICER, {"body": "dma", "centre": "dost-1"}, 0),
        (Role.AUDITOR, {}, 1),
    ],
)
async def test_staff_of_another_place_learn_nothing_of_the_case(
    client: httpx.AsyncClient,
    database: Database,
    role: Role,
    place: dict[str, str],
    sees: int,
) -> None:
    async with database.transaction() as session:
        await case_events(KEYS)(session, promised())

    answer = await client.get(
        "/v1/deliveries", params={"case_id": "case-1"}, headers=await bearer(role, **place)
    )

    assert len(answer.json()["items"]) == sees


async def test_a_case_nobody_promised_anything_has_no_deliveries(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.get(
        "/v1/deliveries", params={"case_id": "case-9"}, headers=await bearer(Role.AGENT)
    )

    assert answer.json() == {"items": [], "next": None}


@pytest.mark.parametrize("role", list(Role))
async def test_every_route_lets_in_only_the_roles_of_its_policy(
    app: FastAPI, client: httpx.AsyncClient, role: Role
) -> None:
    guarded = [route for route in routes_with_policy(app) if not route.public]
    headers = await bearer(role)

    assert {(method, route.path) for route in guarded for method in route.methods} == set(DOORS)
    for (method, path), admitted in DOORS.items():
        concrete = path.replace("{key:path}", "nobody-s")
        answer = await client.request(
            method, concrete, params={"case_id": "case-1"}, headers=headers
        )

        assert (answer.status_code == 403) == (role not in admitted), (method, path)


async def test_without_a_case_the_answer_says_what_is_missing(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/deliveries", headers=await bearer(Role.AGENT))

    assert answer.status_code == 422
    assert [fault["code"] for fault in answer.json()["errors"]] == ["missing-field"]


async def test_without_a_token_nothing_is_told(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/deliveries", params={"case_id": "case-1"})

    assert (answer.status_code, answer.json()["code"]) == (401, "token-missing")
