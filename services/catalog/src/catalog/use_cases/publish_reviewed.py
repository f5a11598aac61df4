"""Publish a reviewed pair: a document and the editor's file beside it, in one go, repeatably."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from catalog.domain.code_lists import CodeLists
from catalog.domain.publishing.editor_file import EditorFile
from catalog.domain.publishing.review import DraftState
from catalog.storage import drafts
from catalog.use_cases.approve_draft import approve_draft
from catalog.use_cases.edit_draft import edit_draft
from catalog.use_cases.import_document import import_document
from catalog.use_cases.open_revision import open_revision
from catalog.use_cases.publish_draft import publish_draft
from catalog.use_cases.submit_draft import submit_draft
from shared.database import Session
from shared.errors import DomainError
from shared.events.passports import Passport
from shared.texts import Text


@dataclass(frozen=True, slots=True)
class ReviewedPair:
    """A document and what two people agreed to say about it."""

    file_name: str
    content: bytes
    edit: EditorFile
    editor: str
    approver: str


class NotAPassport(DomainError):
    """A document that came with an editor's file cannot be read as a passport."""

    code: ClassVar[str] = "not-a-passport"
    title: ClassVar[Text] = Text(az="Sənəd pasport deyil", en="The document is no passport")

    def __init__(self) -> None:
        super().__init__(
            Text(
                az="Səbəbini oxuyun: `catalog parse SƏNƏD`.",
                en="Read why: `catalog parse DOCUMENT`.",
            )
        )


async def publish_reviewed(
    session: Session, pair: ReviewedPair, *, lists: CodeLists, now: datetime
) -> Passport | None:
    """Import, edit, submit, approve and publish a pair; None when it is published already.

    Another editor's file for the same document becomes the next version. The same rules hold as
    step by step, and the same errors are raised; NotAPassport when the document is none.
    """
    imported = await import_document(
        session, pair.content, file_name=pair.file_name, lists=lists, person=pair.editor, now=now
    )
    if imported.draft_id is None:
        raise NotAPassport
    draft_id = imported.draft_id
    if imported.state is DraftState.PUBLISHED:
        if await drafts.last_edit(session, draft_id) == pair.edit:
            return None
        draft_id = await open_revision(session, draft_id, person=pair.editor, now=now)
    await edit_draft(session, draft_id, pair.edit, lists=lists, person=pair.editor, now=now)
    draft = await drafts.lock(session, draft_id)
    if draft.state == DraftState.DRAFT:
        await submit_draft(session, draft_id, lists=lists, person=pair.editor, now=now)
    if draft.state == DraftState.SUBMITTED:
        await approve_draft(session, draft_id, person=pair.approver, now=now)
    return await publish_draft(session, draft_id, lists=lists, person=pair.approver, now=now)
