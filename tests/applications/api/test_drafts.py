import asyncio
from typing import Any
from uuid import uuid4

from applications.domain.intake.drafts import draft_number, is_draft_number
from tests.builders.applications import Caller, House
from tests.builders.callers import (
    WHOLE,
    a_quarter_of_an_hour_passes,
    begun,
    change,
    draft_of,
    end,
    find,
    operator,
    verified,
)
from tests.builders.submissions import FIN, OTHER_FIN, Json, by, papers, person


async def at_the_desk(house: House, agent: Caller, **fields: Any) -> Json:
    """Return how an agent ends a draft with the person in front of them."""
    evidence = {"centre": "dost-1", "ticket_id": await house.ticket(agent)}
    return {"channel": "in-person", "evidence": evidence, **fields}


async def test_a_draft_begun_by_phone_is_ended_at_the_desk_without_typing_anything_twice(
    house: House,
) -> None:
    nigar, agent = await operator(house), await house.agent()
    draft = await begun(nigar, **WHOLE)
    found = (await find(agent, draft["draft_number"])).json()

    answer = await end(
        agent, found, await at_the_desk(house, agent, **papers("commission-protocol"))
    )

    case = answer.json()
    assert answer.status_code == 201, answer.text
    assert (case["channel"], case["centre"]) == ("in-person", "dost-1")
    assert case["person_concerned"]["family_name"] == "Məmmədova"
    assert by(case["requirements"], "code", "commission-protocol")["status"] == "met-by-paper"
    origin = by(case["evidence"], "kind", "draft-ended")["details"]
    assert origin["draft_number"] == draft["draft_number"]
    assert origin["begun_by"] == "operator:operator-nigar"
    history = (await agent.get(f"/v1/cases/{case['case_id']}/history")).json()["items"]
    assert (history[0]["actor"], history[0]["note"]) == ("agent:leyla", WHOLE["note"])


async def test_a_draft_may_be_as_incomplete_as_the_call_was_short(house: House) -> None:
    nigar = await operator(house)

    draft = await begun(nigar)

    assert (draft["state"], draft["version"], draft["case_id"]) == ("draft", 1, None)
    assert is_draft_number(draft["draft_number"])
    assert draft["service_name"].startswith("Üç yaşınadək")
    assert draft["submission"]["applicant"]["person"]["given_name"] is None


async def test_an_incomplete_draft_says_what_is_missing_and_stays_one(house: House) -> None:
    nigar, agent = await operator(house), await house.agent()
    draft = (await find(agent, (await begun(nigar))["draft_number"])).json()
    desk = await at_the_desk(house, agent)

    early = await end(agent, draft, desk)
    draft = (await change(agent, draft, **WHOLE)).json()
    late = await end(agent, draft, desk)

    assert (early.status_code, early.json()["code"]) == (422, "draft-incomplete")
    assert {each["pointer"] for each in early.json()["errors"]} == {
        "/applicant/relation",
        "/applicant/audience",
        "/applicant/person/given_name",
        "/applicant/person/family_name",
    }
    assert (draft["version"], late.status_code) == (2, 201)


async def test_what_is_sent_takes_the_place_of_what_was_there_and_the_rest_stays(
    house: House,
) -> None:
    nigar = await operator(house)
    draft = await begun(nigar, **WHOLE)

    changed = (await change(nigar, draft, note="Sabah gələcək.")).json()
    emptied = (await change(nigar, changed, note=None, service_id=None)).json()

    assert changed["submission"]["note"] == "Sabah gələcək."
    assert changed["submission"]["applicant"]["person"]["given_name"] == "Aysel"
    assert (emptied["submission"]["note"], emptied["service_name"]) == (None, None)


async def test_the_number_finds_nothing_without_the_person(house: House) -> None:
    nigar, agent = await operator(house), await house.agent()
    draft = await begun(nigar)

    other = await find(agent, draft["draft_number"], OTHER_FIN)
    nobodys = await find(agent, draft_number(999_999))
    misheard = await find(agent, draft["draft_number"][:-1] + "Y")
    spoken = await find(agent, draft["draft_number"].lower())

    assert (other.status_code, nobodys.status_code) == (404, 404)
    assert len({(each.json()["code"], each.json()["detail"]) for each in (other, nobodys)}) == 1
    assert (misheard.status_code, misheard.json()["code"]) == (422, "draft-number-invalid")
    assert spoken.status_code == 200


async def test_i_find_my_draft_at_the_portal_by_the_number_i_was_told(house: House) -> None:
    told = (await begun(await operator(house), **WHOLE))["draft_number"]
    citizen = await house.citizen()

    found = await find(citizen, told)
    own = await end(citizen, found.json(), {"channel": "self-service"})

    assert (found.status_code, own.status_code) == (200, 201)
    assert found.json()["begun_by"] == "operator"
    assert found.headers["ETag"] == '"1"'


async def test_nobody_finds_another_persons_draft_at_the_portal(house: House) -> None:
    told = (await begun(await operator(house), **WHOLE))["draft_number"]
    citizen, stranger = await house.citizen(), await house.citizen(OTHER_FIN)

    answers = [
        await find(stranger, told, FIN),
        await find(stranger, told, OTHER_FIN),
        await find(citizen, told, OTHER_FIN),
        await find(stranger, draft_number(999_999), OTHER_FIN),
    ]

    assert [each.status_code for each in answers] == [404] * 4
    assert len({(each.json()["code"], each.json()["detail"]) for each in answers}) == 1


async def test_a_look_by_the_person_does_not_take_the_draft_from_the_agent(house: House) -> None:
    draft = await begun(await operator(house), **WHOLE)
    agent, citizen = await house.agent(), await house.citizen()

    await find(agent, draft["draft_number"])
    await find(citizen, draft["draft_number"])

    assert (await agent.get(f"/v1/drafts/{draft['draft_id']}")).status_code == 200


async def test_a_draft_is_shown_to_its_person_to_who_talks_with_them_and_to_who_found_it(
    house: House,
) -> None:
    nigar, agent = await operator(house), await house.agent()
    draft = await begun(nigar)
    path = f"/v1/drafts/{draft['draft_id']}"
    readers = [
        await house.citizen(),
        await house.citizen(OTHER_FIN),
        nigar,
        await operator(house, "operator-orkhan"),
        agent,
    ]

    before = [(await each.get(path)).status_code for each in readers]
    await find(agent, draft["draft_number"])
    await a_quarter_of_an_hour_passes(house)
    after = [(await each.get(path)).status_code for each in readers]

    assert before == [200, 404, 200, 404, 404]
    assert after == [200, 404, 404, 404, 200]
    own = (await readers[0].get(path)).json()
    assert own["begun_by"] == "operator"


async def test_the_agent_who_finds_a_draft_last_has_it(house: House) -> None:
    nigar, leyla = await operator(house), await house.agent()
    kamran = await house.agent(person="kamran", desk="desk-6")
    draft = await begun(nigar)

    await find(leyla, draft["draft_number"])
    await find(kamran, draft["draft_number"])

    path = f"/v1/drafts/{draft['draft_id']}"
    assert (await leyla.get(path)).status_code == 404
    assert (await kamran.get(path)).status_code == 200


async def test_the_person_ends_her_own_draft_by_herself(house: House) -> None:
    draft = await begun(await operator(house), **WHOLE)
    citizen, stranger = await house.citizen(), await house.citizen(OTHER_FIN)
    body = {"channel": "self-service"}

    foreign = await end(stranger, draft, body)
    own = await end(citizen, draft, body)

    assert (foreign.status_code, own.status_code) == (404, 201)
    assert own.json()["channel"] == "self-service"


async def test_the_operator_ends_a_draft_when_the_person_calls_again(house: House) -> None:
    nigar, orkhan = await operator(house), await operator(house, "operator-orkhan")
    draft = await begun(nigar, **WHOLE)
    await a_quarter_of_an_hour_passes(house)
    verification_id = await verified(orkhan)
    body = {"channel": "call-centre", "evidence": {"verification_id": verification_id}}

    forgotten = await end(nigar, draft, body)
    answer = await end(orkhan, draft, body)

    assert (forgotten.status_code, answer.status_code) == (404, 201)
    assert by(answer.json()["evidence"], "kind", "caller-verified")


async def test_a_draft_does_not_use_the_verification_up(house: House) -> None:
    nigar = await operator(house)
    verification_id = await verified(nigar)
    draft = (await nigar.create("/v1/drafts", draft_of(verification_id, **WHOLE))).json()

    body = {"channel": "call-centre", "evidence": {"verification_id": verification_id}}
    answer = await end(nigar, draft, body)

    assert answer.status_code == 201


async def test_a_draft_becomes_one_case_however_often_it_is_ended(busy_house: House) -> None:
    house = busy_house
    citizen = await house.citizen()
    draft = await begun(await operator(house), **WHOLE)

    answers = await asyncio.gather(
        *(end(citizen, draft, {"channel": "self-service"}) for _ in range(4))
    )
    seen = (await citizen.get(f"/v1/drafts/{draft['draft_id']}")).json()

    codes_of = sorted((each.status_code, each.json().get("code")) for each in answers)
    assert codes_of == [(201, None), *[(409, "draft-ended")] * 3]
    [made] = [each.json() for each in answers if each.status_code == 201]
    assert (seen["state"], seen["case_id"]) == ("submitted", made["case_id"])
    assert len((await citizen.get("/v1/cases")).json()["items"]) == 1


async def test_a_lost_answer_is_given_again_and_a_key_is_of_one_draft(house: House) -> None:
    nigar, citizen, key = await operator(house), await house.citizen(), str(uuid4())
    first, second = await begun(nigar, **WHOLE), await begun(nigar, **WHOLE)
    body = {"channel": "self-service"}

    made = await end(citizen, first, body, key)
    again = await end(citizen, first, body, key)
    mixed_up = await end(citizen, second, body, key)

    assert again.json() == made.json()
    assert (mixed_up.status_code, mixed_up.json()["code"]) == (422, "idempotency-key-reused")


async def test_the_second_to_change_a_draft_is_told_that_another_was_faster(house: House) -> None:
    nigar, citizen = await operator(house), await house.citizen()
    draft = await begun(nigar, **WHOLE)
    await change(nigar, draft, note="Sabah gələcək.")

    changed = await change(citizen, draft, note="Bu gün.")
    ended = await end(citizen, draft, {"channel": "self-service"})

    assert [each.status_code for each in (changed, ended)] == [412, 412]
    assert changed.json()["done"]["actor"] == "operator"


async def test_a_draft_stays_the_persons_it_was_begun_with(house: House) -> None:
    nigar = await operator(house)
    draft = await begun(nigar)
    other = {"relation": "self", "audience": "citizen", "person": person(OTHER_FIN)}

    changed = await change(nigar, draft, applicant=other)
    begun_for_another = await nigar.create("/v1/drafts", draft_of(await verified(nigar), OTHER_FIN))

    assert (changed.status_code, changed.json()["code"]) == (422, "draft-of-another")
    assert begun_for_another.json()["code"] == "verification-of-another"
