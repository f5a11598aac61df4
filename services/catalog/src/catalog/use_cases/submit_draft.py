"""Submit: an editor says a draft is ready for a second person's eyes."""

from datetime import datetime

from catalog.domain.code_lists import CodeLists
from catalog.domain.publishing.publication import publishable
from catalog.domain.publishing.review import ReviewAction, advance
from catalog.storage import documents, drafts
from shared.database import Session


async def submit_draft(
    session: Session, draft_id: str, *, lists: CodeLists, person: str, now: datetime
) -> None:
    """Hand a complete draft to an approver.

    Raises DraftMissing, PassportIncomplete, PassportContradictory, ReviewBlocked, PersonUnnamed.
    """
    draft = await drafts.lock(session, draft_id)
    report = await documents.report_of(session, draft.sha256)
    publishable(report, await drafts.last_edit(session, draft_id), lists)
    state = advance(await drafts.review_of(session, draft), ReviewAction.SUBMIT, person)
    await drafts.write_down(session, draft, ReviewAction.SUBMIT, person=person, at=now, state=state)
