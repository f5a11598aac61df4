"""Signing in as a portal does it: authorization code with proof, over HTTP alone."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2 as httpx
import jwt
import pytest

from sandbox.identity.clients import load_portals
from sandbox.identity.sign_in import CODE_LIFETIME, Codes, Grant, challenge_of, request_of
from tests.builders.portal import BACK, Portal, came_back
from tests.builders.sandbox import ISSUER

FIN = "5ZK1Q2W"


async def claims_of(sandbox: httpx.AsyncClient, token: str, audience: str) -> dict[str, Any]:
    [key] = (await sandbox.get("/identity/jwks")).json()["keys"]
    claims: dict[str, Any] = jwt.decode(
        token, jwt.PyJWK(key), algorithms=["RS256"], audience=audience, issuer=ISSUER, leeway=10
    )
    return claims


async def test_discovery_tells_a_portal_all_it_needs(sandbox: httpx.AsyncClient) -> None:
    known = (await sandbox.get("/identity/.well-known/openid-configuration")).json()

    assert known["authorization_endpoint"] == f"{ISSUER}/authorize"
    assert known["response_types_supported"] == ["code"]
    assert known["code_challenge_methods_supported"] == ["S256"]
    assert "authorization_code" in known["grant_types_supported"]
    assert "none" in known["token_endpoint_auth_methods_supported"]


async def test_whoever_is_picked_gets_the_token_of_a_citizen(sandbox: httpx.AsyncClient) -> None:
    portal = Portal(sandbox)

    tokens = await portal.signs_in(FIN)

    access = await claims_of(sandbox, tokens["access_token"], "applications")
    asked = await sandbox.post("/identity/test-tokens", json={"role": "citizen", "person": FIN})
    test_token = await claims_of(sandbox, asked.json()["access_token"], "applications")
    own = {"iat", "nbf", "exp", "jti"}
    assert {k: v for k, v in access.items() if k not in own} == {
        k: v for k, v in test_token.items() if k not in own
    }
    assert (tokens["token_type"], tokens["scope"]) == ("Bearer", "openid")


async def test_the_portal_learns_who_it_is_and_that_it_asked(sandbox: httpx.AsyncClient) -> None:
    portal = Portal(sandbox)

    tokens = await portal.signs_in(FIN)

    known = await claims_of(sandbox, tokens["id_token"], "portal")
    digest = hashlib.sha256(tokens["access_token"].encode()).digest()
    assert known["nonce"] == portal.nonce
    assert (known["sub"], known["fin"], known["family_name"]) == ("person-01", FIN, "Nümunəli")
    assert known["at_hash"] == base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()
    assert "role" not in known
    with pytest.raises(jwt.InvalidAudienceError):
        await claims_of(sandbox, tokens["id_token"], "applications")


async def test_the_answer_names_the_provider_and_brings_the_state_back(
    sandbox: httpx.AsyncClient,
) -> None:
    portal = Portal(sandbox)

    back = await portal.picks(FIN, state="a b&c=ə")

    assert (back["state"], back["iss"]) == ("a b&c=ə", ISSUER)
    assert set(back) == {"code", "state", "iss"}


async def test_a_code_is_taken_once(sandbox: httpx.AsyncClient) -> None:
    portal = Portal(sandbox)
    code = (await portal.picks(FIN))["code"]

    first, second = await portal.redeems(code), await portal.redeems(code)

    assert first.status_code == 200
    assert (second.status_code, second.json()["error"]) == (400, "invalid_grant")
    assert second.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "wrong",
    [
        {"code_verifier": "x" * 43},
        {"code_verifier": ""},
        {"redirect_uri": "http://localhost:8100/signed-in"},
    ],
    ids=["another proof", "no proof", "another address"],
)
async def test_a_code_is_worth_nothing_without_its_proof(
    sandbox: httpx.AsyncClient, wrong: dict[str, str]
) -> None:
    portal = Portal(sandbox)
    code = (await portal.picks(FIN))["code"]

    answer = await portal.redeems(code, **wrong)
    guessed = await portal.redeems("guessed")

    for each in (answer, guessed):
        assert (each.status_code, each.json().get("error")) == (400, "invalid_grant")


async def test_a_failed_try_uses_the_code_up(sandbox: httpx.AsyncClient) -> None:
    portal = Portal(sandbox)
    code = (await portal.picks(FIN))["code"]
    await portal.redeems(code, code_verifier="x" * 43)

    answer = await portal.redeems(code)

    assert answer.json()["error"] == "invalid_grant"


async def test_a_machine_is_no_portal(sandbox: httpx.AsyncClient) -> None:
    portal = Portal(sandbox)
    code = (await portal.picks(FIN))["code"]

    answer = await portal.redeems(code, client_id="applications")

    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


def test_a_code_runs_out_in_a_minute() -> None:
    now = datetime.now(UTC)
    portal = Portal(httpx.AsyncClient())
    asked = request_of(load_portals(), list(portal.asked().items()))
    assert asked is not None
    taken = []
    for late in (CODE_LIFETIME, CODE_LIFETIME + timedelta(seconds=1)):
        codes = Codes()
        code = codes.give(Grant(asked, FIN, now))
        proof = {"client_id": "portal", "redirect_uri": BACK, "verifier": portal.verifier}
        taken.append(codes.take(code, **proof, now=now + late) is not None)

    assert taken == [True, False]


@pytest.mark.parametrize(
    "foreign",
    [
        {"redirect_uri": "https://thief.example/signed-in"},
        {"redirect_uri": f"{BACK}/"},
        {"redirect_uri": f"{BACK}?next=x"},
        {"redirect_uri": "http://127.0.0.1:8101/signed-in"},
        {"redirect_uri": None},
        {"client_id": "applications"},
        {"client_id": "nobody"},
        {"client_id": None},
    ],
)
async def test_nobody_is_sent_to_an_address_that_is_not_the_portals_own(
    sandbox: httpx.AsyncClient, foreign: dict[str, str | None]
) -> None:
    portal = Portal(sandbox)

    page = await portal.page(**foreign)
    forced = await sandbox.post(
        "/identity/authorize", data={**portal.asked(**foreign), "person": FIN}
    )

    assert [page.status_code, forced.status_code] == [400, 400]
    assert "location" not in {*page.headers, *forced.headers}
    assert "thief" not in page.text + forced.text


@pytest.mark.parametrize(
    ("other", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"nonce": None}, "invalid_request"),
        ({"prompt": "none"}, "login_required"),
    ],
)
async def test_a_portal_is_told_what_is_wrong_with_its_request(
    sandbox: httpx.AsyncClient, other: dict[str, str | None], error: str
) -> None:
    portal = Portal(sandbox)

    back = came_back(await portal.page(**other))
    forced = await sandbox.post(
        "/identity/authorize", data={**portal.asked(**other), "person": FIN}
    )

    assert (back["error"], back["state"]) == (error, portal.state)
    assert came_back(forced)["error"] == error


async def test_a_repeated_parameter_is_refused(sandbox: httpx.AsyncClient) -> None:
    portal = Portal(sandbox)
    once = str(httpx.QueryParams(portal.asked()))

    back = came_back(await sandbox.get(f"/identity/authorize?{once}&nonce=another"))

    assert back["error"] == "invalid_request"


async def test_whoever_cancels_is_nobody(sandbox: httpx.AsyncClient) -> None:
    portal = Portal(sandbox)
    form = {**portal.asked(), "cancelled": "yes"}

    back = came_back(await sandbox.post("/identity/authorize", data=form))

    assert (back["error"], "code" in back) == ("access_denied", False)


async def test_the_page_shows_everybody_with_a_fin_and_runs_nothing(
    sandbox: httpx.AsyncClient,
) -> None:
    page = await Portal(sandbox).page(state='"><script>alert(1)</script>')
    people = (await sandbox.get("/people")).json()["items"]

    with_fin = [person["fin"] for person in people if person["fin"]]
    assert [fin for fin in with_fin if f'value="{fin}"' not in page.text] == []
    assert page.text.count('name="person"') == len(with_fin)
    assert "<script" not in page.text
    assert '<html lang="az">' in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self' http://127.0.0.1:8100;" in policy


async def test_the_page_speaks_english_to_who_asks_for_it(sandbox: httpx.AsyncClient) -> None:
    page = await sandbox.get(
        "/identity/authorize",
        params=Portal(sandbox).asked(),
        headers={"Accept-Language": "en-GB,en;q=0.9"},
    )

    assert '<html lang="en">' in page.text
    assert "Who do you sign in as?" in page.text


def test_the_challenge_is_that_of_the_standard() -> None:
    """RFC 7636, appendix B."""
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

    assert challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
