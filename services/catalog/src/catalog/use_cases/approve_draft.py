"""Approve: a second person agrees with what an editor chose."""

from datetime import datetime

from catalog.domain.publishing.review import ReviewAction, advance
from catalog.storage import drafts
from shared.database import Session


async def approve_draft(session: Session, draft_id: str, *, person: str, now: datetime) -> None:
    """Approve a submitted draft.

    Raises DraftMissing, ReviewBlocked, SecondPersonNeeded, PersonUnnamed.
    """
    draft = await drafts.lock(session, draft_id)
    state = advance(await drafts.review_of(session, draft), ReviewAction.APPROVE, person)
    await drafts.write_down(
        session, draft, ReviewAction.APPROVE, person=person, at=now, state=state
    )
