import asyncio
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

from typer.testing import CliRunner, Result

from applications.cli import app
from applications.domain.calendar.versions import VersionState
from applications.storage.calendars import Calendars
from applications.use_cases.sign_calendar import sign_calendar
from shared.database import Database
from tests.builders.applications import TUESDAY
from tests.builders.calendars import day, version
from tests.builders.database import committing


async def call(database: Database, *arguments: str) -> Result:
    """Run the command line against a database."""
    url = database.engine.url.set(drivername="postgresql")
    environment = {"ENV": "test", "DATABASE_URL": url.render_as_string(hide_password=False)}
    return await asyncio.to_thread(CliRunner().invoke, app, arguments, env=environment)


async def run(database: Database, *arguments: str) -> str:
    """Run a command that must succeed and return what it says."""
    result = await call(database, *arguments)
    assert result.exit_code == 0, result.output
    return result.output


async def signed_in_person(database: Database, version: int) -> VersionState:
    """Let somebody who is signed in sign a version, as over HTTP."""
    async with database.transaction() as session:
        view = await sign_calendar(session, version, signer="approver:katib", at=TUESDAY)
    return view.standing.state


def written(folder: Path, body: object, name: str = "decree.json") -> str:
    file = folder / name
    file.write_text(json.dumps(body), encoding="utf-8")
    return str(file)


async def test_an_operator_seeds_the_calendar_once_and_two_people_put_it_in_force(
    database_url_of: Callable[[str], str],
) -> None:
    two = ("--signed-by", "N. Nazir", "--signed-by", "K. Katib")
    async with committing(database_url_of("applications")) as database:
        seeded = await run(database, "calendar", "seed", *two)
        again = await run(database, "calendar", "seed", *two)
        async with database.transaction() as session:
            calendar = await Calendars().in_force(session)

    assert "version 1 is in-force" in seeded
    assert "settled: 2025, 2026" in seeded
    assert "estimates until a version settles them: 2027" in seeded
    assert "nothing was changed" in again
    assert [calendar.is_signed(year) for year in (2025, 2026, 2027)] == [True, True, False]
    assert not calendar.is_working(date(2026, 3, 30))
    assert not calendar.is_working(date(2027, 3, 22))


async def test_a_decree_is_imported_from_a_file_compared_and_signed_by_two(
    database_url_of: Callable[[str], str], tmp_path: Path
) -> None:
    file = written(tmp_path, version(day("2026-03-31")))
    async with committing(database_url_of("applications")) as database:
        await run(database, "calendar", "seed", "--signed-by", "A", "--signed-by", "B")
        imported = await run(database, "calendar", "import", file, "--by", "N. Nazir")
        compared = await call(database, "calendar", "compare", "--version", "2")
        first = await run(database, "calendar", "sign", "--version", "2", "--by", "N. Nazir")
        twice = await call(database, "calendar", "sign", "--version", "2", "--by", "n. nazir ")
        another = await call(database, "calendar", "sign", "--version", "2", "--by", "K. Katib")
        assert another.exit_code == 1, another.output
        state = await signed_in_person(database, 2)
        agreed = await run(database, "calendar", "compare", "--version", "1")

    assert "version 2 is proposed; days: 1; signed by: none" in imported
    assert compared.exit_code == 1
    assert "2026-03-31: day-off" in compared.output
    assert "signed by: command-line:N. Nazir" in first
    assert twice.exit_code == 1
    assert "One signature has been typed already" in another.output
    assert "The second signature is somebody else's" in another.output
    assert state is VersionState.IN_FORCE
    assert "version 1 agrees with holidays" in agreed


async def test_a_year_is_drafted_completed_and_settled(
    database_url_of: Callable[[str], str], tmp_path: Path
) -> None:
    async with committing(database_url_of("applications")) as database:
        await run(database, "calendar", "seed", "--signed-by", "A", "--signed-by", "B")
        drafted = json.loads(await run(database, "calendar", "draft", "--year", "2027"))
        file = written(tmp_path, {**drafted, "years": [2027]})
        await run(database, "calendar", "import", file, "--by", "A")
        await signed_in_person(database, 2)
        await run(database, "calendar", "sign", "--version", "2", "--by", "A")
        async with database.transaction() as session:
            calendar = await Calendars().in_force(session)

    assert drafted["years"] == []  # the moon has not settled it
    assert calendar.is_signed(2027)


async def test_a_file_nobody_can_read_is_refused_with_its_places(
    database_url_of: Callable[[str], str], tmp_path: Path
) -> None:
    file = written(tmp_path, version({**day("2026-03-31"), "kind": "holiday"}))
    empty = written(tmp_path, version(), "empty.json")
    async with committing(database_url_of("applications")) as database:
        nothing = await call(database, "calendar", "import", empty, "--by", "A")
        wrong = await call(database, "calendar", "import", file, "--by", "A")
        missing = await call(database, "calendar", "import", str(tmp_path / "no.json"), "--by", "A")

    assert [each.exit_code for each in (nothing, wrong, missing)] == [1, 1, 1]
    assert "/days: Name at least one day, year or centre." in nothing.output
    assert "/days/0/kind" in wrong.output
    assert "no.json: No such file" in missing.output
