"""``catalog import``: read documents as ``catalog parse`` does and keep each passport as a draft."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from catalog.cli.options import AsJson, InLanguage, Language
from catalog.cli.parsing import EXIT_STATUS
from catalog.cli.running import Work, run_each
from catalog.domain.reading.report import Outcome, ReadingReport, Remark, State, to_json
from catalog.storage.packaged import packaged_code_lists
from catalog.use_cases.import_document import Imported, import_document
from catalog.use_cases.parse import open_document
from shared.database import Session

_EDITOR_FILE = ".editor.yaml"


def import_files(
    paths: Annotated[list[Path], typer.Argument(help="Documents, or folders of documents.")],
    *,
    person: Annotated[str, typer.Option("--as", help="Who imports.")] = "importer",
    as_json: AsJson = False,
    language: InLanguage = Language.EN,
) -> None:
    """Read documents and keep each passport as a draft; the same document is the same draft.

    Each document is kept whole or not at all. In a folder every file counts but hidden ones and
    editor's files. Exit status 0: passports all; 1: a text that is none; 2: no readable text.
    """
    files = list(_files(paths))
    done = list(zip(files, _import(files, person, language), strict=True))
    if as_json:
        entries = [_entry(path, imported, language) for path, imported in done]
        text = json.dumps(entries, ensure_ascii=False, indent=2)
    else:
        text = "\n".join(line for path, one in done for line in _lines(path, one, language))
    typer.echo(f"{text}\n".encode(), nl=False)
    raise typer.Exit(max((EXIT_STATUS[one.report.outcome] for _, one in done), default=0))


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.iterdir() if _is_document(file))
        else:
            yield path


def _is_document(file: Path) -> bool:
    return file.is_file() and not file.name.startswith(".") and not file.name.endswith(_EDITOR_FILE)


def _import(files: list[Path], person: str, language: Language) -> list[Imported]:
    contents = [open_document(file) for file in files]
    pieces = [_piece(file, content, person) for file, content in zip(files, contents, strict=True)]
    return run_each(pieces, language)


def _piece(file: Path, content: bytes | ReadingReport, person: str) -> Work[Imported]:
    async def piece(session: Session, now: datetime) -> Imported:
        if isinstance(content, ReadingReport):
            return Imported(content, None, None, known=False)
        return await import_document(
            session,
            content,
            file_name=file.name,
            lists=packaged_code_lists(),
            person=person,
            now=now,
        )

    return piece


def _entry(path: Path, imported: Imported, language: Language) -> dict[str, Any]:
    return {
        "file": str(path),
        "draft_id": imported.draft_id,
        "state": imported.state,
        "known": imported.known,
        "report": to_json(imported.report, language),
    }


def _lines(path: Path, imported: Imported, language: Language) -> Iterator[str]:
    report = imported.report
    if imported.draft_id is None:
        yield f"{path}: {report.outcome}, nothing stored"
        yield from (f"  {_sentence(failure, language)}" for failure in report.errors)
        return
    given = sum(field.state is State.GIVEN for field in report.fields)
    cut = ", truncated" if report.truncated else ""
    found = "the same draft" if imported.known else "new draft"
    yield (
        f"{path}: {Outcome.PASSPORT}{cut}, {given} of {len(report.fields)} fields given; "
        f"{found} {imported.draft_id} ({imported.state})"
    )


def _sentence(failure: Remark, language: Language) -> str:
    return f"{failure.detail.in_language(language)} [{failure.code}]"
