import asyncio
from collections.abc import Callable

from typer.testing import CliRunner

from applications.cli import app
from applications.storage import agreements
from shared.database import Database
from tests.builders.applications import House
from tests.builders.database import committing


async def run(database: Database, *arguments: str) -> tuple[int, str]:
    """Run the command line against a database; return its status and what it says."""
    url = database.engine.url.set(drivername="postgresql")
    environment = {"ENV": "test", "DATABASE_URL": url.render_as_string(hide_password=False)}
    words = ("partners", *arguments)
    result = await asyncio.to_thread(CliRunner().invoke, app, words, env=environment)
    return result.exit_code, result.output


async def test_an_operator_agrees_with_a_partner_and_ends_it_again(
    database_url_of: Callable[[str], str],
) -> None:
    url = database_url_of("applications")
    named = ("--client", "partner-legal-aid", "--service", "childcare-benefit")
    async with committing(url) as database, House(database, url):
        first = await run(database, "allow", *named, "--by", "N. Nazir")
        again = await run(database, "allow", *named, "--by", "N. Nazir")
        listed = await run(database, "list")
        removed = await run(database, "remove", *named)
        twice = await run(database, "remove", *named)
        unknown = await run(
            database, "allow", *named[:2], "--service", "no-such", "--by", "N. Nazir"
        )
        await run(database, "remove", *named[:2], "--service", "no-such")
        async with database.transaction() as session:
            left = await agreements.services_of(session, "partner-legal-aid")

    assert first == (0, "partners: partner-legal-aid may now submit for childcare-benefit\n")
    assert "may already submit" in again[1]
    assert "partner-legal-aid  childcare-benefit  N. Nazir" in listed[1]
    assert "no longer submits" in removed[1]
    assert "never could submit" in twice[1]
    assert "no passport" not in first[1]
    assert "no passport of no-such has come yet" in unknown[1]
    assert left == frozenset()
