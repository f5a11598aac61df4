"""Without a purpose no registry hears of anybody."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import jwt
import pytest

from shared.clock import system_now
from shared.grants import TYPE, QuestionGrant, sign, subject_digest
from tests.builders.gateway import (
    BOTH,
    FIN,
    GRANT_KEY,
    SUBJECT_KEY,
    World,
    attributes_grant,
    grant,
    passport,
)

OTHER_KEY = b"k" * 32
OTHER_PERSON = "7AB1C2D"

Granted = Callable[[], QuestionGrant | str]


def claims(granted: QuestionGrant) -> dict[str, Any]:
    read: dict[str, Any] = jwt.decode(sign(granted, GRANT_KEY), options={"verify_signature": False})
    return read


def unsigned() -> str:
    return jwt.encode(claims(grant()), "", algorithm="none", headers={"typ": TYPE})


def of_another_type() -> str:
    return jwt.encode(claims(grant()), GRANT_KEY, algorithm="HS256", headers={"typ": "JWT"})


def with_an_unknown_question() -> str:
    forged = {**claims(grant()), "question": "everything"}
    return jwt.encode(forged, GRANT_KEY, algorithm="HS256", headers={"typ": TYPE})


NOT_BELIEVED: dict[str, Granted] = {
    "expired": lambda: grant(expires_at=system_now() - timedelta(minutes=1)),
    "for an hour": lambda: grant(expires_at=system_now() + timedelta(hours=1)),
    "of another key": lambda: sign(grant(), OTHER_KEY),
    "unsigned": unsigned,
    "of another type": of_another_type,
    "cut off": lambda: sign(grant(), GRANT_KEY)[:-5],
    "no grant at all": lambda: "grant",
}

NOT_GRANTED: dict[str, tuple[str, Granted]] = {
    "a subsystem the passport does not name": (
        "not-in-passport",
        lambda: grant(subsystems=("sigorta", "elillik")),
    ),
    "no subsystem of the suite": (
        "not-in-passport",
        lambda: grant(subsystems=("seventeenth",)),
    ),
    "an attribute the passport does not take": (
        "not-in-passport",
        lambda: attributes_grant(
            attributes=("sigorta.identity", "sigorta.dependants", "monitorinq.leave_order")
        ),
    ),
    "an attribute beside the answer": (
        "not-in-passport",
        lambda: grant(attributes=("sigorta.identity",)),
    ),
    "the same digest under another key": (
        "grant-for-another-person",
        lambda: grant(subject_digest=subject_digest("fin", FIN, OTHER_KEY)),
    ),
    "the same number of another kind": (
        "grant-for-another-person",
        lambda: grant(subject_digest=subject_digest("passport", FIN, SUBJECT_KEY)),
    ),
    "a question the passport does not name": ("not-in-passport", with_an_unknown_question),
    "no subsystem": ("question-incoherent", lambda: grant(subsystems=())),
    "one subsystem twice": (
        "question-incoherent",
        lambda: grant(subsystems=("sigorta", "sigorta")),
    ),
    "no attribute": ("question-incoherent", lambda: attributes_grant(attributes=())),
}


@pytest.mark.parametrize("granted", NOT_BELIEVED.values(), ids=NOT_BELIEVED.keys())
async def test_a_grant_that_is_none_is_refused_before_a_registry_hears_of_it(
    world: World, granted: Granted
) -> None:
    response = await world.ask(granted())

    assert (response.status_code, response.json().get("code")) == (403, "grant-refused")
    assert await world.calls() == []
    [refusal] = await world.rows("select * from refusals")
    assert (refusal["code"], refusal["client"]) == ("grant-refused", "applications")
    assert refusal["case_id"] is None, "nothing an unverified grant says is believed"


@pytest.mark.parametrize(("code", "granted"), NOT_GRANTED.values(), ids=NOT_GRANTED.keys())
async def test_what_a_good_grant_does_not_allow_is_refused_and_kept(
    world: World, code: str, granted: Granted
) -> None:
    response = await world.ask(granted())

    assert response.json().get("code") == code
    assert response.status_code == (422 if code == "question-incoherent" else 403)
    assert await world.calls() == []
    [refusal] = await world.rows("select * from refusals")
    assert (refusal["code"], refusal["case_id"]) == (code, "case-1")
    assert await world.rows("select 1 from intents") == []


async def test_a_grant_for_another_person_is_refused(world: World) -> None:
    response = await world.ask(grant(FIN), OTHER_PERSON)

    assert (response.status_code, response.json().get("code")) == (403, "grant-for-another-person")
    assert OTHER_PERSON not in response.text
    assert await world.calls() == []


async def test_each_version_of_a_passport_allows_what_it_names_itself(world: World) -> None:
    elsewhere = [{"code": "elillik", "printed": "Əlillik"}]
    await world.publish(passport(2, meis_subsystems=elsewhere))

    first = await world.ask(grant(passport_version=1))
    second = await world.ask(grant(passport_version=2))

    assert first.json()["answer"] == "yes"
    assert (second.status_code, second.json()["code"]) == (403, "not-in-passport")
    assert len(await world.calls()) == len(BOTH)


async def test_a_refusal_says_in_both_languages_what_to_do(world: World) -> None:
    granted = grant(subsystems=("elillik",))

    az = (await world.ask(granted)).json()
    en = (await world.ask(granted, Accept_Language="en")).json()

    assert az["title"] == "Pasport bunu soruşmağa icazə vermir"
    assert en["detail"].startswith("Ask only the subsystems")
    assert "elillik" not in f"{az}{en}"
