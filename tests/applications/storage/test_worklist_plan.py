from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from applications.domain.actor import Actor, ActorRole
from applications.domain.case import OPEN_STATES
from applications.storage.visibility import Viewer
from applications.storage.worklist import Wanted, page_query
from tests.builders.applications import House
from tests.builders.database import analyse

CLOSED = text("""
INSERT INTO cases (id, number, version, state, service_id, passport_version, protected, channel,
    relation, audience, centre, office, filed_at, registered_on, due_on, submitted_by,
    submitted_via, language, suspensions, requested, recorded_at)
SELECT 'c' || n, 'n' || n, 1, 'closed', 'childcare-benefit', 1, false, 'in-person', 'self',
    'citizen', 'dost-1', 'dsmf@dost-1', now(), '2025-01-01', date '2025-01-01' + (n % 300),
    'agent:x', 'partner-legal-aid', 'az', '[]', '{}', now()
FROM generate_series(1, 5000) n
""")
OPEN = tuple(state.value for state in OPEN_STATES)


def nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(node for inner in plan.get("Plans", []) for node in nodes(inner))]


@pytest.mark.parametrize(
    "actor",
    [
        Actor(ActorRole.AGENT, "x", centre="dost-1"),
        Actor(ActorRole.OFFICER, "x", body="dsmf", centre="dost-1"),
        Actor(ActorRole.AUDITOR, "x"),
        Actor(
            ActorRole.PARTNER,
            "x",
            client="partner-legal-aid",
            services=frozenset({"childcare-benefit"}),
        ),
    ],
    ids=lambda actor: actor.role,
)
@pytest.mark.parametrize("states", [OPEN, ("closed",)], ids=["open", "closed"])
async def test_a_page_reads_a_page_however_many_cases_are_closed(
    house: House, actor: Actor, states: tuple[str, ...]
) -> None:
    await house.forwarded(await house.agent())
    query = page_query(
        Viewer(actor, date(2026, 3, 10)), Wanted(states=states), after=None, limit=20
    )
    assert query is not None
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # the stubs leave it open
    compiled = query.compile(dialect=dialect, compile_kwargs={"literal_binds": True})

    async with house.database.transaction() as session:
        connection = await session.connection()
        await connection.execute(CLOSED)
        await analyse(connection)
        explained = await connection.execute(text(f"EXPLAIN (ANALYZE, FORMAT JSON) {compiled}"))
        [document] = explained.scalar_one()

    on_cases = [node for node in nodes(document["Plan"]) if node.get("Relation Name") == "cases"]
    assert on_cases
    assert sum(node["Actual Rows"] for node in on_cases) <= 21 * len(on_cases)
    assert sum(node.get("Rows Removed by Filter", 0) for node in on_cases) == 0
