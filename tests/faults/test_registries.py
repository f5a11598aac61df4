"""A registry fails, or the gateway dies while asking it: unknown for a while, never no, then answered."""

import asyncio
import time
from typing import Any

import pytest

from applications.settings import Settings
from applications.storage import cases, evidence
from shared.database import Database
from shared.vault import KeyRing, Vault
from tests.faults.ground import Ground
from tests.faults.load import Load
from tests.faults.profile import Profile
from tests.faults.report import Report
from tests.faults.waiting import until

GATEWAY = "meis-gateway-api"
REGISTRY = "meis/sigorta"
ANSWERED_WITHIN = 90.0
SUPPLIED = {
    "birth-certificate": ("sigorta", "dependants"),
    "leave-order": ("monitorinq", "leave_order"),
}
"""The papers of the load's passport that a registry can supply, and from where."""


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("black-hole", "timeout"),
        ("drip", "timeout"),
        ("reset", "unavailable"),
        ("wrong-person", "wrong-person"),
        ("malformed", "malformed"),
    ],
)
async def test_while_a_registry_fails_cases_wait_and_afterwards_each_has_its_own_answer(
    ground: Ground, profile: Profile, report: Report, fault: str, error: str
) -> None:
    async with ground.load(rate=3, days_pass=False) as load:
        await load.until(accepted=6)
        before = await ground.last_call()
        await ground.fault(REGISTRY, fault)
        await asyncio.sleep(profile.outage)
        await ground.no_faults()
        mended_at = time.monotonic()
        await load.until(accepted=6)
    await until_answered(ground, load)
    recovered = time.monotonic() - mended_at

    await ground.settled(load, report.row(f"registry: {fault}", killed="-", recovered=recovered))

    failed = await outcomes_of(ground, fault, after=before)
    assert failed, "no call met the fault"
    assert set(failed) == {("unknown", error)}
    await expect_the_truth(ground, load)


async def test_looks_of_a_gateway_killed_in_the_middle_are_closed_and_asked_again(
    ground: Ground, profile: Profile, report: Report
) -> None:
    async with ground.load(rate=3, days_pass=False) as load:
        await load.until(accepted=6)
        before = await ground.last_call()
        await ground.fault(REGISTRY, "black-hole")
        await until_in_flight(ground, before)
        await ground.kill(GATEWAY)
        orphans = await open_intents(ground)
        await asyncio.sleep(profile.outage)
        await ground.no_faults()
        await ground.start(GATEWAY)
        started_at = time.monotonic()
        await load.until(accepted=6)
    await until_answered(ground, load)
    recovered = time.monotonic() - started_at
    await until_closed(ground, orphans)
    closed_after = time.monotonic() - started_at

    await ground.settled(
        load,
        report.row(
            "registry: gateway dies while asking",
            killed=GATEWAY,
            recovered=max(recovered, closed_after),
        ),
    )

    assert orphans, "nothing was under way"
    assert set((await answers_to(ground, orphans)).values()) == {("unknown", "interrupted")}
    assert orphans & {call["intent_id"] for call in await ground.calls(REGISTRY, after=before)}
    await expect_the_truth(ground, load)


async def until_in_flight(ground: Ground, before: int, *, at_least: int = 2) -> None:
    """Wait until the silent registry holds calls whose intents are open."""

    async def enough() -> bool:
        calls = await ground.calls(REGISTRY, after=before)
        held = {call["intent_id"] for call in calls if call["fault"] == "black-hole"}
        return len(held & await open_intents(ground)) >= at_least

    await until(enough, "the silent registry holds calls", seconds=30)


async def until_answered(ground: Ground, load: Load) -> None:
    """Wait until no case of the load has a question left."""
    waiting = (
        "select count(*) from registry_questions where state = 'waiting' and case_id = any($1)"
    )

    async def none() -> bool:
        [row] = await ground.query("applications", waiting, load.case_ids)
        return bool(row["count"] == 0)

    await until(none, "no question is left", seconds=ANSWERED_WITHIN)


async def until_closed(ground: Ground, intents: set[str]) -> None:
    """Wait until each of these intents has an outcome."""

    async def all_of_them() -> bool:
        return set(await answers_to(ground, intents)) == intents

    await until(all_of_them, "every look has an outcome", seconds=ANSWERED_WITHIN)


async def open_intents(ground: Ground) -> set[str]:
    """Return the intents that have no outcome, as the evidence itself shows them."""
    rows = await ground.query(
        "meis_gateway",
        "select intent_id from intents left join outcomes using (intent_id) where answer is null",
    )
    return {row["intent_id"] for row in rows}


async def answers_to(ground: Ground, intents: set[str]) -> dict[str, tuple[str, str | None]]:
    """Return answer and error of those that have an outcome, by intent."""
    rows = await ground.query(
        "meis_gateway",
        "select intent_id, answer, error from outcomes where intent_id = any($1)",
        sorted(intents),
    )
    return {row["intent_id"]: (row["answer"], row["error"]) for row in rows}


async def outcomes_of(
    ground: Ground, fault: str, *, after: int
) -> list[tuple[str, str | None] | None]:
    """Return what came of each call that met the fault; None where no outcome was kept."""
    calls = await ground.calls(REGISTRY, after=after)
    met = [call["intent_id"] for call in calls if call["fault"] == fault and call["intent_id"]]
    kept = await answers_to(ground, set(met))
    return [kept.get(intent_id) for intent_id in met]


async def expect_the_truth(ground: Ground, load: Load) -> None:
    """Every case knows of its own person what the registries hold, and was never told otherwise."""
    wrong = await ground.query(
        "meis_gateway",
        "select case_id from intents join outcomes using (intent_id) "
        "where answer = 'no' and case_id = any($1)",
        load.case_ids,
    )
    assert wrong == []
    steps = await ground.query(
        "applications",
        "select case_id, answer, status from case_steps "
        "where kind = 'registry-check' and case_id = any($1)",
        load.case_ids,
    )
    assert {row["case_id"] for row in steps} == set(load.case_ids)
    assert {(row["answer"], row["status"]) for row in steps} == {("yes", "done")}
    papers = await ground.query(
        "applications",
        "select case_id, code, status from requirements where case_id = any($1)",
        load.case_ids,
    )
    met = {(row["case_id"], row["code"]) for row in papers if row["status"] == "met-by-registry"}
    assert met == {
        (one.case_id, code)
        for one in load.accepted
        for code, (subsystem, attribute) in SUPPLIED.items()
        if one.parent.person["registries"][subsystem].get(attribute) is not None
    }
    await expect_nobody_elses_data(ground, load)


async def expect_nobody_elses_data(ground: Ground, load: Load) -> None:
    """Open what each case keeps under seal: it is what the registries hold of its own person."""
    [service] = [each for each in ground.plan.services if each.package == "applications"]
    settings = Settings.model_validate({"env": "test"})
    vault = Vault(KeyRing.parse(settings.vault_keys.get_secret_value()))
    database = Database(ground.plan.database(service), application_name="tests")
    for one in load.accepted:
        held: dict[str, dict[str, Any]] = one.parent.person["registries"]
        kept = await kept_under_seal(database, vault, one.case_id)
        assert kept
        for subsystem, attributes in kept:
            own = {name: held[subsystem].get(name) for name in attributes}
            assert attributes == own
    await database.dispose()


async def kept_under_seal(
    database: Database, vault: Vault, case_id: str
) -> list[tuple[str, dict[str, Any]]]:
    """Return what registries supplied to a case: subsystem and attributes, for each answer."""
    async with database.transaction() as session:
        file = await cases.read(session, vault, case_id)
        assert file is not None
        pieces = await evidence.list_of(session, file.seal, opens=lambda _: True)
    return [
        (subsystem, attributes)
        for piece in pieces
        if piece.kind == evidence.REGISTRY_ANSWER
        for subsystem, attributes in (piece.secret or {}).items()
    ]
