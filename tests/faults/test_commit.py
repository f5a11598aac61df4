"""All of a request went well, and then its COMMIT fails: as if it had never been."""

import time
from collections.abc import Mapping

import pytest

from tests.builders.kafka import read_topic
from tests.faults.disturbances import failing_commits
from tests.faults.ground import Ground
from tests.faults.intake import Client
from tests.faults.load import Load
from tests.faults.profile import Profile
from tests.faults.report import Report
from tests.faults.waiting import until

EVENTS = "dost.applications.events.v1"
OF_INTAKE = {
    "cases": "SELECT count(*) FROM cases",
    "keys": "SELECT count(*) FROM case_keys",
    "people": "SELECT count(*) FROM people",
    "history": "SELECT count(*) FROM history WHERE action = 'submit'",
    "answers": "SELECT count(*) FROM idempotency",
}
"""What only an accepted case adds to."""


@pytest.mark.parametrize(
    ("state", "status"),
    [("P0001", 500), ("40001", 503), ("53100", 503)],
    ids=["a rule of the schema", "a serialization failure", "a full disk"],
)
async def test_a_request_whose_commit_fails_is_not_accepted_and_leaves_nothing(
    ground: Ground, profile: Profile, report: Report, state: str, status: int
) -> None:
    async with ground.load(rate=3, writers=5) as load:
        client = Client(ground, load)
        await load.until(accepted=8)
        async with failing_commits(ground, state):
            before = await rows_of_intake(ground)
            refused = await client.apply()
            began = time.monotonic()
            await until(lambda: load.since(began)[str(status)] >= 5, "refusals", seconds=30)
            said, after = load.since(began), await rows_of_intake(ground)
        mended = time.monotonic()
        accepted, again = await client.apply(), await client.apply()
        await load.until(accepted=8)
        recovered = time.monotonic() - mended

    assert set(said) == {str(status)}
    assert refused.status_code == status
    assert refused.headers["content-type"] == "application/problem+json"
    assert after == before
    assert (accepted.status_code, again.status_code) == (201, 201)
    assert again.json() == accepted.json()
    await ground.settled(
        load,
        report.row(f"COMMIT fails with {state} ({profile.name})", killed="-", recovered=recovered),
    )
    await expect_events_of_stored_cases_only(ground, load)


async def rows_of_intake(ground: Ground) -> Mapping[str, int]:
    counts = {name: await ground.query("applications", OF_INTAKE[name]) for name in OF_INTAKE}
    return {name: rows[0]["count"] for name, rows in counts.items()}


async def expect_events_of_stored_cases_only(ground: Ground, load: Load) -> None:
    """Nobody was told of a case that was rolled back."""
    stored = {row["id"] for row in await ground.query("applications", "SELECT id FROM cases")}
    told = {event.key for event in await read_topic(ground.plan.broker, EVENTS)}
    assert {one.case_id for one in load.accepted} <= stored
    assert told == stored
