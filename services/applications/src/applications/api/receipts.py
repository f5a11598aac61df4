"""Receipts: the first answer to a request that created something, again."""

from fastapi import APIRouter, Request, Response

from applications.api.cases import SUBMIT
from applications.api.tickets import ISSUE
from applications.use_cases.refusals import ReceiptMissing
from shared.database import SessionDep
from shared.errors import Kind
from shared.idempotency import Idempotency, key_of, replay
from shared.identity.dependencies import CallerDep
from shared.problems import responses

router = APIRouter(
    prefix="/v1/receipts",
    tags=["receipts"],
    responses=responses(Kind.UNAUTHENTICATED, Kind.UNAVAILABLE),
)


@router.get("/{idempotency_key}", responses=responses(Kind.MISSING, Kind.INVALID))
async def get_receipt(
    idempotency_key: str, caller: CallerDep, request: Request, session: SessionDep
) -> Response:
    """Give the caller's own first answer for this key again, 404 if there was none."""
    idempotency: Idempotency = request.app.state.idempotency
    key = key_of(idempotency_key)
    for route in (SUBMIT, ISSUE):
        kept = await idempotency.find(session, caller, route, key)
        if kept is not None:
            return replay(kept)
    raise ReceiptMissing
