"""The identity provider, as services and tests use it."""

from pathlib import Path
from typing import Any

import httpx2 as httpx
import jwt
import pytest

from tests.builders.sandbox import ISSUER, opened_sandbox

CREDENTIALS = ("applications", "development-only-applications")


async def claims_of(sandbox: httpx.AsyncClient, token: str, audience: str) -> dict[str, Any]:
    keys = (await sandbox.get("/identity/jwks")).json()["keys"]
    kid = jwt.get_unverified_header(token)["kid"]
    key = next(jwt.PyJWK(key) for key in keys if key["kid"] == kid)
    claims: dict[str, Any] = jwt.decode(
        token, key, algorithms=["RS256"], audience=audience, leeway=10
    )
    return claims


async def ask_token(sandbox: httpx.AsyncClient, **form: str) -> httpx.Response:
    return await sandbox.post("/identity/token", data={"grant_type": "client_credentials", **form})


async def test_discovery_names_the_issuer_and_its_endpoints(sandbox: httpx.AsyncClient) -> None:
    answer = await sandbox.get("/identity/.well-known/openid-configuration")

    assert answer.json()["issuer"] == ISSUER
    assert answer.json()["jwks_uri"] == f"{ISSUER}/jwks"
    assert answer.json()["token_endpoint"] == f"{ISSUER}/token"


async def test_a_service_gets_a_token_for_the_service_it_calls(sandbox: httpx.AsyncClient) -> None:
    client_id, secret = CREDENTIALS
    answer = await ask_token(
        sandbox, client_id=client_id, client_secret=secret, audience="meis-gateway"
    )

    assert answer.status_code == 200
    assert answer.json()["token_type"] == "Bearer"
    assert answer.headers["cache-control"] == "no-store"
    claims = await claims_of(sandbox, answer.json()["access_token"], "meis-gateway")
    assert claims["sub"] == claims["client_id"] == "applications"
    assert claims["role"] == "service"
    assert claims["aud"] == ["meis-gateway"]
    assert claims["exp"] - claims["iat"] == answer.json()["expires_in"]


async def test_credentials_may_come_in_the_authorization_header(sandbox: httpx.AsyncClient) -> None:
    answer = await sandbox.post(
        "/identity/token", data={"grant_type": "client_credentials"}, auth=CREDENTIALS
    )

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({"client_id": "applications", "client_secret": "guess"}, 401, "invalid_client"),
        ({"client_id": "nobody", "client_secret": "guess"}, 401, "invalid_client"),
        ({}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        (
            {
                "client_id": "applications",
                "client_secret": "development-only-applications",
                "audience": "catalog",
            },
            400,
            "invalid_target",
        ),
    ],
)
async def test_a_refused_client_reads_why_as_oauth_says_it(
    sandbox: httpx.AsyncClient, form: dict[str, str], status: int, error: str
) -> None:
    answer = await ask_token(sandbox, **form)

    assert answer.status_code == status
    assert answer.json()["error"] == error


@pytest.mark.parametrize("header", ["Basic ???", "Basic YQ==", "Bearer x", "Basic /w=="])
async def test_an_unreadable_authorization_header_is_a_wrong_client(
    sandbox: httpx.AsyncClient, header: str
) -> None:
    answer = await sandbox.post(
        "/identity/token",
        data={"grant_type": "client_credentials"},
        headers={"Authorization": header},
    )

    assert answer.status_code == 401
    assert answer.json()["error"] == "invalid_client"


async def test_a_test_citizen_gets_a_token_of_their_own(sandbox: httpx.AsyncClient) -> None:
    answer = await sandbox.post(
        "/identity/test-tokens", json={"role": "citizen", "person": "5ZK1Q2W"}
    )

    claims = await claims_of(sandbox, answer.json()["access_token"], "applications")
    assert claims["sub"] == "person-01"
    assert claims["fin"] == "5ZK1Q2W"
    assert claims["role"] == "citizen"
    assert set(claims["aud"]) == {"catalog", "applications", "meis-gateway", "notifications"}
    assert "protected" not in claims


async def test_staff_carry_their_office_in_the_token(sandbox: httpx.AsyncClient) -> None:
    wanted = {
        "role": "agent",
        "person": "agent.one",
        "organisation": "dost",
        "centre": "dost-1",
        "body": "dsmf",
        "desk": "3",
        "client": "console",
        "protected": True,
        "audience": ["applications"],
    }
    answer = await sandbox.post("/identity/test-tokens", json=wanted)

    claims = await claims_of(sandbox, answer.json()["access_token"], "applications")
    office = {"organisation": "dost", "centre": "dost-1", "body": "dsmf", "desk": "3"}
    assert claims.items() >= office.items()
    assert claims["sub"] == "agent.one"
    assert claims["client_id"] == "console"
    assert claims["protected"] is True
    assert "fin" not in claims


async def test_a_token_can_be_asked_for_that_has_run_out(sandbox: httpx.AsyncClient) -> None:
    answer = await sandbox.post(
        "/identity/test-tokens",
        json={"role": "citizen", "person": "5ZK1Q2W", "expires_in": -3600},
    )

    with pytest.raises(jwt.ExpiredSignatureError):
        await claims_of(sandbox, answer.json()["access_token"], "applications")


async def test_a_citizen_must_be_one_of_the_test_people(sandbox: httpx.AsyncClient) -> None:
    answer = await sandbox.post(
        "/identity/test-tokens", json={"role": "citizen", "person": "0000000"}
    )

    assert answer.status_code == 422
    assert answer.json()["code"] == "unknown-test-person"
    assert "0000000" not in answer.text


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"role": "citizen", "persn": "5ZK1Q2W"}, "/persn", "unknown-field"),
        ({"role": "king"}, "/role", "not-an-option"),
        ({"role": "agent", "protected": "perhaps"}, "/protected", "wrong-type"),
        ({}, "/role", "missing-field"),
    ],
)
async def test_a_wrong_request_for_a_token_is_told_where_it_is_wrong(
    sandbox: httpx.AsyncClient, body: dict[str, Any], pointer: str, code: str
) -> None:
    answer = await sandbox.post("/identity/test-tokens", json=body)

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert [(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]] == [
        (pointer, code)
    ]


async def test_tokens_stay_valid_when_the_provider_restarts(tmp_path: Path) -> None:
    wanted = {"role": "citizen", "person": "5ZK1Q2W"}
    async with opened_sandbox(tmp_path) as before:
        token = (await before.post("/identity/test-tokens", json=wanted)).json()["access_token"]
    async with opened_sandbox(tmp_path) as after:
        claims = await claims_of(after, token, "catalog")

    assert claims["sub"] == "person-01"
    assert (tmp_path / "identity-key.pem").stat().st_mode & 0o077 == 0


async def test_without_a_folder_each_provider_has_its_own_key() -> None:
    async with opened_sandbox() as one, opened_sandbox() as another:
        kids = {
            (await sandbox.get("/identity/jwks")).json()["keys"][0]["kid"]
            for sandbox in (one, another)
        }

    assert len(kids) == 2
