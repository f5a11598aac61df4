"""The identity provider takes its time: nobody whose key we have waits for it."""

import asyncio
import json

import pytest

from shared.identity.jwks import KeySource
from shared.identity.refusals import IdentityUnavailable, TokenInvalid
from shared.identity.tokens import TokenVerifier
from tests.builders.edge import AUDIENCE
from tests.builders.identity import ISSUER
from tests.builders.identity_provider import Provider, Stopwatch, own_provider
from tests.builders.waiting import eventually

AN_HOUR = 3600


@pytest.fixture
def provider() -> Provider:
    return own_provider()


@pytest.fixture
def time() -> Stopwatch:
    return Stopwatch()


@pytest.fixture
async def keys(provider: Provider, time: Stopwatch) -> KeySource:
    """Keys that are known and too old."""
    keys = KeySource(ISSUER, provider.client, now=time)
    await keys.key(provider.kid())
    time.seconds += AN_HOUR
    return keys


async def is_holding_an_answer(provider: Provider) -> bool:
    calls = await provider.calls()
    return calls[-1]["status"] is None


async def test_a_caller_whose_key_is_known_is_let_in_while_the_provider_holds_its_answer(
    provider: Provider, keys: KeySource
) -> None:
    verifier = TokenVerifier(audience=AUDIENCE, keys=keys)
    token = await provider.token()
    await provider.fails("delay", seconds=2)
    before = len(await provider.calls())

    callers = await asyncio.gather(*(verifier.verify(token) for _ in range(20)))
    later = await verifier.verify(token)

    assert {caller.role for caller in [*callers, later]} == {"agent"}
    await eventually(lambda: is_holding_an_answer(provider))
    assert (await verifier.verify(token)).role == "agent"
    assert await is_holding_an_answer(provider)
    assert len(await provider.calls()) == before + 1


async def test_what_the_provider_says_in_the_end_is_believed_from_then_on(
    provider: Provider, keys: KeySource
) -> None:
    old_kid = provider.kid()
    provider.changes_its_key()
    await provider.fails("delay", seconds=0.05)

    assert (await keys.key(old_kid)).key_id == old_kid

    async def is_refused() -> bool:
        try:
            await keys.key(old_kid)
        except TokenInvalid:
            return True
        return False

    await eventually(is_refused)
    assert (await keys.key(provider.kid())).key_id == provider.kid()


async def test_only_a_caller_whose_key_is_unknown_waits_for_the_slow_provider(
    provider: Provider, keys: KeySource
) -> None:
    known = provider.kid()
    provider.changes_its_key()
    await provider.fails("delay", seconds=0.2)
    newcomer = asyncio.create_task(keys.key(provider.kid()))
    await eventually(lambda: is_holding_an_answer(provider))

    assert (await keys.key(known)).key_id == known
    assert not newcomer.done()
    assert (await newcomer).key_id == provider.kid()


async def test_one_who_gives_up_waiting_does_not_stop_the_fetch_for_the_others(
    provider: Provider, time: Stopwatch
) -> None:
    keys = KeySource(ISSUER, provider.client, now=time)
    await provider.fails("delay", seconds=0.1)
    impatient = asyncio.create_task(keys.key(provider.kid()))
    patient = asyncio.create_task(keys.key(provider.kid()))
    await eventually(lambda: is_holding_an_answer(provider))

    impatient.cancel()

    assert (await patient).key_id == provider.kid()
    assert impatient.cancelled()
    assert await provider.times_asked() == 1


async def test_readiness_does_not_wait_for_a_slow_provider_while_its_keys_are_at_hand(
    provider: Provider, keys: KeySource
) -> None:
    await provider.fails("delay", seconds=2)

    await keys.check()
    await eventually(lambda: is_holding_an_answer(provider))
    await keys.check()

    assert await is_holding_an_answer(provider)


async def test_a_refresh_that_fails_behind_the_callers_back_is_logged_by_its_class(
    provider: Provider, keys: KeySource, capsys: pytest.CaptureFixture[str]
) -> None:
    known = provider.kid()
    await provider.client.aclose()

    assert (await keys.key(known)).key_id == known
    with pytest.raises(IdentityUnavailable):
        await keys.key("perhaps-new")

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    [line] = [line for line in lines if "keys" in line["event"]]
    assert line["error"] == "builtins.RuntimeError"
    assert "closed" not in json.dumps(line)
