"""Drafts of the childcare seed for tests, led as far as a test needs them."""

from catalog.use_cases.approve_draft import approve_draft
from catalog.use_cases.edit_draft import edit_draft
from catalog.use_cases.import_document import Imported, import_document
from catalog.use_cases.submit_draft import submit_draft
from shared.database import Session
from tests.builders.catalog import (
    APPROVER,
    CHILDCARE,
    EDITOR,
    LISTS,
    NOW,
    document,
    editor_file,
)


async def imported(session: Session, content: bytes | None = None) -> Imported:
    """Import a document, the childcare seed unless another is given."""
    return await import_document(
        session,
        document(CHILDCARE) if content is None else content,
        file_name=CHILDCARE,
        lists=LISTS,
        person=EDITOR,
        now=NOW,
    )


async def draft_of(session: Session) -> str:
    """Return a draft nobody has edited."""
    draft = (await imported(session)).draft_id
    assert draft is not None
    return draft


async def edited(session: Session) -> str:
    """Return a draft with its editor's file."""
    draft = await draft_of(session)
    await edit_draft(session, draft, editor_file(CHILDCARE), lists=LISTS, person=EDITOR, now=NOW)
    return draft


async def approved(session: Session) -> str:
    """Return a draft ready to be published."""
    draft = await edited(session)
    await submit_draft(session, draft, lists=LISTS, person=EDITOR, now=NOW)
    await approve_draft(session, draft, person=APPROVER, now=NOW)
    return draft
