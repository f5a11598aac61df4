from tests.builders.applications import House
from tests.builders.submissions import by


async def test_a_mother_comes_to_the_desk_and_her_benefit_is_granted_and_told(house: House) -> None:
    agent, officer = await house.agent(), await house.officer()

    case = await house.granted(agent, officer)
    await house.deliver("decision")
    closed = await officer.reads(case)

    assert case["state"] == "granted"
    assert case["decision"]["number"] == "DSMF-DOST-1/2026/1"
    assert closed["state"] == "closed"
    assert by(closed["steps"], "kind", "notify")["status"] == "done"
    history = (await officer.get(f"/v1/cases/{case['case_id']}/history")).json()["items"]
    assert [line["action"] for line in history] == [
        "submit",
        "approach-desk",
        "registries-answered",
        "registries-answered",
        "submit-documents",
        "confirm-completeness",
        "forward",
        "claim",
        "grant",
        "message-delivered",
        "close",
    ]
