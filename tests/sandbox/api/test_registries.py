"""The sixteen registries, as the gateway asks them."""

from datetime import datetime
from typing import Any

import httpx2 as httpx
import pytest

NOW = "2026-03-10T08:00:00Z"


async def ask(
    sandbox: httpx.AsyncClient,
    subsystem: str,
    value: str,
    *,
    kind: str = "fin",
    questions: tuple[str, ...] = (),
    attributes: tuple[str, ...] = (),
) -> httpx.Response:
    return await sandbox.post(
        f"/meis/{subsystem}/queries",
        json={
            "identifier": {"kind": kind, "value": value},
            "questions": questions,
            "attributes": attributes,
        },
    )


@pytest.mark.parametrize(
    ("fin", "sigorta", "monitorinq"),
    [
        ("5ZK1Q2W", "yes", "yes"),
        ("7AB1C2D", "no", "no"),
        ("7EF3G4H", "yes", "no"),
        ("7GH4J5K", "no", "yes"),
    ],
)
async def test_both_registries_say_whether_a_person_is_insured(
    sandbox: httpx.AsyncClient, fin: str, sigorta: str, monitorinq: str
) -> None:
    first = await ask(sandbox, "sigorta", fin, questions=("insured",))
    second = await ask(sandbox, "monitorinq", fin, questions=("insured",))

    assert first.json()["answers"] == {"insured": sigorta}
    assert second.json()["answers"] == {"insured": monitorinq}


async def test_a_registry_answers_only_what_it_was_asked(sandbox: httpx.AsyncClient) -> None:
    await sandbox.put("/clock", json={"now": NOW, "running": False})
    answer = await ask(sandbox, "sigorta", "5ZK1Q2W", attributes=("identity",))

    assert answer.json() == {
        "identifier": {"kind": "fin", "value": "5ZK1Q2W"},
        "answers": {},
        "attributes": {
            "identity": {
                "given_name": "Sevinc",
                "family_name": "Nümunəli",
                "birth_date": "1994-03-02",
                "document": "SINAQ-person-01",
            }
        },
        "as_of": NOW,
    }


async def test_an_attribute_the_registry_holds_nothing_for_is_null(
    sandbox: httpx.AsyncClient,
) -> None:
    answer = await ask(
        sandbox, "monitorinq", "6AB2C3D", questions=("insured",), attributes=("leave_order",)
    )

    assert answer.json()["answers"] == {"insured": "yes"}
    assert answer.json()["attributes"] == {"leave_order": None}


async def test_a_person_without_a_record_is_not_found_and_that_is_not_no(
    sandbox: httpx.AsyncClient,
) -> None:
    known = await ask(sandbox, "sigorta", "7JK5L6M", questions=("insured",))
    unknown = await ask(sandbox, "monitorinq", "7JK5L6M", questions=("insured",))
    nobody = await ask(sandbox, "sigorta", "0000000", questions=("insured",))

    assert known.status_code == 200
    assert (unknown.status_code, unknown.json()["code"]) == (404, "person-not-found")
    assert (nobody.status_code, nobody.json()["code"]) == (404, "person-not-found")


async def test_a_stale_record_says_how_old_it_is(sandbox: httpx.AsyncClient) -> None:
    await sandbox.put("/clock", json={"now": NOW, "running": False})
    answer = await ask(sandbox, "sigorta", "7UV1W2X", questions=("insured",))

    age = datetime.fromisoformat(NOW) - datetime.fromisoformat(answer.json()["as_of"])
    assert age.days == 400


@pytest.mark.parametrize(("kind", "value", "subsystem"), [("passport", "SPECIMEN0021", "sigorta")])
async def test_a_foreigner_without_a_fin_is_found_by_passport(
    sandbox: httpx.AsyncClient, kind: str, value: str, subsystem: str
) -> None:
    answer = await ask(sandbox, subsystem, value, kind=kind, questions=("insured",))

    assert answer.json()["answers"] == {"insured": "no"}


async def test_all_sixteen_answer_about_the_person_everybody_knows(
    sandbox: httpx.AsyncClient,
) -> None:
    registries = (await sandbox.get("/subsystems")).json()["items"]
    answers = [
        await ask(
            sandbox,
            registry["code"],
            "5NP7Q8R",
            questions=tuple(registry["questions"]),
            attributes=tuple(registry["attributes"]),
        )
        for registry in registries
    ]

    assert [answer.status_code for answer in answers] == [200] * 16
    assert all(
        list(answer.json()["answers"]) == registry["questions"]
        for answer, registry in zip(answers, registries, strict=True)
    )


async def test_a_question_of_another_registry_is_refused(sandbox: httpx.AsyncClient) -> None:
    answer = await ask(
        sandbox, "elillik", "5NP7Q8R", questions=("disabled", "insured"), attributes=("identity",)
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "not-held-here")
    assert [fault["pointer"] for fault in answer.json()["errors"]] == [
        "/questions/1",
        "/attributes/0",
    ]


async def test_an_unknown_registry_is_not_found(sandbox: httpx.AsyncClient) -> None:
    answer = await ask(sandbox, "seventeenth", "5ZK1Q2W", questions=("insured",))

    assert (answer.status_code, answer.json()["code"]) == (404, "subsystem-not-found")


@pytest.mark.parametrize(
    "body",
    [
        {"identifier": {"kind": "fin", "value": "5ZK1Q2W"}},
        {"identifier": {"kind": "voen", "value": "1"}, "questions": ["insured"]},
        {"identifier": {"kind": "fin", "value": "5ZK1Q2W"}, "questions": "insured"},
        {"identifier": {"kind": "fin", "value": "5ZK1Q2W"}, "questions": ["insured"], "why": "x"},
        {"questions": ["insured"]},
        [],
    ],
)
async def test_a_malformed_query_is_refused_and_never_repeated(
    sandbox: httpx.AsyncClient, body: Any
) -> None:
    answer = await sandbox.post("/meis/sigorta/queries", json=body)

    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid-input"
    assert "5ZK1Q2W" not in answer.text


async def test_the_test_people_are_listed_with_what_each_registry_says(
    sandbox: httpx.AsyncClient,
) -> None:
    people = (await sandbox.get("/people")).json()["items"]

    sevinc = next(person for person in people if person["fin"] == "5ZK1Q2W")
    assert sevinc["subject"] == "person-01"
    assert sevinc["registries"]["monitorinq"]["insured"] == "yes"
    assert sevinc["registries"]["sigorta"]["identity"]["family_name"] == "Nümunəli"
    assert sevinc["note"]


async def test_a_registry_says_that_it_is_in_order_without_being_asked_about_anybody(
    sandbox: httpx.AsyncClient,
) -> None:
    answer = await sandbox.get("/meis/sigorta/health")

    [call] = (await sandbox.get("/calls", params={"target": "meis/sigorta"})).json()["items"]
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert call["identifier"] is None


async def test_a_registry_that_fails_does_not_say_that_it_is_in_order(
    sandbox: httpx.AsyncClient,
) -> None:
    await sandbox.put("/faults", json={"target": "meis/sigorta", "fault": "error"})

    failing = await sandbox.get("/meis/sigorta/health")
    other = await sandbox.get("/meis/monitorinq/health")

    assert (failing.status_code, other.status_code) == (503, 200)


async def test_a_registry_that_does_not_exist_has_no_health(sandbox: httpx.AsyncClient) -> None:
    answer = await sandbox.get("/meis/seventeenth/health")

    assert (answer.status_code, answer.json()["code"]) == (404, "subsystem-not-found")
