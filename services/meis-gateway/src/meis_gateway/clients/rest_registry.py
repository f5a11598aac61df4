"""Subsystems that are spoken to by JSON over HTTP: ``POST {path}/queries``, ``GET {path}/health``."""

import json
from collections.abc import Mapping
from typing import Annotated, Any

import httpx2 as httpx
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, ValidationError

from meis_gateway.clients.registries import RegistryFailed
from meis_gateway.domain.answers import SourceError
from meis_gateway.domain.questions import Identifier, Query
from meis_gateway.domain.replies import Reply
from meis_gateway.domain.subsystems import Subsystem
from shared.http import MAX_JSON_BYTES, DeadlineExceeded, HttpClient, deadline

INTENT_HEADER = "X-Intent-Id"
"""Names the intent a call was made for; a probe is made for nobody and carries none."""

_NOT_NOW = {
    httpx.codes.REQUEST_TIMEOUT,
    httpx.codes.TOO_EARLY,
    httpx.codes.TOO_MANY_REQUESTS,
}


def _plain_json(values: dict[str, Any]) -> dict[str, Any]:
    """Refuse numbers JSON does not have: on the way out they would silently become null."""
    json.dumps(values, allow_nan=False)
    return values


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


class _Identifier(_Part):
    kind: str
    value: str


class _Document(_Part):
    identifier: _Identifier
    answers: dict[str, str] = {}
    attributes: Annotated[dict[str, Any], AfterValidator(_plain_json)] = {}
    as_of: AwareDatetime


class RestRegistry:
    """One HTTP client for all subsystems of this kind; its base URL is theirs together."""

    def __init__(self, client: HttpClient) -> None:
        self._client = client

    async def query(
        self, subsystem: Subsystem, query: Query, *, intent_id: str, seconds: float
    ) -> Reply:
        content = await self._ask(
            "POST",
            f"{subsystem.path}/queries",
            seconds,
            body=_body(query),
            headers={INTENT_HEADER: intent_id},
        )
        try:
            document = _Document.model_validate_json(content)
        except ValidationError as error:
            raise RegistryFailed(SourceError.MALFORMED) from error
        return Reply(
            person=Identifier(document.identifier.kind, document.identifier.value),
            answers=document.answers,
            attributes=document.attributes,
            as_of=document.as_of,
        )

    async def probe(self, subsystem: Subsystem, *, seconds: float) -> None:
        await self._ask("GET", f"{subsystem.path}/health", seconds)

    async def _ask(
        self,
        method: str,
        path: str,
        seconds: float,
        *,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> bytes:
        try:
            async with (
                deadline(seconds),
                self._client.stream(method, path, json=body, headers=headers) as response,
            ):
                _require_success(response.status_code)
                return await _read(response)
        except (DeadlineExceeded, httpx.TimeoutException) as error:
            raise RegistryFailed(SourceError.TIMEOUT) from error
        except httpx.TransportError as error:
            raise RegistryFailed(SourceError.UNAVAILABLE) from error
        except httpx.HTTPError as error:
            raise RegistryFailed(SourceError.MALFORMED) from error


def _body(query: Query) -> dict[str, Any]:
    return {
        "identifier": {"kind": query.person.kind, "value": query.person.value},
        "questions": list(query.questions),
        "attributes": list(query.attributes),
    }


def _require_success(status: int) -> None:
    if status == httpx.codes.OK:
        return
    if status == httpx.codes.NOT_FOUND:
        raise RegistryFailed(SourceError.PERSON_NOT_FOUND)
    if status in _NOT_NOW or status >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise RegistryFailed(SourceError.UNAVAILABLE)
    raise RegistryFailed(SourceError.REFUSED)


async def _read(response: httpx.Response) -> bytes:
    """Read an answer of bounded size: an endless one is no answer."""
    content = bytearray()
    async for piece in response.aiter_bytes():
        content += piece
        if len(content) > MAX_JSON_BYTES:
            raise RegistryFailed(SourceError.MALFORMED)
    return bytes(content)
