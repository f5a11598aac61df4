"""Uploads: a file is sent first, and handed in with an application or an action afterwards."""

from typing import Any

from fastapi import APIRouter, Request, Response, status
from pydantic import AwareDatetime

from applications.api.answer import Answer
from applications.api.cases import Submitter
from applications.api.dependencies import CaseworkDep, DatabaseDep, PapersDep
from applications.api.multipart import PART, incoming_file
from applications.use_cases.forget_uploads import give_up_upload
from applications.use_cases.take_upload import announce_upload, in_time, keep_upload, take_bytes
from shared.body_limit import Body
from shared.errors import DomainError, Kind
from shared.idempotency import Idempotency, IdempotencyKeyDep, StoredAnswer
from shared.once import Once
from shared.problems import responses

PATH = "/v1/uploads"
UPLOAD = f"POST {PATH}"

router = APIRouter(
    prefix=PATH,
    tags=["uploads"],
    responses=responses(Kind.UNAUTHENTICATED, Kind.FORBIDDEN, Kind.INVALID, Kind.UNAVAILABLE),
)

# The body is read as it arrives, so the framework is not told of it and cannot describe it.
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": [PART],
                    "properties": {PART: {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}


class UploadPublic(Answer):
    """An upload: hand it in as ``document_id`` before ``expires_at``, once, and only you."""

    document_id: str
    media_type: str
    size: int
    expires_at: AwareDatetime


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    response_model=UploadPublic,
    responses=responses(Kind.MALFORMED, Kind.CONFLICT, Kind.TOO_LARGE),
    openapi_extra=_BODY,
)
async def post_upload(
    request: Request,
    caller: Submitter,
    key: IdempotencyKeyDep,
    casework: CaseworkDep,
    papers: PapersDep,
    database: DatabaseDep,
) -> Response:
    """Send the picture of a paper: one part named `file`, with its file name and type.

    Extension, declared type and content must agree; the file is scanned and kept encrypted.
    """
    body = Body(request.receive, papers.most_bytes)
    try:
        async with database.transaction() as session:
            document_id = await announce_upload(session, caller)
        try:
            file = await in_time(papers, incoming_file(Request(request.scope, body.receive)))
            arrived = await take_bytes(papers, casework, document_id, file)
            idempotency: Idempotency = request.app.state.idempotency
            once = Once(idempotency, key, arrived.said)
            async with database.transaction() as session:

                async def make() -> StoredAnswer:
                    upload = UploadPublic(
                        document_id=document_id,
                        media_type=arrived.file_type.media_type,
                        size=arrived.size,
                        expires_at=await keep_upload(session, casework, arrived),
                    )
                    return StoredAnswer(201, {}, upload.model_dump_json().encode())

                return await once.answer(session, caller, UPLOAD, make)
        finally:
            # Whatever happened, a file that was not kept is not left behind.
            await give_up_upload(database, papers, document_id)
    except DomainError:
        await body.read_away()
        raise
