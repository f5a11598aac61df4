"""Who is let in: a good token of our provider, for this service, for now. Nothing else."""

import base64
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx2 as httpx
import jwt
import pytest
import pytest_asyncio
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from sandbox.identity.keys import SigningKey
from tests.builders.edge import AUDIENCE, edge_app
from tests.builders.identity import ISSUER, api_client, bearer, sandbox, token

ATTACKERS_KEY = generate_private_key(public_exponent=65537, key_size=2048)


@pytest_asyncio.fixture(scope="session")
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with api_client(edge_app()) as opened:
        yield opened


def providers_key() -> SigningKey:
    key: SigningKey = sandbox().state.world.issuer.key
    return key


def claims(**changes: Any) -> dict[str, Any]:
    """Return the claims of a good token, changed; None leaves a claim out."""
    now = int(time.time())
    good = {
        "iss": ISSUER,
        "sub": "leyla",
        "aud": [AUDIENCE],
        "iat": now,
        "nbf": now,
        "exp": now + 60,
        "client_id": "console",
        "role": "agent",
    }
    return {name: value for name, value in {**good, **changes}.items() if value is not None}


def signed(header: dict[str, Any] | None = None, **changes: Any) -> str:
    """Sign with the provider's own key, so that only what is changed is wrong."""
    key = providers_key()
    headers = {"kid": key.kid, "typ": "at+jwt", **(header or {})}
    return jwt.encode(claims(**changes), key.private, algorithm="RS256", headers=headers)


async def assert_refused(client: httpx.AsyncClient, sent: str, code: str = "token-invalid") -> None:
    answer = await client.get("/v1/things", headers={"Authorization": f"Bearer {sent}"})

    assert (answer.status_code, answer.json().get("code")) == (401, code)
    assert answer.headers["www-authenticate"] == 'Bearer realm="dost", error="invalid_token"'


async def test_a_good_token_lets_its_bearer_in(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/things", headers=await bearer("citizen"))

    assert answer.status_code == 200
    assert answer.json()["items"][0].startswith("citizen:")
    assert "5ZK1Q2W" not in answer.text


@pytest.mark.parametrize("sent", [None, "Basic bGV5bGE6eA==", "leyla", ""])
async def test_without_a_bearer_token_nobody_is_let_in(
    client: httpx.AsyncClient, sent: str | None
) -> None:
    answer = await client.get("/v1/things", headers={"Authorization": sent} if sent else {})

    assert (answer.status_code, answer.json()["code"]) == (401, "token-missing")
    assert answer.headers["www-authenticate"] == 'Bearer realm="dost"'


async def test_a_token_whose_time_is_over_is_expired(client: httpx.AsyncClient) -> None:
    await assert_refused(client, await token("agent", expires_in=-60), "token-expired")


async def test_a_token_for_another_service_is_refused(client: httpx.AsyncClient) -> None:
    await assert_refused(client, await token("agent", audience=["catalog"]), "token-wrong-audience")
    await assert_refused(client, signed(aud=None), "token-wrong-audience")


async def test_a_token_nobody_signed_is_refused(client: httpx.AsyncClient) -> None:
    headers = {"kid": providers_key().kid, "typ": "at+jwt"}
    await assert_refused(client, jwt.encode(claims(), "", algorithm="none", headers=headers))

    good = signed().split(".")
    for algorithm in ("none", "None", "NONE", "nOnE"):
        head = json.dumps({**headers, "alg": algorithm}).encode()
        await assert_refused(
            client, f"{base64.urlsafe_b64encode(head).decode().rstrip('=')}.{good[1]}."
        )


async def test_our_public_key_is_no_secret_to_sign_with(client: httpx.AsyncClient) -> None:
    public = providers_key().private.public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    header = {"kid": providers_key().kid, "typ": "at+jwt", "alg": "HS256"}
    # PyJWT will not sign with a public key, an attacker's tool will.
    unsigned = ".".join(
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
        for part in (header, claims())
    )
    tag = base64.urlsafe_b64encode(
        jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(
            unsigned.encode(), pem
        )
    )

    await assert_refused(client, f"{unsigned}.{tag.decode().rstrip('=')}")


async def test_a_key_the_token_itself_brings_or_points_to_is_ignored(
    client: httpx.AsyncClient,
) -> None:
    jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(ATTACKERS_KEY.public_key()))
    before = len(sandbox().state.world.calls.latest("identity", 0, 10_000))
    for kid in (providers_key().kid, "attacker"):
        headers = {
            "kid": kid,
            "typ": "at+jwt",
            "jku": "https://attacker.example/jwks",
            "x5u": "https://attacker.example/x5u",
            "jwk": jwk,
        }
        await assert_refused(
            client, jwt.encode(claims(), ATTACKERS_KEY, algorithm="RS256", headers=headers)
        )

    assert len(sandbox().state.world.calls.latest("identity", 0, 10_000)) - before <= 2


async def test_a_good_token_that_points_elsewhere_is_checked_with_our_keys(
    client: httpx.AsyncClient,
) -> None:
    sent = signed({"jku": "https://attacker.example/jwks"})

    answer = await client.get("/v1/things", headers={"Authorization": f"Bearer {sent}"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://attacker.example"},
        {"iss": None},
        {"sub": None},
        {"sub": ""},
        {"sub": "a\x00b"},
        {"sub": 7},
        {"exp": None},
        {"exp": "soon"},
        {"nbf": int(time.time()) + 86_400},
        {"nbf": None},
        {"iat": None},
        {"role": None},
        {"role": "king"},
        {"role": ["agent"]},
        {"role": "agent", "fin": "5ZK1Q2W"},
        {"role": "citizen", "fin": "5ZK1Q2WW"},
        {"role": "citizen", "fin": "5ZK1I2O"},
        {"protected": "true"},
        {"centre": {"a": 1}},
    ],
)
async def test_a_token_with_claims_we_do_not_understand_gives_no_rights(
    client: httpx.AsyncClient, changes: dict[str, Any]
) -> None:
    key = providers_key()
    payload = json.dumps(claims(**changes)).encode()
    headers = {"kid": key.kid, "typ": "at+jwt"}
    sent = jwt.PyJWS().encode(payload, key.private, algorithm="RS256", headers=headers)

    await assert_refused(client, sent)


async def test_a_token_of_another_kind_is_refused_however_well_signed(
    client: httpx.AsyncClient,
) -> None:
    await assert_refused(client, signed({"typ": "logout+jwt"}))
    await assert_refused(client, signed({"typ": "dost-question-grant+jwt"}))

    for typ in ("JWT", "at+jwt", "application/at+jwt"):
        sent = {"Authorization": f"Bearer {signed({'typ': typ})}"}
        assert (await client.get("/v1/things", headers=sent)).status_code == 200


@pytest.mark.parametrize("header", [{"kid": None}, {"kid": ""}, {"kid": 7}, {"kid": ["a"]}])
async def test_a_token_without_a_key_id_is_refused(
    client: httpx.AsyncClient, header: dict[str, Any]
) -> None:
    head = {"alg": "RS256", "kid": providers_key().kid, "typ": "at+jwt", **header}
    encoded = base64.urlsafe_b64encode(json.dumps(head).encode()).decode().rstrip("=")

    await assert_refused(client, ".".join([encoded, *signed().split(".")[1:]]))


@pytest.mark.parametrize(
    "sent",
    [
        "x",
        "a.b.c",
        "..",
        "a" * 20_000,
        "ü.ö.ç",
        base64.urlsafe_b64encode(b"[" * 5000).decode() + ".e30.e30",
        base64.urlsafe_b64encode(b'{"alg":"RS256","kid":"k","crit":["x"]}').decode() + ".e30.e30",
    ],
)
async def test_what_is_no_token_at_all_is_refused(client: httpx.AsyncClient, sent: str) -> None:
    header = f"Bearer {sent}".encode("latin-1", "ignore")
    answer = await client.get("/v1/things", headers={b"Authorization": header})

    assert (answer.status_code, answer.json()["code"]) == (401, "token-invalid")


async def test_a_changed_token_is_refused(client: httpx.AsyncClient) -> None:
    head, body, signature = signed().split(".")
    other = signed(role="officer").split(".")[1]

    await assert_refused(client, f"{head}.{other}.{signature}")
    await assert_refused(client, f"{head}.{body}.{signature[:-6]}AAAAAA")
    await assert_refused(client, f"{head}.{body}.")


async def test_a_role_that_may_not_do_it_is_told_so(client: httpx.AsyncClient) -> None:
    thing = {"name": "a"}
    for role, status in (("agent", 201), ("officer", 201), ("citizen", 403), ("admin", 403)):
        answer = await client.post("/v1/things", json=thing, headers=await bearer(role))
        assert answer.status_code == status

    assert answer.json()["code"] == "role-not-allowed"


async def test_who_may_not_enter_does_not_learn_what_a_good_request_looks_like(
    client: httpx.AsyncClient,
) -> None:
    for headers, status in (({}, 401), (await bearer("citizen"), 403)):
        answer = await client.post("/v1/things", json={"wrong": 1}, headers=headers)
        assert answer.status_code == status
        assert answer.json()["errors"] == []


async def test_a_token_reads_as_the_caller_it_was_issued_for() -> None:
    tokens = edge_app().state.verifier
    caller = await tokens.verify(
        await token(
            "officer", person="rauf", body="dsmf", desk="d-1", client="console", protected=True
        )
    )

    assert caller.actor == "officer:rauf"
    assert (caller.body, caller.desk, caller.client) == ("dsmf", "d-1", "console")
    assert caller.protected
    assert caller.fin is None
    citizen = await tokens.verify(await token("citizen"))
    assert citizen.fin == "5ZK1Q2W"
    assert citizen.subject != citizen.fin
