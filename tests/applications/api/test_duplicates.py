"""The same person, the same service, still open."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import text

from applications.api.submission_models import SubmissionInput
from applications.domain.case import Instant
from applications.use_cases.agree_with_client import agree
from applications.use_cases.change_case import take_case
from applications.use_cases.submit_case import submit_case
from shared.clock import system_now
from shared.identity.caller import Caller as Identity
from shared.identity.caller import Role
from tests.builders.applications import TUESDAY, Caller, House
from tests.builders.case_passports import childcare_data, handling
from tests.builders.representatives import WARD_FIN, with_mandate
from tests.builders.submissions import FIN, Json, in_person, person, self_service
from tests.builders.waiting import eventually

TO_AYSEL = {"identifier": {"kind": "fin", "value": FIN}, "reason": "FİN səhv yazılıb."}
TO_GUNAY = {"identifier": {"kind": "fin", "value": WARD_FIN}, "reason": "FİN səhv yazılıb."}
AYSEL = Identity("", "person-01", "portal", Role.CITIZEN, fin=FIN)


async def submitted(caller: Caller, body: Json) -> Json:
    answer = await caller.submit(body)
    assert answer.status_code == 201, answer.text
    case: Json = answer.json()
    return case


def told(case: Json) -> list[str]:
    return [each["case_number"] for each in case["duplicates"]]


async def test_a_person_who_applies_twice_is_told_in_both_cases(house: House) -> None:
    aysel = await house.citizen()

    first = await submitted(aysel, self_service())
    second = await submitted(aysel, self_service())

    assert told(first) == []
    assert second["duplicates"] == [
        {
            "case_id": first["case_id"],
            "case_number": first["case_number"],
            "state": "submitted",
            "centre": None,
        }
    ]
    assert told(await aysel.reads(first)) == [second["case_number"]]


async def test_another_service_or_another_person_is_no_duplicate(house: House) -> None:
    await house.publish(childcare_data(service_id="birth-grant"))
    aysel, gunay = await house.citizen(), await house.citizen(WARD_FIN)
    await submitted(aysel, self_service())

    other_service = await submitted(aysel, self_service(service_id="birth-grant"))
    other_person = await submitted(gunay, self_service(WARD_FIN))

    assert told(other_service) == told(other_person) == []


async def test_a_decided_case_is_no_duplicate(house: House) -> None:
    agent, officer = await house.agent(), await house.officer()
    await house.granted(agent, officer)

    assert told(await submitted(await house.citizen(), self_service())) == []


async def test_the_agent_is_told_once_the_case_is_the_centres(house: House) -> None:
    agent, aysel = await house.agent(), await house.citizen()
    elsewhere = await house.agent(person="nigar", centre="dost-2")
    at_desk = await house.submitted_in_person(agent)
    online = await submitted(aysel, self_service())

    unclaimed = await agent.reads(online)
    claimed = await agent.does(unclaimed, "claim")

    assert told(unclaimed) == []
    assert told(claimed) == [at_desk["case_number"]]
    assert told(await agent.reads(at_desk)) == [online["case_number"]]
    assert (await elsewhere.get(f"/v1/cases/{online['case_id']}")).status_code == 404


async def test_two_centres_learn_of_each_others_case_and_read_their_own_alone(
    house: House,
) -> None:
    leyla, elsewhere = await house.agent(), await house.agent(person="nigar", centre="dost-2")
    aysel, rashad = await house.citizen(), await house.officer()
    here = await house.submitted_in_person(leyla)
    there = await elsewhere.does(await submitted_online(aysel, elsewhere), "claim")

    for staff, own, other in (
        (leyla, here, there),
        (rashad, here, there),
        (elsewhere, there, here),
    ):
        [named] = (await staff.reads(own))["duplicates"]
        assert (named["case_number"], named["centre"]) == (other["case_number"], other["centre"])
        assert (await staff.get(path(other, ""))).status_code == 404


async def submitted_online(citizen: Caller, agent: Caller) -> Json:
    return await agent.reads(await submitted(citizen, self_service()))


async def test_whoever_applies_for_the_person_learns_nothing(house: House) -> None:
    relations = ["self", "relative", "legal-representative"]
    handled = handling(applicant_relations=relations)
    await house.publish(childcare_data(version=2, handling=handled))
    async with house.database.transaction() as session:
        await agree(session, "legal-aid", "childcare-benefit", agreed_by="N", at=TUESDAY)
    gunay, aysel = await house.citizen(WARD_FIN), await house.citizen()
    agent = await house.agent()
    legal_aid = await house.caller(Role.PARTNER, person="legal-aid", client="legal-aid")
    own = await submitted(gunay, self_service(WARD_FIN))

    by_mandate = await submitted(aysel, with_mandate())
    by_partner = await submitted(legal_aid, with_mandate())
    by_relative = await submitted(agent, as_relative(await house.ticket(agent)))

    others = [each["case_number"] for each in (own, by_mandate, by_partner)]
    assert told(by_mandate) == told(by_partner) == []
    assert told(by_relative) == others, "the agent at whose desk it was said is her own staff"
    for case, outsider in ((by_mandate, aysel), (by_partner, legal_aid), (by_relative, aysel)):
        assert told(await outsider.reads(case)) == []
        assert own["case_number"] not in (await outsider.get(path(case, "/history"))).text
    assert told(await gunay.reads(by_relative)) == others


async def test_a_case_taken_for_somebody_elses_is_told_to_the_right_person_alone(
    house: House,
) -> None:
    agent = await house.agent()
    aysel, gunay = await house.citizen(), await house.citizen(WARD_FIN)
    of_aysel = await submitted(aysel, self_service())
    of_gunay = await submitted(gunay, self_service(WARD_FIN))
    mistyped = await house.at_desk(agent)
    assert told(await aysel.reads(of_aysel)) == [mistyped["case_number"]]

    await agent.does(mistyped, "correct", TO_GUNAY)

    assert told(await aysel.reads(of_aysel)) == []
    assert told(await gunay.reads(mistyped)) == [of_gunay["case_number"]]
    assert told(await gunay.reads(of_gunay)) == [mistyped["case_number"]]


async def test_who_is_corrected_to_themself_keeps_their_duplicates(house: House) -> None:
    agent, aysel = await house.agent(), await house.citizen()
    online = await submitted(aysel, self_service())
    at_desk = await house.at_desk(agent)
    same = {
        "identifier": {"kind": "fin", "value": FIN},
        "family_name": "Sınaqlı-Nümunəli",
        "reason": "FİN yoxlanıldı, soyad düzəldildi.",
    }

    await agent.does(at_desk, "correct", same)

    assert told(await aysel.reads(online)) == [at_desk["case_number"]]


async def test_a_correction_and_a_submission_at_once_find_each_other(busy_house: House) -> None:
    """The correction waits for the case in hand, of whom it makes its own case too."""
    agent, aysel = await busy_house.agent(), await busy_house.citizen()
    case = await busy_house.submitted_in_person(agent, applicant=of_gunay())
    case = await agent.does(case, "approach-desk", {"desk": "desk-5"})
    async with first_in_hand(busy_house) as number:
        correcting = asyncio.create_task(agent.does(case, "correct", TO_AYSEL))
        await eventually(lambda: waits_or_ends(busy_house, correcting), seconds=30)
        overtook = correcting.done()

    await correcting
    assert not overtook, "a submission overtook a correction"
    assert told(await aysel.reads(case)) == [number]


async def test_a_submission_does_not_wait_for_work_on_the_case_it_meets(busy_house: House) -> None:
    """Each might wait for the other: the work is a correction that waits for the submission."""
    aysel = await busy_house.citizen()
    first = await submitted(aysel, self_service())
    async with busy_house.database.transaction() as session:
        await take_case(session, busy_house.casework, first["case_id"])
        second = await asyncio.wait_for(submitted(aysel, self_service()), timeout=30)

    assert told(second) == [first["case_number"]]


async def test_two_that_come_at_once_find_each_other(busy_house: House) -> None:
    """The second waits for the first, whose case nobody else could see yet."""
    aysel = await busy_house.citizen()
    async with first_in_hand(busy_house) as number:
        second = asyncio.create_task(aysel.submit(self_service()))
        await eventually(lambda: waits_or_ends(busy_house, second), seconds=30)
        overtook = second.done()

    case = (await second).json()
    assert not overtook, "a submission overtook another"
    assert told(case) == [number]


async def waits_or_ends(house: House, request: asyncio.Task[Any]) -> bool:
    """Tell whether the request has its answer, or a transaction waits for its turn."""
    waiting = text(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    async with house.database.transaction() as session:
        connection = await session.connection()
        return request.done() or bool((await connection.execute(waiting)).scalar_one())


@asynccontextmanager
async def first_in_hand(house: House) -> AsyncIterator[str]:
    """Submit a case whose transaction ends with the block."""
    at = Instant(await house.clock.now(), system_now())
    sent = SubmissionInput.model_validate(self_service()).submission()
    async with house.database.transaction() as session:
        file = await submit_case(session, house.casework, AYSEL, sent, language="az", at=at)
        await session.flush()
        yield file.case.number


def of_gunay() -> Json:
    return {"relation": "self", "audience": "citizen", "person": person(WARD_FIN)}


def as_relative(ticket: str) -> Json:
    body: dict[str, Any] = in_person(ticket)
    sent = with_mandate()
    applicant = {**sent["applicant"], "relation": "relative"}
    return {**body, "applicant": applicant, "represented": sent["represented"]}


def path(case: Json, part: str) -> str:
    return f"/v1/cases/{case['case_id']}{part}"
