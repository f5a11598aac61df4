"""Whatever goes wrong, the caller gets problem details: what, why, what to do, and a trace id."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx2 as httpx
import pytest
import pytest_asyncio

from shared.problems import MEDIA_TYPE
from shared.unexpected import BrokenAnswer
from tests.builders.edge import edge_app
from tests.builders.identity import api_client, bearer

FIN = "5ZK1Q2W"
NUL = "\x00"


@pytest_asyncio.fixture(scope="session")
async def agent() -> dict[str, str]:
    return await bearer("agent", person="leyla", centre="dost-1")


@pytest_asyncio.fixture(scope="session")
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with api_client(edge_app()) as opened:
        yield opened


def assert_problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """Hold what every problem has in common and return the document."""
    assert (answer.status_code, answer.headers["content-type"]) == (status, MEDIA_TYPE)
    document: dict[str, Any] = answer.json()
    assert document["code"] == code
    assert document["type"] == f"urn:dost:problem:{code}"
    assert document["status"] == status
    assert document["title"]
    assert document["detail"]
    assert document["trace_id"] == answer.headers["x-trace-id"]
    assert answer.headers["traceparent"].split("-")[1] == document["trace_id"]
    assert FIN not in answer.text
    return document


async def test_an_address_nobody_knows_is_not_found(client: httpx.AsyncClient) -> None:
    assert_problem(await client.get(f"/v1/{FIN}"), 404, "not-found")


async def test_a_trailing_slash_is_another_address_and_no_redirect(
    client: httpx.AsyncClient,
) -> None:
    assert_problem(await client.get("/v1/things/"), 404, "not-found")


async def test_a_method_the_address_does_not_have_is_told_with_those_it_has(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.delete("/v1/things")

    assert_problem(answer, 405, "method-not-allowed")
    assert answer.headers["allow"]


@pytest.mark.parametrize(
    "body", [b'{"name": "a"', b"{'name': 'a'}", b"\xff\xfe{}", b"[" * 50_000, b'{"name": "5ZK1Q2W']
)
async def test_json_that_is_none_is_malformed(
    client: httpx.AsyncClient, agent: dict[str, str], body: bytes
) -> None:
    headers = {**agent, "Content-Type": "application/json"}

    assert_problem(
        await client.post("/v1/things", content=body, headers=headers), 400, "malformed-json"
    )


async def test_json_sent_as_something_else_is_told_so(
    client: httpx.AsyncClient, agent: dict[str, str]
) -> None:
    headers = {**agent, "Content-Type": "text/plain"}

    answer = await client.post("/v1/things", content=b'{"name": "a"}', headers=headers)
    assert_problem(answer, 415, "unsupported-media-type")


async def test_each_fault_of_the_input_is_named_and_none_of_it_repeated(
    client: httpx.AsyncClient, agent: dict[str, str]
) -> None:
    body = {
        "name": f"{FIN} is longer than twenty",
        "kind": FIN,
        "fin": FIN,
        FIN: FIN,
        "made_at": 7.5,
    }

    document = assert_problem(
        await client.post("/v1/things", json=body, headers=agent), 422, "invalid-input"
    )

    faults = {(fault["pointer"], fault["code"]) for fault in document["errors"]}
    assert {
        ("/name", "too-long"),
        ("/kind", "not-an-option"),
        ("/fin", "unknown-field"),
        ("/*", "unknown-field"),
    } <= faults


@pytest.mark.parametrize("body", [[], "5ZK1Q2W", 7, None, True, {"name": None}, {"name": {"a": 1}}])
async def test_json_of_another_shape_is_invalid_input(
    client: httpx.AsyncClient, agent: dict[str, str], body: object
) -> None:
    content = json.dumps(body).encode()
    headers = {**agent, "Content-Type": "application/json"}

    answer = await client.post("/v1/things", content=content, headers=headers)
    assert assert_problem(answer, 422, "invalid-input")["errors"]


async def test_no_body_at_all_is_invalid_input(
    client: httpx.AsyncClient, agent: dict[str, str]
) -> None:
    document = assert_problem(await client.post("/v1/things", headers=agent), 422, "invalid-input")

    assert document["errors"] == [
        {"pointer": "", "code": "missing-field", "detail": "Bu sahə mütləqdir."}
    ]


@pytest.mark.parametrize("limit", ["0", "101", "-1", FIN])
async def test_a_page_has_one_to_a_hundred_items(
    client: httpx.AsyncClient, agent: dict[str, str], limit: str
) -> None:
    answer = await client.get("/v1/things", params={"limit": limit}, headers=agent)

    (fault,) = assert_problem(answer, 422, "invalid-input")["errors"]
    assert fault["pointer"] == "query:limit"


async def test_a_cursor_of_the_callers_own_making_is_malformed(
    client: httpx.AsyncClient, agent: dict[str, str]
) -> None:
    answer = await client.get("/v1/things", params={"cursor": FIN}, headers=agent)

    assert_problem(answer, 400, "cursor-malformed")


async def test_who_changes_something_must_say_which_version(
    client: httpx.AsyncClient, agent: dict[str, str]
) -> None:
    assert_problem(await client.put("/v1/things/1", headers=agent), 428, "if-match-missing")
    answer = await client.put("/v1/things/1", headers={**agent, "If-Match": "*"})
    assert_problem(answer, 400, "if-match-malformed")


async def test_who_was_too_slow_is_told_what_the_other_did(
    client: httpx.AsyncClient, agent: dict[str, str]
) -> None:
    answer = await client.put("/v1/things/1", headers={**agent, "If-Match": '"2"'})

    document = assert_problem(answer, 412, "stale")
    assert document["current_etag"] == '"3"'
    assert document["done"] == {"action": "painted", "actor": "agent:leyla"}


async def test_what_stands_in_the_way_is_told_in_the_callers_language(
    client: httpx.AsyncClient,
) -> None:
    for language, said in (("az", "Hələ yox."), ("en-GB", "Not yet.")):
        headers = {"Accept-Language": language}
        answer = await client.get("/v1/failures/blocked", headers=headers)

        document = assert_problem(answer, 409, "thing-blocked")
        assert document["blocked_by"] == [{"code": "not-yet", "detail": said}]
        assert answer.headers["content-language"] == language[:2]


async def test_a_part_that_is_away_says_when_to_come_back(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/failures/partner")

    assert_problem(answer, 503, "partner-unavailable")
    assert int(answer.headers.get("retry-after", 0)) > 0


async def test_a_bug_is_our_fault_with_a_trace_id_and_no_word_about_the_person(
    client: httpx.AsyncClient, capsys: pytest.CaptureFixture[str]
) -> None:
    document = assert_problem(await client.get("/v1/failures/bug"), 500, "unexpected")

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (told,) = [line for line in lines if line["level"] == "error"]
    assert told["trace_id"] == document["trace_id"]
    assert told["error"] == "builtins.KeyError"
    assert told["at"][-1].endswith(":fail")
    assert FIN not in json.dumps(lines)


async def test_an_answer_that_breaks_in_the_middle_is_broken_off_and_not_completed(
    client: httpx.AsyncClient,
) -> None:
    with pytest.raises(BrokenAnswer) as broken:
        await client.get("/v1/failures/halfway")

    assert FIN not in str(broken.value)
    assert broken.value.__suppress_context__


async def test_a_text_with_a_null_character_is_refused_wherever_it_stands(
    client: httpx.AsyncClient, agent: dict[str, str]
) -> None:
    in_body = await client.post("/v1/things", json={"name": NUL}, headers=agent)
    in_query = await client.get("/v1/things?cursor=%00", headers=agent)
    in_path = await client.get("/v1/things/%00")

    for answer in (in_body, in_query, in_path):
        assert_problem(answer, 422, "control-character")


async def test_the_six_letters_of_its_spelling_are_text_like_any_other(
    client: httpx.AsyncClient, agent: dict[str, str]
) -> None:
    answer = await client.post("/v1/things", json={"name": "\\u0000"}, headers=agent)

    assert answer.status_code == 201


async def test_a_callers_own_trace_goes_on_through_the_answer(client: httpx.AsyncClient) -> None:
    sent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    answer = await client.get("/v1/things/1", headers={"traceparent": sent})

    assert answer.headers["x-trace-id"] == "0af7651916cd43dd8448eb211c80319c"
    assert answer.headers["traceparent"] != sent


async def test_two_requests_at_a_time_keep_their_traces_apart(client: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(*(client.get("/v1/things/1") for _ in range(20)))

    assert len({answer.headers["x-trace-id"] for answer in answers}) == 20


async def test_no_answer_is_kept_by_a_cache_or_guessed_at(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/things/1")

    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
