"""Receipts: the first answer to a request that created something, again."""

from fastapi import APIRouter, Request, Response

from applications.api.callers import VERIFY
from applications.api.cases import SUBMIT
from applications.api.created_case import created_id
from applications.api.dependencies import CaseworkDep, InstantDep
from applications.api.drafts import BEGIN, END
from applications.api.tickets import ISSUE
from applications.api.uploads import UPLOAD
from applications.domain.case import Instant
from applications.domain.errors import CaseMissing
from applications.domain.intake.drafts import DraftEnded, DraftMissing
from applications.use_cases.casework import Casework
from applications.use_cases.kept_answers import ensure_draft_still_shown, ensure_still_shown
from applications.use_cases.refusals import ReceiptMissing
from shared.database import Session, SessionDep
from shared.errors import Kind
from shared.idempotency import Idempotency, StoredAnswer, key_of, replay
from shared.identity.caller import Caller
from shared.identity.dependencies import CallerDep
from shared.problems import responses

router = APIRouter(
    prefix="/v1/receipts",
    tags=["receipts"],
    responses=responses(Kind.UNAUTHENTICATED, Kind.UNAVAILABLE),
)


@router.get("/{idempotency_key}", responses=responses(Kind.MISSING, Kind.INVALID))
async def get_receipt(
    idempotency_key: str,
    caller: CallerDep,
    casework: CaseworkDep,
    at: InstantDep,
    request: Request,
    session: SessionDep,
) -> Response:
    """Give the caller's own first answer for this key again, 404 if there was none.

    The receipt of a case or of a draft is gone with the right to see it: when a mandate has lapsed,
    a call is over, or the draft was discarded or has become a case.
    """
    idempotency: Idempotency = request.app.state.idempotency
    key = key_of(idempotency_key)
    for route in (SUBMIT, ISSUE, UPLOAD, VERIFY, BEGIN, END):
        kept = await idempotency.find(session, caller, route, key)
        if kept is not None:
            await _ensure_shown(session, casework, caller, route, kept, at)
            return replay(kept)
    raise ReceiptMissing


async def _ensure_shown(
    session: Session,
    casework: Casework,
    caller: Caller,
    route: str,
    kept: StoredAnswer,
    at: Instant,
) -> None:
    try:
        if route in (SUBMIT, END):
            await ensure_still_shown(session, casework, caller, created_id(kept.headers), at)
        if route == BEGIN:
            await ensure_draft_still_shown(session, casework, caller, created_id(kept.headers))
    except (CaseMissing, DraftMissing, DraftEnded) as error:
        raise ReceiptMissing from error
