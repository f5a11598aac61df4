"""What the service writes while it works says what happened, and never to whom."""

import pytest

from tests.builders.applications import House
from tests.builders.submissions import FIN, papers, self_service

PERSONAL = (FIN, "Aysel", "Məmmədova", "1994-03-02", "AA 1000", "etibarsız")


async def test_from_intake_to_delivery_no_line_of_the_log_names_the_person(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    agent, officer = await house.agent(), await house.officer()
    case = await house.at_desk(agent)
    case = await agent.does(case, "submit-documents", papers("commission-protocol"))
    case = await agent.does(case, "confirm-completeness")
    case = await agent.does(case, "forward", {"view": "for", "note": "Aysel gəlmişdi: etibarsız."})
    case = await officer.does(case, "claim")
    await officer.does(case, "grant", {"reason": "Aysel haqlıdır."})
    await house.deliver("decision")
    await house.deliver("decision")

    written = capsys.readouterr().out
    assert "a request was answered" in written
    assert "a delivery changed nothing" in written
    assert [value for value in PERSONAL if value in written] == []


async def test_what_callers_do_wrong_does_not_bring_the_person_into_the_log(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    citizen = await house.citizen()
    house.registries.gateway_down = True

    refused = [
        await citizen.submit(self_service(note={"Aysel": FIN})),
        await citizen.submit(self_service(service_id=FIN)),
        await citizen.get(f"/v1/cases/{FIN}"),
        await citizen.get("/v1/cases", fin=FIN),
        await citizen.get(f"/{FIN}"),
    ]
    await citizen.submit(self_service())
    await house.ask_registries()

    written = capsys.readouterr().out
    assert [answer.is_client_error for answer in refused] == [True] * len(refused)
    assert "the gateway did not answer" in written
    assert [value for value in PERSONAL if value in written] == []
