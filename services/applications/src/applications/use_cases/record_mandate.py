"""Record that the applicant of a case acts on another paper, or on none from a day on."""

from datetime import date

from applications.domain.actions import RenewMandate, RevokeMandate
from applications.domain.advance import advance
from applications.domain.case import Instant
from applications.domain.effects.mandating import guardian_faults
from applications.domain.faults import refuse
from applications.domain.mandates import MandateEvidence
from applications.storage import people
from applications.storage.cases import CaseFile
from applications.use_cases.act import Opened, act
from applications.use_cases.casework import Casework
from applications.use_cases.change_case import change_case
from applications.use_cases.keep_evidence import keep_mandate, keep_revocation
from shared.database import Session


async def renew_mandate(
    session: Session,
    casework: Casework,
    opened: Opened,
    paper: MandateEvidence,
    reason: str,
    at: Instant,
) -> CaseFile:
    """Let the applicant act on ``paper``; it is kept as evidence beside the former one.

    Raises ActionForbidden, ActionBlocked and the faults of the paper; nothing is stored then.
    """
    file = opened.file
    advanced = advance(file.case, opened.actor, RenewMandate(paper, reason), at)
    recorded = await people.read(session, file.seal)
    refuse(guardian_faults(file.case, paper, recorded.get(people.APPLICANT)))
    keep_mandate(session, file.seal, paper, at)
    return await change_case(session, casework, file, advanced, at)


async def revoke_mandate(
    session: Session,
    casework: Casework,
    opened: Opened,
    last_day: date,
    reason: str,
    at: Instant,
) -> CaseFile:
    """End the mandate with a day; raises what ``act`` raises, and nothing is stored then."""
    changed = await act(session, casework, opened, RevokeMandate(last_day, reason), at)
    keep_revocation(session, changed.seal, last_day, at)
    return changed
