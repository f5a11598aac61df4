"""End a draft: the case is made of what was said on the phone, and nothing is typed twice."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from applications.domain.case import Instant
from applications.domain.intake.drafts import Draft, ensure_open
from applications.domain.intake.submission import Submission
from applications.storage import draft_papers, drafts, evidence
from applications.storage.cases import CaseFile
from applications.storage.evidence import Evidence
from applications.use_cases.begin_draft import ensure_version
from applications.use_cases.casework import Casework
from applications.use_cases.read_draft import open_draft
from applications.use_cases.submit_case import submit_case
from shared.database import Session
from shared.identity.caller import Caller


async def end_draft(
    session: Session,
    casework: Casework,
    caller: Caller,
    draft_id: str,
    completed: Callable[[Mapping[str, Any]], Submission],
    *,
    expected: int,
    language: str,
    at: Instant,
) -> CaseFile:
    """Make the case of a draft, or leave it as it is: one transaction.

    ``completed`` puts the evidence of the channel to the draft's content. Raises DraftMissing,
    DraftEnded, Stale and whatever a submission raises.
    """
    draft = await open_draft(session, casework, caller, draft_id, locked=True)
    content = ensure_open(draft)
    ensure_version(draft, expected)
    submission = completed(content)
    file = await submit_case(
        session, casework, caller, submission, language=language, at=at, draft_id=draft.id
    )
    await drafts.close(session, draft, file.case.id)
    await draft_papers.let_go(session, draft.id)
    _keep_origin(session, file, draft, at)
    return file


def _keep_origin(session: Session, file: CaseFile, draft: Draft, at: Instant) -> None:
    """Keep with the case who began it, when, and on which call."""
    data = {
        "draft_number": draft.number,
        "begun_by": draft.begun_by,
        "begun_at": draft.begun_at.isoformat().replace("+00:00", "Z"),
        "call_id": draft.call_id,
        "verification_id": draft.verification_id,
    }
    piece = Evidence(str(uuid4()), evidence.DRAFT_ENDED, data, at.business)
    evidence.add(session, file.seal, piece, recorded_at=at.system)
