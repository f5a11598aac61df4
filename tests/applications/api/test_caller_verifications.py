import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from shared.identity.caller import Role
from tests.builders.applications import House
from tests.builders.callers import (
    ASKED,
    a_quarter_of_an_hour_passes,
    ask_to_verify,
    by_phone,
    operator,
    verified,
)
from tests.builders.submissions import (
    FIN,
    OTHER_FIN,
    Json,
    by,
    person,
    self_service,
    tells_nothing_of_registries,
)


async def test_an_operator_opens_a_case_while_the_verified_caller_speaks(house: House) -> None:
    nigar = await operator(house)
    verification_id = await verified(nigar, call_id="call-77")

    answer = await nigar.submit(by_phone(verification_id))

    case = answer.json()
    assert answer.status_code == 201, answer.text
    assert (case["channel"], case["state"], case["centre"]) == ("call-centre", "submitted", None)
    assert by(case["steps"], "kind", "take-ticket")["status"] == "not-applicable"
    assert by(case["requirements"], "code", "identity-card")["status"] == "pending"
    [history] = (await nigar.get(f"/v1/cases/{case['case_id']}/history")).json()["items"]
    assert history["actor"] == "operator"
    agent = await house.agent()
    said = by((await agent.reads(case))["evidence"], "kind", "caller-verified")["details"]
    assert (said["operator"], said["call_id"]) == ("operator:operator-nigar", "call-77")
    assert said["answered"] == ASKED


async def test_a_verification_lives_for_a_quarter_of_an_hour(house: House) -> None:
    nigar = await operator(house)
    answer = await ask_to_verify(nigar)
    left = datetime.fromisoformat(answer.json()["expires_at"]) - datetime.now(UTC)
    assert timedelta(minutes=14) < left <= timedelta(minutes=15)
    await a_quarter_of_an_hour_passes(house)

    late = await nigar.submit(by_phone(answer.json()["verification_id"]))

    assert (late.status_code, late.json()["code"]) == (422, "verification-expired")
    assert late.json()["errors"][0]["pointer"] == "/evidence/verification_id"


async def test_a_verification_serves_one_application(house: House) -> None:
    nigar = await operator(house)
    verification_id = await verified(nigar)
    first = await nigar.submit(by_phone(verification_id))

    second = await nigar.submit(by_phone(verification_id))

    assert first.status_code == 201
    assert (second.status_code, second.json()["code"]) == (422, "verification-used")


async def test_two_applications_at_once_do_not_share_a_verification(busy_house: House) -> None:
    nigar = await operator(busy_house)
    verification_id = await verified(nigar)

    answers = await asyncio.gather(*(nigar.submit(by_phone(verification_id)) for _ in range(4)))

    assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422]


async def test_an_application_refused_for_a_slip_leaves_the_verification_unused(
    house: House,
) -> None:
    nigar = await operator(house)
    verification_id = await verified(nigar)
    slip = self_service()["applicant"] | {"audience": "martian"}
    refused = await nigar.submit(by_phone(verification_id, applicant=slip))

    again = await nigar.submit(by_phone(verification_id))

    assert (refused.status_code, again.status_code) == (422, 201)


async def test_a_colleagues_verification_is_like_none(house: House) -> None:
    nigar, orkhan = await operator(house), await operator(house, "operator-orkhan")
    verification_id = await verified(nigar)

    borrowed = await orkhan.submit(by_phone(verification_id))
    invented = await orkhan.submit(by_phone(str(uuid4())))

    assert (borrowed.status_code, borrowed.json().get("code")) == (422, "verification-unusable")
    unlike = {(a.json()["code"], a.json()["detail"]) for a in (borrowed, invented)}
    assert len(unlike) == 1


async def test_by_phone_nobody_applies_for_somebody_else(house: House) -> None:
    nigar = await operator(house)
    verification_id = await verified(nigar, OTHER_FIN)

    answer = await nigar.submit(by_phone(verification_id))

    assert (answer.status_code, answer.json()["code"]) == (422, "verification-of-another")
    assert FIN not in answer.text


async def test_by_phone_nobody_applies_unverified(house: House) -> None:
    nigar = await operator(house)

    answer = await nigar.submit(self_service(channel="call-centre"))

    assert (answer.status_code, answer.json()["code"]) == (422, "verification-missing")


async def test_only_an_operator_enters_an_application_by_phone(house: House) -> None:
    verification_id = await verified(await operator(house))
    citizen, agent = await house.citizen(), await house.agent()

    answers = [await each.submit(by_phone(verification_id)) for each in (citizen, agent)]

    assert [answer.json()["code"] for answer in answers] == ["submitter-not-allowed"] * 2


@pytest.mark.parametrize("role", [Role.AGENT, Role.CITIZEN, Role.OFFICER, Role.PARTNER])
async def test_only_an_operator_verifies_callers(house: House, role: Role) -> None:
    somebody = await house.caller(role, person=FIN if role is Role.CITIZEN else "x")

    answer = await ask_to_verify(somebody)

    assert (answer.status_code, answer.json()["code"]) == (403, "role-not-allowed")


@pytest.mark.parametrize(
    ("fields", "pointer", "code"),
    [
        ({"answered": ["birth-date"]}, "/answered", "answers-too-few"),
        ({"answered": ["birth-date", "birth-date"]}, "/answered", "answers-too-few"),
        ({"answered": ["Doğum tarixi"]}, "/answered/0", "wrong-format"),
        ({"call_id": "+994 50 123 45 67"}, "/call_id", "wrong-format"),
        (
            {"person": {"identifier": {"kind": "fin", "value": "OIOIOIO"}}},
            "/person/identifier",
            "identifier-invalid",
        ),
        (
            {"person": {"identifier": {"kind": "unknown"}}},
            "/person/identifier",
            "identifier-invalid",
        ),
        ({"person": person()}, "/person/given_name", "unknown-field"),
    ],
)
async def test_a_verification_says_what_is_wrong_with_it(
    house: House, fields: Json, pointer: str, code: str
) -> None:
    answer = await ask_to_verify(await operator(house), **fields)

    assert answer.status_code == 422
    assert {(each["pointer"], each["code"]) for each in answer.json()["errors"]} >= {
        (pointer, code)
    }


async def test_a_repeated_verification_is_the_same_one(house: House) -> None:
    nigar, key = await operator(house), str(uuid4())
    body = {
        "call_id": "call-1",
        "person": {"identifier": {"kind": "fin", "value": FIN}},
        "answered": ASKED,
    }

    first = await nigar.create("/v1/caller-verifications", body, key)
    second = await nigar.create("/v1/caller-verifications", body, key)
    receipt = await nigar.get(f"/v1/receipts/{key}")

    assert first.json() == second.json() == receipt.json()


async def test_the_operator_sees_a_case_while_its_person_is_on_the_line(house: House) -> None:
    citizen, nigar = await house.citizen(), await operator(house)
    case = (await citizen.submit(self_service())).json()
    path = f"/v1/cases/{case['case_id']}"
    before = await nigar.get(path)
    await verified(nigar)

    during = await nigar.get(path)
    colleague = await (await operator(house, "operator-orkhan")).get(path)
    await a_quarter_of_an_hour_passes(house)
    after = await nigar.get(path)

    assert [a.status_code for a in (before, during, colleague, after)] == [404, 200, 404, 404]
    seen = during.json()
    assert seen["person_concerned"]["identifier"]["value"] == "*****2W"
    assert seen["person_concerned"]["birth_date"] is None
    assert seen["allowed_actions"] == []


async def test_the_operator_reads_of_registries_and_of_staff_no_more_than_any_caller(
    house: House,
) -> None:
    agent, nigar = await house.agent(), await operator(house)
    case = await house.forwarded(agent)
    await verified(nigar)
    path = f"/v1/cases/{case['case_id']}"

    seen = await nigar.reads(case)
    history = (await nigar.get(f"{path}/history")).json()["items"]
    papers = await nigar.get(f"{path}/documents")

    assert tells_nothing_of_registries(seen)
    assert seen["person_concerned"]["given_name"] == "Aysel"
    assert by(seen["requirements"], "code", "leave-order")["status"] == "met"
    assert (seen["assignee"], seen["forwarding"]) == (None, None)
    forward = by(history, "action", "forward")
    assert (forward["actor"], forward["details"], forward["note"]) == ("agent", {}, None)
    answered = [each for each in history if each["action"] == "registries-answered"]
    assert [each["details"] for each in answered] == [{}, {}]
    assert "leyla" not in str(seen) + str(history) + papers.text


async def test_the_operator_may_look_and_not_act(house: House) -> None:
    case = (await (await house.citizen()).submit(self_service())).json()
    nigar = await operator(house)
    await verified(nigar)

    answer = await nigar.act(case, "claim")

    assert (answer.status_code, answer.json()["code"]) == (403, "action-forbidden")


async def test_when_the_call_is_over_no_kept_answer_shows_the_case(house: House) -> None:
    nigar, key = await operator(house), str(uuid4())
    body = by_phone(await verified(nigar))
    filed = await nigar.create("/v1/cases", body, key)
    await a_quarter_of_an_hour_passes(house)

    again, receipt = (
        await nigar.create("/v1/cases", body, key),
        await nigar.get(f"/v1/receipts/{key}"),
    )

    assert [a.status_code for a in (filed, again, receipt)] == [201, 404, 404]
