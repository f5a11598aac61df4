from datetime import UTC, datetime

from sqlmodel import col, select

from applications.app import question_keys_of
from applications.clients.meis_gateway import GatewayAnswer
from applications.domain.case import Answer, Instant
from applications.domain.registries import RegistryAnswer
from applications.storage.tables.people import EvidenceRow, PersonRow
from applications.use_cases.ask_registry import store_answer, take_question
from shared.clock import system_now
from shared.events.cases import MessageRequested
from tests.builders.applications import LEASE, Caller, House
from tests.builders.submissions import FIN, OTHER_FIN, Json, by, papers

WHY = {"reason": "Agent rəqəmi səhv oxuyub."}
RIGHT_FIN = {"identifier": {"kind": "fin", "value": OTHER_FIN}, **WHY}


async def test_a_wrong_fin_is_put_right_and_found_by_the_right_one_alone(house: House) -> None:
    agent = await house.agent()
    wrong, right = await house.citizen(), await house.citizen(OTHER_FIN)
    case = await house.at_desk(agent)

    corrected = await agent.does(case, "correct", RIGHT_FIN)

    assert corrected["person_concerned"]["identifier"]["value"] == "*****3D"
    assert corrected["applicant"]["identifier"]["value"] == "*****3D"
    assert (await wrong.get(f"/v1/cases/{case['case_id']}")).status_code == 404
    assert (await right.reads(case))["person_concerned"]["identifier"]["value"] == OTHER_FIN
    assert [each["case_id"] for each in (await right.get("/v1/cases")).json()["items"]] == [
        case["case_id"]
    ]


async def test_the_registries_are_asked_about_the_right_person(house: House) -> None:
    agent = await house.agent()
    case = await house.at_desk(agent)

    corrected = await agent.does(case, "correct", RIGHT_FIN)
    await house.ask_registries()
    answered = await agent.reads(case)

    assert by(corrected["steps"], "id", "registry-check")["status"] == "running"
    assert by(corrected["requirements"], "code", "leave-order")["status"] == "pending"
    assert by(answered["requirements"], "code", "leave-order")["status"] == "met-by-registry"
    assert by(answered["steps"], "id", "attach-data")["status"] == "done"


async def test_an_answer_about_the_wrong_person_comes_too_late(house: House) -> None:
    agent = await house.agent()
    case = await house.submitted_in_person(agent)
    at = Instant(datetime(2026, 3, 10, 6, 0, tzinfo=UTC), system_now())
    async with house.database.transaction() as session:
        due = await take_question(
            session, house.casework, question_keys_of(house.settings), at.system, LEASE
        )
    assert due is not None
    await agent.does(case, "correct", RIGHT_FIN)

    async with house.database.transaction() as session:
        answer = GatewayAnswer(RegistryAnswer(Answer.YES))
        taken = await store_answer(session, house.casework, due, answer, at)

    assert not taken, "an answer about the wrong person was taken"


async def test_what_was_recorded_before_is_opened_to_the_deciding_officer_alone(
    house: House,
) -> None:
    agent, officer = await house.agent(), await house.officer()
    citizen = await house.citizen(OTHER_FIN)
    case = await house.at_desk(agent)

    corrected = await agent.does(
        case, "correct", {**RIGHT_FIN, "family_name": "Əliyeva", "note": "Qeyd düzəldilib."}
    )
    seen = await citizen.reads(case)
    decided = await officer.reads(await forwarded_again(house, agent, corrected))

    after = {
        "identifier": {"kind": "fin", "value": OTHER_FIN},
        "family_name": "Əliyeva",
        "note": "Qeyd düzəldilib.",
    }
    before = {"identifier": {"kind": "fin", "value": FIN}, "family_name": "Məmmədova"}
    assert by(corrected["evidence"], "kind", "correction")["values"] is None
    assert by(seen["evidence"], "kind", "correction")["values"] == {"after": after}
    assert by(decided["evidence"], "kind", "correction")["values"] == {
        "before": before,
        "after": after,
    }
    assert FIN not in str(seen)
    line = by(await history_of(citizen, case), "action", "correct")
    assert line["details"] == {
        "who": "person-concerned",
        "fields": ["identifier", "family_name", "note"],
    }
    assert line["note"] == WHY["reason"]


async def test_the_right_person_reads_nothing_that_registries_said_of_the_wrong_one(
    house: House,
) -> None:
    agent, officer = await house.agent(), await house.officer()
    citizen = await house.citizen(OTHER_FIN)
    case = await house.at_desk(agent)
    case = await agent.does(case, "submit-documents", papers("commission-protocol"))
    wrongly_said = ids_of(case, "registry-answer")

    corrected = await agent.does(case, "correct", RIGHT_FIN)
    seen = await citizen.reads(case)
    forwarded = await forwarded_again(house, agent, corrected)
    later, decided = await citizen.reads(case), await officer.reads(forwarded)

    assert wrongly_said
    assert ids_of(seen, "registry-answer") == [], "an answer about the wrong person is shown"
    originals = by(seen["evidence"], "kind", "originals-seen")
    assert (originals["details"], originals["values"]) == ({}, None)
    rightly_said = [each for each in later["evidence"] if each["kind"] == "registry-answer"]
    assert any(each["values"] for each in rightly_said)
    assert not {each["evidence_id"] for each in rightly_said} & set(wrongly_said)
    assert set(wrongly_said) < set(ids_of(decided, "registry-answer"))
    lines = [
        each for each in await history_of(citizen, case) if each["action"] == "registries-answered"
    ]
    assert lines
    assert all(each["details"] == {} for each in lines)


async def test_a_correction_of_a_name_alone_hides_nothing_from_the_person(house: House) -> None:
    agent, citizen = await house.agent(), await house.citizen()
    case = await house.at_desk(agent)

    await agent.does(case, "correct", {"family_name": "Əliyeva", **WHY})
    seen = await citizen.reads(case)

    assert by(seen["evidence"], "kind", "correction")["values"] == {
        "before": {"family_name": "Məmmədova"},
        "after": {"family_name": "Əliyeva"},
    }
    said = [each for each in seen["evidence"] if each["kind"] == "registry-answer"]
    assert any(each["values"] for each in said)


async def test_what_was_corrected_is_stored_under_seal(house: House) -> None:
    agent = await house.agent()
    case = await house.at_desk(agent)

    await agent.does(case, "correct", {**RIGHT_FIN, "family_name": "Əliyeva"})

    async with house.database.transaction() as session:
        people = (await session.exec(select(PersonRow))).all()
        kept = (
            await session.exec(select(EvidenceRow).where(col(EvidenceRow.kind) == "correction"))
        ).all()
    for row in (*people, *kept):
        for value in (FIN, OTHER_FIN, "Əliyeva", "Məmmədova"):
            assert value not in str(row.model_dump())


async def test_a_correction_is_looked_at_like_a_submission(house: House) -> None:
    agent = await house.agent()
    case = await house.at_desk(agent)

    answers: list[Json] = [
        (await agent.act(case, "correct", body)).json()
        for body in (
            WHY,
            {"identifier": {"kind": "fin", "value": "IOIOIOI"}, **WHY},
            {"identifier": {"kind": "passport", "value": "AZE12345"}, **WHY},
            {"birth_date": "2030-01-01", **WHY},
        )
    ]

    assert [answer["code"] for answer in answers] == [
        "correction-invalid",
        "identifier-invalid",
        "identifier-not-supported-yet",
        "birth-date-invalid",
    ]
    assert (await agent.reads(case))["version"] == case["version"]


async def test_at_the_office_an_identifier_is_not_corrected_before_the_case_is_returned(
    house: House,
) -> None:
    agent, officer = await house.agent(), await house.officer()
    case = await house.forwarded(agent)

    answer = await officer.act(case, "correct", RIGHT_FIN)
    returned = await officer.does(case, "return", WHY)
    corrected = await agent.does(returned, "correct", RIGHT_FIN)

    assert (answer.status_code, answer.json()["code"]) == (422, "correction-invalid")
    assert corrected["state"] == "at-front-office"
    early = await agent.act(corrected, "confirm-completeness")
    assert early.status_code == 409


async def forwarded_again(house: House, agent: Caller, case: Json) -> Json:
    """Return the corrected case with the office, its registries asked about the right person."""
    await house.ask_registries()
    case = await agent.reads(case)
    if by(case["requirements"], "code", "commission-protocol")["status"] == "missing":
        case = await agent.does(case, "submit-documents", papers("commission-protocol"))
    case = await agent.does(case, "confirm-completeness")
    return await agent.does(case, "forward", {"view": "for", "note": "Sənədlər tamdır."})


async def history_of(caller: Caller, case: Json) -> list[Json]:
    lines: list[Json] = (await caller.get(f"/v1/cases/{case['case_id']}/history")).json()["items"]
    return lines


def ids_of(case: Json, kind: str) -> list[str]:
    return [each["evidence_id"] for each in case["evidence"] if each["kind"] == kind]


async def test_what_is_recorded_already_is_no_correction_and_i_am_told_once(house: House) -> None:
    agent = await house.agent()
    case = await agent.does(await house.at_desk(agent), "notify")
    asked = len(house.registries.asked)
    same = {"identifier": {"kind": "fin", "value": FIN}, "family_name": "Sınaqlı-Nümunəli", **WHY}

    corrected = await agent.does(case, "correct", same)
    await house.ask_registries()
    again = await agent.act(corrected, "notify")
    nothing = await agent.act(corrected, "correct", same)

    assert again.status_code == 409
    assert [each["code"] for each in again.json()["blocked_by"]] == ["not-sent-yet"]
    assert len(house.registries.asked) == asked
    assert (nothing.status_code, nothing.json()["code"]) == (422, "correction-invalid")
    [line] = [
        each
        for each in (await agent.get(f"/v1/cases/{case['case_id']}/history")).json()["items"]
        if each["action"] == "correct"
    ]
    assert line["details"]["fields"] == ["family_name"]


async def test_a_fin_that_was_right_at_first_has_had_its_message(house: House) -> None:
    agent = await house.agent()
    case = await agent.does(await house.at_desk(agent), "notify")
    wrong = await agent.does(case, "correct", RIGHT_FIN)
    back = {"identifier": {"kind": "fin", "value": FIN}, **WHY}

    right = await agent.does(wrong, "correct", back)
    again = await agent.act(right, "notify")
    house.clock.set(datetime(2026, 3, 19, 5, 0, tzinfo=UTC))
    fired = await house.fire_timers()

    assert [each["code"] for each in again.json()["blocked_by"]] == ["not-sent-yet"]
    assert (fired, len(await house.events(MessageRequested))) == (0, 1)
