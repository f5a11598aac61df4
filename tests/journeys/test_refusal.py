"""J6: the office refuses, and the parent reads on which ground and how to contest it."""

from datetime import UTC, datetime
from typing import Any

import httpx2 as httpx

from tests.journeys.suite import Person, Suite, eventually
from tests.journeys.test_in_person import (
    CENTRE,
    DESK,
    complete_and_forward,
    submit_at_the_desk,
    the_registries_have_answered,
)

FIN = "5ZK1Q2W"
PARENT = {
    "identifier": {"kind": "fin", "value": FIN},
    "given_name": "Sevinc",
    "family_name": "Nümunəli",
    "birth_date": "1994-03-02",
}
REGISTRATION = datetime(2026, 4, 7, 6, 0, tzinfo=UTC)  # 10:00 in Baku
WHY = "Məzuniyyət əmri müavinət dövrünü əhatə etmir."


async def test_a_parent_is_refused_on_a_listed_ground_alone_and_told_how_to_contest_it(
    suite: Suite,
) -> None:
    await suite.it_is(REGISTRATION)
    messages_before = len(await suite.inbox(FIN))
    agent = await suite.person("agent", person="agent-leyla", centre=CENTRE, desk=DESK)
    officer = await suite.person("officer", person="officer-vusal", body="dsmf", centre=CENTRE)
    case_id = (await submit_at_the_desk(suite, agent, PARENT))["case_id"]
    await the_registries_have_answered(agent, case_id)
    await complete_and_forward(agent, case_id)
    claimed = await officer.act(case_id, "claim")

    foreign = await refuse(officer, claimed, "bad-weather")
    assert foreign.status_code == 422
    problem = foreign.json()
    assert (problem["code"], problem["listed"]) == (
        "ground-not-listed",
        ["incomplete-documents", "no-legal-basis"],
    )
    assert "Hüquqi əsası yoxdur" in problem["errors"][0]["detail"]
    assert (await officer.get(f"/v1/cases/{case_id}"))["state"] == "at-back-office"

    decided = await officer.act(case_id, "refuse", ground="no-legal-basis", reason=WHY)
    assert decided["decision"]["outcome"] == "refused"
    await the_cabinet_says_how_to_contest_it(suite, messages_before, decided)
    await eventually(
        lambda: officer.get(f"/v1/cases/{case_id}"),
        lambda seen: seen["state"] == "closed",
        "the case closes when its refusal is delivered",
    )


async def refuse(officer: Person, case: dict[str, Any], ground: str) -> httpx.Response:
    return await officer.post(
        f"/v1/cases/{case['case_id']}/actions/refuse",
        {"ground": ground, "reason": WHY},
        If_Match=f'"{case["version"]}"',
    )


async def the_cabinet_says_how_to_contest_it(
    suite: Suite, before: int, decided: dict[str, Any]
) -> None:
    inbox = await eventually(
        lambda: suite.inbox(FIN),
        lambda messages: len(messages) > before,
        "the refusal is in the cabinet",
    )
    [message] = inbox[before:]
    assert decided["case_number"] in message["subject"]
    assert decided["decision"]["number"] in message["body"]
    assert "Hüquqi əsası yoxdur" in message["body"]
    assert "30 gün ərzində" in message["body"]
    assert "inzibati məhkəməyə" in message["body"]
    assert WHY not in message["body"]
