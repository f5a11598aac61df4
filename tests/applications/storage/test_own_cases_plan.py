"""A citizen's own cases are found by who is in them, however many there are of others."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from applications.domain.actor import Actor, ActorRole
from applications.storage.visibility import Viewer
from applications.storage.worklist import Wanted, page_query
from tests.builders.applications import House
from tests.builders.database import analyse

MANY = (
    """
    INSERT INTO cases (id, number, version, state, service_id, passport_version, protected,
        channel, relation, audience, filed_at, registered_on, due_on, submitted_by, submitted_via,
        language, suspensions, requested, recorded_at)
    SELECT 'c' || n, 'n' || n, 1, 'submitted', 'childcare-benefit', 1, false, 'representative',
        'legal-representative', 'citizen', now(), '2026-03-10', date '2026-03-10' + (n % 300),
        'citizen:x', 'portal', 'az', '[]', '{}', now()
    FROM generate_series(1, 3000) n
    """,
    """
    INSERT INTO people (case_id, role, identifier_kind, identifier_index, index_key_id, sealed)
    SELECT 'c' || n, role, 'fin', role || (n / 5), 'k', ''
    FROM generate_series(1, 3000) n, unnest(ARRAY['applicant', 'person-concerned']) role
    """,
    """
    INSERT INTO mandates (case_id, kind, issued_on, valid_until, services)
    SELECT 'c' || n, 'guardianship', '2026-01-01', date '2026-03-09' + n % 2, '{all}'
    FROM generate_series(1, 3000) n
    """,
)


GROWING = {"cases", "people", "mandates"}


def nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(node for inner in plan.get("Plans", []) for node in nodes(inner))]


@pytest.mark.parametrize(
    ("own", "found"), [("person-concerned77", 5), ("applicant77", 3)], ids=["concerned", "mandate"]
)
async def test_a_citizens_page_reads_no_cases_of_others(house: House, own: str, found: int) -> None:
    viewer = Viewer(Actor(ActorRole.CITIZEN, "x"), date(2026, 3, 10), own)
    query = page_query(viewer, Wanted(), after=None, limit=21)
    assert query is not None
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # the stubs leave it open
    compiled = query.compile(dialect=dialect, compile_kwargs={"literal_binds": True})

    async with house.database.transaction() as session:
        connection = await session.connection()
        for statement in MANY:
            await connection.execute(text(statement))
        await analyse(connection)
        explained = await connection.execute(text(f"EXPLAIN (ANALYZE, FORMAT JSON) {compiled}"))
        [document] = explained.scalar_one()

    plan = document["Plan"]
    # Of a page's few passports any plan will do; what grows with every case must have its index.
    read = [node for node in nodes(plan) if node.get("Relation Name") in GROWING]
    assert plan["Actual Rows"] == found
    assert [node["Relation Name"] for node in read if node["Node Type"] == "Seq Scan"] == []
    assert sum(node["Actual Rows"] * node["Actual Loops"] for node in read) <= 40
