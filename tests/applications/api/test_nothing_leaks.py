"""Every way to a case, taken by somebody it tells little or nothing: no answer says more than it may.

The ways are those of the published document, so a new route is walked with the others.
"""

import re
from collections.abc import AsyncIterator, Sequence
from uuid import uuid4

import httpx2 as httpx

from shared.identity.caller import Role
from tests.applications.api.test_masked_readers import GROUND, LAW, SAID, by_a_relative, extension
from tests.builders.applications import Caller, House
from tests.builders.callers import operator, verified
from tests.builders.representatives import WARD_FIN
from tests.builders.submissions import FIN, OTHER_FIN, Json, papers

UNTOLD = ("sigorta", "monitorinq", "leyla", "rashad", "evidence-", SAID, LAW, *GROUND.values())
"""Registries, their evidence, officers by name, what staff wrote, and the ground of a refusal."""
PAPER = papers("leave-order")["documents"][0]
ANOTHER: Json = {
    "kind": "guardianship",
    "number": "1",
    "issued_on": "2026-01-01",
    "valid_until": "2027-01-01",
    "issuer": "N",
    "services": "all",
    "reason": "r",
}
BODIES: dict[str, Json] = {
    "approach-desk": {"desk": "desk-5"},
    "submit-documents": {"documents": [PAPER]},
    "waive": {"requirement": "leave-order", "reason": "r"},
    "override": {"step": "registry-check", "reason": "r"},
    "confirm-mandate": {"seen": "original", "represented": {"kind": "fin", "value": FIN}},
    "forward": {"view": "for", "note": "r"},
    "refuse": {"ground": "bad-weather", "reason": "r"},
    "tell-in-person": {"when": "2026-03-10T06:00:00Z", "where": "r", "by_whom": "r"},
    "extend": extension(),
    "reassign": {"to": "murad", "reason": "r"},
    "correct": {"who": "applicant", "given_name": "Aysu", "reason": "r"},
    "renew-mandate": ANOTHER,
    "revoke-mandate": {"last_day": "2026-03-09", "reason": "r"},
}
SAYING_NOTHING = (
    "claim",
    "release",
    "request-documents",
    "check-registries",
    "confirm-completeness",
    "notify",
)


def body_of(action: str) -> Json:
    """Return what an action is asked with; most say why, and nothing else."""
    return BODIES.get(action, {} if action in SAYING_NOTHING else {"reason": "r"})


async def ways(
    house: House, caller: Caller, case_id: str, version: int
) -> AsyncIterator[tuple[str, httpx.Response]]:
    """Walk every way to a case by its document; give each with its answer."""
    for path, operations in house.app.openapi()["paths"].items():
        if "{case_id}" not in path:
            continue
        for method in operations:
            concrete = path.format(case_id=case_id, document_id=str(uuid4()))
            headers = {**caller.headers, "If-Match": f'"{version}"', "Accept-Language": "en"}
            body = body_of(path.rpartition("/")[2]) if method == "post" else None
            answer = await house.client.request(method, concrete, headers=headers, json=body)
            yield f"{method} {path}", answer


async def statuses(house: House, readers: Sequence[Caller], case: Json, version: int) -> set[int]:
    """Walk every way for each reader, who must hear no word they may not; return the statuses."""
    found = set()
    for reader in readers:
        async for way, answer in ways(house, reader, case["case_id"], version):
            found.add(answer.status_code)
            assert untold_in(answer) == [], way
    return found


def untold_in(answer: httpx.Response) -> list[str]:
    said = answer.text + str(answer.headers)
    return [word for word in UNTOLD if word in said]


async def test_whatever_a_relative_asks_of_a_case_no_answer_has_a_word_of_a_registry(
    house: House,
) -> None:
    """While an answer is in doubt, and once it was refused; as it stands, and a version late."""
    house.registries.insured["monitorinq"] = "no"
    agent, officer = await house.agent(), await house.officer()
    case = await by_a_relative(house)
    await house.ask_registries()
    aysel, nigar = await house.citizen(), await operator(house)
    await verified(nigar, FIN)
    case = await agent.reads(case)

    assert await statuses(house, [aysel, nigar], case, case["version"] - 1) == {200, 404, 412}
    handed_in = await aysel.act(
        case, "submit-documents", papers("leave-order", "no-such", "statement")
    )
    assert (handed_in.status_code, untold_in(handed_in)) == (422, [])
    case = await agent.does(case, "override", {"step": "registry-check", "reason": SAID})
    case = await agent.does(case, "extend", extension())
    case = await agent.does(case, "submit-documents", papers("commission-protocol"))
    case = await agent.does(case, "confirm-completeness")
    case = await agent.does(case, "forward", {"view": "against", "note": SAID})
    case = await officer.does(case, "claim")
    case = await officer.does(case, "refuse", {"ground": GROUND["code"], "reason": SAID})

    assert await statuses(house, [aysel, nigar], case, case["version"] - 1) == {200, 404, 412}
    assert await statuses(house, [aysel, nigar], case, case["version"]) == {200, 403, 404, 409}
    theirs = await (await house.citizen(WARD_FIN)).get(f"/v1/cases/{case['case_id']}")
    assert {"monitorinq", "evidence-", SAID, LAW, *GROUND.values()} <= set(untold_in(theirs))


async def strangers(house: House) -> list[Caller]:
    """Return everybody a claimed case of dost-1, decided by DSMF there, is nothing to."""
    wishes: tuple[tuple[Role, Json], ...] = (
        (Role.CITIZEN, {"person": OTHER_FIN}),
        (Role.AGENT, {"person": "murad", "centre": "dost-2", "desk": "desk-5"}),
        (Role.OFFICER, {"person": "kamran", "body": "dsmf", "centre": "dost-2"}),
        (Role.OFFICER, {"person": "kamran", "body": "dma", "centre": "dost-1"}),
        (Role.PARTNER, {"person": "legal-aid", "client": "legal-aid"}),
    )
    found = [await house.caller(role, **each) for role, each in wishes]
    return [*found, await operator(house)]


async def test_to_a_stranger_a_case_is_on_every_way_what_no_case_is(house: House) -> None:
    """The operator has somebody else on the line; the desk at dost-2 has the name of the one here."""
    case = await house.at_desk(await house.agent())
    await verified(await operator(house), OTHER_FIN)

    for stranger in await strangers(house):
        there = [way async for way in ways(house, stranger, case["case_id"], case["version"])]
        none = [way async for way in ways(house, stranger, str(uuid4()), case["version"])]
        assert [known(answer) for _, answer in there] == [known(answer) for _, answer in none]
        assert {answer.status_code for _, answer in there} == {404}


def known(answer: httpx.Response) -> tuple[int, str, list[str]]:
    """Return an answer without what differs between any two."""
    own = re.sub(r'"(trace_id|instance)":\s*"[^"]*"', "", answer.text)
    return answer.status_code, own, sorted(set(answer.headers) - {"content-length"})
