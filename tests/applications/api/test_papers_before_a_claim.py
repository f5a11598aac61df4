"""A citizen hears what is missing, uploads it and hands it in, before any agent has taken the case."""

from datetime import UTC, datetime

from shared.events.cases import MessageRequested
from tests.builders.applications import Caller, House
from tests.builders.callers import operator, verified
from tests.builders.representatives import WARD_FIN, with_mandate
from tests.builders.submissions import OTHER_FIN, Json, by, papers, self_service
from tests.builders.uploads import copies, pdf, uploaded

CUT_OFF_DAY = datetime(2026, 3, 19, 5, 0, tzinfo=UTC)


async def online(house: House, citizen: Caller) -> Json:
    """Return her application from the portal, with the registries' answers attached."""
    case: Json = (await citizen.submit(self_service())).json()
    await house.ask_registries()
    return await citizen.reads(case)


async def told(house: House) -> Json:
    """Return what the person was last told."""
    return (await house.events(MessageRequested))[-1].data or {}


async def test_who_hears_at_the_cut_off_what_is_missing_uploads_it_and_hands_it_in(
    house: House,
) -> None:
    citizen, agent = await house.citizen(), await house.agent()
    case = await online(house, citizen)
    house.clock.set(CUT_OFF_DAY)
    await house.fire_timers()
    message = await told(house)
    assert len(message["papers"]) == 1

    protocol = await uploaded(citizen)
    case = await citizen.reads(case)
    handed_in = await citizen.does(case, "submit-documents", copies(commission_protocol=protocol))

    requirement = by(handed_in["requirements"], "code", "commission-protocol")
    assert (requirement["status"], requirement["wanted"]) == ("met-by-paper", False)
    assert handed_in["state"] == "submitted"
    assert by(handed_in["steps"], "id", "submit-documents")["status"] == "done"
    assert handed_in["deadlines"] == case["deadlines"]

    claimed = await agent.does(await agent.reads(handed_in), "claim")
    [paper] = (await agent.get(f"/v1/cases/{case['case_id']}/documents")).json()["items"]
    assert (await agent.get(paper["href"])).content == pdf()
    confirmed = await agent.does(claimed, "confirm-completeness")
    await agent.does(confirmed, "forward", {"view": "for", "note": "Sənədlər tamdır."})


async def test_an_agents_notice_and_the_callers_card_ask_for_what_can_be_done(house: House) -> None:
    citizen, agent, nigar = await house.citizen(), await house.agent(), await operator(house)
    case = await online(house, citizen)
    await agent.does(await agent.reads(case), "notify")
    verification = {"verification_id": await verified(nigar)}
    asked = (await nigar.post("/v1/caller-cards", verification)).json()["cases"][0]
    assert "E-sosial portalında müraciətinizə əlavə edin" in (await told(house))["how_to_hand_in"]
    assert [each["code"] for each in asked["papers"]] == ["commission-protocol"]

    protocol = await uploaded(citizen)
    case = await citizen.reads(case)
    await citizen.does(case, "submit-documents", copies(commission_protocol=protocol))

    after = (await nigar.post("/v1/caller-cards", verification)).json()["cases"][0]
    assert (after["state"], after["papers"]) == ("submitted", [])
    assert "Commission-Protocol" not in after["next_step"]["sentence"]


async def test_nobody_else_hands_in_before_the_case_is_received(house: House) -> None:
    citizen, agent = await house.citizen(), await house.agent()
    stranger = await house.citizen(OTHER_FIN)
    case = await online(house, citizen)

    by_agent = await agent.act(case, "submit-documents", papers("commission-protocol"))
    by_stranger = await stranger.act(case, "submit-documents", papers("commission-protocol"))

    assert (by_agent.status_code, by_agent.json()["code"]) == (409, "action-blocked")
    assert [each["code"] for each in by_agent.json()["blocked_by"]] == ["received"]
    assert (by_stranger.status_code, by_stranger.json()["code"]) == (404, "case-not-found")


async def test_a_representative_hands_in_their_own_uploads_alone(house: House) -> None:
    aysel, gunay = await house.citizen(), await house.citizen(WARD_FIN)
    case = (await aysel.submit(with_mandate())).json()
    await house.ask_registries()
    case = await aysel.reads(case)
    gunays = await uploaded(gunay)

    refused = await aysel.act(case, "submit-documents", copies(commission_protocol=gunays))
    own = await uploaded(aysel)
    done = await aysel.does(case, "submit-documents", copies(commission_protocol=own))

    assert (refused.status_code, refused.json()["code"]) == (422, "upload-not-found")
    assert (done["state"], done["version"]) == ("submitted", case["version"] + 1)
