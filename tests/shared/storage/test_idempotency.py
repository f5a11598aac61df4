"""A request sent twice happens once, and only its sender gets the answer again."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
import pytest_asyncio
from sqlalchemy import text

from shared.clock import system_now
from shared.database import Database
from shared.errors import Kind
from shared.idempotency import (
    Idempotency,
    IdempotencyKeyMalformed,
    IdempotencyKeyMissing,
    IdempotencyKeyReused,
    IdempotencyRowLost,
    StoredAnswer,
    forget_before,
    key_of,
    replay,
)
from shared.identity.caller import Caller, Role
from shared.vault import KeyRing
from tests.builders.database import committing

ROUTE = "POST /v1/cases"
REQUEST = b'{"fin": "5ZK1Q2W"}'
ANSWER = StoredAnswer(201, {"Location": "/v1/cases/c-1", "ETag": '"1"'}, b'{"fin":"5ZK1Q2W"}')
LEYLA = Caller(issuer="i", subject="s-1", client="portal", role=Role.CITIZEN, fin="5ZK1Q2W")
RING = KeyRing(keys={"k1": b"1" * 32}, active_id="k1")
ROTATED = KeyRing(keys={"k2": b"2" * 32, "k1": b"1" * 32}, active_id="k2")

IDEMPOTENCY = Idempotency(RING)


@pytest_asyncio.fixture(scope="module")
async def database(database_url_of: Callable[[str], str]) -> AsyncIterator[Database]:
    async with committing(database_url_of("catalog")) as opened:
        yield opened


def new_key() -> str:
    return str(uuid4())


async def send(
    database: Database,
    key: str,
    request: bytes = REQUEST,
    *,
    caller: Caller = LEYLA,
    idempotency: Idempotency = IDEMPOTENCY,
    hold: asyncio.Event | None = None,
) -> StoredAnswer | None:
    """Handle one request in one transaction; give the kept answer if there was one."""
    async with database.transaction() as session:
        kept = await idempotency.begin(session, caller, ROUTE, key, request)
        if kept is not None:
            return kept
        if hold is not None:
            await hold.wait()
        await idempotency.finish(session, caller, ROUTE, key, ANSWER)
        return None


async def test_the_second_sending_gets_the_first_answer_byte_for_byte(database: Database) -> None:
    key = new_key()

    assert await send(database, key) is None
    assert await send(database, key) == ANSWER
    response = replay(ANSWER)
    assert (response.status_code, bytes(response.body)) == (201, ANSWER.body)
    assert response.headers["location"] == "/v1/cases/c-1"
    assert response.headers["idempotency-replayed"] == "true"


async def test_two_sendings_at_once_happen_once(database: Database) -> None:
    key = new_key()
    hold = asyncio.Event()
    first = asyncio.ensure_future(send(database, key, hold=hold))
    await asyncio.sleep(0.2)
    second = asyncio.ensure_future(send(database, key))
    await asyncio.sleep(0.2)
    assert not second.done()

    hold.set()

    assert await first is None
    assert await second == ANSWER


async def test_when_the_first_fails_the_one_that_waited_is_the_first(database: Database) -> None:
    key = new_key()
    begun, go = asyncio.Event(), asyncio.Event()

    async def fails() -> None:
        async with database.transaction() as session:
            assert await IDEMPOTENCY.begin(session, LEYLA, ROUTE, key, REQUEST) is None
            begun.set()
            await go.wait()
            raise ArithmeticError

    failing = asyncio.ensure_future(fails())
    await begun.wait()
    waiting = asyncio.ensure_future(send(database, key))
    await asyncio.sleep(0.2)
    go.set()

    with pytest.raises(ArithmeticError):
        await failing
    assert await waiting is None
    assert await send(database, key) == ANSWER


async def test_the_same_request_in_another_spelling_is_the_same_request(
    database: Database,
) -> None:
    key = new_key()
    await send(database, key, b'{"fin": "5ZK1Q2W", "given_name": "\xc9\x99"}')

    again = await send(database, key, b'{ "given_name":"\\u0259" , "fin":"5ZK1Q2W" }')

    assert again == ANSWER


async def test_a_key_with_another_body_is_refused_and_the_first_answer_stays(
    database: Database,
) -> None:
    key = new_key()
    await send(database, key)

    with pytest.raises(IdempotencyKeyReused) as refused:
        await send(database, key, b'{"fin": "7AB1C2D"}')

    assert refused.value.kind is Kind.INVALID
    assert await send(database, key) == ANSWER


@pytest.mark.parametrize(
    "other",
    [
        replace(LEYLA, subject="s-2"),
        replace(LEYLA, client="partner"),
        replace(LEYLA, issuer="another"),
    ],
    ids=["another person", "another client", "another provider"],
)
async def test_the_key_of_another_finds_nothing(database: Database, other: Caller) -> None:
    key = new_key()
    await send(database, key)

    async with database.transaction() as session:
        assert await IDEMPOTENCY.find(session, other, ROUTE, key) is None
        assert await IDEMPOTENCY.find(session, LEYLA, "POST /v1/tickets", key) is None
        assert await IDEMPOTENCY.find(session, LEYLA, ROUTE, key) == ANSWER
    assert await send(database, key, caller=other) is None


async def test_a_receipt_that_was_never_given_is_not_there(database: Database) -> None:
    async with database.transaction() as session:
        assert await IDEMPOTENCY.find(session, LEYLA, ROUTE, new_key()) is None


async def test_the_table_shows_neither_who_nor_what(database: Database) -> None:
    key = new_key()
    await send(database, key)

    async with database.transaction() as session:
        rows = (await session.connection()).execute(text("SELECT * FROM idempotency"))
        seen = b"".join(
            value if isinstance(value, bytes) else str(value).encode()
            for row in (await rows).all()
            for value in row
        )
    for trace in (b"5ZK1Q2W", b"s-1", b"portal", key.encode()):
        assert trace not in seen


async def test_a_new_key_ring_still_finds_what_the_old_one_kept(database: Database) -> None:
    key = new_key()
    rotated = Idempotency(ROTATED)
    await send(database, key)

    assert await send(database, key, idempotency=rotated) == ANSWER
    with pytest.raises(IdempotencyKeyReused):
        await send(database, key, b"{}", idempotency=rotated)
    async with database.transaction() as session:
        assert await rotated.find(session, LEYLA, ROUTE, key) == ANSWER


async def test_a_route_that_forgets_to_keep_its_answer_is_found_out(database: Database) -> None:
    key = new_key()
    async with database.transaction() as session:
        await IDEMPOTENCY.begin(session, LEYLA, ROUTE, key, REQUEST)

    with pytest.raises(IdempotencyRowLost):
        await send(database, key)
    async with database.transaction() as session:
        with pytest.raises(IdempotencyRowLost):
            await IDEMPOTENCY.finish(session, LEYLA, ROUTE, new_key(), ANSWER)


async def test_old_answers_are_forgotten(database: Database) -> None:
    key = new_key()
    await send(database, key)

    async with database.transaction() as session:
        assert await forget_before(session, system_now() - timedelta(days=1), at_most=1000) == 0
        assert await forget_before(session, system_now() + timedelta(days=1), at_most=1000) > 0
        assert await IDEMPOTENCY.find(session, LEYLA, ROUTE, key) is None


def test_a_key_is_a_uuid_however_it_is_written() -> None:
    key = new_key()

    assert key_of(key) == key_of(key.upper()) == key_of(f' "{key}" ') == key


@pytest.mark.parametrize("sent", [None, "", "  "])
def test_a_creating_request_without_a_key_is_refused(sent: str | None) -> None:
    with pytest.raises(IdempotencyKeyMissing):
        key_of(sent)


@pytest.mark.parametrize("sent", ["1", "5ZK1Q2W", "{" + "a" * 34 + "}", "g" * 36, "a" * 32])
def test_a_key_that_is_no_uuid_is_malformed(sent: str) -> None:
    with pytest.raises(IdempotencyKeyMalformed):
        key_of(sent)
