"""A registry may reply with anything; only a reply that can be read is one."""

import json
from typing import Any

import httpx2 as httpx
import pytest
from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from local_stack.ports import free_port
from meis_gateway.clients.registries import RegistryFailed
from meis_gateway.clients.rest_registry import RestRegistry
from meis_gateway.clients.subsystems import packaged_subsystems
from meis_gateway.domain.answers import SourceError
from meis_gateway.domain.questions import Identifier, Query
from shared.http import MAX_JSON_BYTES, http_client

SIGORTA = packaged_subsystems()["sigorta"]
QUERY = Query(Identifier("fin", "5ZK1Q2W"), ("insured",), ())
GOOD: dict[str, Any] = {
    "identifier": {"kind": "fin", "value": "5ZK1Q2W"},
    "answers": {"insured": "yes"},
    "attributes": {},
    "as_of": "2026-03-10T08:00:00Z",
}


class Rogue:
    """A registry that replies with one thing, whatever it is asked."""

    def __init__(self, content: bytes, status: int = 200, **headers: str) -> None:
        self.content = content
        self.status = status
        self.heard: list[Headers] = []
        self.headers = [
            (name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.heard.append(Headers(scope=scope))
        await receive()
        start = {"type": "http.response.start", "status": self.status, "headers": self.headers}
        await send(start)
        await send({"type": "http.response.body", "body": self.content})


async def failure(transport: httpx.AsyncBaseTransport | None, base_url: str) -> SourceError | None:
    """Return why nothing came of a query; None when a reply was read."""
    async with http_client(base_url=base_url, transport=transport) as client:
        try:
            await RestRegistry(client).query(SIGORTA, QUERY, intent_id="intent-1", seconds=2)
        except RegistryFailed as failed:
            return failed.error
    return None


async def failure_of(rogue: Rogue) -> SourceError | None:
    return await failure(httpx.ASGITransport(rogue), "http://rogue")


def without(name: str) -> bytes:
    return json.dumps({key: value for key, value in GOOD.items() if key != name}).encode()


def changed(**parts: Any) -> bytes:
    return json.dumps({**GOOD, **parts}).encode()


async def test_a_reply_may_say_more_than_was_agreed() -> None:
    assert await failure_of(Rogue(changed(registry="Sığorta", answers={"insured": "no"}))) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>",
        b"null",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        without("identifier"),
        without("as_of"),
        changed(as_of="2026-03-10T08:00:00"),
        changed(as_of="yesterday"),
        changed(as_of=10**20),
        changed(answers={"insured": True}),
        changed(answers="yes"),
        changed(attributes=["identity"]),
        changed(identifier="5ZK1Q2W"),
        changed(attributes={"identity": {"income": float("nan")}}),
        changed(attributes={"identity": "?"}).replace(b'"?"', b"1e999"),
        changed(attributes={"identity": "\ud800"}),
        changed(attributes={"identity": "x" * MAX_JSON_BYTES}),
    ],
)
async def test_a_reply_that_cannot_be_read_is_malformed(content: bytes) -> None:
    assert await failure_of(Rogue(content)) is SourceError.MALFORMED


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (404, SourceError.PERSON_NOT_FOUND),
        (408, SourceError.UNAVAILABLE),
        (429, SourceError.UNAVAILABLE),
        (500, SourceError.UNAVAILABLE),
        (503, SourceError.UNAVAILABLE),
        (400, SourceError.REFUSED),
        (403, SourceError.REFUSED),
        (422, SourceError.REFUSED),
        (204, SourceError.REFUSED),
    ],
)
async def test_a_status_says_why_there_is_no_reply(status: int, error: SourceError) -> None:
    assert await failure_of(Rogue(b"", status)) is error


async def test_nobody_is_sent_on_to_another_address() -> None:
    elsewhere = Rogue(changed(), 307, location="http://elsewhere/queries")

    assert await failure_of(elsewhere) is SourceError.REFUSED


async def test_a_reply_in_an_encoding_that_is_none_is_malformed() -> None:
    packed = Rogue(changed(), 200, content_encoding="gzip")

    assert await failure_of(packed) is SourceError.MALFORMED


async def test_a_registry_that_listens_nowhere_is_unavailable() -> None:
    assert await failure(None, f"http://127.0.0.1:{free_port()}") is SourceError.UNAVAILABLE


async def test_a_registry_hears_which_intent_it_is_asked_for_and_a_probe_names_none() -> None:
    rogue = Rogue(changed())

    async with http_client(base_url="http://x", transport=httpx.ASGITransport(rogue)) as client:
        registry = RestRegistry(client)
        await registry.query(SIGORTA, QUERY, intent_id="intent-1", seconds=2)
        await registry.probe(SIGORTA, seconds=2)

    assert [headers.get("x-intent-id") for headers in rogue.heard] == ["intent-1", None]


async def test_what_failed_never_says_about_whom_it_was_asked() -> None:
    async with http_client(base_url="http://x", transport=httpx.ASGITransport(Rogue(b""))) as c:
        with pytest.raises(RegistryFailed) as failed:
            await RestRegistry(c).query(SIGORTA, QUERY, intent_id="intent-1", seconds=2)

    assert "5ZK1Q2W" not in f"{failed.value!r}"
