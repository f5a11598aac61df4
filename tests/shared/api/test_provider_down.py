"""The identity provider is down, slow or new: who can still be let in is, nobody meets a 500."""

import asyncio
import json
from typing import Any

import httpx2 as httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    SECP384R1,
    EllipticCurve,
)
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as generate_ec_key
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from fastapi import FastAPI
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from local_stack.ports import free_port
from shared.http import HttpClient, http_client
from shared.identity.client_credentials import ServiceToken
from shared.identity.jwks import KeySource
from shared.identity.refusals import IdentityUnavailable, TokenInvalid
from shared.identity.tokens import TokenVerifier
from tests.builders.edge import AUDIENCE, edge_app
from tests.builders.identity import ISSUER, api_client
from tests.builders.identity_provider import Provider, Stopwatch, own_provider


@pytest.fixture
def provider() -> Provider:
    return own_provider()


def keys_of(provider: Provider, time: Stopwatch) -> KeySource:
    return KeySource(ISSUER, provider.client, now=time)


async def test_without_a_provider_and_without_keys_the_answer_is_503_and_when_to_return() -> None:
    keys = KeySource(f"http://127.0.0.1:{free_port()}/identity", http_client(seconds=1))
    app = edge_app(tokens=TokenVerifier(audience=AUDIENCE, keys=keys))
    token = await own_provider().token()

    async with api_client(app, {"Authorization": f"Bearer {token}"}) as client:
        answer = await client.get("/v1/things")

    assert (answer.status_code, answer.json()["code"]) == (503, "identity-unavailable")
    assert int(answer.headers["retry-after"]) > 0


async def test_keys_at_hand_serve_while_the_provider_is_down(provider: Provider) -> None:
    time = Stopwatch()
    keys = keys_of(provider, time)
    verifier = TokenVerifier(audience=AUDIENCE, keys=keys)
    assert (await verifier.verify(await provider.token())).role == "agent"

    await provider.fails()
    time.seconds += 3600
    assert (await verifier.verify(await provider.token())).role == "agent"

    time.seconds += 24 * 3600
    with pytest.raises(IdentityUnavailable):
        await verifier.verify(await provider.token())

    await provider.recovers()
    time.seconds += 2
    assert (await verifier.verify(await provider.token())).role == "agent"


async def test_many_callers_at_once_ask_the_provider_once(provider: Provider) -> None:
    verifier = TokenVerifier(audience=AUDIENCE, keys=keys_of(provider, Stopwatch()))
    token = await provider.token()

    callers = await asyncio.gather(*(verifier.verify(token) for _ in range(50)))

    assert len(callers) == 50
    assert await provider.times_asked() == 1


async def test_invented_key_ids_do_not_make_us_knock_at_the_provider(provider: Provider) -> None:
    time = Stopwatch()
    keys = keys_of(provider, time)
    await keys.key(provider.kid())
    time.seconds += 60

    for number in range(100):
        with pytest.raises(TokenInvalid):
            await keys.key(f"invented-{number}")

    assert await provider.times_asked() == 2


async def test_a_new_key_of_the_provider_is_found_when_a_token_names_it(provider: Provider) -> None:
    time = Stopwatch()
    keys = keys_of(provider, time)
    await keys.key(provider.kid())
    provider.changes_its_key()
    old_kid = provider.kid()

    time.seconds += 30
    assert (await keys.key(provider.kid())).key_id == provider.kid()

    provider.changes_its_key()
    time.seconds += 600
    with pytest.raises(TokenInvalid):
        await keys.key("nobody's")
    with pytest.raises(TokenInvalid):
        await keys.key(old_kid)


async def test_an_unknown_key_while_the_provider_is_down_is_nobodys_fault(
    provider: Provider,
) -> None:
    time = Stopwatch()
    keys = keys_of(provider, time)
    await keys.key(provider.kid())
    await provider.fails()
    time.seconds += 60

    with pytest.raises(IdentityUnavailable):
        await keys.key("perhaps-new")
    assert (await keys.key(provider.kid())).key_id == provider.kid()


async def test_a_provider_that_calls_itself_something_else_is_not_believed(
    provider: Provider,
) -> None:
    keys = KeySource(f"{ISSUER}/", provider.client)

    with pytest.raises(IdentityUnavailable):
        await keys.key(provider.kid())
    with pytest.raises(IdentityUnavailable):
        await keys.check()


async def test_of_the_providers_keys_only_strong_signing_keys_are_used() -> None:
    def rsa(bits: int, **more: str) -> dict[str, Any]:
        public = generate_private_key(public_exponent=65537, key_size=bits).public_key()
        return {**json.loads(RSAAlgorithm.to_jwk(public)), **more}

    def elliptic(curve: EllipticCurve, **more: str) -> dict[str, Any]:
        return {**json.loads(ECAlgorithm.to_jwk(generate_ec_key(curve).public_key())), **more}

    shown = [
        rsa(2048, kid="good"),
        elliptic(SECP256R1(), kid="elliptic"),
        rsa(1024, kid="weak"),
        rsa(2048, kid="to-encrypt", use="enc"),
        rsa(2048, kid="other-algorithm", alg="RS512"),
        rsa(2048),
        elliptic(SECP384R1(), kid="other-curve"),
        {"kty": "oct", "k": "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA", "kid": "secret"},
        {"kty": "RSA", "kid": "broken"},
        {"kty": "new", "kid": "unknown"},
        "no key at all",
    ]
    keys = KeySource("http://provider.test", provider_showing(shown))

    usable = {"good", "elliptic"}
    for kid in usable:
        assert (await keys.key(kid)).key_id == kid
    for jwk in shown:
        if isinstance(jwk, dict) and jwk.get("kid", "good") not in usable:
            with pytest.raises(TokenInvalid):
                await keys.key(jwk["kid"])


@pytest.mark.parametrize("shown", [[], ["x"], [{"kty": "oct", "k": "c2VjcmV0", "kid": "s"}]])
async def test_a_provider_without_a_usable_key_is_as_good_as_down(shown: list[Any]) -> None:
    keys = KeySource("http://provider.test", provider_showing(shown))

    with pytest.raises(IdentityUnavailable):
        await keys.key("any")


def provider_showing(keys: list[Any]) -> HttpClient:
    """Return a client to a provider of the test's own with these keys."""
    app = FastAPI()

    @app.get("/.well-known/openid-configuration")
    async def discovery() -> dict[str, str]:
        return {"issuer": "http://provider.test", "jwks_uri": "http://provider.test/jwks"}

    @app.get("/jwks")
    async def key_set() -> dict[str, Any]:
        return {"keys": keys}

    return http_client(transport=httpx.ASGITransport(app))


async def test_readiness_knows_whether_tokens_can_be_checked(provider: Provider) -> None:
    time = Stopwatch()
    keys = keys_of(provider, time)
    await provider.fails()
    with pytest.raises(IdentityUnavailable):
        await keys.check()

    await provider.recovers()
    time.seconds += 2
    await keys.check()

    assert (await keys.key(provider.kid())).key_id == provider.kid()


def service_token(provider: Provider, secret: str | None = None) -> ServiceToken:
    known = provider.app.state.world.clients["applications"].secret
    return ServiceToken(
        issuer=ISSUER,
        client_id="applications",
        secret=secret or known,
        audience="meis-gateway",
        client=provider.client,
    )


async def test_a_service_fetches_its_token_once_and_uses_it_for_long(provider: Provider) -> None:
    source = service_token(provider)

    tokens = await asyncio.gather(*(source.value() for _ in range(10)))

    assert len(set(tokens)) == 1
    caller = await TokenVerifier(
        audience="meis-gateway", keys=keys_of(provider, Stopwatch())
    ).verify(tokens[0])
    assert caller.actor == "service:applications"
    source.forget()
    assert await source.value() != tokens[0]
    assert (await source.header())["Authorization"].startswith("Bearer ")


async def test_a_service_without_its_provider_or_with_a_wrong_secret_gets_no_token(
    provider: Provider,
) -> None:
    with pytest.raises(IdentityUnavailable):
        await service_token(provider, "wrong").value()
    await provider.fails()
    with pytest.raises(IdentityUnavailable):
        await service_token(provider).value()
    assert "wrong" not in repr(service_token(provider, "wrong"))
