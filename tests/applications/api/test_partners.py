"""A partner's client serves people in the services agreed with it, and reaches nothing else."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from applications.use_cases.agree_with_client import agree, end_agreement, list_agreements
from shared.events.cases import CaseSubmitted
from shared.identity.caller import Role
from tests.builders.applications import TUESDAY, Caller, House
from tests.builders.representatives import WARD_FIN, with_mandate
from tests.builders.submissions import Json, in_person, papers, self_service

CLIENT, OTHER = "partner-legal-aid", "partner-municipality"
SERVICE = "childcare-benefit"
MIDNIGHT = datetime(2026, 4, 10, 20, 0, tzinfo=UTC)
"""The mandate's last day has ended in Baku."""


async def partner(house: House, client: str = CLIENT, **wishes: object) -> Caller:
    return await house.caller(Role.PARTNER, person=client, client=client, **wishes)


async def allow(house: House, client: str = CLIENT, service: str = SERVICE) -> None:
    async with house.database.transaction() as session:
        await agree(session, client, service, agreed_by="N. Nazir", at=TUESDAY)


async def submitted(caller: Caller) -> Json:
    answer = await caller.submit(with_mandate())
    assert answer.status_code == 201, answer.text
    case: Json = answer.json()
    return case


async def looks(caller: Caller, case: Json) -> list[int]:
    """Return what each way to the case answers."""
    path = f"/v1/cases/{case['case_id']}"
    answers = [
        await caller.get(path),
        await caller.get(f"{path}/history"),
        await caller.act(case, "submit-documents", papers("leave-order")),
    ]
    return [answer.status_code for answer in answers]


async def listed(caller: Caller) -> list[str]:
    return [line["case_id"] for line in (await caller.get("/v1/cases")).json()["items"]]


async def test_a_partner_submits_for_a_person_and_the_case_records_its_client(
    house: House,
) -> None:
    await allow(house)
    legal_aid = await partner(house)

    case = await submitted(legal_aid)

    assert case["submitted_via"] == CLIENT
    assert case["relation"] == "legal-representative"
    assert await listed(legal_aid) == [case["case_id"]]
    [event] = await house.events(CaseSubmitted)
    assert event.data is not None
    assert event.data["submitted_via"] == CLIENT


async def test_a_partner_nothing_is_agreed_with_submits_nothing(house: House) -> None:
    answer = await (await partner(house)).submit(with_mandate())

    assert (answer.status_code, answer.json()["code"]) == (403, "submitter-not-allowed")


async def test_what_a_token_says_of_services_counts_for_nothing(house: House) -> None:
    await allow(house, OTHER)
    claims_to_be = await partner(house, organisation=OTHER, centre="dost-1")

    answer = await claims_to_be.submit(with_mandate())

    assert answer.status_code == 403


@pytest.mark.parametrize("body", [self_service(WARD_FIN), in_person("t-1")])
async def test_a_partner_comes_by_no_other_channel(house: House, body: Json) -> None:
    await allow(house)

    answer = await (await partner(house)).submit(body)

    assert (answer.status_code, answer.json()["code"]) == (403, "submitter-not-allowed")


async def test_a_partner_reaches_no_case_but_its_own(house: House) -> None:
    await allow(house)
    await allow(house, OTHER)
    legal_aid, municipality = await partner(house), await partner(house, OTHER)
    own = await submitted(legal_aid)
    by_herself = (await (await house.citizen()).submit(self_service())).json()

    assert await looks(municipality, own) == [404] * 3
    assert await looks(legal_aid, by_herself) == [404] * 3
    assert await listed(municipality) == []
    assert await listed(legal_aid) == [own["case_id"]]


async def test_another_user_of_the_same_client_sees_what_it_submitted(house: House) -> None:
    await allow(house)
    case = await submitted(await partner(house))
    colleague = await house.caller(Role.PARTNER, person="colleague", client=CLIENT)

    assert (await colleague.reads(case))["case_number"] == case["case_number"]


async def test_an_agreement_that_ends_takes_its_cases_out_of_reach(house: House) -> None:
    await allow(house)
    legal_aid, key = await partner(house), str(uuid4())
    case = (await legal_aid.submit(with_mandate(), key)).json()
    async with house.database.transaction() as session:
        await end_agreement(session, CLIENT, SERVICE)

    receipt = await legal_aid.get(f"/v1/receipts/{key}")

    assert await looks(legal_aid, case) == [404] * 3
    assert await listed(legal_aid) == []
    assert (receipt.status_code, receipt.json()["code"]) == (404, "receipt-not-found")
    assert (await (await house.citizen(WARD_FIN)).reads(case))["case_id"] == case["case_id"]


async def test_a_partner_is_nobody_once_the_mandate_has_lapsed(house: House) -> None:
    await allow(house)
    legal_aid = await partner(house)
    case = await submitted(legal_aid)

    house.clock.set(MIDNIGHT)

    assert await looks(legal_aid, case) == [404] * 3
    assert await listed(legal_aid) == []


async def test_to_a_partner_staff_are_their_role(house: House) -> None:
    await allow(house)
    legal_aid, agent = await partner(house), await house.agent()
    case = await submitted(legal_aid)
    await agent.does(await agent.reads(case), "claim")

    read = await legal_aid.reads(case)
    lines = (await legal_aid.get("/v1/cases")).json()["items"]
    history = (await legal_aid.get(f"/v1/cases/{case['case_id']}/history")).json()

    assert read["assignee"] is None
    assert "leyla" not in str(read) + str(lines) + str(history)


async def test_what_is_agreed_is_listed_by_client_and_service(house: House) -> None:
    await allow(house, OTHER)
    await allow(house)
    await allow(house)

    async with house.database.transaction() as session:
        agreements = await list_agreements(session)

    assert [(each.client, each.service_id) for each in agreements] == [
        (CLIENT, SERVICE),
        (OTHER, SERVICE),
    ]
