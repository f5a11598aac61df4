"""J5: both registries are down, papers stand in for them, and the clock stands while they are awaited.

Registered on Monday 2 March 2026; ten calendar days end on Thursday 12 March. The person is waited for
from Tuesday to Thursday, two days: the term moves to Saturday 14 March, which is Monday 16 March.
"""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from tests.journeys.papers import copy, original, picture
from tests.journeys.submissions import by_portal
from tests.journeys.suite import Person, Suite, eventually, requirements, steps

REGISTRIES = ("meis/sigorta", "meis/monitorinq")
CENTRE = "dost-1"

MONDAY = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)  # 10:00 in Baku
TUESDAY = datetime(2026, 3, 3, 6, 0, tzinfo=UTC)
THURSDAY = datetime(2026, 3, 5, 6, 0, tzinfo=UTC)


class Parent(NamedTuple):
    """Somebody who applies for themself; the registries would know all that is asked of them."""

    fin: str
    given_name: str
    family_name: str
    birth_date: str


AYSEL = Parent("6EF4G5H", "Aysel", "Uydurmalı", "1989-05-05")
ILQAR = Parent("6JK6L7M", "İlqar", "Sınaqlı", "1990-01-31")


async def test_papers_stand_in_for_registries_that_are_down_and_lead_to_the_decision(
    suite: Suite,
) -> None:
    parent, agent, case_id = await waited_for(suite, AYSEL)
    messages_before = len(await suite.inbox(AYSEL.fin))

    await suite.it_is(THURSDAY)
    case = await the_papers_come(parent, agent, case_id)
    assert deadlines(case)["total"] == "2026-03-16"
    assert deadlines(case)["notice"] == "2026-03-13"

    officer = await the_case_is_at_the_office(suite, agent, case_id)
    await the_officer_reads(
        officer,
        case_id,
        {
            "commission-protocol": picture("komissiyanın protokolu"),
            "leave-order": picture("əmrdən çıxarış"),
        },
    )
    await the_decision_is_told(suite, officer, case_id, AYSEL, messages_before)


async def test_a_registry_that_is_back_makes_the_papers_unnecessary_and_the_clock_runs_on(
    suite: Suite,
) -> None:
    parent, agent, case_id = await waited_for(suite, ILQAR)
    messages_before = len(await suite.inbox(ILQAR.fin))

    await suite.it_is(THURSDAY)
    await suite.works_again()
    case = await eventually(
        lambda: parent.get(f"/v1/cases/{case_id}"),
        lambda seen: seen["state"] == "at-front-office" and steps(seen)["attach-data"] == "done",
        "the registries answer, and nothing is awaited any more",
        seconds=60,
    )

    assert not case["clock_stopped"]
    assert owed(case) == []
    assert requirements(case)["birth-certificate"]["status"] == "met-by-registry"
    assert deadlines(case)["total"] == "2026-03-16"
    history = await parent.get(f"/v1/cases/{case_id}/history", limit="100")
    [back] = [
        line
        for line in history["items"]
        if (line["from_state"], line["state"]) == ("awaiting-documents", "at-front-office")
    ]
    assert back["action"] == "registries-answered"

    officer = await the_case_is_at_the_office(suite, agent, case_id)
    await the_decision_is_told(suite, officer, case_id, ILQAR, messages_before)


async def waited_for(suite: Suite, who: Parent) -> tuple[Person, Person, str]:
    """Bring a case to where the clock stands since Tuesday for the papers that stand in."""
    await suite.it_is(MONDAY)
    for registry in REGISTRIES:
        await suite.breaks(registry)
    messages_before = len(await suite.inbox(who.fin))
    parent = await suite.person("citizen", person=who.fin)
    agent = await suite.person("agent", person="agent-leyla", centre=CENTRE, desk="desk-3")
    protocol = await parent.upload(picture("komissiyanın protokolu"))
    papers = [copy("commission-protocol", protocol)]
    submitted = await parent.create("/v1/cases", {**by_portal(*who), "documents": papers})
    case_id: str = submitted["case_id"]
    case = await the_papers_that_stand_in_are_named(parent, case_id)
    assert deadlines(case)["total"] == "2026-03-12"

    await suite.it_is(TUESDAY)
    await agent.act(case_id, "claim")
    waiting = await agent.act(case_id, "request-documents")
    assert (waiting["state"], waiting["clock_stopped"]) == ("awaiting-documents", True)
    assert owed(waiting) == ["leave-order", "birth-certificate"]
    await the_cabinet_names_the_papers(suite, waiting, who, messages_before)
    return parent, agent, case_id


async def the_cabinet_names_the_papers(
    suite: Suite, waiting: dict[str, Any], who: Parent, messages_before: int
) -> None:
    """Whoever is asked for papers reads in their cabinet which, without looking into the case."""
    inbox = await eventually(
        lambda: suite.inbox(who.fin),
        lambda inbox: len(inbox) > messages_before,
        "the papers are named in the cabinet",
    )
    [asked] = inbox[messages_before:]
    assert waiting["case_number"] in asked["subject"]
    assert all(seen["name"] in asked["body"] for seen in waiting["requirements"] if seen["owed"])


async def the_papers_that_stand_in_are_named(parent: Person, case_id: str) -> dict[str, Any]:
    """Down is *unknown*, and the person reads which papers would do instead."""
    case = await eventually(
        lambda: parent.get(f"/v1/cases/{case_id}"),
        lambda seen: (
            check_of(seen)["answer"] is not None
            and requirements(seen)["birth-certificate"]["status"] == "missing"
        ),
        "both questions have found nobody",
        seconds=60,
    )
    check = check_of(case)
    assert (check["answer"], check["status"]) == ("unknown", "pending")
    assert check["failed"] == ["sigorta", "monitorinq"]
    assert check["papers"] == ["leave-order", "birth-certificate"]
    wanted = [code for code, seen in requirements(case).items() if seen["wanted"]]
    assert wanted == ["leave-order", "birth-certificate"]
    return case


async def the_papers_come(parent: Person, agent: Person, case_id: str) -> dict[str, Any]:
    """One is uploaded by the person, one is seen at the desk; the clock runs on with the second."""
    order = await parent.upload(picture("əmrdən çıxarış"))
    between = await parent.act(
        case_id, "submit-documents", documents=[copy("leave-order", order, "notarised-copy")]
    )
    assert between["clock_stopped"]
    assert owed(between) == ["birth-certificate"]

    case = await agent.act(case_id, "submit-documents", documents=[original("birth-certificate")])
    assert (case["state"], case["clock_stopped"]) == ("at-front-office", False)
    check = check_of(case)
    assert (check["status"], check["reason"], check["answer"]) == (
        "done",
        "met-by-papers",
        "unknown",
    )
    return case


async def the_case_is_at_the_office(suite: Suite, agent: Person, case_id: str) -> Person:
    await agent.act(case_id, "confirm-completeness")
    await agent.act(case_id, "forward", view="for", note="Sənədlər tamdır.")
    officer = await suite.person("officer", person="officer-vusal", body="dsmf", centre=CENTRE)
    await officer.act(case_id, "claim")
    return officer


async def the_officer_reads(officer: Person, case_id: str, contents: dict[str, bytes]) -> None:
    papers = (await officer.get(f"/v1/cases/{case_id}/documents"))["items"]
    read = {
        paper["requirement"]: (await officer.http.get(paper["href"])).content for paper in papers
    }
    assert read == contents


async def the_decision_is_told(
    suite: Suite, officer: Person, case_id: str, who: Parent, messages_before: int
) -> None:
    decided = await officer.act(case_id, "grant")
    inbox = await eventually(
        lambda: suite.inbox(who.fin),
        lambda inbox: len(inbox) > messages_before,
        "the decision is in the cabinet",
    )
    [decision] = inbox[messages_before:]
    assert decided["decision"]["number"] in decision["body"]


def check_of(case: dict[str, Any]) -> dict[str, Any]:
    [check] = [step for step in case["steps"] if step["kind"] == "registry-check"]
    found: dict[str, Any] = check
    return found


def owed(case: dict[str, Any]) -> list[str]:
    return [code for code, seen in requirements(case).items() if seen["owed"]]


def deadlines(case: dict[str, Any]) -> dict[str, str]:
    return {deadline["kind"]: deadline["on"] for deadline in case["deadlines"]}
