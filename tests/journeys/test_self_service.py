"""J4: the portal submits with the citizen's own token and electronic copies; the connection drops.

One paper goes with the application, the other one no registry has: it is named, brought, and the
case is decided after the holiday.
"""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from tests.journeys.papers import copy, picture
from tests.journeys.submissions import by_portal
from tests.journeys.suite import Person, Suite, eventually, requirements, steps

FIN = "6AB2C3D"  # insured in both registries; the leave order is not there
REGISTRATION = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)
CENTRE = "dost-1"
CUT_OFF_MORNING = datetime(2026, 3, 19, 5, 0, tzinfo=UTC)


async def test_a_dropped_connection_and_a_retry_are_one_case(suite: Suite) -> None:
    await suite.it_is(REGISTRATION)
    messages_before = len(await suite.inbox(FIN))
    parent = await suite.person("citizen", person=FIN)
    cases_before = len((await parent.get("/v1/cases", limit="100"))["items"])
    key = str(uuid4())
    protocol = await parent.upload(picture("komissiyanın protokolu"))
    submission = {
        **by_portal(FIN, "Günay", "Sınaqlı", "1991-07-21"),
        "documents": [copy("commission-protocol", protocol)],
    }

    await send_and_drop(suite, parent, key, submission)
    await eventually(
        lambda: parent.get("/v1/cases", limit="100"),
        lambda page: len(page["items"]) == cases_before + 1,
        "the request that got no answer was carried out",
    )
    retry = await parent.post("/v1/cases", submission, Idempotency_Key=key)
    receipt = await parent.http.get(f"/v1/receipts/{key}")

    assert retry.status_code == 201
    assert receipt.json() == retry.json()
    assert retry.headers["location"] == f"/v1/cases/{retry.json()['case_id']}"
    assert len((await parent.get("/v1/cases", limit="100"))["items"]) == cases_before + 1

    case = await the_missing_paper_is_named(parent, retry.json()["case_id"])
    await the_registries_were_asked_once(suite, case["case_id"])

    await suite.it_is(CUT_OFF_MORNING)
    inbox = await eventually(
        lambda: suite.inbox(FIN),
        lambda messages: len(messages) > messages_before,
        "the citizen is told on the cut-off day",
    )
    [notice] = inbox[messages_before:]
    assert case["case_number"] in notice["subject"]
    assert "əmrdən çıxarış" in notice["body"].lower()
    assert "protokolu" not in notice["body"].lower()
    assert datetime.fromisoformat(notice["stored_at"]) < datetime(2026, 3, 19, 14, tzinfo=UTC)

    decided = await the_paper_comes_and_the_office_decides(suite, parent, case["case_id"])
    inbox = await eventually(
        lambda: suite.inbox(FIN),
        lambda messages: len(messages) > messages_before + 1,
        "the decision is in the cabinet",
    )
    assert decided["decision"]["number"] in inbox[-1]["body"]
    assert len(inbox) == messages_before + 2


async def send_and_drop(suite: Suite, parent: Person, key: str, submission: dict[str, Any]) -> None:
    """Send the whole request over a socket and hang up without reading a byte of the answer."""
    body = json.dumps(submission, ensure_ascii=False, separators=(",", ":")).encode()
    head = (
        "POST /v1/cases HTTP/1.1\r\nHost: portal\r\nContent-Type: application/json\r\n"
        f"Authorization: {parent.http.headers['authorization']}\r\n"
        f"Idempotency-Key: {key}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    _, writer = await asyncio.open_connection("127.0.0.1", suite.applications_port)
    writer.write(head.encode() + body)
    await writer.drain()
    writer.close()
    await writer.wait_closed()


async def the_missing_paper_is_named(parent: Person, case_id: str) -> dict[str, Any]:
    """Registry answers are attached; what no registry supplied is named, and nothing else."""
    case = await eventually(
        lambda: parent.get(f"/v1/cases/{case_id}"),
        lambda seen: (
            requirements(seen)["birth-certificate"]["status"] == "met-by-registry"
            and steps(seen)["attach-data"] == "done"
        ),
        "the registries' answers are attached",
    )
    statuses = {code: seen["status"] for code, seen in requirements(case).items()}
    assert statuses == {
        "identity-card": "met-by-identity",
        "commission-protocol": "met-by-paper",
        "leave-order": "missing",
        "statement": "met-by-submission",
        "birth-certificate": "met-by-registry",
    }
    return case


async def the_registries_were_asked_once(suite: Suite, case_id: str) -> None:
    """One question of each kind, though the request was sent twice."""
    assert case_id
    asked = [call for call in await suite.calls("meis") if identifier(call) == FIN]
    assert [call["status"] for call in asked] == [200] * len(asked)
    assert sorted(call["target"] for call in asked) == [
        "meis/monitorinq",
        "meis/monitorinq",
        "meis/sigorta",
        "meis/sigorta",
    ]


async def the_paper_comes_and_the_office_decides(
    suite: Suite, parent: Person, case_id: str
) -> dict[str, Any]:
    agent = await suite.person("agent", person="agent-leyla", centre=CENTRE, desk="desk-3")
    await agent.act(case_id, "claim")
    order = await parent.upload(picture("əmrdən çıxarış"))
    await parent.act(case_id, "submit-documents", documents=[copy("leave-order", order)])
    await agent.act(case_id, "confirm-completeness")
    await agent.act(case_id, "forward", view="for", note="Sənədlər tamdır.")
    officer = await suite.person("officer", person="officer-vusal", body="dsmf", centre=CENTRE)
    await officer.act(case_id, "claim")
    papers = (await officer.get(f"/v1/cases/{case_id}/documents"))["items"]
    contents = [(await officer.http.get(paper["href"])).content for paper in papers]
    assert contents == [picture("komissiyanın protokolu"), picture("əmrdən çıxarış")]
    return await officer.act(case_id, "grant")


def identifier(call: dict[str, Any]) -> str | None:
    value = call.get("identifier")
    return value.get("value") if isinstance(value, dict) else value
