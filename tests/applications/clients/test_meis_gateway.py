from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import httpx2 as httpx
import pytest
from fastapi import FastAPI, Request, Response

from applications.clients.meis_gateway import (
    Asked,
    HttpMeisGateway,
    MeisGateway,
    NullMeisGateway,
    gateway_client,
)
from applications.domain.case import Answer
from applications.settings import Settings
from meis_gateway.settings import Settings as GatewaySettings
from shared.http import PartnerUnavailable, http_client
from shared.identity.client_credentials import ServiceToken
from tests.builders.identity import ISSUER, identity_client

ASKED = Asked("signed", "fin", "5ZK1Q2W")
SOURCE = {
    "subsystem": "monitorinq",
    "answer": "yes",
    "attributes": {"leave_order": {"number": "17/3"}, "salary": None},
    "as_of": "2026-03-10T05:00:00Z",
    "freshness": "fresh",
    "error": None,
}
ANSWERED = {
    "answer": "yes",
    "sources": [
        SOURCE,
        {
            "subsystem": "sigorta",
            "answer": "unknown",
            "attributes": {},
            "as_of": None,
            "freshness": None,
            "error": "timeout",
        },
    ],
    "evidence_id": "e-1",
    "of_a_later_version": 1,
}


class Answering:
    """A gateway that gives what the test puts there, and keeps what it was asked."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.requests: list[Request] = []
        self.bodies: list[Any] = []
        self.app = FastAPI()
        self.app.post("/v1/questions")(self.ask)

    async def ask(self, request: Request) -> Response:
        self.requests.append(request)
        self.bodies.append(await request.json())
        answer = self.answers.pop(0)
        if isinstance(answer, Response):
            return answer
        return Response(httpx.Response(200, json=answer).content, media_type="application/json")


@asynccontextmanager
async def gateway_of(answering: Answering) -> AsyncIterator[HttpMeisGateway]:
    async with identity_client() as identity:
        token = ServiceToken(
            issuer=ISSUER,
            client_id="applications",
            secret="development-only-applications",
            audience="meis-gateway",
            client=identity,
        )
        transport = httpx.ASGITransport(answering.app)
        client = http_client(base_url="http://gateway.test", transport=transport)
        gateway = HttpMeisGateway(client, token, seconds=5)
        yield gateway
        await gateway.aclose()


async def test_an_answer_is_read_with_its_sources_and_what_they_supplied() -> None:
    answering = Answering(ANSWERED)

    async with gateway_of(answering) as gateway:
        said = await gateway.ask(ASKED)

    assert answering.bodies == [
        {"grant": "signed", "person": {"identifier": {"kind": "fin", "value": "5ZK1Q2W"}}}
    ]
    assert answering.requests[0].headers["authorization"].startswith("Bearer ")
    assert (said.answer.answer, said.answer.evidence_id) == (Answer.YES, "e-1")
    monitorinq, sigorta = said.answer.sources
    assert monitorinq.supplied == {"leave_order"}
    assert monitorinq.as_of == datetime(2026, 3, 10, 5, tzinfo=UTC)
    assert (sigorta.failed, sigorta.error) == (True, "timeout")
    assert said.values["monitorinq"] == {"leave_order": {"number": "17/3"}, "salary": None}
    assert said.freshness == {"monitorinq": "fresh"}


@pytest.mark.parametrize(
    "answer",
    [
        Response(status_code=500),
        Response(status_code=403, content=b"{}"),
        Response(status_code=302, headers={"location": "http://elsewhere.test"}),
        Response(content=b"<html>"),
        {"answer": "maybe", "sources": []},
        {"answer": "yes"},
        {**ANSWERED, "sources": [{**SOURCE, "as_of": "yesterday"}]},
    ],
)
async def test_anything_but_an_answer_is_no_answer(answer: Any) -> None:
    async with gateway_of(Answering(answer)) as gateway:
        with pytest.raises(PartnerUnavailable):
            await gateway.ask(ASKED)


async def test_after_a_refused_token_the_next_question_brings_another() -> None:
    answering = Answering(Response(status_code=401), ANSWERED)

    async with gateway_of(answering) as gateway:
        with pytest.raises(PartnerUnavailable):
            await gateway.ask(ASKED)
        said = await gateway.ask(ASKED)

    first, second = (request.headers["authorization"] for request in answering.requests)
    assert first != second
    assert said.answer.answer is Answer.YES


async def test_a_gateway_nobody_has_asks_nobody() -> None:
    nobody: MeisGateway = NullMeisGateway()

    said = await nobody.ask(ASKED)

    assert (said.answer.answer, said.answer.sources) == (Answer.UNKNOWN, ())


async def test_nobody_hangs_up_before_the_gateway_has_had_its_time() -> None:
    settings = Settings.model_validate({"env": "test"})
    client = gateway_client("http://gateway.test", settings.gateway_seconds)
    await client.aclose()

    read = client.timeout.read
    assert read is not None
    assert GatewaySettings.model_validate({"env": "test"}).question_seconds < read
    assert read >= settings.gateway_seconds
    assert settings.job_lease_seconds > settings.gateway_seconds


def test_a_question_shows_neither_person_nor_grant() -> None:
    assert "5ZK1Q2W" not in repr(ASKED)
    assert "signed" not in repr(ASKED)
