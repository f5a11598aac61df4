"""What the passport does not list is refused with what it does."""

from typing import Any

import pytest

from tests.builders.applications import House
from tests.builders.representatives import with_mandate
from tests.builders.submissions import Json, person, self_service

CHANNELS = ["in-person", "representative", "call-centre", "self-service"]
AUDIENCES = ["citizen", "foreigner-permanent-residence", "stateless-permanent-residence"]
RELATIONS = ["self", "legal-representative"]
FORMS = ["original", "notarised-copy", "electronic-copy"]


def applicant(**fields: Any) -> Json:
    return {"relation": "self", "audience": "citizen", "person": person(), **fields}


@pytest.mark.parametrize(
    ("change", "code", "pointer", "listed"),
    [
        ({"channel": "post"}, "channel-not-listed", "/channel", CHANNELS),
        ({"channel": None}, "proactive-not-listed", "/channel", CHANNELS),
        (
            {"applicant": applicant(audience="foreigner")},
            "audience-not-listed",
            "/applicant/audience",
            AUDIENCES,
        ),
        (
            {"applicant": applicant(relation="relative")},
            "relation-not-listed",
            "/applicant/relation",
            RELATIONS,
        ),
        (
            {"documents": [{"requirement": "leave-order", "form": "copy", "document_id": "d-1"}]},
            "form-not-listed",
            "/documents/0/form",
            FORMS,
        ),
    ],
    ids=["channel", "origin", "audience", "relation", "form"],
)
async def test_each_choice_is_named_with_those_there_are(
    house: House, change: Json, code: str, pointer: str, listed: list[str]
) -> None:
    citizen = await house.citizen()

    answer = await citizen.submit(self_service(**change))

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, code)
    assert problem["listed"] == listed
    assert problem["errors"][0]["pointer"] == pointer
    assert (await citizen.get("/v1/cases")).json()["items"] == []


async def test_a_channel_the_service_does_not_take_is_named_whatever_evidence_comes_with_it(
    house: House,
) -> None:
    body = {**with_mandate(), "channel": "post"}

    answer = await (await house.citizen()).submit(body)

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "channel-not-listed")
    assert problem["listed"] == CHANNELS
    assert [each["pointer"] for each in problem["errors"]] == ["/channel"]
