"""Aysel's power of attorney for Günay has lapsed, or is taken back; the centre records it."""

from datetime import UTC, datetime
from typing import Any

from sqlmodel import select

from applications.storage.tables.people import EvidenceRow
from shared.identity.caller import Role
from tests.builders.applications import LEYLA, Caller, House
from tests.builders.representatives import WARD_FIN, looked_at, with_mandate
from tests.builders.submissions import Json, papers

MIDNIGHT = datetime(2026, 4, 10, 20, 0, tzinfo=UTC)
"""The paper's last day is over in Baku."""
NEW = {
    "kind": "power-of-attorney",
    "number": "E-2001",
    "issued_on": "2026-04-10",
    "valid_until": "2027-04-09",
    "issuer": "2 saylı notariat kontoru",
    "services": "all",
    "reason": "Yeni etibarnamə göstərilib.",
}
REVOKED = {"last_day": "2026-03-09", "reason": "Günay etibarnaməni ləğv edib."}


async def taken(house: House, agent: Caller) -> Json:
    """Return a case Aysel sent for Günay, taken by the agent."""
    answer = await (await house.citizen()).submit(with_mandate())
    assert answer.status_code == 201, answer.text
    return await agent.does(answer.json(), "claim")


async def seen_by(who: Caller, case: Json) -> tuple[int, list[str]]:
    """Return how one case, and the list of all, answer somebody."""
    listed = (await who.get("/v1/cases")).json()["items"]
    one = await who.get(f"/v1/cases/{case['case_id']}")
    return one.status_code, [each["case_id"] for each in listed]


async def mandates_kept(house: House) -> list[dict[str, Any]]:
    async with house.database.transaction() as session:
        rows = (await session.exec(select(EvidenceRow).order_by("recorded_at"))).all()
        return [row.data for row in rows if row.kind.startswith("mandate")]


async def test_a_lapsed_mandate_is_renewed_and_its_holder_reads_the_case_again(
    house: House,
) -> None:
    agent, aysel = await house.agent(), await house.citizen()
    case = await taken(house, agent)
    house.clock.set(MIDNIGHT)
    before = await seen_by(aysel, case)

    renewed = await agent.does(case, "renew-mandate", NEW)

    assert before == (404, [])
    assert await seen_by(aysel, case) == (200, [case["case_id"]])
    assert renewed["mandate"] == {
        "kind": "power-of-attorney",
        "issued_on": "2026-04-10",
        "valid_until": "2027-04-09",
        "services": ["all"],
        "state": "in-force",
        "document_id": None,
        "verdict": None,
        "by_copy": None,
        "checked_by": None,
        "checked_at": None,
    }


async def test_the_former_paper_stays_and_both_numbers_are_sealed(house: House) -> None:
    agent, gunay = await house.agent(), await house.citizen(WARD_FIN)
    case = await taken(house, agent)
    house.clock.set(MIDNIGHT)
    case = await agent.does(case, "renew-mandate", NEW)

    kept = await mandates_kept(house)
    hers = [each["values"] for each in (await gunay.reads(case))["evidence"] if each["values"]]

    assert [each["valid_until"] for each in kept] == ["2026-04-10", "2027-04-09"]
    assert "E-2001" not in str(kept)
    assert {"number": "E-1174", "issuer": "1 saylı notariat kontoru"} in hers
    assert {"number": "E-2001", "issuer": "2 saylı notariat kontoru"} in hers


async def test_a_revoked_mandate_shuts_its_holder_out_and_leaves_the_person_her_case(
    house: House,
) -> None:
    agent, aysel = await house.agent(), await house.citizen()
    gunay = await house.citizen(WARD_FIN)
    case = await taken(house, agent)
    before = await seen_by(aysel, case)

    revoked = await agent.does(case, "revoke-mandate", REVOKED)

    assert before == (200, [case["case_id"]])
    assert await seen_by(aysel, case) == (404, []), "read under a revoked mandate"
    assert await seen_by(gunay, case) == (200, [case["case_id"]])
    assert revoked["mandate"]["state"] == "lapsed"
    kept = await mandates_kept(house)
    assert kept[-1] == {"last_day": "2026-03-09"}
    assert kept[0]["valid_until"] == "2026-04-10"


async def test_the_person_reads_who_ended_it_and_why(house: House) -> None:
    agent, gunay = await house.agent(), await house.citizen(WARD_FIN)
    case = await agent.does(await taken(house, agent), "revoke-mandate", REVOKED)

    lines = (await gunay.get(f"/v1/cases/{case['case_id']}/history")).json()["items"]

    last = lines[-1]
    assert (last["action"], last["actor"]) == ("revoke-mandate", "agent")
    assert (last["details"], last["note"]) == ({"last_day": "2026-03-09"}, REVOKED["reason"])


async def test_what_is_wrong_with_a_paper_stores_nothing(house: House) -> None:
    agent = await house.agent()
    case = await taken(house, agent)
    wrongs: list[tuple[str, Json]] = [
        ("renew-mandate", {**NEW, "valid_until": "2026-03-01", "issued_on": "2026-02-01"}),
        ("renew-mandate", {**NEW, "issuer": None}),
        ("renew-mandate", {**NEW, "services": []}),
        ("revoke-mandate", {**REVOKED, "last_day": "2026-04-10"}),
    ]

    answers = [await agent.act(case, action, body) for action, body in wrongs]

    assert [each.status_code for each in answers] == [422] * 4
    assert await agent.reads(case) == case
    assert len(await mandates_kept(house)) == 1


async def test_a_mandate_taken_back_after_the_decision_was_told_opens_the_closed_case_no_more(
    house: House,
) -> None:
    agent, officer, aysel = await house.agent(), await house.officer(), await house.citizen()
    gunay = await house.citizen(WARD_FIN)
    case = await taken(house, agent)
    await house.ask_registries()
    case = await agent.does(await agent.reads(case), "confirm-mandate", looked_at())
    case = await agent.does(case, "submit-documents", papers("commission-protocol"))
    case = await agent.does(case, "confirm-completeness")
    case = await agent.does(case, "forward", {"view": "for", "note": "Sənədlər tamdır."})
    await officer.does(await officer.does(case, "claim"), "grant")
    await house.deliver("decision")
    case = await agent.reads(case)
    before = await seen_by(aysel, case)

    revoked = await agent.does(case, "revoke-mandate", REVOKED)

    assert before == (200, [case["case_id"]])
    assert (case["state"], revoked["state"]) == ("closed", "closed")
    assert await seen_by(aysel, case) == (404, [])
    assert await seen_by(gunay, case) == (200, [case["case_id"]])


async def test_whoever_applied_as_a_representative_does_not_confirm_their_paper_at_work(
    house: House,
) -> None:
    aysel = await house.caller(Role.AGENT, **{**LEYLA, "person": "person-01"})
    case = await taken(house, aysel)

    answer = await aysel.act(case, "confirm-mandate", looked_at())

    assert answer.status_code == 409
    assert [each["code"] for each in answer.json()["blocked_by"]] == ["not-ones-own-mandate"]
