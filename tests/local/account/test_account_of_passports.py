"""`dost account` on real servers: published versions, their events and their copies."""

from dataclasses import replace

import pytest

from tests.builders.account_lines import (
    CASE_COPIES,
    GATEWAY_COPIES,
    LEASES,
    OUTBOXES,
    PUBLISHED,
)
from tests.builders.kafka import put
from tests.builders.small_system import SmallSystem

WRONG = {
    "no event": ("published", PUBLISHED, "missing"),
    "no version": ("version", PUBLISHED, "double"),
    "no copy for the cases": ("copy of applications", CASE_COPIES, "missing"),
    "no copy for the gateway": ("copy of meis-gateway", GATEWAY_COPIES, "missing"),
}


async def test_versions_with_their_events_and_copies_balance(system: SmallSystem) -> None:
    for _ in range(2):
        await system.version()

    said = await system.account()

    assert (said.code, said.ok, said.open) == (0, True, 0), said.lines
    counts = [
        (said.lines[what]["expected"], said.lines[what]["found"])
        for what in (PUBLISHED, CASE_COPIES, GATEWAY_COPIES)
    ]
    assert counts == [(2, 2)] * 3


@pytest.mark.parametrize(("left_out", "what", "kind"), WRONG.values(), ids=WRONG)
async def test_what_is_wrong_with_a_version_is_named(
    system: SmallSystem, left_out: str, what: str, kind: str
) -> None:
    published = await system.version(without={left_out})
    await system.consumers_have_come()

    said = await system.account()

    assert (said.code, said.ok) == (1, False), said.errors
    assert said.lines[what]["named"][kind] == [f"{published.service_id}/1"]


async def test_what_a_planned_version_brings_along_is_looked_for_as_well(
    system: SmallSystem,
) -> None:
    published = await system.version(without={"published", "copy of applications"})
    data = {"passport": {"version": 2}, "until_then": [{"version": 1}]}
    await put(system.broker, replace(published.event(), data=data))
    await system.consumers_have_come()

    said = await system.account()

    missed = [f"{published.service_id}/{number}" for number in (1, 2)]
    assert said.lines[CASE_COPIES]["named"]["missing"] == missed


async def test_what_waits_at_the_catalogue_is_told(system: SmallSystem) -> None:
    published = await system.version(without={"published"})
    await system.record("catalog", published.event())
    await system.execute(
        "catalog",
        "UPDATE outbox_leases SET owner = 'gone', expires_at = now() - interval '1 s' "
        "WHERE bucket = 3",
    )

    said = await system.account()

    assert (said.code, said.ok) == (0, True), said.lines
    opened = {what: line["open"] for what, line in said.lines.items() if line["open"]}
    assert opened == {PUBLISHED: 1, OUTBOXES: 1, LEASES: 1}
    assert said.lines[LEASES]["note"] == "catalog buckets of the relay: 1"
