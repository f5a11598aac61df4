"""Whether the answer kept for a submission or a draft may be shown again."""

from applications.domain.case import Instant
from applications.domain.errors import CaseMissing
from applications.domain.intake.drafts import ensure_open
from applications.domain.people.policies import ensure_visible
from applications.storage import cases
from applications.use_cases.acting import actor_on
from applications.use_cases.casework import Casework
from applications.use_cases.read_draft import open_draft
from shared.database import Session
from shared.identity.caller import Caller, Role

PASSING = (Role.CITIZEN, Role.PARTNER, Role.SERVICE, Role.OPERATOR)
"""Whose relation to a case can end with a day or a call; to an agent it is their own work."""


async def ensure_still_shown(
    session: Session, casework: Casework, caller: Caller, case_id: str, at: Instant
) -> None:
    """Raise CaseMissing where the answer shows a case the caller may not see any more.

    A mandate and a call are looked at by every request, and a receipt is one.
    """
    if caller.role not in PASSING:
        return
    file = await cases.read(session, casework.vault, case_id)
    if file is None:
        raise CaseMissing
    ensure_visible(file.case, await actor_on(session, casework, caller, file.case, at))


async def ensure_draft_still_shown(
    session: Session, casework: Casework, caller: Caller, draft_id: str
) -> None:
    """Raise where the answer shows a draft the caller may not open now, or what became a case.

    DraftMissing and DraftEnded: what was said on the phone is erased with the draft, and no kept
    answer brings it back.
    """
    ensure_open(await open_draft(session, casework, caller, draft_id))
