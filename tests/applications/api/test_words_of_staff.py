"""What staff write may repeat what registries said; who holds an unseen paper does not read it."""

from tests.builders.applications import House
from tests.builders.representatives import WARD_FIN, with_mandate
from tests.builders.submissions import Json, by, tells_nothing_of_registries

REPEATS = "Monitorinq: şəxs sığortalı deyil."
"""What an agent writes who has read a registry's answer."""


def missing_in(case: Json) -> list[str]:
    return [item["code"] for item in case["requirements"] if item["status"] == "missing"]


async def test_who_holds_an_unseen_paper_does_not_read_what_registries_said_in_what_staff_wrote(
    house: House,
) -> None:
    house.registries.insured["monitorinq"] = "no"
    aysel, gunay, agent = await house.citizen(), await house.citizen(WARD_FIN), await house.agent()
    case = (await aysel.submit(with_mandate())).json()
    await house.ask_registries()
    case = await agent.does(await agent.reads(case), "claim")
    case = await agent.does(case, "override", {"step": "registry-check", "reason": REPEATS})
    for code in missing_in(case):
        case = await agent.does(case, "waive", {"requirement": code, "reason": REPEATS})
    case = await agent.does(case, "correct", {"given_name": "Gülay", "reason": REPEATS})
    case = await agent.does(case, "suspend", {"reason": REPEATS})

    hers, gunays = await aysel.reads(case), await gunay.reads(case)
    path = f"/v1/cases/{case['case_id']}/history"
    her_history = (await aysel.get(path)).json()["items"]
    gunays_history = (await gunay.get(path)).json()["items"]

    assert REPEATS not in str(hers) + str(her_history), "she reads what staff wrote of it"
    assert tells_nothing_of_registries(hers)
    assert by(hers["steps"], "id", "registry-check")["status"] == "done"
    assert by(her_history, "action", "override")["details"] == {}
    assert by(gunays["steps"], "id", "registry-check")["reason"] == REPEATS
    assert by(gunays_history, "action", "override")["note"] == REPEATS


async def test_who_applied_reads_their_own_words(house: House) -> None:
    aysel = await house.citizen()
    case = (await aysel.submit({**with_mandate(), "note": "Günay xəstədir."})).json()
    case = await aysel.does(case, "withdraw", {"reason": "Günay istəmir."})

    history = (await aysel.get(f"/v1/cases/{case['case_id']}/history")).json()["items"]

    assert by(history, "action", "submit")["note"] == "Günay xəstədir."
    assert by(history, "action", "withdraw")["note"] == "Günay istəmir."
