"""Drafts: begun by an operator on the phone, ended at a desk, by phone, or by the person."""

import json
from typing import Annotated

from fastapi import APIRouter, Depends, Response, status

from applications.api.callers import Operator
from applications.api.case_models import CasePublic
from applications.api.created_case import created, created_id
from applications.api.dependencies import CaseworkDep, InstantDep, LanguageDep
from applications.api.draft_models import (
    DraftChange,
    DraftEnding,
    DraftFields,
    DraftInput,
    DraftLookup,
    DraftPublic,
)
from applications.api.outside import shown_actor
from applications.domain.intake.drafts import Draft
from applications.domain.intake.submission import SELF_SERVICE
from applications.use_cases.begin_draft import begin_draft, change_draft
from applications.use_cases.discard_draft import discard_draft
from applications.use_cases.end_draft import end_draft
from applications.use_cases.kept_answers import ensure_draft_still_shown, ensure_still_shown
from applications.use_cases.read_draft import find_draft, open_draft
from shared.database import SessionDep
from shared.errors import Kind
from shared.etags import IfMatchDep, etag_of
from shared.idempotency import REPLAYED_HEADER, StoredAnswer
from shared.identity.caller import Caller, Role
from shared.identity.dependencies import requires
from shared.once import OnceDep
from shared.problems import responses

BEGIN = "POST /v1/drafts"
END = "POST /v1/drafts/{draft_id}/submission"

router = APIRouter(
    prefix="/v1",
    tags=["drafts"],
    responses=responses(Kind.UNAUTHENTICATED, Kind.FORBIDDEN, Kind.INVALID, Kind.UNAVAILABLE),
)

Ender = Annotated[Caller, Depends(requires(Role.OPERATOR, Role.AGENT, Role.CITIZEN))]
Finder = Annotated[Caller, Depends(requires(Role.AGENT, Role.CITIZEN))]


@router.post(
    "/drafts",
    status_code=status.HTTP_201_CREATED,
    response_model=DraftPublic,
    responses=responses(Kind.MALFORMED, Kind.MISSING, Kind.CONFLICT),
)
async def post_draft(
    body: DraftInput,
    caller: Operator,
    casework: CaseworkDep,
    at: InstantDep,
    once: OnceDep,
    session: SessionDep,
) -> Response:
    """Keep what whoever is on the line has said so far; tell them the number it answers."""

    async def make() -> StoredAnswer:
        draft = await begin_draft(
            session,
            casework,
            caller,
            body.said(),
            verification_id=body.evidence.verification_id,
            at=at,
        )
        document = _document(draft, caller)
        headers = {"Location": f"/v1/drafts/{draft.id}", "ETag": etag_of(draft.version)}
        return StoredAnswer(201, headers, document.model_dump_json().encode())

    answer = await once.answer(session, caller, BEGIN, make)
    if REPLAYED_HEADER in answer.headers:
        await ensure_draft_still_shown(session, casework, caller, created_id(answer.headers))
    return answer


@router.post("/draft-lookups", responses=responses(Kind.MISSING))
async def look_up_draft(
    body: DraftLookup,
    caller: Finder,
    casework: CaseworkDep,
    session: SessionDep,
    response: Response,
) -> DraftPublic:
    """Find a draft by the number its person was told on the phone, and the person.

    An agent finds that of whoever is at the desk, and it is then theirs to end; a citizen finds
    their own alone.
    """
    draft = await find_draft(session, casework, caller, body.draft_number, body.identifier())
    return _shown(draft, caller, response)


@router.get("/drafts/{draft_id}", responses=responses(Kind.MISSING))
async def get_draft(
    draft_id: str, caller: Ender, casework: CaseworkDep, session: SessionDep, response: Response
) -> DraftPublic:
    """Show a draft to whose it is, to who has them on the line, or who found it at the desk."""
    return _shown(await open_draft(session, casework, caller, draft_id), caller, response)


@router.patch(
    "/drafts/{draft_id}",
    responses=responses(
        Kind.MALFORMED, Kind.MISSING, Kind.CONFLICT, Kind.STALE, Kind.PRECONDITION_REQUIRED
    ),
)
async def patch_draft(
    draft_id: str,
    body: DraftChange,
    caller: Ender,
    expected: IfMatchDep,
    casework: CaseworkDep,
    at: InstantDep,
    session: SessionDep,
    response: Response,
) -> DraftPublic:
    """Put more into a draft: a field that is sent takes the place of the one before."""
    draft = await change_draft(
        session, casework, caller, draft_id, body.said(), expected=expected, at=at
    )
    return _shown(draft, caller, response)


@router.delete(
    "/drafts/{draft_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=responses(
        Kind.MALFORMED, Kind.MISSING, Kind.CONFLICT, Kind.STALE, Kind.PRECONDITION_REQUIRED
    ),
)
async def delete_draft(
    draft_id: str,
    caller: Ender,
    expected: IfMatchDep,
    casework: CaseworkDep,
    at: InstantDep,
    session: SessionDep,
) -> None:
    """Discard a draft: by who began it, or whoever may open it. Nothing of what it held stays."""
    await discard_draft(session, casework, caller, draft_id, expected=expected, at=at)


@router.post(
    "/drafts/{draft_id}/submission",
    status_code=status.HTTP_201_CREATED,
    response_model=CasePublic,
    responses=responses(
        Kind.MALFORMED, Kind.MISSING, Kind.CONFLICT, Kind.STALE, Kind.PRECONDITION_REQUIRED
    ),
)
async def submit_draft(
    draft_id: str,
    body: DraftEnding,
    caller: Ender,
    expected: IfMatchDep,
    casework: CaseworkDep,
    language: LanguageDep,
    at: InstantDep,
    once: OnceDep,
    session: SessionDep,
) -> Response:
    """Make the case of a draft: the answer is what `POST /v1/cases` would have given."""

    async def make() -> StoredAnswer:
        file = await end_draft(
            session,
            casework,
            caller,
            draft_id,
            body.completed,
            expected=expected,
            language=language if body.channel == SELF_SERVICE else "az",
            at=at,
        )
        return await created(session, casework, caller, file, language=language, at=at)

    answer = await once.answer(session, caller, END, make)
    if REPLAYED_HEADER in answer.headers:
        await ensure_still_shown(session, casework, caller, created_id(answer.headers), at)
    return answer


def _shown(draft: Draft, caller: Caller, response: Response) -> DraftPublic:
    response.headers["ETag"] = etag_of(draft.version)
    return _document(draft, caller)


def _document(draft: Draft, caller: Caller) -> DraftPublic:
    to_staff = caller.role is not Role.CITIZEN
    known = draft.content
    return DraftPublic(
        draft_id=draft.id,
        draft_number=draft.number,
        version=draft.version,
        state="submitted" if draft.case_id else "draft",
        service_name=draft.service_name,
        begun_by=shown_actor(draft.begun_by, to_staff=to_staff) or "",
        begun_at=draft.begun_at,
        changed_at=draft.changed_at,
        expires_at=draft.expires_at,
        submission=None if known is None else DraftFields.model_validate_json(json.dumps(known)),
        case_id=draft.case_id,
    )
