"""``catalog seed``: publish every reviewed pair of a folder, as often as it is called."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from catalog.cli.options import InLanguage, Language
from catalog.cli.running import REFUSED, Work, run_each
from catalog.cli.sentences import refusal
from catalog.storage.packaged import packaged_code_lists
from catalog.use_cases.publish_reviewed import ReviewedPair
from catalog.use_cases.read_editor_file import EditorFileMalformed, read_editor_file
from catalog.use_cases.seed_passport import seed_passport
from shared.events.passports import Passport

SEEDS = Path(__file__).parents[3] / "seeds"
"""Where the seeds stand in a checkout: ``services/catalog/seeds``."""


def seed(
    folder: Annotated[
        Path, typer.Argument(help="A folder of documents, each with its editor's file.")
    ] = SEEDS,
    editor: Annotated[str, typer.Option(help="Who chose.")] = "seed-editor",
    approver: Annotated[str, typer.Option(help="Who agreed.")] = "seed-approver",
    language: InLanguage = Language.EN,
) -> None:
    """Import, edit, submit, approve and publish each pair whose service was never published.

    What people have published since, and a draft somebody works on, stay as they are.
    """
    pairs = list(_pairs(folder, editor, approver, language))
    if not pairs:
        typer.echo(f"{folder}: no editor's files (NAME.editor.yaml)", err=True)
        raise typer.Exit(REFUSED)
    published = run_each([_publish(pair) for pair in pairs], language)
    for pair, passport in zip(pairs, published, strict=True):
        version = "left as it is" if passport is None else f"version {passport.version}"
        typer.echo(f"{pair.file_name}: {pair.edit.service_id}, {version}")


def _publish(pair: ReviewedPair) -> Work[Passport | None]:
    return lambda session, now: seed_passport(session, pair, lists=packaged_code_lists(), now=now)


def _pairs(folder: Path, editor: str, approver: str, language: Language) -> Iterator[ReviewedPair]:
    for file in sorted(folder.glob("*.editor.yaml")):
        try:
            said = read_editor_file(file.read_bytes())
            document = file.with_name(said.document or "")
            yield ReviewedPair(document.name, document.read_bytes(), said, editor, approver)
        except EditorFileMalformed as refused:
            typer.echo("\n".join([str(file), *refusal(refused, language)]), err=True)
            raise typer.Exit(REFUSED) from refused
        except (OSError, ValueError) as error:
            typer.echo(f"{file}: the document it names (`document`) cannot be read", err=True)
            raise typer.Exit(REFUSED) from error
