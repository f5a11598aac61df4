"""J2: a representative acts while the paper holds, and the message goes to whom the paper says.

Registered on Tuesday 10 March 2026; undecided at the cut-off, the person is told on 19 March.
"""

from datetime import UTC, datetime
from typing import Any, TypeAlias

from tests.journeys.suite import Person, Suite, eventually, steps

REPRESENTATIVE = ("6EF4G5H", "Aysel", "Uydurmalı", "1989-05-05")
REPRESENTED = ("6LM7N8P", "Zəhra", "Nümunəli", "1993-04-11")
GUARDIAN = ("6JK6L7M", "İlqar", "Sınaqlı", "1990-01-31")
WARD = ("6GH5J6K", "Nigar", "Təcrübəli", "1998-09-17")

REGISTRATION = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)  # 10:00 in Baku
CUT_OFF_MORNING = datetime(2026, 3, 19, 5, 0, tzinfo=UTC)
LAST_EVENING = datetime(2026, 3, 19, 19, 59, tzinfo=UTC)  # a minute before midnight in Baku
MIDNIGHT = datetime(2026, 3, 19, 20, 0, tzinfo=UTC)

Who: TypeAlias = tuple[str, str, str, str]


async def test_a_power_of_attorney_opens_the_case_until_its_last_day(suite: Suite) -> None:
    await suite.it_is(REGISTRATION)
    before = len(await suite.inbox(REPRESENTED[0])), len(await suite.inbox(REPRESENTATIVE[0]))
    aysel = await suite.person("citizen", person=REPRESENTATIVE[0])
    zahra = await suite.person("citizen", person=REPRESENTED[0])

    case = await aysel.create("/v1/cases", application(REPRESENTATIVE, REPRESENTED))
    await the_registries_have_answered(aysel, zahra, case["case_id"])

    await suite.it_is(CUT_OFF_MORNING)
    inbox = await one_more(
        suite, REPRESENTED, before[0], "the represented person is told on the cut-off day"
    )
    assert case["case_number"] in inbox[-1]["subject"]
    assert len(await suite.inbox(REPRESENTATIVE[0])) == before[1], "and nobody else is"

    await suite.it_is(LAST_EVENING)
    assert (await aysel.get(f"/v1/cases/{case['case_id']}"))["mandate"]["state"] == "in-force"
    await suite.it_is(MIDNIGHT)
    gone = await aysel.http.get(f"/v1/cases/{case['case_id']}")
    listed = await aysel.get("/v1/cases", limit="100")
    assert gone.status_code == 404
    assert case["case_id"] not in [line["case_id"] for line in listed["items"]]
    assert (await zahra.get(f"/v1/cases/{case['case_id']}"))["mandate"]["state"] == "lapsed"


async def test_under_a_guardianship_an_agent_has_seen_the_guardian_is_told(suite: Suite) -> None:
    case, before = await a_guardian_applies(suite)
    agent = await suite.person("agent", person="agent-leyla", centre="dost-1", desk="desk-1")
    await agent.act(case["case_id"], "claim")
    names = {"kind": "fin", "value": WARD[0]}
    await agent.act(case["case_id"], "confirm-mandate", seen="original", represented=names)

    await suite.it_is(CUT_OFF_MORNING)
    inbox = await one_more(suite, GUARDIAN, before[0], "the guardian is told on the cut-off day")
    assert case["case_number"] in inbox[-1]["subject"]
    assert len(await suite.inbox(WARD[0])) == before[1]


async def test_a_guardianship_nobody_has_seen_does_not_keep_the_case_from_the_ward(
    suite: Suite,
) -> None:
    case, before = await a_guardian_applies(suite)

    await suite.it_is(CUT_OFF_MORNING)
    inbox = await one_more(suite, WARD, before[1], "the ward is told on the cut-off day")
    assert case["case_number"] in inbox[-1]["subject"]
    assert len(await suite.inbox(GUARDIAN[0])) == before[0]


async def test_a_ward_is_told_that_the_paper_of_who_applied_in_their_name_was_not_accepted(
    suite: Suite,
) -> None:
    case, before = await a_guardian_applies(suite)
    agent = await suite.person("agent", person="agent-leyla", centre="dost-1", desk="desk-1")
    await agent.act(case["case_id"], "claim")

    await agent.act(case["case_id"], "reject-mandate", reason="Belə qərar verilməyib.")

    inbox = await one_more(suite, WARD, before[1], "the ward is told at once")
    assert inbox[-1]["subject"] == f"Sizin adınızdan müraciət edilib: {case['case_number']}"
    assert len(await suite.inbox(GUARDIAN[0])) == before[0]
    nigar = await suite.person("citizen", person=WARD[0])
    withdrawn = await nigar.act(case["case_id"], "withdraw", reason="Mən müraciət etməmişəm.")
    assert withdrawn["state"] == "withdrawn"


async def test_a_partners_client_submits_for_a_person_and_reaches_nothing_else(
    suite: Suite,
) -> None:
    await suite.it_is(REGISTRATION)
    legal_aid = await suite.machine("partner-legal-aid")
    municipality = await suite.machine("partner-municipality")
    body = application(REPRESENTATIVE, WARD)

    case = await legal_aid.create("/v1/cases", body)
    path = f"/v1/cases/{case['case_id']}"
    refused = await municipality.post("/v1/cases", body)
    elsewhere = await municipality.http.get(path)

    assert case["submitted_via"] == "partner-legal-aid"
    listed = (await legal_aid.get("/v1/cases", limit="100"))["items"]
    assert case["case_id"] in [line["case_id"] for line in listed]
    assert (refused.status_code, refused.json()["code"]) == (403, "submitter-not-allowed")
    assert elsewhere.status_code == 404
    assert (await municipality.get("/v1/cases"))["items"] == []
    nigar = await suite.person("citizen", person=WARD[0])
    await the_registries_have_answered(legal_aid, nigar, case["case_id"])


async def a_guardian_applies(suite: Suite) -> tuple[dict[str, Any], tuple[int, int]]:
    """Let a guardian apply for a ward; return the case, and what was in both cabinets before."""
    await suite.it_is(REGISTRATION)
    before = len(await suite.inbox(GUARDIAN[0])), len(await suite.inbox(WARD[0]))
    ilqar = await suite.person("citizen", person=GUARDIAN[0])
    paper = {"kind": "guardianship", "valid_until": "2031-01-01", "services": "all"}
    return await ilqar.create("/v1/cases", application(GUARDIAN, WARD, **paper)), before


async def one_more(suite: Suite, who: Who, before: int, wish: str) -> list[dict[str, Any]]:
    """Wait until a cabinet holds one message more; return all of them."""
    return await eventually(
        lambda: suite.inbox(who[0]), lambda messages: len(messages) == before + 1, wish
    )


async def the_registries_have_answered(applied: Person, concerned: Person, case_id: str) -> None:
    """Registries are asked about the person concerned, and she alone reads what they said."""
    path = f"/v1/cases/{case_id}"
    masked = await eventually(
        lambda: applied.get(path),
        lambda seen: steps(seen)["attach-data"] == "done",
        "the registries have answered about the person concerned",
    )
    own = await concerned.get(path)
    assert [registry_check(seen)["answer"] for seen in (masked, own)] == [None, "yes"]


def registry_check(case: dict[str, Any]) -> dict[str, Any]:
    check: dict[str, Any] = next(step for step in case["steps"] if step["id"] == "registry-check")
    return check


def application(applies: Who, represented: Who, **evidence: Any) -> dict[str, Any]:
    return {
        "service_id": "childcare-benefit",
        "channel": "representative",
        "evidence": {
            "kind": "power-of-attorney",
            "number": "E-1174",
            "issued_on": "2026-01-12",
            "valid_until": "2026-03-19",
            "issuer": "1 saylı notariat kontoru (sınaq)",
            "services": ["childcare-benefit"],
            **evidence,
        },
        "applicant": {
            "relation": "legal-representative",
            "audience": "citizen",
            "person": person(applies),
        },
        "represented": person(represented),
        "documents": [],
        "note": None,
    }


def person(who: Who) -> dict[str, Any]:
    fin, given_name, family_name, birth_date = who
    return {
        "identifier": {"kind": "fin", "value": fin},
        "given_name": given_name,
        "family_name": family_name,
        "birth_date": birth_date,
    }
