"""Evidence is only ever added to: the database itself refuses the rest."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from meis_gateway.storage import evidence
from shared.database import Database
from tests.builders.gateway import World, grant
from tests.builders.kept import expect_refused_to_both


async def run(database: Database, statement: str) -> None:
    async with database.transaction() as session:
        await (await session.connection()).execute(text(statement))


@pytest.mark.parametrize("table", ["intents", "outcomes", "refusals"])
@pytest.mark.parametrize(
    "change",
    [
        "delete from {table}",
        "truncate {table} cascade",
        "update {table} set recorded_at = now()",
        "update {table} set recorded_at = now() where false",
    ],
)
async def test_nobody_changes_or_removes_evidence(
    world: World, database: Database, table: str, change: str
) -> None:
    await world.ask(grant())
    await world.ask("no grant")
    before = await world.table(table)

    statement = change.format(table=table)
    await expect_refused_to_both(database, statement, trigger="evidence is only added to")

    assert before
    assert await world.table(table) == before


async def test_an_outcome_belongs_to_an_intent(database: Database) -> None:
    orphan = (
        "insert into outcomes (intent_id, answer, released, latency_ms, recorded_at) "
        "values ('nobody', 'yes', '[]', 1, now())"
    )

    with pytest.raises(DBAPIError, match="fk_outcomes_intent_id"):
        await run(database, orphan)


async def test_an_intent_without_an_outcome_remains_visible(
    world: World, database: Database
) -> None:
    evidence_id = (await world.ask(grant())).json()["evidence_id"]
    lost = (
        "insert into intents select 'lost', evidence_id, client, case_id, service_id, "
        "passport_version, question, 'elillik', attributes, subject_digest, subject_key_id, "
        "trace_id, asked_at, recorded_at from intents limit 1"
    )
    await run(database, lost)

    async with database.transaction() as session:
        found = await evidence.of_question(session, evidence_id)

    assert [(intent.subsystem, outcome is None) for intent, outcome in found] == [
        ("elillik", True),
        ("monitorinq", False),
        ("sigorta", False),
    ]
