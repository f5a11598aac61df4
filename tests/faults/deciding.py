"""Agents and officers who work on a case of the load until it is decided."""

from contextlib import AsyncExitStack
from typing import Any

import httpx2 as httpx

from tests.faults.ground import Ground
from tests.faults.load import Load
from tests.journeys.suite import Person, eventually, requirements, steps

ANSWERED_WITHIN = 90.0
CENTRE = "dost-1"
AGENT = {"role": "agent", "person": "agent-leyla", "centre": CENTRE, "desk": "desk-3"}
OFFICER = {"role": "officer", "person": "officer-vusal", "centre": CENTRE, "body": "dsmf"}


async def signed_in(
    ground: Ground, stack: AsyncExitStack, port: int, claims: dict[str, str]
) -> Person:
    """Give somebody a token, and a client of the API at ``port``."""
    answer = await ground.outside.post("/identity/test-tokens", json=claims)
    assert answer.is_success, answer.text
    http = httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{port}",
        headers={"Authorization": f"Bearer {answer.json()['access_token']}"},
        timeout=30,
        trust_env=False,
    )
    return Person(await stack.enter_async_context(http))


async def decide_some(ground: Ground, load: Load, count: int) -> None:
    """Let the first cases of the load be decided, one after the other."""
    async with AsyncExitStack() as people:
        for case_id in load.case_ids[:count]:
            await decide(ground, people, load, case_id)


async def decide(ground: Ground, stack: AsyncExitStack, load: Load, case_id: str) -> None:
    """Let the case be worked on to its decision: each action is an event of the same key."""
    port = ground.plan.ports.applications
    agent = await signed_in(ground, stack, port, AGENT)
    officer = await signed_in(ground, stack, port, OFFICER)
    await agent.act(case_id, "claim")
    case = await eventually(
        lambda: agent.get(f"/v1/cases/{case_id}"),
        _is_answered,
        "the registries have answered",
        seconds=ANSWERED_WITHIN,
    )
    papers = [
        {"requirement": code, "form": "original", "number": "K-1", "issued_on": "2026-02-05"}
        for code, requirement in requirements(case).items()
        if requirement["status"] == "missing"
    ]
    await agent.act(case_id, "submit-documents", documents=papers)
    await agent.act(case_id, "confirm-completeness")
    await agent.act(case_id, "forward", view="for", note="Sənədlər tamdır.")
    await officer.act(case_id, "claim")
    await officer.act(case_id, "grant")
    load.decided.add(case_id)


def _is_answered(case: dict[str, Any]) -> bool:
    """Tell whether the registries have said all that the case asked them."""
    pending = [each for each in requirements(case).values() if each["status"] == "pending"]
    return steps(case)["attach-data"] == "done" and not pending
