"""Let a submission by phone use the operator's verification of the applicant, once."""

from uuid import uuid4

from applications.domain.case import Instant
from applications.domain.intake.submission import CALL_CENTRE, Submission
from applications.domain.intake.verifications import (
    IN_EVIDENCE,
    Verification,
    VerificationMissing,
    ensure_serves,
    live,
)
from applications.storage import callers, evidence, people
from applications.storage.evidence import Evidence
from applications.storage.sealing import CaseSeal
from applications.use_cases.casework import Casework
from shared.database import Session
from shared.database_clock import database_now
from shared.identity.caller import Caller


async def claim_verification(
    session: Session, casework: Casework, caller: Caller, submission: Submission
) -> Verification | None:
    """Lock the verification of a submission by phone; None for any other channel.

    ``submission`` is in its one spelling. Raises VerificationRefused.
    """
    if submission.channel != CALL_CENTRE:
        return None
    if submission.verification_id is None:
        raise VerificationMissing(IN_EVIDENCE)
    found = await callers.lock(session, submission.verification_id)
    now = await database_now(session)
    verification = live(found, caller.actor, now, place=IN_EVIDENCE)
    applicant = submission.person
    ensure_serves(
        verification,
        None if applicant is None else people.index_of(casework.index, applicant.identifier),
    )
    return verification


async def spend_verification(
    session: Session, seal: CaseSeal, verification: Verification | None, at: Instant
) -> None:
    """Record on both sides that the case was opened on this call, where it was."""
    if verification is None:
        return
    await callers.spend(session, verification.id, seal.case_id)
    data = {
        "operator": verification.operator,
        "call_id": verification.call_id,
        "answered": list(verification.answered),
        "verification_id": verification.id,
    }
    piece = Evidence(str(uuid4()), evidence.CALLER_VERIFIED, data, at.business)
    evidence.add(session, seal, piece, recorded_at=at.system)
