"""Whatever is sent, the answer says what to do and repeats none of it."""

from typing import Any

import pytest

from tests.builders.gateway import FIN, World, body, grant

GOOD = body(grant())


def changed(**parts: Any) -> dict[str, Any]:
    return {**GOOD, **parts}


def identified(**identifier: Any) -> dict[str, Any]:
    return changed(person={"identifier": identifier})


BODIES: dict[str, Any] = {
    "nothing": {},
    "a list": [GOOD],
    "no person": {"grant": GOOD["grant"]},
    "no grant": {"person": GOOD["person"]},
    "an unknown field": changed(reason="5ZK1Q2W"),
    "an unknown field of the person": changed(person={**GOOD["person"], "name": "Sevinc"}),
    "a grant of another type": changed(grant=["5ZK1Q2W"]),
    "an empty grant": changed(grant=""),
    "a huge grant": changed(grant="5ZK1Q2W" * 2000),
    "an unknown kind": identified(kind="voen", value=FIN),
    "a person nobody knows": identified(kind="unknown", value=FIN),
    "a short FIN": identified(kind="fin", value="5ZK1Q2"),
    "a FIN with O": identified(kind="fin", value="5ZKOQ2W"),
    "a FIN in small letters": identified(kind="fin", value="5zk1q2w"),
    "a number with a space": identified(kind="passport", value="AB 5ZK1Q2W"),
    "a number with a line end": identified(kind="passport", value="5ZK1Q2W\n"),
    "a number too long": identified(kind="passport", value="5ZK1Q2W" * 10),
    "no number": identified(kind="fin", value=None),
}


@pytest.mark.parametrize("sent", BODIES.values(), ids=BODIES.keys())
async def test_a_malformed_question_is_refused_and_never_repeated(world: World, sent: Any) -> None:
    response = await world.client.post("/v1/questions", json=sent, headers=world.service)

    assert response.status_code == 422, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["errors"]
    assert "5ZK" not in response.text
    assert "Sevinc" not in response.text
    assert await world.calls() == []


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"{", 400, "malformed-json"),
        (b'{"grant": "\xff"}', 400, "malformed-json"),
        (b'{"grant": "\\ud800", "person": {}}', 422, "invalid-input"),
        (b"5ZK1Q2W" * 200_000, 413, "body-too-large"),
        (b'{"grant": "a\\u0000", "person": {}}', 422, "control-character"),
    ],
)
async def test_what_is_no_question_at_all_is_refused(
    world: World, content: bytes, status: int, code: str
) -> None:
    headers = {**world.service, "Content-Type": "application/json"}

    response = await world.client.post("/v1/questions", content=content, headers=headers)

    assert (response.status_code, response.json()["code"]) == (status, code)
    assert "5ZK1Q2W" not in response.text


@pytest.mark.parametrize("budget", ["", "-1", "soon", "1e9", "٣٠٠", "9" * 400])
async def test_a_budget_that_is_none_leaves_the_gateways_own(world: World, budget: str) -> None:
    named = [(name.encode(), value.encode()) for name, value in world.service.items()]
    headers = [*named, (b"X-Budget-Ms", budget.encode())]

    response = await world.client.post("/v1/questions", json=body(grant()), headers=headers)

    assert (response.status_code, response.json()["answer"]) == (200, "yes")
