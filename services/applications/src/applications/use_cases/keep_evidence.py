"""Keep why something of a case is so: how it came, which originals were seen."""

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

from applications.domain.case import Instant
from applications.domain.intake.submission import Submission
from applications.domain.mandates import MandateEvidence
from applications.domain.papers.documents import ORIGINAL
from applications.domain.uploads import SubmittedDocument
from applications.storage import evidence
from applications.storage.evidence import Evidence
from applications.storage.sealing import CaseSeal
from shared.database import Session


def keep_channel_evidence(
    session: Session, seal: CaseSeal, submission: Submission, at: Instant
) -> None:
    """Keep the evidence of the channel, and the consent where there is one."""
    consent, letter = submission.consent, submission.letter
    data = {
        "channel": submission.channel,
        "centre": submission.centre,
        "ticket_id": submission.ticket_id,
        "received_on": letter.received_on.isoformat() if letter and letter.received_on else None,
        "consent_given_on": consent.given_on.isoformat() if consent else None,
    }
    written = {
        "consent_how": consent.how if consent else None,
        "registered_no": letter.registered_no if letter else None,
    }
    secret = {name: value for name, value in written.items() if value is not None}
    piece = Evidence(str(uuid4()), evidence.CHANNEL, data, at.business, secret or None)
    evidence.add(session, seal, piece, recorded_at=at.system)


def keep_mandate(
    session: Session, seal: CaseSeal, paper: MandateEvidence | None, at: Instant
) -> None:
    """Keep the paper the applicant acts on; its number and issuer are sealed."""
    mandate = None if paper is None else paper.mandate
    if paper is None or mandate is None:
        return
    data = {
        "kind": mandate.kind.value,
        "issued_on": mandate.issued_on.isoformat(),
        "valid_until": mandate.valid_until.isoformat(),
        "services": list(mandate.services),
    }
    secret = {"number": paper.number, "issuer": paper.issuer}
    piece = Evidence(str(uuid4()), evidence.MANDATE, data, at.business, secret)
    evidence.add(session, seal, piece, recorded_at=at.system)


def keep_revocation(session: Session, seal: CaseSeal, last_day: date, at: Instant) -> None:
    """Keep with which day the mandate ended that would have held longer."""
    data = {"last_day": last_day.isoformat()}
    piece = Evidence(str(uuid4()), evidence.MANDATE_REVOKED, data, at.business)
    evidence.add(session, seal, piece, recorded_at=at.system)


def keep_originals(
    session: Session, seal: CaseSeal, documents: Sequence[SubmittedDocument], at: Instant
) -> None:
    """Keep which originals an agent has seen; their numbers and dates are sealed."""
    seen = [document for document in documents if document.form == ORIGINAL]
    if not seen:
        return
    data = {"requirements": [document.requirement for document in seen]}
    secret = {
        document.requirement: {
            "number": document.number,
            "issued_on": document.issued_on.isoformat() if document.issued_on else None,
        }
        for document in seen
    }
    piece = Evidence(str(uuid4()), evidence.ORIGINALS_SEEN, data, at.business, secret)
    evidence.add(session, seal, piece, recorded_at=at.system)
