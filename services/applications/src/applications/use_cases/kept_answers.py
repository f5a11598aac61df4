"""Whether the answer kept for a submission may be shown again."""

from applications.domain.case import Instant
from applications.domain.errors import CaseMissing
from applications.domain.people.policies import ensure_visible
from applications.storage import cases
from applications.use_cases.acting import actor_on
from applications.use_cases.casework import Casework
from shared.database import Session
from shared.identity.caller import Caller, Role

OUTSIDE = (Role.CITIZEN, Role.PARTNER, Role.SERVICE)
"""Whose relation to a case can end with a day; to staff a receipt is a record of their own work."""


async def ensure_still_shown(
    session: Session, casework: Casework, caller: Caller, case_id: str, at: Instant
) -> None:
    """Raise CaseMissing where the answer shows a case the caller may not see any more.

    A mandate is looked at by every request, and a receipt is one.
    """
    if caller.role not in OUTSIDE:
        return
    file = await cases.read(session, casework.vault, case_id)
    if file is None:
        raise CaseMissing
    ensure_visible(file.case, await actor_on(session, casework, caller, file.case, at))
