"""J3: a person calls, is verified, hears how things stand, and applies while they speak.

Others call without time or papers: what they say is kept, and ended at a desk or by themselves.
"""

from datetime import UTC, datetime
from typing import Any, TypeAlias
from uuid import uuid4

import httpx2 as httpx

from tests.builders.portal import Portal
from tests.journeys.suite import Person, Suite, eventually, requirements, steps
from tests.journeys.test_in_person import CENTRE, DESK, DIRECTION

CALLER = ("5NP7Q8R", "İsmayıl", "Çoxqeydli", "1958-12-03")
DESK_CALLER = ("6CD3E4F", "Lalə", "Misallı", "1996-12-30")
PORTAL_CALLER = ("7ST9U1V", "Ləman", "Nümunəli", "2001-05-29")
A_WORKING_DAY = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)
CUT_OFF_MORNING = datetime(2026, 3, 19, 5, 0, tzinfo=UTC)

Who: TypeAlias = tuple[str, str, str, str]


async def test_a_caller_hears_how_things_stand_and_applies_while_they_speak(suite: Suite) -> None:
    await suite.it_is(A_WORKING_DAY)
    operator = await suite.person("operator", person="operator-nigar")
    verification = await verified(operator, CALLER)
    before = await card(operator, verification)

    case = await operator.create("/v1/cases", by_phone(CALLER, verification))
    again = await operator.post("/v1/cases", by_phone(CALLER, verification))

    assert (case["channel"], case["state"]) == ("call-centre", "submitted")
    assert case["case_id"] not in [each["case_id"] for each in before["cases"]]
    assert (again.status_code, again.json()["code"]) == (422, "verification-used")
    shown = await eventually(
        lambda: on_card(operator, verification, case["case_id"]),
        lambda seen: (
            [each["code"] for each in seen["papers"]] == ["commission-protocol", "leave-order"]
        ),
        "the registries have answered, and the card names the papers that are left",
    )
    assert shown["case_number"] == case["case_number"]
    assert {each["kind"]: each["on"] for each in shown["deadlines"]}["total"] == "2026-03-31"
    assert shown["next_step"]["kind"] == "submit-documents"
    assert shown["next_step"]["sentence"].startswith("These papers are awaited")

    await suite.it_is(CUT_OFF_MORNING)
    told = await eventually(
        lambda: on_card(operator, verification, case["case_id"]),
        lambda seen: bool(seen["messages"]) and seen["messages"][0]["delivered_at"] is not None,
        "the card tells that the notice has reached the cabinet",
    )
    assert told["messages"][0]["template"] == "in-progress"


async def test_a_draft_begun_by_phone_is_ended_at_the_desk(suite: Suite) -> None:
    await suite.it_is(A_WORKING_DAY)
    operator = await suite.person("operator", person="operator-nigar")
    draft = await begun(operator, DESK_CALLER)
    agent = await suite.person("agent", person="agent-leyla", centre=CENTRE, desk=DESK)
    found = await agent.create(
        "/v1/draft-lookups",
        {"draft_number": draft["draft_number"], "person": {"identifier": fin(DESK_CALLER)}},
    )
    seen_at_the_desk = {
        "requirement": "commission-protocol",
        "form": "original",
        "number": "K-119",
        "issued_on": "2026-03-05",
    }

    case = await ended(
        agent,
        found,
        channel="in-person",
        evidence={"centre": CENTRE, "ticket_id": await ticket_called(suite, agent)},
        documents=[seen_at_the_desk],
    )

    assert case["person_concerned"]["family_name"] == DESK_CALLER[2]
    assert requirements(case)["commission-protocol"]["status"] == "met-by-paper"
    origin = next(each for each in case["evidence"] if each["kind"] == "draft-ended")
    assert origin["details"]["begun_by"] == "operator:operator-nigar"
    await eventually(
        lambda: agent.get(f"/v1/cases/{case['case_id']}"),
        lambda seen: steps(seen)["attach-data"] == "done",
        "the registries are asked about it as about any case",
    )
    verification = await verified(operator, DESK_CALLER)
    after = await card(operator, verification)
    assert draft["draft_number"] not in [each["draft_number"] for each in after["drafts"]]
    assert case["case_id"] in [each["case_id"] for each in after["tickets"]]


async def test_a_draft_begun_by_phone_is_ended_by_the_person_signed_in_at_the_portal(
    suite: Suite,
) -> None:
    await suite.it_is(A_WORKING_DAY)
    operator = await suite.person("operator", person="operator-nigar")
    told = (await begun(operator, PORTAL_CALLER))["draft_number"]
    tokens = await Portal(suite.outside).signs_in(PORTAL_CALLER[0])
    citizen = suite.bearer(tokens["access_token"])
    own = await citizen.create(
        "/v1/draft-lookups", {"draft_number": told, "person": {"identifier": fin(PORTAL_CALLER)}}
    )

    case = await ended(citizen, own, channel="self-service", evidence={})

    assert own["begun_by"] == "operator"
    assert requirements(case)["identity-card"]["status"] == "met-by-identity"
    assert (await citizen.get(f"/v1/cases/{case['case_id']}"))["channel"] == "self-service"


def fin(who: Who) -> dict[str, str]:
    return {"kind": "fin", "value": who[0]}


def application(who: Who, **fields: Any) -> dict[str, Any]:
    """Return what a caller says about themself and what they want."""
    named = {"given_name": who[1], "family_name": who[2], "birth_date": who[3]}
    return {
        "service_id": "childcare-benefit",
        "channel": "call-centre",
        "applicant": {
            "relation": "self",
            "audience": "citizen",
            "person": {"identifier": fin(who), **named},
        },
        **fields,
    }


def by_phone(who: Who, verification_id: str) -> dict[str, Any]:
    return application(who, evidence={"verification_id": verification_id})


async def verified(operator: Person, who: Who) -> str:
    made = await operator.create(
        "/v1/caller-verifications",
        {
            "call_id": str(uuid4()),
            "person": {"identifier": fin(who)},
            "answered": ["birth-date", "registered-address"],
        },
    )
    verification_id: str = made["verification_id"]
    return verification_id


async def card(operator: Person, verification_id: str) -> dict[str, Any]:
    return await operator.create("/v1/caller-cards", {"verification_id": verification_id})


async def on_card(operator: Person, verification_id: str, case_id: str) -> dict[str, Any]:
    shown = await card(operator, verification_id)
    [found] = [case for case in shown["cases"] if case["case_id"] == case_id]
    return dict(found)


async def begun(operator: Person, who: Who) -> dict[str, Any]:
    return await operator.create("/v1/drafts", by_phone(who, await verified(operator, who)))


async def ended(person: Person, draft: dict[str, Any], **how: Any) -> dict[str, Any]:
    path = f"/v1/drafts/{draft['draft_id']}/submission"
    answer = await person.post(path, how, If_Match=f'"{draft["version"]}"')
    assert answer.status_code == httpx.codes.CREATED, answer.text
    case: dict[str, Any] = answer.json()
    return case


async def ticket_called(suite: Suite, agent: Person) -> str:
    kiosk = await suite.person("kiosk", person="kiosk-1", centre=CENTRE)
    queue = {"centre": CENTRE, "direction": DIRECTION}
    ticket = await kiosk.create("/v1/tickets", queue)
    called = await agent.create("/v1/tickets/call-next", {**queue, "desk": DESK})
    assert called["ticket_id"] == ticket["ticket_id"]
    ticket_id: str = ticket["ticket_id"]
    return ticket_id
