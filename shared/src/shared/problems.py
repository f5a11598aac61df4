"""Failures at the edge: RFC 9457 problem details, in Azerbaijani and English.

``errors.Kind`` decides the status, here and nowhere else. Every document has ``type``, ``title``,
``status``, ``detail``, ``code`` and ``trace_id``, and ``errors`` (``pointer``, ``code``, ``detail``)
where the input is at fault. Nothing of the input is ever repeated. ``type`` is
``urn:dost:problem:<code>``. Codes the suite shares (a service's own stand with its errors):

============================  ======  ==========================================================
code                          status  what to do
============================  ======  ==========================================================
``malformed-json``            400     send a JSON document
``malformed-body``            400     send the body in the encoding its Content-Type names
``bad-request``               4xx     read the API's description
``cursor-malformed``          400     start the list again
``if-match-malformed``        400     send one ETag as it was read
``idempotency-key-missing``   400     send an ``Idempotency-Key``
``token-missing``             401     send a bearer token
``token-invalid``             401     get a new token from the identity provider
``token-expired``             401     get a new token
``token-wrong-audience``      401     get a token for this service
``role-not-allowed``          403     not with this role
``grant-refused``             403     sign a grant for this question and this person
``not-found``                 404     check the address
``nothing-parked``            404     read the list of parked events again
``method-not-allowed``        405     use a method of the ``Allow`` header
``still-failing``             409     mend the cause and replay again, or set the event aside
``not-failing``               409     replay the key first
``stale``                     412     read again, decide again
``body-too-large``            413     send less
``unsupported-media-type``    415     send ``application/json``
``invalid-input``             422     correct each of ``errors``; their codes:
``missing-field``                     the field is required
``unknown-field``                     remove it
``wrong-type``                        send another JSON type
``wrong-format``                      see the field's format
``not-an-option``                     one of the listed codes
``too-long``, ``too-short``           within the length
``out-of-range``                      within the range
``invalid-value``                     see the field's description
``control-character``         422     remove U+0000 from the texts
``idempotency-key-malformed`` 422     send a UUID
``idempotency-key-reused``    422     a new request needs a new key
``if-match-missing``          428     send ``If-Match``
``unexpected``                500     ours: tell us the ``trace_id``
``identity-unavailable``      503     wait ``Retry-After`` seconds, repeat
``clock-unavailable``         503     the same
``database-unavailable``      503     the same
``partner-unavailable``       503     the same
============================  ======  ==========================================================
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from shared.errors import DomainError, Kind
from shared.input_faults import input_error
from shared.problem_answers import (
    BAD_REQUEST,
    BY_STATUS,
    INVALID_INPUT,
    MALFORMED_JSON,
    UNSUPPORTED_MEDIA_TYPE,
    Answer,
)
from shared.telemetry.trace import current, new_trace
from shared.texts import Text

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 5

STATUS: Mapping[Kind, int] = {
    Kind.MALFORMED: 400,
    Kind.UNAUTHENTICATED: 401,
    Kind.FORBIDDEN: 403,
    Kind.MISSING: 404,
    Kind.CONFLICT: 409,
    Kind.STALE: 412,
    Kind.TOO_LARGE: 413,
    Kind.INVALID: 422,
    Kind.PRECONDITION_REQUIRED: 428,
    Kind.TOO_MANY: 429,
    Kind.UNAVAILABLE: 503,
}
"""One kind is one status."""


class ProblemFault(BaseModel):
    """One fault of the input: a JSON pointer into the body (or ``query:name``), code, what to do."""

    pointer: str
    code: str
    detail: str


class Problem(BaseModel):
    """Problem details (RFC 9457). Some codes have further members; each is documented there."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    trace_id: str
    errors: list[ProblemFault] = []


_LANGUAGE = re.compile(
    r"\s*(az|en)(?:-[a-z0-9-]+)?\s*(?:;\s*q=([01](?:\.[0-9]{0,3})?)\s*)?", re.IGNORECASE
)


def language_of(accept_language: str | None) -> str:
    """Choose ``az`` or ``en`` by ``Accept-Language`` (RFC 9110, 12.5.4); ``az`` when neither wins."""
    best, weight = "az", 0.0
    for entry in (accept_language or "").split(","):
        match = _LANGUAGE.fullmatch(entry)
        if match is not None and float(match[2] or 1) > weight:
            best, weight = match[1].lower(), float(match[2] or 1)
    return best


def render(answer: Answer, accept_language: str | None) -> JSONResponse:
    """Put a problem into the caller's language, with the trace id and the headers of its status."""
    language = language_of(accept_language)
    faults = [
        {"pointer": fault.pointer, "code": fault.code, "detail": fault.detail.in_language(language)}
        for fault in answer.errors
    ]
    document: dict[str, Any] = {
        **{name: _in_language(value, language) for name, value in answer.members.items()},
        "type": f"urn:dost:problem:{answer.code}",
        "title": answer.title.in_language(language),
        "status": answer.status,
        "detail": answer.detail.in_language(language),
        "code": answer.code,
        "trace_id": (current() or new_trace()).trace_id,
        "errors": faults,
    }
    headers = {"Content-Language": language, "Cache-Control": "no-store", **answer.headers}
    return JSONResponse(document, answer.status, headers, media_type=MEDIA_TYPE)


def _in_language(value: Any, language: str) -> Any:
    """Put the texts inside a member into the caller's language (unmet guards, for example)."""
    if isinstance(value, Text):
        return value.in_language(language)
    if isinstance(value, Mapping):
        return {name: _in_language(inner, language) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_in_language(inner, language) for inner in value]
    return value


def answer_of(error: DomainError) -> Answer:
    """Return what a domain error says at the edge.

    An error may name ``headers`` (a mapping) of its own. 401 always has a challenge and 503 always
    a ``Retry-After``.
    """
    headers: dict[str, str] = {}
    if error.kind is Kind.UNAVAILABLE:
        headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    if error.kind is Kind.UNAUTHENTICATED:
        headers["WWW-Authenticate"] = 'Bearer realm="dost"'
    headers.update(getattr(error, "headers", {}))
    return Answer(
        STATUS[error.kind],
        error.code,
        error.title,
        error.detail,
        errors=error.errors,
        members=error.members,
        headers=headers,
    )


def _respond(request: Request, answer: Answer) -> JSONResponse:
    return render(answer, request.headers.get("accept-language"))


async def _domain_error(request: Request, error: Exception) -> JSONResponse:
    return _respond(request, answer_of(cast("DomainError", error)))


async def _invalid_input(request: Request, error: Exception) -> JSONResponse:
    faults = cast("RequestValidationError", error).errors()
    if any(fault["type"] == "json_invalid" for fault in faults):
        return _respond(request, MALFORMED_JSON)
    if _is_no_json(request) and any(tuple(fault["loc"]) == ("body",) for fault in faults):
        return _respond(request, UNSUPPORTED_MEDIA_TYPE)
    said = INVALID_INPUT
    errors = [input_error(fault) for fault in faults]
    return _respond(request, Answer(422, said.code, said.title, said.detail, errors=errors))


def _is_no_json(request: Request) -> bool:
    sent = request.headers.get("content-type", "").split(";")[0].strip().lower()
    has_body = request.headers.get("content-length", "0") != "0"
    return has_body and sent != "application/json" and not sent.endswith("+json")


async def _http_error(request: Request, error: Exception) -> JSONResponse:
    """Answer what the framework refused by itself; its own texts are not shown."""
    refused = cast("HTTPException", error)
    if isinstance(refused.__cause__, DomainError):
        return _respond(request, answer_of(refused.__cause__))
    known = BY_STATUS.get(refused.status_code, BAD_REQUEST)
    if refused.status_code == MALFORMED_JSON.status and not _is_no_json(request):
        known = MALFORMED_JSON
    headers = {**known.headers, **(refused.headers or {})}
    return _respond(
        request,
        Answer(refused.status_code, known.code, known.title, known.detail, headers=headers),
    )


def install_problem_handlers(app: FastAPI) -> None:
    """Make every failure of the application a problem document (bugs: ``unexpected.py``)."""
    app.add_exception_handler(DomainError, _domain_error)
    app.add_exception_handler(RequestValidationError, _invalid_input)
    app.add_exception_handler(HTTPException, _http_error)


def responses(*kinds: Kind) -> dict[int | str, dict[str, Any]]:
    """Return the ``responses=`` of a route or router for the failures it documents."""
    return {STATUS[kind]: documented(_DESCRIPTIONS[kind]) for kind in kinds}


def documented(description: str) -> dict[str, Any]:
    """Return one OpenAPI response that is a problem document."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": description, "content": {MEDIA_TYPE: {"schema": schema}}}


_DESCRIPTIONS: Mapping[Kind, str] = {
    Kind.MALFORMED: "The request cannot be read.",
    Kind.UNAUTHENTICATED: "No token, or not one this service accepts.",
    Kind.FORBIDDEN: "The caller may see this, and may not do that.",
    Kind.MISSING: "There is none, or it is not the caller's to see.",
    Kind.CONFLICT: "Not in this state; the document names what stands in the way.",
    Kind.STALE: "Another was faster; the document says what they did.",
    Kind.TOO_LARGE: "The body is too large.",
    Kind.INVALID: "The input is not valid; `errors` names each fault.",
    Kind.PRECONDITION_REQUIRED: "`If-Match` is missing.",
    Kind.TOO_MANY: "The caller has asked too often; see `Retry-After`.",
    Kind.UNAVAILABLE: "A part we need is away; see `Retry-After`.",
}


def schemas() -> Iterable[tuple[str, dict[str, Any]]]:
    """Return the schemas of problem documents for OpenAPI, by name."""
    reference = "#/components/schemas/{model}"
    for model in (Problem, ProblemFault):
        schema = model.model_json_schema(ref_template=reference)
        schema.pop("$defs", None)
        yield model.__name__, schema
