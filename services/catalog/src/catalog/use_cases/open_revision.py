"""Revise: open a new draft of a published document, so that other choices become a new version."""

from datetime import datetime

from catalog.domain.publishing.review import DraftState, ReviewAction, ReviewBlocked
from catalog.storage import drafts
from catalog.use_cases.import_document import new_draft_id
from shared.database import Session


async def open_revision(session: Session, draft_id: str, *, person: str, now: datetime) -> str:
    """Return a new draft of the document of a published one, with what the editor chose then.

    An open draft of that document is that revision. Raises DraftMissing, and ReviewBlocked when the
    draft is not published and can simply be edited.
    """
    draft = await drafts.lock(session, draft_id)
    if DraftState(draft.state) is not DraftState.PUBLISHED:
        raise ReviewBlocked(DraftState(draft.state))
    opened = new_draft_id()
    if not await drafts.add(session, draft_id=opened, sha256=draft.sha256, created_at=now):
        newest = await drafts.newest_of(session, draft.sha256)
        return opened if newest is None else newest.draft_id
    await drafts.write_down(
        session,
        await drafts.lock(session, opened),
        ReviewAction.EDIT,
        person=person,
        at=now,
        state=DraftState.DRAFT,
        edit=await drafts.last_edit(session, draft_id),
    )
    return opened
