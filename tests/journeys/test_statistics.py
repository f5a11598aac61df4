"""What the head of a centre reads of a day: who came how, how it ended, and whether in time.

On Tuesday 12 May 2026 twenty people apply at one centre through four channels; on the next two
more do, too few to be shown. Three weeks later those who waited are refused, after their term.
"""

import csv
from datetime import UTC, datetime
from io import StringIO
from typing import Any

from tests.journeys.papers import original
from tests.journeys.submissions import by_portal
from tests.journeys.suite import Person, Suite, eventually, steps
from tests.journeys.test_call_centre import by_phone, verified
from tests.journeys.test_representative import application

CENTRE, DESK, DIRECTION = "dost-12", "desk-1", "social-benefits"
THE_DAY, THE_NEXT = "2026-05-12", "2026-05-13"
MORNING = datetime(2026, 5, 12, 6, 0, tzinfo=UTC)  # 10:00 in Baku
NEXT_MORNING = datetime(2026, 5, 13, 6, 0, tzinfo=UTC)
THREE_WEEKS_LATER = datetime(2026, 6, 2, 6, 0, tzinfo=UTC)
EACH = 5
"""So many by each channel: the fewest that a report shows."""
WHO = ("5ZK1Q2W", "Sevinc", "Nümunəli", "1994-03-02")
REPRESENTED = ("6LM7N8P", "Zəhra", "Nümunəli", "1993-04-11")


async def test_the_head_of_a_centre_reads_a_day_and_nobody_is_told_from_few(suite: Suite) -> None:
    await suite.it_is(MORNING)
    agent = await suite.person("agent", person="agent-leyla", centre=CENTRE, desk=DESK)
    officer = await suite.person("officer", person="officer-vusal", body="dsmf", centre=CENTRE)
    for case_id in [await at_the_desk(suite, agent) for _ in range(EACH)]:
        await agent.act(case_id, "approach-desk", desk=DESK)
        await decided(agent, officer, case_id, "grant")
    waiting = [await by_a_call(suite, agent) for _ in range(EACH)]
    for case_id in [await by_themself(suite, agent) for _ in range(EACH)]:
        await agent.act(case_id, "withdraw", reason="Müraciətindən imtina edir.")
    for _ in range(EACH):
        await by_a_representative(suite, agent)
    await suite.it_is(NEXT_MORNING)
    for _ in range(2):
        await by_themself(suite, agent)
    await suite.it_is(THREE_WEEKS_LATER)
    for case_id in waiting:
        await decided(
            agent, officer, case_id, "refuse", ground="no-legal-basis", reason="Əsas yox."
        )

    await the_day_by_channel(officer)
    await the_day_as_a_table(officer)
    await the_two_of_the_next_day_are_withheld(officer)
    assert await submitted_as_another_centre_reads_it(suite) == 0


async def the_day_by_channel(officer: Person) -> None:
    names = ("granted", "refused", "withdrawn", "open")
    day = {"from": THE_DAY, "until": THE_DAY}
    found = await officer.get("/v1/statistics", by="service,channel,centre,day", **day)

    assert {row["channel"]: [row[name] for name in names] for row in found["items"]} == {
        "call-centre": [0, EACH, 0, 0],
        "in-person": [EACH, 0, 0, 0],
        "representative": [0, 0, 0, EACH],
        "self-service": [0, 0, EACH, 0],
    }
    where = {(row["service_id"], row["centre"], row["day"]) for row in found["items"]}
    assert where == {("childcare-benefit", CENTRE, THE_DAY)}
    total = found["total"]
    assert [total[name] for name in ("submitted", *names)] == [4 * EACH, EACH, EACH, EACH, EACH]
    assert (total["decided_in_term"], total["decided_late"]) == (EACH, EACH)
    assert total["share_in_term"] == 0.5


async def the_day_as_a_table(officer: Person) -> None:
    answer = await officer.http.get(
        "/v1/statistics",
        params={"by": "channel", "from": THE_DAY, "until": THE_DAY},
        headers={"Accept": "text/csv"},
    )
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(StringIO(answer.text, newline="")))
    assert {row["channel"]: row["share_in_term"] for row in rows} == {
        "call-centre": "0.0",
        "in-person": "1.0",
        "representative": "",
        "self-service": "",
    }


async def the_two_of_the_next_day_are_withheld(officer: Person) -> None:
    days = {"from": THE_DAY, "until": THE_NEXT}
    found = await officer.get("/v1/statistics", by="day", **days)
    few = next(row for row in found["items"] if row["day"] == THE_NEXT)
    whole = next(row for row in found["items"] if row["day"] == THE_DAY)

    assert (few["submitted"], few["open"]) == (None, None)
    assert None in (whole["submitted"], found["total"]["submitted"])


async def submitted_as_another_centre_reads_it(suite: Suite) -> int | None:
    elsewhere = await suite.person("officer", person="officer-2", body="dsmf", centre="dost-13")
    day = {"from": THE_DAY, "until": THE_DAY}
    found = await elsewhere.get("/v1/statistics", by="", **day)
    submitted: int | None = found["total"]["submitted"]
    return submitted


async def at_the_desk(suite: Suite, agent: Person) -> str:
    kiosk = await suite.person("kiosk", person="kiosk-12", centre=CENTRE)
    queue = {"centre": CENTRE, "direction": DIRECTION}
    ticket = await kiosk.create("/v1/tickets", queue)
    await agent.create("/v1/tickets/call-next", {**queue, "desk": DESK})
    evidence = {"centre": CENTRE, "ticket_id": ticket["ticket_id"]}
    body = {**by_portal(*WHO), "channel": "in-person", "evidence": evidence}
    return id_of(await agent.create("/v1/cases", body))


async def by_a_call(suite: Suite, agent: Person) -> str:
    operator = await suite.person("operator", person="operator-nigar")
    case = await operator.create("/v1/cases", by_phone(WHO, await verified(operator, WHO)))
    return await taken(agent, case)


async def by_themself(suite: Suite, agent: Person) -> str:
    citizen = await suite.person("citizen", person=WHO[0])
    return await taken(agent, await citizen.create("/v1/cases", by_portal(*WHO)))


async def by_a_representative(suite: Suite, agent: Person) -> str:
    citizen = await suite.person("citizen", person=WHO[0])
    body = application(WHO, REPRESENTED, valid_until="2026-12-31")
    return await taken(agent, await citizen.create("/v1/cases", body))


async def taken(agent: Person, case: dict[str, Any]) -> str:
    """Have the centre take a case: from then on it counts as the centre's."""
    return id_of(await agent.act(case["case_id"], "claim"))


async def decided(agent: Person, officer: Person, case_id: str, decision: str, **body: Any) -> None:
    await eventually(
        lambda: agent.get(f"/v1/cases/{case_id}"),
        lambda seen: steps(seen)["attach-data"] == "done",
        "the registries have answered",
    )
    await agent.act(case_id, "submit-documents", documents=[original("commission-protocol")])
    await agent.act(case_id, "confirm-completeness")
    await agent.act(case_id, "forward", view="none", note="Sənədlər tamdır.")
    await officer.act(case_id, "claim")
    await officer.act(case_id, decision, **body)


def id_of(case: dict[str, Any]) -> str:
    case_id: str = case["case_id"]
    return case_id
