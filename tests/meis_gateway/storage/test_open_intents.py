"""The list of open intents: every intent is on it until its outcome, and the sweep reads it alone."""

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from alembic import command
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError

from meis_gateway.storage import evidence
from meis_gateway.storage.tables import OutcomeRow
from shared.database import Database
from shared.migrations import alembic_config
from tests.builders.database import REPOSITORY, committing, owners_address

INTENT = (
    "insert into intents select 'intent-' || n, 'evidence-' || n, 'applications', 'case-1', 's', 1, "
    "'insured', 'sigorta', '[]', 'digest', 'key', null, now(), now() "
    "from generate_series({first}, {last}) n"
)
OUTCOME = (
    "insert into outcomes (intent_id, answer, released, latency_ms, recorded_at) "
    "select 'intent-' || n, 'yes', '[]', 1, now() from generate_series({first}, {last}) n"
)
EVERYTHING = "analyze intents, outcomes, open_intents"
WITHOUT_OUTCOME = (
    "select intent_id from intents left join outcomes using (intent_id) where answer is null"
)


async def run(database: Database, *statements: str) -> None:
    for statement in statements:
        async with database.transaction() as session:
            await (await session.connection()).execute(text(statement))


async def ids(database: Database, statement: str) -> list[str]:
    async with database.transaction() as session:
        return sorted((await (await session.connection()).execute(text(statement))).scalars())


async def test_whoever_adds_an_intent_it_is_on_the_list(database: Database) -> None:
    await run(database, INTENT.format(first=1, last=3))

    assert await ids(database, "select intent_id from open_intents") == [
        "intent-1",
        "intent-2",
        "intent-3",
    ]


async def test_an_outcome_somebody_added_beside_the_list_is_not_doubled(
    database: Database,
) -> None:
    await run(database, INTENT.format(first=1, last=1), OUTCOME.format(first=1, last=1))

    async with database.transaction() as session:
        intent = await evidence.lock_open(session, older_than=timedelta())
        assert intent is not None
        row = OutcomeRow(
            intent_id=intent.intent_id,
            answer="unknown",
            error="interrupted",
            as_of=None,
            freshness=None,
            released=[],
            latency_ms=None,
            recorded_at=intent.recorded_at,
        )
        assert not await evidence.add_outcome(session, row)

    assert await ids(database, "select answer from outcomes") == ["yes"]
    assert await ids(database, "select intent_id from open_intents") == []


async def test_only_an_unknown_with_its_reason_may_lack_a_latency(database: Database) -> None:
    await run(database, INTENT.format(first=1, last=1))

    with pytest.raises(IntegrityError, match="ck_outcomes_latency_ms"):
        await run(database, OUTCOME.format(first=1, last=1).replace(", 1, now()", ", null, now()"))


async def test_the_search_for_open_looks_reads_none_of_the_evidence_that_grows(
    database: Database,
) -> None:
    await run(
        database,
        INTENT.format(first=1, last=20_000),
        OUTCOME.format(first=1, last=20_000),
        "delete from open_intents where intent_id <> 'intent-7'",
        EVERYTHING,
    )
    statements: list[tuple[str, Any]] = []

    def remember(_c: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        statements.append((statement, values))

    async with database.transaction() as session:
        connection = await session.connection()
        event.listen(connection.sync_connection, "before_cursor_execute", remember)
        found = await evidence.lock_open(session, older_than=timedelta())
        event.remove(connection.sync_connection, "before_cursor_execute", remember)
        assert found is not None
        assert found.intent_id == "intent-7"
        read = [node for each in statements for node in await scans(connection, *each)]

    assert {table for _, table in read} == {"open_intents", "intents"}
    assert [node for node, table in read if table == "intents"] == ["Index Scan"]


async def scans(connection: Any, statement: str, values: Any) -> list[tuple[str, str]]:
    """Return how PostgreSQL reads which table for a statement."""
    explained = await connection.exec_driver_sql("explain (format json) " + statement, values)
    plan = explained.scalar_one()
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return list(nodes(plan[0]["Plan"]))


def nodes(plan: dict[str, Any]) -> list[tuple[str, str]]:
    here = [(plan["Node Type"], plan["Relation Name"])] if "Relation Name" in plan else []
    return here + [node for inner in plan.get("Plans", []) for node in nodes(inner)]


async def test_the_list_begins_with_what_was_open_when_it_was_made(
    database_url_of: Callable[[str], str],
) -> None:
    async with committing(owners_address(database_url_of("meis-gateway"))) as database:
        url = database.engine.url.render_as_string(hide_password=False)
        config = alembic_config(REPOSITORY / "services" / "meis-gateway", url)
        await asyncio.to_thread(command.downgrade, config, "0003")
        await run(database, INTENT.format(first=1, last=5), OUTCOME.format(first=2, last=4))

        await asyncio.to_thread(command.upgrade, config, "0004")

        assert await ids(database, "select intent_id from open_intents") == ["intent-1", "intent-5"]
        assert await ids(database, WITHOUT_OUTCOME) == ["intent-1", "intent-5"]
