import base64
import json
from uuid import uuid4

import httpx2 as httpx
import pytest

from shared.identity.caller import Role
from tests.builders.applications import Caller, House
from tests.builders.identity import bearer, token
from tests.builders.submissions import self_service


async def test_no_token(house: House) -> None:
    answer = await Caller(house.client, {}).submit(self_service())

    assert (answer.status_code, answer.json()["code"]) == (401, "token-missing")
    assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_an_expired_token(house: House) -> None:
    citizen = Caller(house.client, await bearer(Role.CITIZEN, expires_in=-60))

    answer = await citizen.submit(self_service())

    assert (answer.status_code, answer.json()["code"]) == (401, "token-expired")


async def test_a_token_for_another_service(house: House) -> None:
    citizen = Caller(house.client, await bearer(Role.CITIZEN, audience=["catalog"]))

    answer = await citizen.submit(self_service())

    assert (answer.status_code, answer.json()["code"]) == (401, "token-wrong-audience")


async def test_a_token_that_says_it_needs_no_signature(house: House) -> None:
    _, claims, _ = (await token(Role.CITIZEN)).split(".")
    head = base64.urlsafe_b64encode(json.dumps({"alg": "none", "typ": "JWT"}).encode())
    unsigned = f"{head.decode().rstrip('=')}.{claims}."

    answer = await Caller(house.client, {"Authorization": f"Bearer {unsigned}"}).submit(
        self_service()
    )

    assert (answer.status_code, answer.json()["code"]) == (401, "token-invalid")
    assert unsigned not in answer.text


async def test_no_idempotency_key(house: House) -> None:
    answer = await (await house.citizen()).post("/v1/cases", self_service())

    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency-key-missing")


async def test_an_idempotency_key_that_is_no_uuid(house: House) -> None:
    answer = await (await house.citizen()).submit(self_service(), "my-first-key")

    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-malformed")


async def test_the_same_key_with_another_body(house: House) -> None:
    citizen, key = await house.citizen(), str(uuid4())
    first = await citizen.submit(self_service(), key)

    answer = await citizen.submit(self_service(note="Başqa"), key)

    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-reused")
    assert len((await citizen.get("/v1/cases")).json()["items"]) == 1
    assert first.status_code == 201


async def acting(house: House, **headers: str) -> httpx.Response:
    agent = await house.agent()
    case = await house.at_desk(agent)
    return await agent.post(f"/v1/cases/{case['case_id']}/actions/release", {}, **headers)


async def test_no_if_match(house: House) -> None:
    answer = await acting(house)

    assert (answer.status_code, answer.json()["code"]) == (428, "if-match-missing")


@pytest.mark.parametrize("etag", ["*", "7", 'W/"7"', '"7", "8"', '"x"', '"99999999999999999999"'])
async def test_an_if_match_that_is_none_of_ours(house: House, etag: str) -> None:
    answer = await acting(house, if_match=etag)

    assert (answer.status_code, answer.json()["code"]) == (400, "if-match-malformed")


async def test_a_stale_if_match_says_what_the_other_did(house: House) -> None:
    answer = await acting(house, if_match='"1"')

    assert (answer.status_code, answer.json().get("code")) == (412, "stale")
    assert answer.json()["done"]["action"] == "approach-desk"


async def test_a_version_that_is_yet_to_come_is_stale_too(house: House) -> None:
    answer = await acting(house, if_match='"4000000000"')

    assert answer.status_code == 412
    assert answer.json()["done"] is None


@pytest.mark.parametrize(
    "case_id", ["%00", "x" * 3000, "..%2f..%2fetc", "%F0%9F%98%80", "1;DROP TABLE cases", "-1"]
)
async def test_ids_nobody_gave_out_are_not_found(house: House, case_id: str) -> None:
    answer = await (await house.officer()).get(f"/v1/cases/{case_id}")

    assert answer.status_code in (404, 422)
    assert answer.headers["content-type"].startswith("application/problem+json")
