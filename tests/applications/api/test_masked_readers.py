"""Who applied for somebody, or talks with them on the phone, reads nothing a registry said of that person."""

from typing import Any

from tests.builders.applications import Caller, House
from tests.builders.callers import operator, verified
from tests.builders.case_passports import childcare_data, document, handling
from tests.builders.representatives import WARD_FIN, with_mandate
from tests.builders.submissions import FIN, Json, by, papers

GROUND = {"code": "no-legal-basis", "printed": "No-Legal-Basis"}
SAID = "Sığorta: əlilliyi yoxdur, uşaq atasının himayəsindədir."
"""What an officer writes who has read the registries."""
LAW = "Monitorinq arayışı, bənd 4"


async def by_a_relative(house: House, **passport: Any) -> Json:
    """Return the case that Aysel, a relative, has brought to the desk for Günay."""
    relations = ["self", "relative", "legal-representative"]
    data = childcare_data(version=2, handling=handling(applicant_relations=relations), **passport)
    await house.publish(data)
    agent = await house.agent()
    body = with_mandate()
    evidence = {"centre": "dost-1", "ticket_id": await house.ticket(agent)}
    body |= {"channel": "in-person", "evidence": evidence}
    body["applicant"]["relation"] = "relative"
    answer = await agent.submit(body)
    assert answer.status_code == 201, answer.text
    return await agent.does(answer.json(), "approach-desk", {"desk": "desk-5"})


async def lines_of(caller: Caller, case: Json) -> list[Json]:
    answer = await caller.get(f"/v1/cases/{case['case_id']}/history")
    assert answer.status_code == 200, answer.text
    lines: list[Json] = answer.json()["items"]
    return lines


async def masked_readers(house: House) -> list[Caller]:
    """Return Aysel who applied, and two operators: one talks with her, one with Günay."""
    nigar, samira = await operator(house), await operator(house, "operator-samira")
    await verified(nigar, FIN)
    await verified(samira, WARD_FIN)
    return [await house.citizen(), nigar, samira]


async def refused(house: House) -> Json:
    agent, officer = await house.agent(), await house.officer()
    case = await by_a_relative(house)
    await house.ask_registries()
    case = await agent.does(await agent.reads(case), "extend", extension())
    case = await agent.does(case, "submit-documents", papers("commission-protocol"))
    case = await agent.does(case, "confirm-completeness")
    case = await agent.does(case, "forward", {"view": "against", "note": SAID})
    case = await officer.does(case, "claim")
    return await officer.does(case, "refuse", {"ground": GROUND["code"], "reason": SAID})


def extension() -> Json:
    return {"days": 5, "legal_basis": LAW, "reason": SAID}


async def test_a_relative_learns_that_it_was_refused_and_not_on_what_a_registry_said(
    house: House,
) -> None:
    case = await refused(house)

    for reader in await masked_readers(house):
        read, history = await reader.reads(case), await lines_of(reader, case)
        told = read["decision"]
        assert (read["state"], told["outcome"]) == ("refused", "refused")
        assert told["number"] == case["decision"]["number"]
        assert (told["ground"], told["reason"]) == (None, None), "the ground was told"
        assert told["appeal"]["within_days"] == 30
        assert (told["signer"], told["office"]) == ("officer", "dsmf@dost-1")
        line = by(history, "action", "refuse")
        assert (line["details"], line["note"]) == ({}, None)
        assert GROUND["code"] not in str(read) + str(history)


async def test_who_it_is_about_and_the_staff_read_the_ground_and_the_reason(house: House) -> None:
    case = await refused(house)

    for reader in (await house.citizen(WARD_FIN), await house.agent(), await house.officer()):
        read, history = await reader.reads(case), await lines_of(reader, case)
        assert (read["decision"]["ground"], read["decision"]["reason"]) == (GROUND, SAID)
        assert by(history, "action", "refuse")["details"]["ground"] == GROUND["code"]
        assert by(history, "action", "refuse")["note"] == SAID
        assert read["extension"]["legal_basis"] == LAW


async def test_a_relative_reads_that_the_term_was_lengthened_and_no_word_of_why(
    house: House,
) -> None:
    case = await refused(house)

    for reader in await masked_readers(house):
        extended = (await reader.reads(case))["extension"]
        assert (extended["days"], extended["legal_basis"]) == (5, None)


async def test_a_relative_cannot_tell_a_case_that_registries_met_from_one_that_papers_met(
    house: House,
) -> None:
    wanted = [document("leave-order", "monitorinq.leave_order")]
    case = await by_a_relative(house, required_documents=wanted)
    await house.ask_registries()

    for reader in await masked_readers(house):
        step = by((await reader.reads(case))["steps"], "id", "submit-documents")
        assert (step["status"], step["at"], step["by"]) == ("done", None, None)
    own = by((await (await house.citizen(WARD_FIN)).reads(case))["steps"], "id", "submit-documents")
    assert (own["status"], own["by"]) == ("not-applicable", "job")


async def test_a_relative_cannot_tell_an_answer_in_doubt_from_one_that_has_not_come(
    house: House,
) -> None:
    """What they are to bring is told by the requirements; which question it is for is not."""
    house.registries.down.add("monitorinq")
    case = await by_a_relative(house)
    before = [await reader.reads(case) for reader in await masked_readers(house)]
    await house.ask_registries()

    after = [await reader.reads(case) for reader in await masked_readers(house)]

    for read in (*before, *after):
        step = by(read["steps"], "id", "registry-check")
        assert (step["status"], step["papers"], step["failed"]) == ("running", [], [])
    for read in after:
        assert by(read["requirements"], "code", "leave-order")["wanted"]
    gunays = by(
        (await (await house.citizen(WARD_FIN)).reads(case))["steps"], "id", "registry-check"
    )
    assert (gunays["status"], gunays["papers"]) == ("pending", ["leave-order"])


async def test_an_operators_card_does_not_say_either_that_an_answer_is_in_doubt(
    house: House,
) -> None:
    house.registries.insured["monitorinq"] = "no"
    nigar = await operator(house)
    wanted = [document("leave-order", "sigorta.identity")]
    await by_a_relative(house, required_documents=wanted, steps=_check_first())
    await house.ask_registries()

    body = {"verification_id": await verified(nigar, FIN)}
    [shown] = (await nigar.post("/v1/caller-cards", body)).json()["cases"]

    assert (shown["next_step"]["kind"], shown["next_step"]["status"]) == (
        "registry-check",
        "running",
    )


def _check_first() -> list[Json]:
    """Return the steps of the passport with the question before everything else."""
    steps: list[Json] = childcare_data()["steps"]
    return sorted(steps, key=lambda step: step["kind"] != "registry-check")


async def test_why_somebody_else_withdrew_is_not_told(house: House) -> None:
    """What the person concerned writes is no more for a relative to read than what staff write."""
    aysel, gunay, agent = await house.citizen(), await house.citizen(WARD_FIN), await house.agent()
    hers = await by_a_relative(house)
    gunays = await by_a_relative(house)
    agents = await by_a_relative(house)

    await aysel.does(await aysel.reads(hers), "withdraw", {"reason": "Sənəd hazır deyil."})
    await gunay.does(await gunay.reads(gunays), "withdraw", {"reason": "Ondan qorxuram."})
    await agent.does(agents, "withdraw", {"reason": SAID})

    read = [
        by(await lines_of(aysel, case), "action", "withdraw")["note"]
        for case in (hers, gunays, agents)
    ]
    assert read == ["Sənəd hazır deyil.", None, None]
    assert by(await lines_of(gunay, agents), "action", "withdraw")["note"] == SAID
