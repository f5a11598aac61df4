"""Organisations: they apply for people, and for themselves where a service is for organisations."""

from typing import Any

import pytest

from tests.builders.applications import House
from tests.builders.case_passports import childcare_data, codes, handling, step
from tests.builders.submissions import FIN, Json, by, in_person, person, self_service

BODY = {"voen": "1400000011", "name": "Təmiz Dünya", "contact": "info@example.az"}
AS_APPLICANT = {"who": "applicant", "reason": "Rəqəm səhv yazılıb."}
RELATIONS = ["self", "relative", "legal-representative", "municipality", "ngo", "other"]
FORWARDED = [step("take-ticket", 1, params={"direction": "social-benefits"}), step("forward", 2)]
FOR_BODIES: Json = {
    "audiences": codes("citizen", "legal-entity"),
    "required_documents": [],
    "meis_subsystems": [],
    "steps": FORWARDED,
    "handling": handling(contact="none"),
}


async def published(house: House, **fields: Any) -> None:
    await house.publish(
        childcare_data(version=2, **{"handling": handling(applicant_relations=RELATIONS), **fields})
    )


def applies(ticket: str, relation: str, *, audience: str = "citizen", **fields: Any) -> Json:
    applicant = {"relation": relation, "audience": audience, "organisation": BODY}
    return in_person(ticket, applicant=applicant, represented=person(), **fields)


@pytest.mark.parametrize("relation", ["municipality", "ngo"])
async def test_a_municipality_or_an_ngo_applies_for_a_person(house: House, relation: str) -> None:
    await published(house)
    agent = await house.agent()

    answer = await agent.submit(applies(await house.ticket(agent), relation))

    case = answer.json()
    assert answer.status_code == 201, answer.text
    assert case["organisation"] == {"voen": None, "name": "Təmiz Dünya", "contact": None}
    assert case["applicant"] is None
    assert case["person_concerned"]["family_name"] == "Məmmədova"
    assert (await (await house.citizen()).reads(case))["organisation"] == BODY


async def test_others_apply_with_the_persons_consent(house: House) -> None:
    await published(house)
    agent = await house.agent()
    ticket = await house.ticket(agent)
    consent = {"given_on": "2026-03-09", "how": "yazılı"}

    without = await agent.submit(applies(ticket, "other"))
    evidence = {"centre": "dost-1", "ticket_id": ticket, "consent": consent}
    with_it = await agent.submit(applies(ticket, "other") | {"evidence": evidence})

    assert (without.status_code, without.json()["code"]) == (422, "consent-missing")
    assert with_it.status_code == 201


async def test_the_audience_is_of_the_person_when_an_organisation_applies(house: House) -> None:
    await published(house, audiences=codes("citizen", "legal-entity"))
    agent = await house.agent()
    ticket = await house.ticket(agent)

    answer = await agent.submit(applies(ticket, "ngo", audience="legal-entity"))

    assert (answer.status_code, answer.json()["code"]) == (422, "audience-not-of-applicant")
    assert answer.json()["listed"] == ["citizen"]


async def test_an_organisation_is_served_where_the_service_is_for_organisations(
    house: House,
) -> None:
    await published(house, **FOR_BODIES)
    agent = await house.agent()
    body = applies(await house.ticket(agent), "self", audience="legal-entity")

    answer = await agent.submit(body | {"represented": None})

    case = answer.json()
    assert answer.status_code == 201, answer.text
    assert (case["audience"], case["relation"]) == ("legal-entity", "self")
    assert case["organisation"]["name"] == "Təmiz Dünya"
    assert case["person_concerned"] is None


async def test_an_organisation_that_comes_twice_is_one_matter(house: House) -> None:
    await published(house, **FOR_BODIES)
    agent = await house.agent()
    cases = []
    for _ in range(2):
        body = applies(await house.ticket(agent), "self", audience="legal-entity")
        cases.append((await agent.submit(body | {"represented": None})).json())

    [met] = cases[1]["duplicates"]
    assert met["case_number"] == cases[0]["case_number"]


@pytest.mark.parametrize("contact", ["cabinet", "none"])
async def test_an_organisation_is_not_promised_what_only_people_can_get(
    house: House, contact: str
) -> None:
    steps = FORWARDED if contact == "cabinet" else childcare_data()["steps"]
    fields = {**FOR_BODIES, "steps": steps, "handling": handling(contact=contact)}
    await published(house, **fields)
    agent = await house.agent()
    body = applies(await house.ticket(agent), "self", audience="legal-entity")

    answer = await agent.submit(body | {"represented": None})

    assert (answer.status_code, answer.json()["code"]) == (422, "organisation-not-served")


async def test_an_organisation_is_not_taken_where_a_paper_is_to_come_from_a_registry(
    house: House,
) -> None:
    """No step asks a registry, yet a document would: nobody could answer for an organisation."""
    papers = childcare_data()["required_documents"]
    assert any("subsystem" in source for paper in papers for source in paper["sources"])
    await published(house, **{**FOR_BODIES, "required_documents": papers})
    agent = await house.agent()
    body = applies(await house.ticket(agent), "self", audience="legal-entity")

    answer = await agent.submit(body | {"represented": None})

    assert (answer.status_code, answer.json()["code"]) == (422, "organisation-not-served")


async def test_a_person_is_no_organisation(house: House) -> None:
    await published(house, audiences=codes("citizen", "legal-entity"))
    applicant = {"relation": "self", "audience": "legal-entity", "person": person()}

    answer = await (await house.citizen()).submit(self_service(applicant=applicant))

    assert (answer.status_code, answer.json()["code"]) == (422, "audience-not-of-applicant")
    assert FIN not in answer.text


async def test_what_was_mistyped_of_an_organisation_is_put_right(house: House) -> None:
    await published(house)
    agent = await house.agent()
    case = (await agent.submit(applies(await house.ticket(agent), "ngo"))).json()
    case = await agent.does(case, "approach-desk", {"desk": "desk-5"})
    right = {"voen": "1400000022", "contact": "ofis@example.az"}

    corrected = await agent.does(case, "correct", {**AS_APPLICANT, "organisation": right})
    hers = await (await house.citizen()).reads(case)

    assert corrected["organisation"]["name"] == "Təmiz Dünya"
    assert hers["organisation"] == {**BODY, **right}
    kept = by(hers["evidence"], "kind", "correction")
    assert kept["details"] == {"who": "applicant", "fields": ["voen", "contact"]}
    assert kept["values"] == {"after": right}


async def test_an_organisation_that_applies_for_itself_is_found_under_its_right_number(
    house: House,
) -> None:
    await published(house, **FOR_BODIES)
    agent = await house.agent()
    first, second = await house.ticket(agent), await house.ticket(agent)
    body = applies(first, "self", audience="legal-entity")
    case = (await agent.submit(body | {"represented": None})).json()
    other = applies(second, "self", audience="legal-entity") | {"represented": None}
    other["applicant"] = other["applicant"] | {"organisation": {**BODY, "voen": "1400000022"}}
    another = (await agent.submit(other)).json()
    before = (await agent.reads(case))["duplicates"]
    case = await agent.does(await agent.reads(case), "approach-desk", {"desk": "desk-5"})

    right = {**AS_APPLICANT, "organisation": {"voen": "1400000022"}}
    corrected = await agent.does(case, "correct", right)

    assert before == []
    assert [each["case_id"] for each in corrected["duplicates"]] == [another["case_id"]]


@pytest.mark.parametrize(
    ("changed", "place", "code"),
    [
        ({"organisation": {"voen": "14"}}, "/organisation/voen", "identifier-invalid"),
        (
            {"organisation": {"name": "Başqa"}, "who": "person-concerned"},
            "/organisation",
            "correction-invalid",
        ),
        ({"organisation": {}}, "", "correction-invalid"),
    ],
)
async def test_what_cannot_be_put_right_of_an_organisation_is_said(
    house: House, changed: Json, place: str, code: str
) -> None:
    await published(house)
    agent = await house.agent()
    case = (await agent.submit(applies(await house.ticket(agent), "ngo"))).json()

    answer = await agent.act(case, "correct", {**AS_APPLICANT, **changed})

    assert answer.status_code == 422
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [(place, code)]
