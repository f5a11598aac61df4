from datetime import UTC, datetime
from uuid import uuid4

from shared.events.cases import CaseSubmitted
from tests.builders.applications import House
from tests.builders.case_passports import childcare_data, handling
from tests.builders.submissions import FIN, OTHER_FIN, by, in_person, papers, person, self_service


async def test_a_citizen_applies_for_herself_and_gets_her_case(house: House) -> None:
    citizen = await house.citizen()

    answer = await citizen.submit(self_service())

    case = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/v1/cases/{case['case_id']}"
    assert answer.headers["etag"] == '"1"'
    assert case["state"] == "submitted"
    assert case["service"]["passport_version"] == 1
    assert case["person_concerned"]["identifier"]["value"] == FIN
    assert by(case["steps"], "kind", "take-ticket")["status"] == "not-applicable"
    assert by(case["steps"], "kind", "registry-check")["status"] == "running"
    assert by(case["requirements"], "code", "identity-card")["status"] == "met-by-identity"
    assert by(case["requirements"], "code", "commission-protocol")["status"] == "missing"


async def test_the_case_says_when_each_promise_ends_and_why(house: House) -> None:
    case = (await (await house.citizen()).submit(self_service())).json()

    total = by(case["deadlines"], "kind", "total")
    notice = by(case["deadlines"], "kind", "notice")
    assert case["registered_on"] == "2026-03-10"
    assert total["on"] == "2026-03-31"
    assert notice["at"] == "2026-03-19T14:00:00Z"
    assert not total["estimate"]
    assert all(total["derivation"])


async def test_a_year_nobody_signed_gives_an_estimate(house: House) -> None:
    house.clock.set(datetime(2027, 3, 1, 6, 0, tzinfo=UTC))

    case = (await (await house.citizen()).submit(self_service())).json()

    assert by(case["deadlines"], "kind", "total")["estimate"]


async def test_an_agent_submits_with_the_person_in_front_of_them(house: House) -> None:
    agent = await house.agent()
    ticket = await house.ticket(agent)

    answer = await agent.submit(in_person(ticket))

    case = answer.json()
    assert answer.status_code == 201
    assert case["centre"] == "dost-1"
    assert case["office"] == "dsmf@dost-1"
    assert by(case["steps"], "kind", "take-ticket")["status"] == "done"
    assert by(case["evidence"], "kind", "channel")["details"]["ticket_id"] == ticket


async def test_an_original_seen_at_the_desk_counts_from_the_start(house: House) -> None:
    agent = await house.agent()

    case = await house.submitted_in_person(agent, **papers("commission-protocol"))

    assert by(case["requirements"], "code", "commission-protocol")["status"] == "met-by-paper"
    seen = by(case["evidence"], "kind", "originals-seen")
    assert seen["details"]["requirements"] == ["commission-protocol"]


async def test_the_event_of_a_new_case_says_nothing_of_the_person(house: House) -> None:
    case = (await (await house.citizen()).submit(self_service())).json()

    [event] = await house.events(CaseSubmitted)
    assert event.key == case["case_id"]
    assert event.data is not None
    assert event.data["case_number"] == case["case_number"]
    assert FIN not in str(event.data)
    assert "Aysel" not in str(event.data)


async def test_case_numbers_are_read_aloud_with_a_check_character(house: House) -> None:
    citizen = await house.citizen()

    first = (await citizen.submit(self_service())).json()["case_number"]
    second = (await citizen.submit(self_service())).json()["case_number"]

    year, serial, check = first.split("-")
    assert (year, len(serial), len(check)) == ("2026", 7, 1)
    assert first != second


async def test_the_case_keeps_its_version_when_a_new_one_is_published(house: House) -> None:
    citizen = await house.citizen()
    before = (await citizen.submit(self_service())).json()

    await house.publish(childcare_data(version=2, name="Yeni ad"))
    after = (await citizen.submit(self_service())).json()

    assert (await citizen.reads(before))["service"]["passport_version"] == 1
    assert after["service"] == {
        "service_id": "childcare-benefit",
        "passport_version": 2,
        "name": "Yeni ad",
    }


async def test_a_version_is_not_used_before_it_is_in_force(house: House) -> None:
    await house.publish(childcare_data(version=2, valid_from="2026-06-01T00:00:00Z"))

    case = (await (await house.citizen()).submit(self_service())).json()

    assert case["service"]["passport_version"] == 1


async def test_a_protected_service_is_refused_and_nothing_is_stored(house: House) -> None:
    protected = handling(confidentiality="protected", contact="none")
    await house.publish(childcare_data(service_id="shelter", handling=protected))
    citizen = await house.citizen()
    key = str(uuid4())

    answer = await citizen.submit(self_service(service_id="shelter"), key)

    assert answer.status_code == 422
    assert answer.json()["code"] == "handling-not-supported"
    assert (await citizen.get("/v1/cases")).json()["items"] == []
    assert (await citizen.get(f"/v1/receipts/{key}")).status_code == 404
    assert await house.events(CaseSubmitted) == []


async def test_a_citizen_cannot_apply_as_somebody_else(house: House) -> None:
    answer = await (await house.citizen(OTHER_FIN)).submit(self_service(FIN))

    assert answer.status_code == 403
    assert answer.json()["code"] == "submitter-not-allowed"


async def test_an_agent_of_another_centre_cannot_enter_the_application(house: House) -> None:
    agent, elsewhere = await house.agent(), await house.agent(centre="dost-2")
    ticket = await house.ticket(agent)

    answer = await elsewhere.submit(in_person(ticket))

    assert answer.status_code == 403


async def test_one_ticket_serves_one_case(house: House) -> None:
    agent = await house.agent()
    ticket = await house.ticket(agent)
    await agent.submit(in_person(ticket))

    answer = await agent.submit(in_person(ticket))

    assert answer.status_code == 422
    assert answer.json()["code"] == "ticket-unusable"


async def test_every_fault_of_a_submission_is_named_at_once(house: House) -> None:
    applicant = {"relation": "ngo", "audience": "sole-trader", "person": person()}

    answer = await (await house.citizen()).submit(self_service(applicant=applicant))

    assert answer.status_code == 422
    faults = {fault["pointer"]: fault["code"] for fault in answer.json()["errors"]}
    assert faults["/applicant/audience"] == "audience-not-listed"
    assert faults["/applicant/relation"] == "relation-not-listed"


async def test_evidence_of_another_channel_is_refused(house: House) -> None:
    body = self_service(evidence={"centre": "dost-1", "ticket_id": "t-1"})

    answer = await (await house.citizen()).submit(body)

    assert answer.status_code == 422
    pointers = [fault["pointer"] for fault in answer.json()["errors"]]
    assert pointers == ["/evidence/centre", "/evidence/ticket_id"]


async def test_the_answer_is_in_the_callers_language(house: House) -> None:
    citizen = await house.citizen()
    key = str(uuid4())

    answer = await citizen.post(
        "/v1/cases", self_service(), idempotency_key=key, accept_language="en"
    )

    assert answer.headers["content-language"] == "en"
    registered = by(answer.json()["deadlines"], "kind", "registered")
    assert (
        registered["derivation"]
        != by((await citizen.reads(answer.json()))["deadlines"], "kind", "registered")["derivation"]
    )
