import asyncio
from collections.abc import Callable
from datetime import date

from typer.testing import CliRunner

from applications.cli import app
from applications.storage import calendars
from shared.database import Database
from tests.builders.database import committing


async def run(database: Database, *arguments: str) -> str:
    """Run the command line against a database and return what it says."""
    url = database.engine.url.set(drivername="postgresql")
    environment = {"ENV": "test", "DATABASE_URL": url.render_as_string(hide_password=False)}
    result = await asyncio.to_thread(CliRunner().invoke, app, arguments, env=environment)
    assert result.exit_code == 0, result.output
    return result.output


async def test_an_operator_seeds_the_calendar_once_and_signs_the_year_that_was_open(
    database_url_of: Callable[[str], str],
) -> None:
    async with committing(database_url_of("applications")) as database:
        seeded = await run(database, "calendar", "seed", "--signed-by", "N. Nazir")
        again = await run(database, "calendar", "seed", "--signed-by", "N. Nazir")
        async with database.transaction() as session:
            before = await calendars.read(session)
        signed = await run(database, "calendar", "sign", "--year", "2027", "--by", "N. Nazir")
        async with database.transaction() as session:
            after = await calendars.read(session)

    assert "signed: 2025, 2026" in seeded
    assert "estimates until somebody signs: 2027" in seeded
    assert "nothing was changed" in again
    assert "days of 2027 signed by N. Nazir" in signed
    assert [before.is_signed(year) for year in (2025, 2026, 2027)] == [True, True, False]
    assert after.is_signed(2027)
    assert not after.is_working(date(2026, 3, 30))
