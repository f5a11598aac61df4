import asyncio
from datetime import timedelta

import pytest
from sqlmodel import col, delete, select, update

from applications.clients.meis_gateway import Asked, GatewayAnswer
from applications.domain.people.standing import CONCERNED
from applications.storage.tables.people import PersonRow
from applications.storage.tables.queues import RegistryQuestionRow
from shared.clock import system_now
from shared.grants import subject_digest
from tests.builders.applications import House
from tests.builders.database import as_owner
from tests.builders.submissions import FIN, Json, by, papers, self_service


async def online(house: House) -> Json:
    case: Json = (await (await house.citizen()).submit(self_service())).json()
    return case


async def rows(house: House) -> list[RegistryQuestionRow]:
    async with house.database.transaction() as session:
        return list((await session.exec(select(RegistryQuestionRow))).all())


async def make_due(house: House) -> None:
    """Let the time of waiting and of every lease pass."""
    past = system_now() - timedelta(seconds=1)
    async with house.database.transaction() as session:
        await session.exec(update(RegistryQuestionRow).values(next_at=past, lease_until=None))


async def test_the_registries_are_asked_what_the_passport_names_and_no_more(house: House) -> None:
    case = await online(house)

    await house.ask_registries()

    insured, attributes = house.registries.asked
    assert house.registries.keys is not None
    assert insured.question == "insured"
    assert insured.subsystems == ("sigorta", "monitorinq")
    assert insured.case_id == case["case_id"]
    assert (insured.service_id, insured.passport_version) == ("childcare-benefit", 1)
    assert insured.subject_digest == subject_digest("fin", FIN, house.registries.keys.subject)
    # Her identity is proved by her signing in, so no registry is asked for it.
    assert attributes.attributes == ("monitorinq.leave_order", "sigorta.dependants")


async def test_answers_are_attached_with_their_source_and_time(house: House) -> None:
    case = await online(house)

    await house.ask_registries()

    read = await (await house.citizen()).reads(case)
    check = by(read["steps"], "kind", "registry-check")
    assert (check["status"], check["answer"], check["as_of"]) == (
        "done",
        "yes",
        "2026-03-10T05:00:00Z",
    )
    assert check["evidence_id"] in [each["evidence_id"] for each in read["evidence"]]
    order = by(read["requirements"], "code", "leave-order")
    assert (order["status"], order["subsystem"]) == ("met-by-registry", "monitorinq")


async def test_a_paper_the_registry_does_not_have_is_named_as_missing(house: House) -> None:
    house.registries.lacking = {"leave_order"}
    case = await online(house)

    await house.ask_registries()

    read = await (await house.citizen()).reads(case)
    order = by(read["requirements"], "code", "leave-order")
    assert (order["status"], order["source_failed"]) == ("missing", False)


async def test_a_question_about_nobody_ends_as_unknown_and_papers_stand_in(house: House) -> None:
    """Whatever let such a case in: it must not wait for ever for registries that are never asked."""
    case = await online(house)
    async with (
        house.database.transaction() as session,
        as_owner(await session.connection()),
    ):
        await session.exec(delete(PersonRow).where(col(PersonRow.role) == CONCERNED))

    await house.ask_registries()

    agent = await house.agent()
    read = await agent.reads(case)
    check = by(read["steps"], "kind", "registry-check")
    order = by(read["requirements"], "code", "leave-order")
    assert (check["status"], check["answer"]) == ("pending", "unknown")
    assert (order["status"], order["source_failed"]) == ("missing", True)
    assert house.registries.asked == []
    assert {row.state for row in await rows(house)} == {"finished"}


async def test_a_registry_that_is_down_is_never_a_no_and_is_asked_again(house: House) -> None:
    house.registries.down = {"monitorinq"}
    citizen, case = await house.citizen(), await online(house)
    await house.ask_registries()
    doubtful = await citizen.reads(case)
    house.registries.down = set()

    at_once = await house.ask_registries()
    await make_due(house)
    later = await house.ask_registries()

    step = by(doubtful["steps"], "kind", "registry-check")
    assert (step["status"], step["answer"], step["failed"]) == (
        "pending",
        "unknown",
        ["monitorinq"],
    )
    assert (at_once, later) == (0, 2)
    read = await citizen.reads(case)
    assert by(read["steps"], "kind", "registry-check")["answer"] == "yes"
    assert by(read["requirements"], "code", "leave-order")["status"] == "met-by-registry"


async def test_when_a_registry_is_back_nobody_waits_for_the_clock(house: House) -> None:
    house.registries.down = {"monitorinq"}
    await online(house)
    await house.ask_registries()
    house.registries.down = set()

    await house.recovered("sigorta")
    others = await house.ask_registries()
    await house.recovered("monitorinq")
    hastened = await house.ask_registries()

    assert (others, hastened) == (0, 2)


async def test_waiting_grows_longer_and_has_an_end(house: House) -> None:
    house.registries.down = {"sigorta", "monitorinq"}
    await online(house)
    pauses = []
    for _ in range(9):
        await make_due(house)
        await house.ask_registries()
        pauses.append(max(row.next_at for row in await rows(house)) - system_now())

    assert pauses[0] < pauses[1] < pauses[2]
    assert pauses[-1] <= timedelta(minutes=10)


async def test_what_papers_have_met_is_not_looked_up_any_more(house: House) -> None:
    house.registries.down = {"monitorinq"}
    agent = await house.agent()
    case = await house.at_desk(agent)
    case = await agent.does(case, "submit-documents", papers("leave-order", "commission-protocol"))
    house.registries.down = set()
    house.registries.asked.clear()

    await make_due(house)
    await house.ask_registries()

    assert by(case["steps"], "kind", "registry-check")["status"] == "done"
    assert house.registries.asked == []
    assert {row.state for row in await rows(house)} == {"finished"}


async def test_a_gateway_that_is_silent_for_a_moment_changes_nothing(house: House) -> None:
    house.registries.gateway_down = True
    citizen, case = await house.citizen(), await online(house)

    await house.ask_registries()
    after_one = await citizen.reads(case)
    for _ in range(2):
        await make_due(house)
        await house.ask_registries()
    after_three = await citizen.reads(case)

    assert by(after_one["steps"], "kind", "registry-check")["status"] == "running"
    assert after_one["version"] == 1
    step = by(after_three["steps"], "kind", "registry-check")
    assert (step["status"], step["answer"]) == ("pending", "unknown")


async def test_one_question_that_cannot_be_asked_does_not_hold_up_the_others(house: House) -> None:
    await online(house)
    registries = house.registries

    class Faulty:
        async def ask(self, asked: Asked) -> GatewayAnswer:
            answer = await registries.ask(asked)
            if registries.asked[-1].question == "insured":
                raise RuntimeError
            return answer

    job = house.questions()
    job._gateway = Faulty()
    asked = await job.ask_due()

    assert asked == 2
    assert sorted(row.state for row in await rows(house)) == ["finished", "waiting"]


async def test_a_round_in_which_nothing_could_be_asked_has_failed(house: House) -> None:
    await online(house)

    class Broken:
        async def ask(self, asked: Asked) -> GatewayAnswer:
            raise RuntimeError(repr(asked))

    job = house.questions()
    job._gateway = Broken()

    with pytest.raises(RuntimeError):
        await job.ask_due()


async def test_workers_side_by_side_ask_each_question_once(busy_house: House) -> None:
    house = busy_house
    for _ in range(3):
        await online(house)

    asked = await asyncio.gather(*(house.ask_registries() for _ in range(3)))

    assert sum(asked) == 6
    assert len(house.registries.asked) == 6


async def test_an_answer_that_comes_after_its_lease_is_not_stored_twice(house: House) -> None:
    """One worker is slow; another asks in the meantime, and its answer stands."""
    case, citizen = await online(house), await house.citizen()
    slow = house.questions()
    registries = house.registries

    class Slow:
        async def ask(self, asked: Asked) -> GatewayAnswer:
            answer = await registries.ask(asked)
            if len(registries.asked) <= 2:
                await make_due(house)
                await house.ask_registries()
            return answer

    slow._gateway = Slow()
    await slow.ask_due()

    read = await citizen.reads(case)
    history = (await citizen.get(f"/v1/cases/{case['case_id']}/history")).json()["items"]
    assert [line["action"] for line in history].count("registries-answered") == 2
    assert read["version"] == 3
