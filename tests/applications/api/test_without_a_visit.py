"""Letters, and cases nobody applied for, as agents and systems send them."""

from datetime import UTC, datetime
from typing import Any

from applications.use_cases.agree_with_client import agree
from shared.events.cases import CaseSubmitted
from shared.identity.caller import Role
from tests.builders.applications import TUESDAY, House
from tests.builders.case_passports import childcare_data, codes
from tests.builders.submissions import FIN, Json, by, self_service


def letter(received_on: str = "2026-03-06", **fields: Any) -> Json:
    evidence = {"received_on": received_on, "registered_no": "D-118"}
    return self_service(channel="post", evidence=evidence, **fields)


async def takes_letters(house: House, **fields: Any) -> None:
    channels = codes("in-person", "post")
    await house.publish(childcare_data(version=2, intake_channels=channels, **fields))


async def test_an_agent_enters_a_letter_and_its_term_runs_from_the_day_it_came(
    house: House,
) -> None:
    await takes_letters(house)
    agent = await house.agent()

    answer = await agent.submit(letter())

    case = answer.json()
    assert answer.status_code == 201, answer.text
    assert (case["channel"], case["origin"]) == ("post", "application")
    assert (case["registered_on"], case["filed_at"]) == ("2026-03-06", "2026-03-06T05:00:00Z")
    assert by(case["deadlines"], "kind", "total")["on"] == "2026-03-16"
    assert by(case["evidence"], "kind", "channel")["details"]["received_on"] == "2026-03-06"


async def test_the_number_of_a_letter_is_for_who_reads_the_person(house: House) -> None:
    await takes_letters(house)
    agent = await house.agent()
    case = (await agent.submit(letter())).json()

    hers = await (await house.citizen()).reads(case)

    assert by(hers["evidence"], "kind", "channel")["values"] == {"registered_no": "D-118"}
    assert "D-118" not in str(case)


async def test_a_letter_is_judged_by_the_passport_of_the_day_it_came(house: House) -> None:
    await takes_letters(house)
    await house.publish(
        childcare_data(
            version=3,
            name="Yeni",
            valid_from="2026-03-09T00:00:00Z",
            intake_channels=codes("in-person", "post"),
        )
    )
    agent = await house.agent()

    before = (await agent.submit(letter("2026-03-06"))).json()
    after = (await agent.submit(letter("2026-03-10"))).json()

    assert before["service"]["passport_version"] == 2
    assert after["service"]["passport_version"] == 3


async def test_a_letter_that_came_before_there_was_a_passport_is_taken_by_the_first(
    house: House,
) -> None:
    await takes_letters(house)

    case = (await (await house.agent()).submit(letter("2025-12-29"))).json()

    assert case["service"]["passport_version"] == 2


async def test_an_agent_opens_a_case_for_somebody_who_did_not_ask(house: House) -> None:
    await house.publish(childcare_data(version=2, response_channels=codes("proactive")))
    agent, citizen = await house.agent(), await house.citizen()

    case = (await agent.submit(self_service(channel=None))).json()

    assert (case["channel"], case["origin"]) == (None, "proactive")
    assert (await citizen.reads(case))["person_concerned"]["identifier"]["value"] == FIN
    [line] = (await citizen.get("/v1/cases")).json()["items"]
    assert line["channel"] is None
    [event] = await house.events(CaseSubmitted)
    assert event.data is not None
    assert event.data["channel"] is None


async def test_a_system_opens_cases_of_the_services_agreed_with_it(house: House) -> None:
    await house.publish(childcare_data(version=2, response_channels=codes("proactive")))
    births = await house.caller(Role.SERVICE, person="births", client="births")

    refused = await births.submit(self_service(channel=None))
    async with house.database.transaction() as session:
        await agree(session, "births", "childcare-benefit", agreed_by="N. Nazir", at=TUESDAY)
    taken = await births.submit(self_service(channel=None))

    assert (refused.status_code, refused.json()["code"]) == (403, "submitter-not-allowed")
    assert taken.status_code == 201
    assert taken.json()["submitted_via"] == "births"


async def test_a_case_without_a_channel_has_no_channels_evidence(house: House) -> None:
    await house.publish(childcare_data(version=2, response_channels=codes("proactive")))
    body = self_service(channel=None, evidence={"centre": "dost-1"})

    answer = await (await house.agent()).submit(body)

    assert (answer.status_code, answer.json()["code"]) == (422, "evidence-misplaced")


async def test_the_notice_of_a_letter_that_lay_too_long_goes_at_once(house: House) -> None:
    await takes_letters(house)
    house.clock.set(datetime(2026, 3, 18, 6, 0, tzinfo=UTC))
    case = (await (await house.agent()).submit(letter("2026-03-02"))).json()

    assert by(case["deadlines"], "kind", "notice")["flagged"]
    assert await house.fire_timers() == 1
