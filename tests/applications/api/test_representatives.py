"""Aysel acts for Günay on a power of attorney whose last day is Friday 10 April 2026."""

import base64
import json
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from shared.events.cases import MessageRequested
from shared.vault import open_from
from tests.builders.applications import Caller, House
from tests.builders.case_passports import childcare_data, handling
from tests.builders.representatives import WARD_FIN, looked_at, with_mandate
from tests.builders.submissions import FIN, Json, by, papers, tells_nothing_of_registries

LAST_EVENING = datetime(2026, 4, 10, 19, 59, tzinfo=UTC)
"""A minute before midnight in Baku."""
MIDNIGHT = datetime(2026, 4, 10, 20, 0, tzinfo=UTC)
CUT_OFF_DAY = datetime(2026, 3, 19, 5, 0, tzinfo=UTC)
LONG = {"kind": "guardianship", "valid_until": "2031-01-01"}
NAMES_GUNAY = looked_at()


async def submitted(caller: Caller, **evidence: Any) -> Json:
    answer = await caller.submit(with_mandate(**evidence))
    assert answer.status_code == 201, answer.text
    case: Json = answer.json()
    return case


async def numbers(caller: Caller) -> list[str]:
    return [line["case_number"] for line in (await caller.get("/v1/cases")).json()["items"]]


async def test_a_representative_applies_and_reads_what_she_acts_on(house: House) -> None:
    aysel = await house.citizen()

    case = await submitted(aysel)

    assert (case["channel"], case["relation"]) == ("representative", "legal-representative")
    assert case["person_concerned"]["family_name"] == "Sınaqlı"
    assert case["mandate"] == {
        "kind": "power-of-attorney",
        "issued_on": "2026-01-12",
        "valid_until": "2026-04-10",
        "services": ["childcare-benefit"],
        "state": "in-force",
        "document_id": None,
        "verdict": None,
        "by_copy": None,
        "checked_by": None,
        "checked_at": None,
    }


async def test_a_paper_nobody_has_seen_opens_nothing_of_what_registries_said(
    house: House,
) -> None:
    aysel, agent = await house.citizen(), await house.agent()
    case = await submitted(aysel)
    await house.ask_registries()
    before = await aysel.reads(case)

    case = await agent.does(await agent.reads(case), "claim")
    await agent.does(case, "confirm-mandate", NAMES_GUNAY)
    after = await aysel.reads(case)

    assert before["person_concerned"]["identifier"] == {
        "kind": "fin",
        "value": "*****3D",
        "masked": True,
    }
    assert tells_nothing_of_registries(before)
    assert after["person_concerned"]["identifier"]["value"] == WARD_FIN
    paper = by(after["evidence"], "kind", "mandate")
    assert paper["values"] == {"number": "E-1174", "issuer": "1 saylı notariat kontoru"}
    said = [each for each in after["evidence"] if each["kind"] == "registry-answer"]
    assert any(each["values"] for each in said)
    assert by(after["steps"], "id", "registry-check")["answer"] == "yes"
    assert by(after["requirements"], "code", "leave-order")["status"] == "met-by-registry"


async def test_a_made_up_paper_is_told_what_is_missing_and_nothing_of_who_knew_the_rest(
    house: House,
) -> None:
    aysel, gunay = await house.citizen(), await house.citizen(WARD_FIN)
    case = await submitted(aysel)
    await house.ask_registries()

    hers, gunays = await aysel.reads(case), await gunay.reads(case)
    history = (await aysel.get(f"/v1/cases/{case['case_id']}/history")).json()["items"]

    assert tells_nothing_of_registries(hers)
    assert by(hers["requirements"], "code", "commission-protocol")["status"] == "missing"
    assert by(gunays["steps"], "id", "registry-check")["answer"] == "yes"
    assert by(gunays["requirements"], "code", "leave-order")["status"] == "met-by-registry"
    answered = [line for line in history if line["action"] == "registries-answered"]
    assert answered
    assert all(line["details"] == {} for line in answered), "the history tells the answers"
    assert not any(name in str(hers) + str(history) for name in ("monitorinq", "leave_order"))


async def test_the_mandate_is_looked_at_by_every_request(house: House) -> None:
    aysel, key = await house.citizen(), str(uuid4())
    case = (await aysel.submit(with_mandate(), key)).json()
    path = f"/v1/cases/{case['case_id']}"

    async def each_request() -> list[int]:
        answers = [
            await aysel.get(path),
            await aysel.get(f"{path}/history"),
            await aysel.act(case, "submit-documents", papers("leave-order")),
            await aysel.get(f"/v1/receipts/{key}"),
            await aysel.submit(with_mandate(), key),
        ]
        return [answer.status_code for answer in answers]

    house.clock.set(LAST_EVENING)
    on_the_last_day = await each_request()
    listed = await numbers(aysel)
    house.clock.set(MIDNIGHT)
    afterwards = await each_request()

    assert on_the_last_day == [200, 200, 422, 201, 201]
    assert listed == [case["case_number"]]
    assert afterwards == [404] * 5
    assert await numbers(aysel) == [], "listed after the mandate lapsed"


async def test_a_lapsed_mandate_looks_like_no_case_at_all(house: House) -> None:
    aysel = await house.citizen()
    case = await submitted(aysel)
    house.clock.set(MIDNIGHT)

    theirs = (await aysel.get(f"/v1/cases/{case['case_id']}")).json()
    none = (await aysel.get(f"/v1/cases/{uuid4()}")).json()

    assert {**theirs, "trace_id": "", "instance": ""} == {**none, "trace_id": "", "instance": ""}


async def test_the_represented_person_keeps_her_case(house: House) -> None:
    case = await submitted(await house.citizen())
    gunay = await house.citizen(WARD_FIN)
    house.clock.set(MIDNIGHT)

    assert (await gunay.reads(case))["mandate"]["state"] == "lapsed"
    assert await numbers(gunay) == [case["case_number"]]


async def test_staff_see_the_case_and_that_the_mandate_has_lapsed(house: House) -> None:
    agent = await house.agent()
    case = await submitted(await house.citizen())
    case = await agent.does(await agent.reads(case), "claim")
    house.clock.set(MIDNIGHT)

    read = await agent.reads(case)

    assert read["mandate"]["state"] == "lapsed"


async def test_an_agent_enters_a_representative_who_has_come(house: House) -> None:
    agent = await house.agent()
    ticket = await house.ticket(agent)

    case = await submitted(agent, centre="dost-1", ticket_id=ticket)

    assert case["centre"] == "dost-1"
    assert by(case["steps"], "kind", "take-ticket")["status"] == "done"
    assert (await agent.does(case, "approach-desk", {"desk": "desk-5"}))["assignee"]
    assert (await (await house.citizen()).reads(case))["mandate"]["state"] == "in-force"


async def test_a_mistyped_person_represented_stays_unknown_to_who_holds_the_paper(
    house: House,
) -> None:
    agent, aysel = await house.agent(), await house.citizen()
    ticket = await house.ticket(agent)
    body = with_mandate(represented="6EF4G5H", centre="dost-1", ticket_id=ticket)
    case = await agent.does((await agent.submit(body)).json(), "approach-desk", {"desk": "desk-5"})
    await house.ask_registries()
    before = await aysel.reads(case)
    right = {"identifier": {"kind": "fin", "value": WARD_FIN}, "reason": "Rəqəm səhv yazılıb."}

    case = await agent.does(
        await agent.reads(case), "correct", {"who": "person-concerned", **right}
    )
    unseen = await aysel.reads(case)
    await agent.does(case, "confirm-mandate", NAMES_GUNAY)
    after = await aysel.reads(case)

    assert unseen["person_concerned"]["identifier"]["masked"]
    assert "registry-answer" in [each["kind"] for each in before["evidence"]]
    assert "registry-answer" not in [each["kind"] for each in after["evidence"]]
    assert "6EF4G5H" not in str(after)
    assert after["person_concerned"]["identifier"]["value"] == WARD_FIN


async def test_nobody_represents_in_another_name(house: House) -> None:
    gunay = await house.citizen(WARD_FIN)

    answer = await gunay.submit(with_mandate())

    assert (answer.status_code, answer.json()["code"]) == (403, "submitter-not-allowed")


async def test_what_is_wrong_with_the_paper_is_said_at_once(house: House) -> None:
    body = with_mandate(valid_until="2026-03-09", services=["pension"])
    del body["evidence"]["issuer"]

    answer = await (await house.citizen()).submit(body)

    assert answer.status_code == 422
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [
        ("/evidence/issuer", "mandate-incomplete"),
        ("/evidence/valid_until", "mandate-not-in-force"),
        ("/evidence/services", "mandate-of-another-service"),
    ]


async def test_a_mandate_for_all_services_is_written_as_a_word(house: House) -> None:
    case = await submitted(await house.citizen(), services="all")

    assert case["mandate"]["services"] == ["all"]


@pytest.mark.parametrize(
    ("evidence", "seen", "role", "told"),
    [
        ({}, True, "person-concerned", WARD_FIN),
        (LONG, True, "guardian", FIN),
        (LONG, False, "person-concerned", WARD_FIN),
        ({"kind": "guardianship", "valid_until": "2026-03-18"}, True, "person-concerned", WARD_FIN),
    ],
    ids=["power-of-attorney", "guardianship", "unseen-guardianship", "lapsed-guardianship"],
)
async def test_the_message_goes_to_whom_the_paper_says(
    house: House, evidence: Json, seen: bool, role: str, told: str
) -> None:
    agent = await house.agent()
    case = await submitted(await house.citizen(), **evidence)
    case = await agent.does(await agent.reads(case), "claim")
    if seen:
        await agent.does(case, "confirm-mandate", NAMES_GUNAY)
    house.clock.set(CUT_OFF_DAY)
    await house.fire_timers()

    [message] = await house.events(MessageRequested)
    assert message.data is not None
    sealed = base64.urlsafe_b64decode(message.data["recipient"]["sealed"])
    key_id = message.extensions["recipientkeyid"]
    opened = open_from(house.casework.recipients, key_id, sealed, message.event_id.encode())
    assert message.data["recipient"]["role"] == role
    assert json.loads(opened) == {"fin": told}


async def test_a_relative_without_a_mandate_does_not_read_what_registries_said(
    house: House,
) -> None:
    await house.publish(relatives_too())
    agent = await house.agent()
    body = with_mandate()
    evidence = {"centre": "dost-1", "ticket_id": await house.ticket(agent)}
    body |= {"channel": "in-person", "evidence": evidence}
    body["applicant"]["relation"] = "relative"
    case = (await agent.submit(body)).json()
    await house.ask_registries()

    hers = await (await house.citizen()).reads(case)
    gunays = await (await house.citizen(WARD_FIN)).reads(case)

    assert hers["person_concerned"]["identifier"]["masked"]
    assert tells_nothing_of_registries(hers)
    assert gunays["person_concerned"]["identifier"]["value"] == WARD_FIN


def relatives_too() -> Json:
    relations = ["self", "relative", "legal-representative"]
    return childcare_data(version=2, handling=handling(applicant_relations=relations))
