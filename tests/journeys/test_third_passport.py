"""A passport nobody wrote code for, from its document to a decision.

It is synthetic (`tests/passports`): registries first, *Əlillik* and *Pensiya* instead of the seeds' two, a notice printed
before the case is handed over and due two working days before the term, papers taken in two places,
completeness checked twice, minutes and working days, and an office at the body itself.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from local_stack.plan import Plan
from tests.builders.third_passport import DOCUMENT, EDITOR_FILE, SERVICE
from tests.journeys.catalogue import Catalogue
from tests.journeys.submissions import by_portal
from tests.journeys.suite import Person, Suite, eventually, requirements, steps

ISMAYIL = ("5NP7Q8R", "İsmayıl", "Çoxqeydli", "1958-12-03")  # known to every registry
REGISTRATION = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)  # a Tuesday, 10:00 in Baku
NINETY_MINUTES = timedelta(minutes=90)  # of office hours, all of them that morning
DAY_OF_DECISION = datetime(2026, 3, 12, 6, 0, tzinfo=UTC)
CENTRE = "dost-2"


async def test_a_service_the_code_has_never_heard_of_is_decided(
    suite: Suite, running_stack: Plan
) -> None:
    await suite.it_is(REGISTRATION)
    await Catalogue(running_stack).publish_once(DOCUMENT, EDITOR_FILE)

    citizen = await suite.person("citizen", person=ISMAYIL[0])
    case = await citizen.create("/v1/cases", by_portal(*ISMAYIL, service_id=SERVICE))
    assert dates(case) >= {
        ("registered", "2026-03-10"),
        ("front-office", "2026-03-10"),
        ("notice", "2026-03-13"),
        ("total", "2026-03-17"),
    }
    filed_at = datetime.fromisoformat(case["filed_at"])
    assert instant(case, "front-office") == filed_at + NINETY_MINUTES

    case = await the_registries_have_answered(citizen, case["case_id"])
    await only_its_own_registries_were_asked(suite)
    assert steps(case) == {
        "check-disability": "done",
        "check-pension": "done",
        "attach-answers": "done",
        "tell-in-time": "pending",
        "send-papers": "pending",
        "queue-up": "not-applicable",
        "come-to-desk": "not-applicable",
        "hand-papers-over": "not-applicable",
        "check-papers": "pending",
        "check-stay": "not-applicable",
        "hand-on": "pending",
        "final-word": "pending",
    }

    await handed_on(suite, case["case_id"])
    await suite.it_is(DAY_OF_DECISION)
    officer = await suite.person("officer", person="officer-samir", body="dtsera")
    await officer.act(case["case_id"], "claim")
    decided = await officer.act(case["case_id"], "grant")
    assert decided["office"] == "dtsera"

    closed = await eventually(
        lambda: citizen.get(f"/v1/cases/{case['case_id']}"),
        lambda seen: seen["state"] == "closed",
        "the person reads the decision and the case closes",
    )
    assert set(steps(closed).values()) == {"done", "not-applicable"}
    assert decided["decision"]["number"] in str(await suite.inbox(ISMAYIL[0]))


async def test_a_letter_to_that_service_is_decided_too(suite: Suite, running_stack: Plan) -> None:
    await suite.it_is(DAY_OF_DECISION)
    await Catalogue(running_stack).publish_once(DOCUMENT, EDITOR_FILE)
    agent = await suite.person("agent", person="agent-aysel", centre=CENTRE)

    case = await agent.create("/v1/cases", by_post())
    assert dates(case) >= {("registered", "2026-03-11"), ("total", "2026-03-18")}
    case = await the_registries_have_answered(agent, case["case_id"], "missing")
    assert steps(case)["hand-papers-over"] == "not-applicable"

    await handed_on(suite, case["case_id"], "delivery-address")
    officer = await suite.person("officer", person="officer-samir", body="dtsera")
    await officer.act(case["case_id"], "claim")
    decided = await officer.act(case["case_id"], "grant")
    assert decided["decision"]["outcome"] == "granted"


def by_post() -> dict[str, Any]:
    """Return what the agent enters from a letter that came the day before."""
    evidence = {"received_on": "2026-03-11", "registered_no": "M-41"}
    sent = by_portal(*ISMAYIL, service_id=SERVICE)
    return {**sent, "channel": "post", "evidence": evidence}


async def the_registries_have_answered(
    person: Person, case_id: str, address: str = "not-applicable"
) -> dict[str, Any]:
    case = await eventually(
        lambda: person.get(f"/v1/cases/{case_id}"),
        lambda seen: (
            steps(seen)["attach-answers"] == "done"
            and requirements(seen)["disability-certificate"]["status"] == "met-by-registry"
        ),
        "both of its registries have answered",
    )
    certificate = requirements(case)["disability-certificate"]
    assert (certificate["subsystem"], certificate["attribute"]) == ("elillik", "disability")
    assert requirements(case)["delivery-address"]["status"] == address
    return case


async def only_its_own_registries_were_asked(suite: Suite) -> None:
    asked = [
        call
        for call in await suite.calls("meis")
        if (call["identifier"] or {}).get("value") == ISMAYIL[0]
    ]
    assert {call["target"] for call in asked} == {"meis/elillik", "meis/pensiya"}


async def handed_on(suite: Suite, case_id: str, *others: str) -> None:
    """Another centre's agent takes the case, sees a paper that stands in for another, forwards."""
    agent = await suite.person("agent", person="agent-aysel", centre=CENTRE)
    await agent.act(case_id, "claim")
    case = await agent.get(f"/v1/cases/{case_id}")
    blocked = next(each for each in case["allowed_actions"] if each["action"] == "forward")
    assert "send-papers, check-papers" in str(blocked["blocked_by"])

    papers = [
        {"requirement": code, "form": "original", "number": "R-7", "issued_on": "2026-02-20"}
        for code in ("rehabilitation-extract", *others)
    ]
    await agent.act(case_id, "submit-documents", documents=papers)
    complete = await agent.act(case_id, "confirm-completeness")
    assert requirements(complete)["orthopaedist-opinion"]["status"] == "substituted"
    assert steps(complete)["send-papers"] == "done"
    await agent.act(case_id, "forward", view="for", note="Arayış reyestrdəndir.")


def instant(case: dict[str, Any], kind: str) -> datetime:
    """Return the moment at which a term ends that ends within a day."""
    [at] = [each["at"] for each in case["deadlines"] if each["kind"] == kind]
    return datetime.fromisoformat(at)


def dates(case: dict[str, Any]) -> set[tuple[str, str]]:
    return {(each["kind"], each["on"]) for each in case["deadlines"]}
