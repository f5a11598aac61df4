"""An upload is handed in: it belongs to the case from then on, and cannot be handed in again."""

from collections.abc import Sequence
from dataclasses import replace

from applications.domain.case import Instant
from applications.domain.uploads import SubmittedDocument
from applications.storage import documents
from applications.storage.document_keys import move_to_case
from applications.storage.sealing import CaseSeal
from shared.database import Session
from shared.database_clock import database_now
from shared.identity.caller import Caller


async def with_uploads(
    session: Session,
    caller: Caller,
    handed_in: Sequence[SubmittedDocument],
    *,
    draft_id: str | None = None,
) -> tuple[SubmittedDocument, ...]:
    """Say how each named upload stands for this caller, and let nobody else claim it meanwhile.

    Who ends the draft ``draft_id`` hands in its uploads too.
    """
    named = [each.document_id for each in handed_in if each.document_id is not None]
    if not named:
        return tuple(handed_in)
    rows = await documents.lock_own(session, caller, named, draft_id)
    now = await database_now(session)
    return tuple(
        replace(each, upload=documents.standing_of(rows.get(each.document_id or ""), now))
        for each in handed_in
    )


async def claim_uploads(
    session: Session,
    seal: CaseSeal,
    caller: Caller,
    handed_in: Sequence[SubmittedDocument],
    at: Instant,
    *,
    draft_id: str | None = None,
) -> None:
    """Give the uploads that a case has taken to it, their keys included."""
    by_id = {each.document_id: each for each in handed_in if each.document_id is not None}
    if not by_id:
        return
    for row in (await documents.lock_own(session, caller, list(by_id), draft_id)).values():
        paper = by_id[row.id]
        move_to_case(row, seal)
        row.state, row.case_id, row.expires_at = documents.CLAIMED, seal.case_id, None
        row.draft_id = None
        row.requirement, row.form = paper.requirement, paper.form
        row.claimed_at, row.claimed_by = at.business, caller.actor
    await session.flush()
