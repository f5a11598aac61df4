"""The review of drafts: show, edit, submit, approve, publish, revise."""

from pathlib import Path
from typing import Annotated

import typer

from catalog.cli.options import DraftId, InLanguage, Language, Person
from catalog.cli.running import REFUSED, run_one
from catalog.cli.sentences import refusal, remaining
from catalog.domain.publishing.editor_file import EditorFile
from catalog.storage.packaged import packaged_code_lists
from catalog.use_cases.approve_draft import approve_draft
from catalog.use_cases.edit_draft import edit_draft
from catalog.use_cases.look_at_drafts import list_drafts, look_at_draft
from catalog.use_cases.open_revision import open_revision
from catalog.use_cases.publish_draft import publish_draft
from catalog.use_cases.read_editor_file import EditorFileMalformed, read_editor_file
from catalog.use_cases.submit_draft import submit_draft

_MOST = 200


def drafts(language: InLanguage = Language.EN) -> None:
    """List drafts, open ones first."""
    for line in run_one(lambda session, _: list_drafts(session, limit=_MOST), language):
        version = f" {line.service_id} version {line.version}" if line.service_id else ""
        typer.echo(f"{line.draft_id} {line.state:<9} {line.file_name}{version}")


def show(draft_id: DraftId, language: InLanguage = Language.EN) -> None:
    """Say where a draft stands and what publication still lacks."""
    lists = packaged_code_lists()
    state, assessment = run_one(
        lambda session, _: look_at_draft(session, draft_id, lists=lists), language
    )
    typer.echo(f"{draft_id}: {state}")
    typer.echo("\n".join(remaining(assessment, language)))


def edit(
    draft_id: DraftId,
    file: Annotated[Path, typer.Option(help="The editor's file (YAML).")],
    person: Person,
    language: InLanguage = Language.EN,
) -> None:
    """Apply an editor's file: it fills unmarked and blank fields, never one that is given."""
    said = _editor_file(file, language)
    assessment = run_one(
        lambda session, now: edit_draft(
            session, draft_id, said, lists=packaged_code_lists(), person=person, now=now
        ),
        language,
    )
    typer.echo(f"{draft_id}: edited by {person}")
    typer.echo("\n".join(remaining(assessment, language)))


def submit(draft_id: DraftId, person: Person, language: InLanguage = Language.EN) -> None:
    """Hand a complete draft to an approver."""
    run_one(
        lambda session, now: submit_draft(
            session, draft_id, lists=packaged_code_lists(), person=person, now=now
        ),
        language,
    )
    typer.echo(f"{draft_id}: submitted by {person}")


def approve(draft_id: DraftId, person: Person, language: InLanguage = Language.EN) -> None:
    """Approve a submitted draft somebody else edited and submitted."""
    run_one(lambda session, now: approve_draft(session, draft_id, person=person, now=now), language)
    typer.echo(f"{draft_id}: approved by {person}")


def publish(draft_id: DraftId, person: Person, language: InLanguage = Language.EN) -> None:
    """Publish an approved draft, or say which fields lack what."""
    passport = run_one(
        lambda session, now: publish_draft(
            session, draft_id, lists=packaged_code_lists(), person=person, now=now
        ),
        language,
    )
    typer.echo(
        f"{draft_id}: published as {passport.service_id} version {passport.version}, "
        f"in force from {passport.valid_from.isoformat()}"
    )


def revise(draft_id: DraftId, person: Person, language: InLanguage = Language.EN) -> None:
    """Open a new draft of a published document, so that other choices become a new version."""
    opened = run_one(
        lambda session, now: open_revision(session, draft_id, person=person, now=now), language
    )
    typer.echo(f"{opened}: revision of {draft_id}, opened by {person}")


def _editor_file(file: Path, language: Language) -> EditorFile:
    try:
        return read_editor_file(file.read_bytes())
    except EditorFileMalformed as refused:
        typer.echo("\n".join(refusal(refused, language)), err=True)
    except OSError as error:
        typer.echo(f"{file}: {error.strerror}", err=True)
    raise typer.Exit(REFUSED)
