"""J1: in person, across Novruz, with an officer who is slow.

Registered on Tuesday 10 March 2026; ten calendar days end on 20 March, a day off until the 30th, so the
term is 31 March and the citizen is told by 18:00 on 19 March.
"""

from datetime import UTC, datetime
from typing import Any

from tests.journeys.papers import copy, picture
from tests.journeys.suite import Person, Suite, eventually, requirements, steps

FIN = "5ZK1Q2W"
PARENT = {
    "identifier": {"kind": "fin", "value": FIN},
    "given_name": "Sevinc",
    "family_name": "Nümunəli",
    "birth_date": "1994-03-02",
}
ANOTHER_PARENT = {
    "identifier": {"kind": "fin", "value": "6CD3E4F"},
    "given_name": "Lalə",
    "family_name": "Misallı",
    "birth_date": "1996-12-30",
}
CENTRE, DESK, DIRECTION = "dost-1", "desk-3", "social-benefits"

REGISTRATION = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)  # 10:00 in Baku
EVENING_BEFORE = datetime(2026, 3, 18, 13, 55, tzinfo=UTC)
CUT_OFF_MORNING = datetime(2026, 3, 19, 5, 0, tzinfo=UTC)  # 09:00 in Baku
CUT_OFF = datetime(2026, 3, 19, 14, 0, tzinfo=UTC)  # 18:00 in Baku
AFTER_THE_HOLIDAY = datetime(2026, 3, 31, 6, 0, tzinfo=UTC)


async def test_a_parent_is_told_in_time_and_then_reads_the_decision(suite: Suite) -> None:
    await suite.it_is(REGISTRATION)
    messages_before = len(await suite.inbox(FIN))
    agent = await suite.person("agent", person="agent-leyla", centre=CENTRE, desk=DESK)

    case = await submit_at_the_desk(suite, agent, PARENT)
    case_id = case["case_id"]
    assert deadlines(case)["registered"] == "2026-03-10"
    assert deadlines(case)["total"] == "2026-03-31"
    assert instants(case)["notice"] == CUT_OFF

    case = await the_registries_have_answered(agent, case_id)
    case = await complete_and_forward(agent, case_id)
    assert case["state"] == "at-back-office"

    await suite.it_is(EVENING_BEFORE)
    await the_worker_works_at_this_hour(suite)
    assert len(await suite.inbox(FIN)) == messages_before, "nothing is sent before the cut-off day"

    await suite.it_is(CUT_OFF_MORNING)
    [notice] = await new_messages(suite, messages_before, 1)
    assert case["case_number"] in notice["subject"]
    assert CUT_OFF_MORNING <= instant(notice["stored_at"]) < CUT_OFF
    assert "31.03.2026" in notice["body"]

    await suite.it_is(AFTER_THE_HOLIDAY)
    officer = await suite.person("officer", person="officer-vusal", body="dsmf", centre=CENTRE)
    await the_file_is_complete_for(officer, case_id)
    await officer.act(case_id, "claim")
    decided = await officer.act(case_id, "grant")
    assert decided["decision"]["outcome"] == "granted"

    _, decision = await new_messages(suite, messages_before, 2)
    assert decided["decision"]["number"] in decision["body"]
    assert instant(decision["stored_at"]) >= AFTER_THE_HOLIDAY
    await eventually(
        lambda: officer.get(f"/v1/cases/{case_id}"),
        lambda seen: seen["state"] == "closed",
        "the case closes when its decision is delivered",
    )
    await the_history_tells_it_in_order(officer, case_id)


async def submit_at_the_desk(suite: Suite, agent: Person, person: dict[str, Any]) -> dict[str, Any]:
    kiosk = await suite.person("kiosk", person="kiosk-1", centre=CENTRE)
    ticket = await kiosk.create("/v1/tickets", {"centre": CENTRE, "direction": DIRECTION})
    called = await agent.create(
        "/v1/tickets/call-next", {"centre": CENTRE, "direction": DIRECTION, "desk": DESK}
    )
    assert called["ticket_id"] == ticket["ticket_id"]
    return await agent.create(
        "/v1/cases",
        {
            "service_id": "childcare-benefit",
            "channel": "in-person",
            "evidence": {"centre": CENTRE, "ticket_id": ticket["ticket_id"]},
            "applicant": {
                "relation": "self",
                "audience": "citizen",
                "person": person,
            },
            "represented": None,
            "documents": [],
            "note": None,
        },
    )


async def the_registries_have_answered(agent: Person, case_id: str) -> dict[str, Any]:
    case = await eventually(
        lambda: agent.get(f"/v1/cases/{case_id}"),
        lambda seen: (
            steps(seen)["attach-data"] == "done"
            and requirements(seen)["leave-order"]["status"] == "met-by-registry"
        ),
        "both registries say insured and their data is attached",
    )
    answered = next(step for step in case["steps"] if step["id"] == "registry-check")
    assert answered["answer"] == "yes"
    assert requirements(case)["commission-protocol"]["status"] == "missing"
    return case


async def complete_and_forward(agent: Person, case_id: str) -> dict[str, Any]:
    await agent.act(case_id, "approach-desk", desk=DESK)
    scanned = await agent.upload(picture("komissiyanın protokolu"))
    notarised = copy("commission-protocol", scanned, "notarised-copy")
    await agent.act(case_id, "submit-documents", documents=[notarised])
    await agent.act(case_id, "confirm-completeness")
    return await agent.act(case_id, "forward", view="for", note="Sənədlər tamdır.")


async def the_file_is_complete_for(officer: Person, case_id: str) -> None:
    """The deciding office reads what the registries supplied, and the paper scanned at the desk."""
    case = await officer.get(f"/v1/cases/{case_id}")
    leave_order = requirements(case)["leave-order"]
    assert (leave_order["subsystem"], leave_order["attribute"]) == ("monitorinq", "leave_order")
    values = {
        name: value
        for evidence in case["evidence"]
        for name, value in (evidence["values"] or {}).items()
    }
    assert "SINAQ-ƏM-01" in str(values)
    assert "SINAQ-D-01" in str(values)
    [paper] = (await officer.get(f"/v1/cases/{case_id}/documents"))["items"]
    assert paper["by"] == "agent:agent-leyla"
    assert (await officer.http.get(paper["href"])).content == picture("komissiyanın protokolu")


async def the_worker_works_at_this_hour(suite: Suite) -> None:
    """Show that the worker has met this hour: it asks the registries about a case filed in it."""
    agent = await suite.person("agent", person="agent-leyla", centre=CENTRE, desk=DESK)
    other = await submit_at_the_desk(suite, agent, ANOTHER_PARENT)
    await the_registries_have_answered(agent, other["case_id"])


async def the_history_tells_it_in_order(officer: Person, case_id: str) -> None:
    history = await officer.get(f"/v1/cases/{case_id}/history", limit="100")
    actions = [line["action"] for line in history["items"]]
    told = ["submit", "approach-desk", "confirm-completeness", "forward", "notify", "claim"]
    told += ["grant", "close"]
    positions = [actions.index(action) for action in told]
    assert positions == sorted(positions), actions


async def new_messages(suite: Suite, before: int, count: int) -> list[dict[str, Any]]:
    messages = await eventually(
        lambda: suite.inbox(FIN),
        lambda inbox: len(inbox) >= before + count,
        f"message {count} is in the cabinet",
    )
    assert len(messages) == before + count
    return messages[before:]


def deadlines(case: dict[str, Any]) -> dict[str, str]:
    return {deadline["kind"]: deadline["on"] for deadline in case["deadlines"]}


def instants(case: dict[str, Any]) -> dict[str, datetime]:
    return {d["kind"]: instant(d["at"]) for d in case["deadlines"] if d["at"]}


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
