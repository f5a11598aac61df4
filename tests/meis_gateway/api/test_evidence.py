"""Evidence first: what is about to be asked is kept before a registry hears of it."""

import json
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text

from meis_gateway.clients.registries import Registry
from meis_gateway.domain.questions import Query
from meis_gateway.domain.replies import Reply
from meis_gateway.domain.subsystems import AdapterKind, Subsystem
from shared.database import Database
from tests.builders.database import as_owner, committing
from tests.builders.gateway import FIN, World, attributes_grant, grant, opened_world

COUNTED = "select (select count(*) from intents) i, (select count(*) from outcomes) o"


@pytest.fixture
async def committed(database_url_of: Callable[[str], str]) -> AsyncIterator[World]:
    """Give a gateway whose commits are real."""
    async with (
        committing(database_url_of("meis-gateway")) as database,
        opened_world(database) as world,
    ):
        await world.publish()
        yield world


class Watched:
    """The real registries; while one is being asked, ``at_the_call`` looks around."""

    def __init__(self, registry: Registry, at_the_call: Callable[[], Any]) -> None:
        self._registry = registry
        self._at_the_call = at_the_call

    async def query(
        self, subsystem: Subsystem, query: Query, *, intent_id: str, seconds: float
    ) -> Reply:
        await self._at_the_call()
        return await self._registry.query(subsystem, query, intent_id=intent_id, seconds=seconds)

    async def probe(self, subsystem: Subsystem, *, seconds: float) -> None:
        await self._registry.probe(subsystem, seconds=seconds)


def watch(world: World, at_the_call: Callable[[], Any]) -> None:
    rest = world.gateway.registries[AdapterKind.REST]
    world.change(registries={AdapterKind.REST: Watched(rest, at_the_call)})


async def make_read_only(database: Database) -> None:
    """Let the database refuse every further write, as a failed-over one does."""
    async with database.transaction() as session:
        connection = await session.connection()
        name = (await connection.execute(text("select current_database()"))).scalar_one()
        async with as_owner(connection):
            await connection.execute(
                text(f'alter database "{name}" set default_transaction_read_only = on')
            )
    await database.dispose()


async def test_when_a_registry_is_called_its_intent_is_committed_and_has_no_outcome(
    committed: World,
) -> None:
    seen: list[dict[str, Any]] = []
    url = committed.database.engine.url.render_as_string(hide_password=False)
    elsewhere = Database(url, application_name="tests")

    async def look() -> None:
        async with elsewhere.transaction() as session:
            found = await (await session.connection()).execute(text(COUNTED))
            seen.extend(dict(row) for row in found.mappings())

    watch(committed, look)
    await committed.ask(attributes_grant(subsystems=("sigorta",), attributes=("sigorta.identity",)))
    await elsewhere.dispose()

    assert seen == [{"i": 1, "o": 0}]
    assert await committed.rows(COUNTED) == [{"i": 1, "o": 1}]


async def test_without_a_place_for_the_evidence_no_registry_is_asked(committed: World) -> None:
    await make_read_only(committed.database)

    response = await committed.ask(grant())

    assert (response.status_code, response.json()["code"]) == (503, "database-unavailable")
    assert response.headers["retry-after"]
    assert await committed.calls() == []


async def test_without_a_database_no_registry_is_asked() -> None:
    nowhere = Database("postgresql://nobody@127.0.0.1:9/nothing", application_name="tests")
    async with opened_world(nowhere) as world:
        asked = await world.ask(grant())
        refused = await world.ask("not a grant")

        assert (asked.status_code, refused.status_code) == (503, 503)
        assert await world.calls() == []


async def test_an_answer_whose_outcome_cannot_be_kept_is_not_given_out(committed: World) -> None:
    async def lose_the_database() -> None:
        await make_read_only(committed.database)

    watch(committed, lose_the_database)

    response = await committed.ask(
        attributes_grant(subsystems=("sigorta",), attributes=("sigorta.identity",))
    )

    assert response.status_code == 503
    assert "Nümunəli" not in response.text
    assert await committed.rows(COUNTED) == [{"i": 1, "o": 0}], "the intent remains to be seen"


async def test_the_evidence_says_who_asked_what_for_which_case_and_what_came_of_it(
    world: World,
) -> None:
    await world.fault("sigorta", "error")

    said = (await world.ask(attributes_grant())).json()

    rows = await world.rows("select * from intents join outcomes using (intent_id) order by 1")
    by_subsystem = {row["subsystem"]: row for row in rows}
    sigorta, monitorinq = by_subsystem["sigorta"], by_subsystem["monitorinq"]
    assert {row["evidence_id"] for row in rows} == {said["evidence_id"]}
    assert (sigorta["client"], sigorta["case_id"], sigorta["question"]) == (
        "applications",
        "case-1",
        "attributes",
    )
    assert (sigorta["answer"], sigorta["error"], sigorta["released"]) == (
        "unknown",
        "unavailable",
        [],
    )
    assert (monitorinq["answer"], monitorinq["attributes"], monitorinq["released"]) == (
        "yes",
        ["leave_order"],
        ["leave_order"],
    )
    assert monitorinq["as_of"] == datetime.fromisoformat(said["sources"][1]["as_of"])
    assert monitorinq["latency_ms"] >= 0
    assert monitorinq["trace_id"]


async def test_neither_the_person_nor_what_was_released_is_kept_in_the_evidence(
    world: World,
) -> None:
    await world.ask(attributes_grant())
    await world.ask(grant("7AB1C2D"), FIN)

    tables = ("intents", "outcomes", "refusals", "outbox", "subsystem_states")
    kept = json.dumps([await world.table(name) for name in tables], default=str)
    assert FIN not in kept
    assert "7AB1C2D" not in kept
    assert "Nümunəli" not in kept
    assert "SINAQ" not in kept
    assert len(await world.rows("select 1 from refusals")) == 1


async def test_each_look_is_announced_without_its_answer(world: World) -> None:
    said = (await world.ask(grant())).json()

    rows = await world.rows("select source, type, key, data from outbox order by id")
    assert {(row["source"], row["type"], row["key"]) for row in rows} == {
        ("meis-gateway", "az.dost.meis.looked.v1", "case-1")
    }
    assert sorted(row["data"]["subsystem"] for row in rows) == ["monitorinq", "sigorta"]
    for row in rows:
        assert row["data"]["evidence_id"] == said["evidence_id"]
        assert set(row["data"]) == {
            "case_id",
            "evidence_id",
            "subsystem",
            "question",
            "looked_at",
        }


async def test_two_questions_are_two_pieces_of_evidence(world: World) -> None:
    granted = grant()

    first = (await world.ask(granted)).json()["evidence_id"]
    second = (await world.ask(granted)).json()["evidence_id"]

    assert first != second
    assert await world.rows(COUNTED) == [{"i": 4, "o": 4}]
