import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.builders.catalog import CHILDCARE, SEEDS, document
from tests.builders.database import committing

CATALOG = Path(sys.executable).with_name("catalog")
EDITOR_FILE = str(SEEDS / "01-05-02-02.editor.yaml")


class Done(NamedTuple):
    status: int
    out: str
    err: str


class CommandLine:
    """The installed `catalog` command over a database of the test's own."""

    def __init__(self, database_url: str) -> None:
        self._env = {"ENV": "test", "DATABASE_URL": database_url, "LANG": "C.UTF-8"}

    async def run(self, *words: str) -> Done:
        process = await asyncio.create_subprocess_exec(
            CATALOG,
            *words,
            env=self._env,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        assert process.returncode is not None
        return Done(process.returncode, out.decode(), err.decode())

    async def imported(self, file: Path) -> str:
        done = await self.run("import", str(file), "--json")
        assert done.status == 0, done.err
        draft: str = json.loads(done.out)[0]["draft_id"]
        return draft


@pytest.fixture
async def catalog(database_url_of: Callable[[str], str]) -> AsyncIterator[CommandLine]:
    async with committing(database_url_of("catalog")) as database:
        yield CommandLine(database.engine.url.render_as_string(hide_password=False))


async def test_the_seeds_are_published_once_however_often_they_are_asked_for(
    catalog: CommandLine,
) -> None:
    first = await catalog.run("seed")
    again = await catalog.run("seed")

    assert (first.status, again.status) == (0, 0), first.err + again.err
    assert first.out.splitlines() == [
        "01-05-02-02.txt: childcare-benefit, version 1",
        "01-09-03-00.md: domestic-violence-support, version 1",
    ]
    assert all(line.endswith("left as it is") for line in again.out.splitlines())


async def test_a_passport_goes_from_the_document_to_publication_by_two_people(
    catalog: CommandLine,
) -> None:
    draft = await catalog.imported(SEEDS / CHILDCARE)
    edited = await catalog.run("edit", draft, "--file", EDITOR_FILE, "--as", "Nigar")
    submitted = await catalog.run("submit", draft, "--as", "Nigar")
    own = await catalog.run("approve", draft, "--as", "Nigar")
    approved = await catalog.run("approve", draft, "--as", "Tural")
    published = await catalog.run("publish", draft, "--as", "Tural")
    listed = await catalog.run("drafts")

    assert "nothing is missing" in edited.out
    assert [done.status for done in (edited, submitted, approved, published)] == [0, 0, 0, 0]
    assert (own.status, "second-person-needed" in own.err) == (1, True)
    assert "childcare-benefit version 1, in force from 2019-12-15T20:00:00+00:00" in published.out
    assert listed.out.startswith(f"{draft} published")


async def test_publishing_an_unedited_draft_says_which_fields_lack_what(
    catalog: CommandLine,
) -> None:
    draft = await catalog.imported(SEEDS / CHILDCARE)
    refused = await catalog.run("publish", draft, "--as", "Tural")
    shown = await catalog.run("show", draft, "--language", "az")

    assert refused.status == 1
    assert "passport-incomplete" in refused.err
    assert "  3 classifications (unmarked): The form prints every option" in refused.err
    assert "  12 total_duration_unit (unmarked)" in refused.err
    assert f"{draft}: draft" in shown.out
    assert "  19 fee (unmarked): Forma bütün variantları çap edib" in shown.out


async def test_an_editors_file_that_overrides_the_document_is_refused_by_field(
    catalog: CommandLine, tmp_path: Path
) -> None:
    draft = await catalog.imported(SEEDS / CHILDCARE)
    file = tmp_path / "x.editor.yaml"
    file.write_text(
        "service_id: x\nfields:\n  name: {text: Başqa, ground: ours}\n", encoding="utf-8"
    )
    refused = await catalog.run("edit", draft, "--file", str(file), "--as", "Nigar")

    assert refused.status == 1
    assert "/fields/name: The document gives this field: correct the document" in refused.err


@pytest.mark.parametrize(
    "slip", ["valid_from: 2019-02-30", 'remarks: [{about: fee, ground: ours, text: "a\\0b"}]']
)
async def test_a_slip_in_an_editors_file_is_refused_by_its_line_and_nothing_is_stored(
    catalog: CommandLine, tmp_path: Path, slip: str
) -> None:
    draft = await catalog.imported(SEEDS / CHILDCARE)
    before = await catalog.run("show", draft)
    file = tmp_path / "x.editor.yaml"
    file.write_text(f"service_id: x\n{slip}\n", encoding="utf-8")
    refused = await catalog.run("edit", draft, "--file", str(file), "--as", "Nigar")
    after = await catalog.run("show", draft)

    assert refused.status == 1
    assert "[editor-file-malformed]" in refused.err
    assert "line 2" in refused.err
    assert "Traceback" not in refused.err
    assert after == before


async def test_a_folder_is_imported_file_by_file_and_the_worst_gives_the_status(
    catalog: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_bytes(document(CHILDCARE))
    (tmp_path / "b.txt").write_text("Bu, pasport deyil.\n", encoding="utf-8")
    (tmp_path / "c.doc").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "a.editor.yaml").write_text("service_id: x\n", encoding="utf-8")
    done = await catalog.run("import", str(tmp_path), "--json")
    told = await catalog.run("import", str(tmp_path), str(tmp_path / "missing.txt"))

    entries = json.loads(done.out)
    assert done.status == told.status == 2
    assert [entry["report"]["outcome"] for entry in entries] == [
        "passport",
        "rejected",
        "unreadable",
    ]
    assert [entry["draft_id"] is not None for entry in entries] == [True, False, False]
    assert len(entries[0]["report"]["fields"]) == 27
    assert f"the same draft {entries[0]['draft_id']}" in told.out
    assert "missing.txt: unreadable, nothing stored" in told.out


async def test_a_draft_that_is_not_there_and_a_database_that_is_away_are_said_plainly(
    catalog: CommandLine,
) -> None:
    missing = await catalog.run("show", "no-such-draft")
    away = await CommandLine("postgresql://nobody@127.0.0.1:9/none").run("drafts")

    assert (missing.status, "draft-missing" in missing.err) == (1, True)
    assert (away.status, "database-unavailable" in away.err) == (1, True)
    assert "Traceback" not in missing.err + away.err
