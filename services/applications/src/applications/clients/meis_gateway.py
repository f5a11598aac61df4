"""Questions to the registries, through the gateway."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

import httpx2 as httpx
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from applications.domain.case import Answer
from applications.domain.registries import RegistryAnswer, SourceAnswer
from shared.http import HttpClient, PartnerUnavailable, deadline, http_client
from shared.identity.client_credentials import ServiceToken


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: the signed grant, and the person it is about."""

    grant: str = field(repr=False)
    identifier_kind: str
    identifier_value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class GatewayAnswer:
    """What came back: the answer for the rules, and the values that go under seal.

    ``values`` are by subsystem and attribute name, None where a registry has nothing. ``freshness``
    is by subsystem, in the gateway's words.
    """

    answer: RegistryAnswer
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)
    freshness: Mapping[str, str] = field(default_factory=dict)


class MeisGateway(Protocol):
    """Where registries are asked."""

    async def ask(self, asked: Asked) -> GatewayAnswer:
        """Ask one question; raises PartnerUnavailable when the gateway itself gives no answer."""


class NullMeisGateway:
    """Asks nobody: every answer is *unknown*."""

    async def ask(self, asked: Asked) -> GatewayAnswer:
        """Answer *unknown* without a source."""
        del asked
        return GatewayAnswer(RegistryAnswer(Answer.UNKNOWN))


def gateway_client(url: str, seconds: float) -> HttpClient:
    """Build the client of the gateway; ``seconds`` is what a whole question may take.

    A slow registry is an answer that takes long, up to the gateway's own budget: no socket
    operation may give up before the question does.
    """
    return http_client(base_url=url, seconds=seconds)


class HttpMeisGateway:
    """Asks ``POST /v1/questions`` with this service's own token."""

    def __init__(self, client: HttpClient, token: ServiceToken, seconds: float) -> None:
        self._client = client
        self._token = token
        self._seconds = seconds

    async def ask(self, asked: Asked) -> GatewayAnswer:
        """Ask one question within the seconds it was built with; raises PartnerUnavailable."""
        identifier = {"kind": asked.identifier_kind, "value": asked.identifier_value}
        body = {"grant": asked.grant, "person": {"identifier": identifier}}
        try:
            async with deadline(self._seconds):
                headers = await self._token.header()
                response = await self._client.post("/v1/questions", json=body, headers=headers)
            if response.status_code == httpx.codes.UNAUTHORIZED:
                self._token.forget()
            if response.status_code != httpx.codes.OK:
                raise PartnerUnavailable
            return _read(_Document.model_validate_json(response.content))
        except (httpx.HTTPError, ValidationError) as error:
            raise PartnerUnavailable from error

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Source(_Part):
    subsystem: str
    answer: Answer
    attributes: dict[str, Any] = {}
    as_of: AwareDatetime | None = None
    freshness: str | None = None
    error: str | None = None


class _Document(_Part):
    answer: Answer
    sources: list[_Source]
    evidence_id: str | None = None


def _read(document: _Document) -> GatewayAnswer:
    return GatewayAnswer(
        answer=RegistryAnswer(
            answer=document.answer,
            sources=tuple(_source(source) for source in document.sources),
            evidence_id=document.evidence_id,
        ),
        values={source.subsystem: source.attributes for source in document.sources},
        freshness={
            source.subsystem: source.freshness for source in document.sources if source.freshness
        },
    )


def _source(source: _Source) -> SourceAnswer:
    supplied = {name for name, value in source.attributes.items() if value is not None}
    as_of: datetime | None = source.as_of
    return SourceAnswer(source.subsystem, source.answer, frozenset(supplied), as_of, source.error)
