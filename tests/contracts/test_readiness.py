"""An operator sees of each API whether what it needs from outside answers."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx2 as httpx
import pytest

from local_stack.ports import free_port
from tests.builders.identity import api_client
from tests.builders.sandbox import served_sandbox
from tests.contracts.openapi_documents import APPS

CLOCK, IDENTITY = "business-clock", "identity"
WITH_TOKENS = sorted(set(APPS) - {"catalog"})


@pytest.fixture
async def outside() -> AsyncIterator[str]:
    """Run the outside world on a port of its own; gives its address."""
    async with served_sandbox() as address:
        yield address


@pytest.fixture
def nowhere() -> str:
    return f"http://127.0.0.1:{free_port()}"


@pytest.fixture
def readiness_of(
    database_url_of: Callable[[str], str],
) -> Callable[..., Any]:
    async def asked(service: str, world: str, *, with_clock: bool = True) -> httpx.Response:
        create, settings = APPS[service]
        told = {
            "env": "test",
            "database_url": database_url_of(service),
            "oidc_issuer": f"{world}/identity",
            "business_clock_url": f"{world}/clock" if with_clock else None,
        }
        async with api_client(create(settings.model_validate(told))) as client:
            return await client.get("/readyz")

    return asked


@pytest.mark.parametrize("service", WITH_TOKENS)
async def test_an_api_is_ready_when_tokens_can_be_checked_and_the_clock_answers(
    service: str, outside: str, readiness_of: Callable[..., Any]
) -> None:
    answer = await readiness_of(service, outside)

    assert answer.status_code == 200
    assert {"database", IDENTITY, CLOCK} <= set(answer.json()["parts"])


@pytest.mark.parametrize("service", WITH_TOKENS)
async def test_an_api_that_cannot_check_tokens_or_tell_the_time_says_so_part_by_part(
    service: str, nowhere: str, readiness_of: Callable[..., Any]
) -> None:
    answer = await readiness_of(service, nowhere)

    parts = answer.json()["parts"]
    assert answer.status_code == 503
    # Without the clock nobody knows of late notices either; that part keeps nobody away.
    unready = [name for name, part in parts.items() if not part["ok"] and name != "notices"]
    assert unready == [IDENTITY, CLOCK]
    assert parts[CLOCK]["why"] == "The business clock does not answer"


async def test_the_public_catalogue_is_ready_without_an_identity_provider(
    nowhere: str, readiness_of: Callable[..., Any]
) -> None:
    answer = await readiness_of("catalog", nowhere, with_clock=False)

    assert answer.status_code == 200
    assert set(answer.json()["parts"]) == {"database"}


async def test_the_catalogue_needs_the_clock_that_says_which_version_is_in_force(
    nowhere: str, readiness_of: Callable[..., Any]
) -> None:
    parts = (await readiness_of("catalog", nowhere)).json()["parts"]

    assert (parts["database"]["ok"], parts[CLOCK]["ok"]) == (True, False)
