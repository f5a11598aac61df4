from shared.events.cases import MessageRequested
from tests.builders.applications import House
from tests.builders.case_passports import childcare_data, codes
from tests.builders.submissions import Json, by

WHY = "Sığorta stajı qanunun tələb etdiyindən azdır."
ON_LAW = {"ground": "no-legal-basis", "reason": WHY}


async def claimed(house: House) -> Json:
    officer = await house.officer()
    return await officer.does(await house.forwarded(await house.agent()), "claim")


async def test_a_foreign_ground_is_refused_with_the_grounds_that_would_do(house: House) -> None:
    officer = await house.officer()
    case = await claimed(house)

    answer = await officer.act(case, "refuse", {"ground": "bad-weather", "reason": WHY})

    assert (answer.status_code, answer.json()["code"]) == (422, "ground-not-listed")
    assert answer.json()["listed"] == ["incomplete-documents", "no-legal-basis"]
    [fault] = answer.json()["errors"]
    assert fault["pointer"] == "/ground"
    assert "No-Legal-Basis" in fault["detail"]
    assert "bad-weather" not in answer.text
    assert (await officer.reads(case))["state"] == "at-back-office"


async def test_a_listed_ground_goes_through_and_uses_up_no_number_before(house: House) -> None:
    officer = await house.officer()
    case = await claimed(house)

    await officer.act(case, "refuse", {"ground": "bad-weather", "reason": WHY})
    refused = await officer.does(case, "refuse", ON_LAW)

    assert refused["state"] == "refused"
    decision = refused["decision"]
    assert decision["number"] == "DSMF-DOST-1/2026/1"
    assert decision["signer"] == "officer:rashad"
    assert decision["decided_at"] == "2026-03-10T06:00:00Z"
    assert decision["ground"] == {"code": "no-legal-basis", "printed": "No-Legal-Basis"}
    assert decision["reason"] == WHY


async def test_the_person_reads_why_and_how_to_contest_it(house: House) -> None:
    officer, citizen = await house.officer(), await house.citizen()
    case = await officer.does(await claimed(house), "refuse", ON_LAW)

    seen = await citizen.reads(case)
    history = (await citizen.get(f"/v1/cases/{case['case_id']}/history")).json()["items"]

    assert seen["decision"]["reason"] == WHY
    assert (seen["decision"]["signer"], seen["decision"]["office"]) == ("officer", "dsmf@dost-1")
    assert seen["decision"]["appeal"]["within_days"] == 30
    assert len(seen["decision"]["appeal"]["before"]) == 2
    assert "30 gün ərzində" in seen["decision"]["appeal"]["text"]
    assert by(history, "action", "refuse")["note"] == WHY


async def test_who_is_granted_less_than_they_asked_reads_how_to_contest_it(house: House) -> None:
    officer, citizen = await house.officer(), await house.citizen()
    case = await officer.does(await claimed(house), "grant")

    seen = (await citizen.reads(case))["decision"]

    assert (seen["outcome"], seen["ground"]) == ("granted", None)
    assert "30 gün ərzində yuxarı orqana" in seen["appeal"]["text"]


async def test_the_message_says_the_ground_and_how_to_contest_it_and_not_the_reason(
    house: House,
) -> None:
    officer = await house.officer()
    await officer.does(await claimed(house), "refuse", ON_LAW)

    [message] = await house.events(MessageRequested)

    assert message.data is not None
    assert (message.data["template"], message.data["outcome"]) == ("decision", "refused")
    assert message.data["refusal_ground"] == "no-legal-basis"
    assert message.data["refusal_ground_printed"] == "No-Legal-Basis"
    assert "30 gün ərzində" in message.data["how_to_appeal"]
    assert WHY not in str(message.data)


async def test_a_ground_a_new_version_dropped_still_stands_for_the_old_case(house: House) -> None:
    officer = await house.officer()
    case = await claimed(house)
    await house.publish(
        childcare_data(
            version=2,
            valid_from="2026-03-01T00:00:00Z",
            refusal_grounds=codes("incomplete-documents"),
        )
    )

    assert (await officer.does(case, "refuse", ON_LAW))["state"] == "refused"


async def test_a_refused_case_closes_when_the_person_has_the_decision(house: House) -> None:
    officer = await house.officer()
    case = await officer.does(await claimed(house), "refuse", ON_LAW)

    await house.deliver("decision")

    assert (await officer.reads(case))["state"] == "closed"
