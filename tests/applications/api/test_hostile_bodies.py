import json
from typing import Any
from uuid import uuid4

import httpx2 as httpx
import pytest

from tests.builders.applications import Caller, House
from tests.builders.submissions import FIN, papers, person, self_service

POISON = "Ələkbərov-5ZK1Q2W-<script>"


async def raw(caller: Caller, content: bytes, kind: str = "application/json") -> httpx.Response:
    headers = {**caller.headers, "content-type": kind, "idempotency-key": str(uuid4())}
    return await caller.client.post("/v1/cases", content=content, headers=headers)


def assert_problem(answer: httpx.Response, status: int, code: str) -> None:
    """Check that an answer is a problem document that says what to do and repeats no input."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    problem = answer.json()
    assert problem["code"] == code
    assert problem["trace_id"]
    assert problem["detail"]
    assert POISON not in answer.text
    assert FIN not in answer.text


async def test_malformed_json(house: House) -> None:
    answer = await raw(await house.citizen(), b'{"service_id": "' + POISON.encode())

    assert_problem(answer, 400, "malformed-json")


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"null", b'"text"', b"\xff\xfe\x00", b"{}", b'{"a":' * 5000, b"1e999999"],
)
async def test_what_is_no_submission_at_all(house: House, content: bytes) -> None:
    answer = await raw(await house.citizen(), content)

    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"].startswith("application/problem+json")


async def test_half_a_character(house: House) -> None:
    body = self_service(note="SURROGATE")
    content = json.dumps(body).replace("SURROGATE", "\\ud800").encode()

    answer = await raw(await house.citizen(), content)

    assert_problem(answer, 422, "invalid-input")


async def test_another_media_type(house: House) -> None:
    answer = await raw(await house.citizen(), POISON.encode(), kind="text/plain")

    assert_problem(answer, 415, "unsupported-media-type")


async def test_an_unknown_field(house: House) -> None:
    answer = await (await house.citizen()).submit(self_service(priority=POISON))

    assert_problem(answer, 422, "invalid-input")
    [fault] = answer.json()["errors"]
    assert (fault["pointer"], fault["code"]) == ("/priority", "unknown-field")


async def test_an_unknown_field_that_is_itself_an_identifier(house: House) -> None:
    answer = await (await house.citizen()).submit({**self_service(), FIN: 1})

    assert_problem(answer, 422, "invalid-input")


async def test_a_megabyte(house: House) -> None:
    answer = await (await house.citizen()).submit(self_service(note=POISON * 45_000))

    assert_problem(answer, 413, "body-too-large")


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("service_id", 7),
        ("documents", {"requirement": POISON}),
        ("applicant", POISON),
        ("evidence", [POISON]),
        ("note", {"text": POISON}),
    ],
)
async def test_a_wrong_type(house: House, place: str, value: Any) -> None:
    answer = await (await house.citizen()).submit(self_service(**{place: value}))

    assert_problem(answer, 422, "invalid-input")
    assert answer.json()["errors"][0]["code"] == "wrong-type"
    assert answer.json()["errors"][0]["pointer"] == f"/{place}"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"given_name": ""}, "invalid-input"),
        ({"given_name": "a" * 201}, "invalid-input"),
        ({"given_name": "\u202elesyA"}, "invalid-input"),
        ({"given_name": "Ay\u0007sel"}, "invalid-input"),
        ({"family_name": "Məm\nmədova"}, "invalid-input"),
        ({"family_name": "Məm\u0000mədova"}, "control-character"),
        ({"birth_date": "1994-02-30"}, "invalid-input"),
        ({"birth_date": "02.03.1994"}, "invalid-input"),
        ({"birth_date": 762566400}, "invalid-input"),
        ({"birth_date": "2094-02-03"}, "birth-date-invalid"),
        ({"identifier": {"kind": "fin", "value": "5ZK1Q2I"}}, "submitter-not-allowed"),
        ({"identifier": {"kind": "serial", "value": POISON}}, "invalid-input"),
    ],
)
async def test_a_person_there_cannot_be(house: House, change: dict[str, Any], code: str) -> None:
    applicant = {"relation": "self", "audience": "citizen", "person": {**person(), **change}}

    answer = await (await house.citizen()).submit(self_service(applicant=applicant))

    assert answer.json()["code"] == code
    assert 400 <= answer.status_code < 500
    assert FIN not in answer.text


async def test_an_unknown_service(house: House) -> None:
    answer = await (await house.citizen()).submit(self_service(service_id="no-such-service"))

    assert_problem(answer, 422, "unknown-service")
    assert answer.json()["errors"][0]["pointer"] == "/service_id"


async def test_a_channel_the_passport_does_not_list(house: House) -> None:
    answer = await (await house.citizen()).submit(self_service(channel="post"))

    assert_problem(answer, 422, "channel-not-listed")
    assert "self-service" in answer.json()["listed"]


async def test_an_unknown_field_in_the_body_of_an_action(house: House) -> None:
    agent = await house.agent()
    case = await house.at_desk(agent)

    forward = await agent.act(case, "forward", {"view": "for", "note": "x", "urgent": POISON})
    claim = await agent.act(case, "claim", {"until": POISON})
    view = await agent.act(case, "forward", {"view": POISON, "note": "x"})

    for answer in (forward, claim, view):
        assert_problem(answer, 422, "invalid-input")


async def test_more_papers_than_anybody_has(house: House) -> None:
    agent = await house.agent()
    case = await house.at_desk(agent)

    many = {"documents": papers("commission-protocol")["documents"] * 51}
    answer = await agent.act(case, "submit-documents", many)

    assert_problem(answer, 422, "invalid-input")


async def test_an_action_there_is_not(house: House) -> None:
    agent = await house.agent()
    case = await house.at_desk(agent)

    answer = await agent.act(case, "abolish")

    assert answer.status_code == 404
    assert answer.json()["code"] == "not-found"


async def test_every_refused_submission_left_nothing(house: House) -> None:
    citizen = await house.citizen()
    for body in (
        self_service(service_id="no-such-service"),
        self_service(channel="post"),
        self_service(priority=1),
        self_service(audience="x"),
    ):
        await citizen.submit(body)

    assert (await citizen.get("/v1/cases")).json()["items"] == []
