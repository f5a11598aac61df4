"""Whoever rewrites history behind the service's back is named by ``applications verify``."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text
from typer.testing import CliRunner

from applications.cli import app
from applications.domain.chain import BEGINNING, content_of
from applications.storage import history_chain
from applications.use_cases.verify_history import verify_history
from shared.database import Database
from shared.migrations import alembic_config
from tests.builders.applications import House
from tests.builders.database import as_owner, committing, owners_address
from tests.builders.submissions import Json, by

FORGED = """
    UPDATE history SET digest = decode('{digest}', 'hex')
    WHERE case_id = :case AND case_version = {version}
"""
SERVICE = Path(__file__).parents[3] / "services" / "applications"


@pytest.fixture
async def busy(database_url_of: Callable[[str], str]) -> AsyncIterator[House]:
    """The service on a database of its own, which the command line can reach."""
    url = database_url_of("applications")
    async with committing(url) as database, House(database, url) as house:
        yield house


def address(database: Database) -> str:
    return database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


@dataclass(frozen=True)
class Said:
    """What the command line answered."""

    exit_code: int
    output: str


async def verify(database: Database, *words: str) -> Said:
    environment = {"ENV": "test", "DATABASE_URL": address(database)}
    run = CliRunner().invoke
    result = await asyncio.to_thread(lambda: run(app, ["verify", *words], env=environment))
    return Said(result.exit_code, result.output)


async def behind_the_service(house: House, *changes: str, case: Json) -> None:
    """Change rows as somebody who owns the database can: with the triggers switched off."""
    async with house.database.transaction() as session:
        connection = await session.connection()
        async with as_owner(connection):
            await connection.execute(text("SET LOCAL session_replication_role = replica"))
            for change in changes:
                await connection.execute(text(change), {"case": case["case_id"]})


async def two_lives(house: House) -> list[Json]:
    agent, officer = await house.agent(), await house.officer()
    granted = await house.granted(agent, officer)
    await house.deliver("decision")
    return sorted([granted, await house.at_desk(agent)], key=lambda case: str(case["case_id"]))


async def test_an_untouched_history_fits_from_its_first_line_to_its_last(busy: House) -> None:
    await two_lives(busy)

    found = await verify(busy.database)

    assert found.exit_code == 0, found.output
    assert found.output == "history: 15 lines of 2 cases fit\n"


@pytest.mark.parametrize(
    ("changes", "version", "words"),
    [
        (["UPDATE history SET actor = 'agent:nobody' WHERE case_id = :case AND case_version = 2"],
         2, "does not fit"),
        (["UPDATE history SET details = '{\"a\": 1}' WHERE case_id = :case AND case_version = 3"],
         3, "does not fit"),
        (["UPDATE history SET at = at - interval '1 day' WHERE case_id = :case AND case_version = 1"],
         1, "does not fit"),
        (["UPDATE history SET sealed_note = 'x' WHERE case_id = :case AND case_version = 1"],
         1, "does not fit"),
        (["UPDATE history SET digest = sha256('x') WHERE case_id = :case AND case_version = 4"],
         4, "does not fit"),
        (["DELETE FROM history WHERE case_id = :case AND case_version = 2"], 2, "is missing"),
        (["DELETE FROM history WHERE case_id = :case AND case_version = 4"], 4, "is missing"),
        (["DELETE FROM history WHERE case_id = :case"], 1, "is missing"),
        (["UPDATE history SET case_version = -1 WHERE case_id = :case AND case_version = 2",
          "UPDATE history SET case_version = 2 WHERE case_id = :case AND case_version = 3",
          "UPDATE history SET case_version = 3 WHERE case_id = :case AND case_version = -1"],
         2, "does not fit"),
        (["UPDATE cases SET version = 3 WHERE id = :case"], 4, "is beyond"),
    ],
)  # fmt: skip
async def test_a_line_that_was_altered_removed_or_swapped_is_named(
    busy: House, changes: list[str], version: int, words: str
) -> None:
    agent = await busy.agent()
    case = await busy.at_desk(agent)
    assert case["version"] == 4

    await behind_the_service(busy, *changes, case=case)
    found = await verify(busy.database)

    assert found.exit_code == 1
    assert found.output.startswith(f"history: case {case['case_id']}, version {version} {words}")


async def test_a_refusal_that_was_made_a_grant_beside_its_history_is_named(busy: House) -> None:
    agent, officer = await busy.agent(), await busy.officer()
    case = await officer.does(await busy.forwarded(agent), "claim")
    case = await officer.does(
        case, "refuse", {"ground": "no-legal-basis", "reason": "Stajı azdır."}
    )
    grant = "UPDATE cases SET state = 'granted' WHERE id = :case"
    decide = "UPDATE decisions SET outcome = 'granted', ground = NULL WHERE case_id = :case"

    await behind_the_service(busy, grant, case=case)
    granted = await verify(busy.database)
    await behind_the_service(
        busy, "UPDATE cases SET state = 'refused' WHERE id = :case", decide, case=case
    )
    decided = await verify(busy.database)

    version = f"history: case {case['case_id']}, version {case['version']}"
    assert [granted.exit_code, decided.exit_code] == [1, 1]
    assert granted.output.startswith(f"{version} leads to another state than the case is in")
    assert decided.output.startswith(f"{version} is the last, and no line tells the decision")


async def test_of_several_wrong_cases_the_first_is_named(busy: House) -> None:
    first, second = await two_lives(busy)
    for case in (second, first):
        await behind_the_service(
            busy, "DELETE FROM history WHERE case_id = :case AND case_version = 2", case=case
        )

    found = await verify(busy.database)

    assert f"case {first['case_id']}, version 2 is missing" in found.output


async def test_lines_added_while_somebody_verifies_do_not_look_wrong(busy: House) -> None:
    agent = await busy.agent()
    cases = [await busy.at_desk(agent) for _ in range(3)]

    async def work() -> None:
        for _ in range(4):
            for place, case in enumerate(cases):
                cases[place] = await agent.does(case, "claim")

    async def look() -> None:
        while not working.done():
            async with busy.database.transaction() as session:
                found = await verify_history(session, busy.casework.vault.keyring, page=3)
            assert found.misfit is None

    working = asyncio.ensure_future(work())
    await asyncio.gather(working, look())


async def test_a_long_history_is_read_page_by_page(busy: House) -> None:
    await busy.at_desk(await busy.agent())
    async with busy.database.transaction() as session:
        connection = await session.connection()
        many = (
            "INSERT INTO history (case_id, case_version, action, actor, at, from_state, state,"
            " details, recorded_at, digest)"
            " SELECT case_id, 4 + n, 'claim', 'agent:leyla', at, state, state, '{}', recorded_at,"
            " sha256('x') FROM history, generate_series(1, 2500) n WHERE case_version = 4"
        )
        async with as_owner(connection):
            await connection.execute(text("SET LOCAL session_replication_role = replica"))
            await connection.execute(text(many))
        read = [each async for each in history_chain.walk(session)]

    versions = [each.link.version for each in read if each.link]
    assert versions == list(range(1, 2505))


async def test_who_rewrites_a_whole_case_without_the_key_is_named(busy: House) -> None:
    case_id = by(await two_lives(busy), "state", "at-front-office")["case_id"]
    async with busy.database.transaction() as session:
        read = [each async for each in history_chain.walk(session)]
    forged, digest = {}, BEGINNING
    for each in read:
        if each.case_id == case_id and each.link is not None:
            digest = sha256(content_of(digest, replace(each.link, actor="agent:nobody"))).digest()
            forged[each.link.version] = digest.hex()

    await behind_the_service(
        busy,
        "UPDATE history SET actor = 'agent:nobody', key_id = NULL WHERE case_id = :case",
        *(FORGED.format(digest=made, version=version) for version, made in forged.items()),
        case={"case_id": case_id},
    )

    found = await verify(busy.database)
    told = await verify(busy.database, "--without-key", str(len(forged)))
    assert found.exit_code == 1
    assert f"case {case_id}, version 1 has a digest without a key" in found.output
    assert told.output == f"history: 15 lines of 2 cases fit, {len(forged)} of them without a key\n"


async def test_histories_from_before_the_chain_are_chained_as_they_are(busy: House) -> None:
    at_desk = by(await two_lives(busy), "state", "at-front-office")
    config = alembic_config(SERVICE, owners_address(address(busy.database)))
    await busy.database.dispose()

    await asyncio.to_thread(command.downgrade, config, "0022")
    await asyncio.to_thread(command.upgrade, config, "head")

    await (await busy.agent()).does(at_desk, "claim")

    unsaid = await verify(busy.database)
    found = await verify(busy.database, "--without-key", "15")
    assert (unsaid.exit_code, found.exit_code) == (1, 0), found.output
    assert found.output == "history: 16 lines of 2 cases fit, 15 of them without a key\n"


async def test_each_line_says_of_the_line_before_it(house: House) -> None:
    agent = await house.agent()
    case = await house.at_desk(agent)

    history = (await agent.get(f"/v1/cases/{case['case_id']}/history")).json()["items"]

    assert by(history, "action", "submit")["version"] == 1
    async with house.database.transaction() as session:
        found = await verify_history(session, house.casework.vault.keyring)
    assert (found.cases, found.lines, found.misfit) == (1, 4, None)
