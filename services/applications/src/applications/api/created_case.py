"""The answer to whatever makes a case: the case as its maker sees it, and where it is."""

from collections.abc import Mapping

from applications.api.case_document import case_document
from applications.domain.case import Instant
from applications.storage.cases import CaseFile
from applications.use_cases.acting import actor_on
from applications.use_cases.casework import Casework
from applications.use_cases.read_case import view_of
from shared.database import Session
from shared.etags import etag_of
from shared.idempotency import StoredAnswer
from shared.identity.caller import Caller


async def created(
    session: Session,
    casework: Casework,
    caller: Caller,
    file: CaseFile,
    *,
    language: str,
    at: Instant,
) -> StoredAnswer:
    """Return 201 with the case, its `Location` and its `ETag`."""
    await session.flush()
    actor = await actor_on(session, casework, caller, file.case, at)
    document = case_document(await view_of(session, file, actor, at), language)
    headers = {
        "Location": f"/v1/cases/{document.case_id}",
        "ETag": etag_of(document.version),
        "Content-Language": language,
    }
    return StoredAnswer(201, headers, document.model_dump_json().encode())


def created_id(headers: Mapping[str, str]) -> str:
    """Return the id of what such an answer created: a case, or a draft."""
    return headers["Location"].rpartition("/")[2]
