"""A portal's page, served from another address, asks the identity provider from the browser."""

import httpx2 as httpx
import pytest

PORTAL, STRANGER = "http://localhost:8100", "http://evil.example"
FORM = {"grant_type": "authorization_code", "client_id": "portal", "code": "none"}


async def preflight(sandbox: httpx.AsyncClient, path: str, origin: str) -> httpx.Response:
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    return await sandbox.options(path, headers=asked)


async def test_a_page_of_a_portal_may_ask_for_a_token_and_read_the_refusal(
    sandbox: httpx.AsyncClient,
) -> None:
    may = await preflight(sandbox, "/identity/token", PORTAL)
    answer = await sandbox.post("/identity/token", data=FORM, headers={"Origin": PORTAL})

    assert may.status_code == 200
    assert "POST" in may.headers["access-control-allow-methods"]
    assert answer.json()["error"] == "invalid_grant"
    assert answer.headers["access-control-allow-origin"] == PORTAL
    assert "access-control-allow-credentials" not in answer.headers
    asked = (await sandbox.get("/calls", params={"target": "identity"})).json()["items"]
    assert [call["method"] for call in asked] == ["POST"], "the browser's question is no call"


@pytest.mark.parametrize("path", ["/identity/.well-known/openid-configuration", "/identity/jwks"])
async def test_a_page_of_a_portal_reads_where_and_with_which_keys(
    sandbox: httpx.AsyncClient, path: str
) -> None:
    answer = await sandbox.get(path, headers={"Origin": PORTAL})

    assert answer.headers["access-control-allow-origin"] == PORTAL


async def test_a_page_from_elsewhere_reads_nothing(sandbox: httpx.AsyncClient) -> None:
    may = await preflight(sandbox, "/identity/token", STRANGER)
    answer = await sandbox.post("/identity/token", data=FORM, headers={"Origin": STRANGER})

    assert may.status_code == 400
    assert "access-control-allow-origin" not in answer.headers


async def test_the_switches_of_the_sandbox_are_read_by_no_page(sandbox: httpx.AsyncClient) -> None:
    answer = await sandbox.get("/people", headers={"Origin": PORTAL})

    assert "access-control-allow-origin" not in answer.headers
