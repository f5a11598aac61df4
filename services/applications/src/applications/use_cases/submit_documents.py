"""Hand papers in for a case: originals become evidence, uploads the case's own."""

from dataclasses import replace

from applications.domain.actions import SubmitDocuments
from applications.domain.case import Instant
from applications.storage.cases import CaseFile
from applications.use_cases.act import Opened, act
from applications.use_cases.casework import Casework
from applications.use_cases.claim_uploads import claim_uploads, with_uploads
from applications.use_cases.keep_evidence import keep_originals
from shared.database import Session
from shared.identity.caller import Caller


async def submit_documents(
    session: Session,
    casework: Casework,
    caller: Caller,
    opened: Opened,
    request: SubmitDocuments,
    at: Instant,
) -> CaseFile:
    """Do the action; raises what ``act`` raises, and nothing is stored or claimed then."""
    sent = await with_uploads(session, caller, request.documents)
    file = await act(session, casework, opened, replace(request, documents=sent), at)
    keep_originals(session, file.seal, sent, at)
    await claim_uploads(session, file.seal, caller, sent, at)
    return file
