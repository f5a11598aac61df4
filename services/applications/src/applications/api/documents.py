"""The papers of a case: a list of them, and the content of one."""

from collections.abc import AsyncIterator
from datetime import datetime

from fastapi import APIRouter, Depends
from fastapi.responses import StreamingResponse
from pydantic import AwareDatetime

from applications.api.answer import Answer
from applications.api.dependencies import (
    CaseworkDep,
    DatabaseDep,
    InstantDep,
    PapersDep,
    only_query,
)
from applications.api.outside import shown_actor
from applications.domain.case import Instant
from applications.domain.papers.file_types import type_called
from applications.storage.documents import After, Paper
from applications.storage.sealed_files import opened
from applications.use_cases.read_documents import DocumentView, list_documents, read_document
from shared.clock import NowDep
from shared.cursors import CursorDep, LimitDep, Page, decode, next_cursor
from shared.database import SessionDep
from shared.database_clock import database_now
from shared.errors import Kind
from shared.identity.dependencies import CallerDep
from shared.problems import responses

router = APIRouter(
    prefix="/v1/cases/{case_id}/documents",
    tags=["documents"],
    responses=responses(Kind.UNAUTHENTICATED, Kind.MISSING, Kind.INVALID, Kind.UNAVAILABLE),
)


class DocumentPublic(Answer):
    """A paper of a case: for which requirement, in which form, when and by whom handed in.

    ``href`` leads to its content and ``sha256`` is that content's digest; both are null for whoever
    may know of the paper and not read it.
    """

    document_id: str
    requirement: str
    form: str
    media_type: str
    size: int
    handed_in_at: AwareDatetime
    by: str
    sha256: str | None
    href: str | None


@router.get(
    "",
    responses=responses(Kind.MALFORMED),
    dependencies=[Depends(only_query("cursor", "limit"))],
)
async def get_documents(
    case_id: str,
    caller: CallerDep,
    casework: CaseworkDep,
    at: InstantDep,
    cursor: CursorDep,
    limit: LimitDep,
    session: SessionDep,
) -> Page[DocumentPublic]:
    """List the papers handed in as files, oldest first."""
    after = None if cursor is None else After(*decode(cursor, datetime, str))
    view = await list_documents(
        session, casework, caller, case_id, at, after=after, limit=limit + 1
    )
    return Page(
        items=[_document(each, to_staff=view.is_staff) for each in view.documents[:limit]],
        next=next_cursor(
            view.documents, limit, lambda each: (each.paper.claimed_at, each.paper.document_id)
        ),
    )


@router.get(
    "/{document_id}",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/octet-stream": {}}}},
)
async def get_document(
    case_id: str,
    document_id: str,
    caller: CallerDep,
    casework: CaseworkDep,
    papers: PapersDep,
    now: NowDep,
    database: DatabaseDep,
) -> StreamingResponse:
    """Give the content of a paper, to be saved and not shown in place; that it was read is recorded.

    The record is committed before the first byte leaves.
    """
    async with database.transaction() as session:
        at = Instant(business=now, system=await database_now(session))
        paper, known = await read_document(session, casework, caller, case_id, document_id, at)
    stored = papers.store.read(paper.document_id)
    content = opened(casework.vault, known.key, paper.document_id, stored)
    # The first piece is opened before an answer begins: afterwards a failure can only cut it off.
    first = await anext(content)
    return StreamingResponse(
        _from(first, content), media_type=paper.media_type, headers=_headers(paper)
    )


async def _from(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece


def _headers(paper: Paper) -> dict[str, str]:
    # The name is ours: the sender's may say anything, and was not kept.
    extension = type_called(paper.media_type).extension
    name = f"{paper.requirement}-{paper.document_id[:8]}.{extension}"
    return {
        "Content-Length": str(paper.size),
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }


def _document(view: DocumentView, *, to_staff: bool) -> DocumentPublic:
    paper, known = view.paper, view.known
    here = f"/v1/cases/{paper.case_id}/documents/{paper.document_id}"
    return DocumentPublic(
        document_id=paper.document_id,
        requirement=paper.requirement,
        form=paper.form,
        media_type=paper.media_type,
        size=paper.size,
        handed_in_at=paper.claimed_at,
        by=shown_actor(paper.claimed_by, to_staff=to_staff) or "",
        sha256=None if known is None else known.digest,
        href=None if known is None else here,
    )
