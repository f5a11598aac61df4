"""Discard a draft: nothing of what was said on the phone stays, only who discarded it."""

from applications.domain.case import Instant
from applications.domain.intake.drafts import ensure_open, may_discard
from applications.storage import draft_papers, drafts
from applications.use_cases.begin_draft import ensure_version
from applications.use_cases.casework import Casework
from applications.use_cases.read_draft import open_draft
from shared.database import Session
from shared.identity.caller import Caller


async def discard_draft(
    session: Session,
    casework: Casework,
    caller: Caller,
    draft_id: str,
    *,
    expected: int,
    at: Instant,
) -> None:
    """Delete a draft with its key; its uploads go with the worker's next round.

    That the caller did so is recorded, and nothing of the person or of what was said.

    Raises DraftMissing (none, not the caller's, discarded before), DraftEnded and Stale.
    """
    draft = await open_draft(session, casework, caller, draft_id, locked=True, may=may_discard)
    ensure_open(draft)
    ensure_version(draft, expected)
    await draft_papers.let_go(session, draft.id)
    await drafts.discard(session, draft, caller.actor, at)
