"""A case asks the registries about the person it concerns."""

import re
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from fastapi import APIRouter, Depends, Header
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from meis_gateway.api.dependencies import GatewayDep
from meis_gateway.domain.answers import Answer, Freshness, SourceAnswer, SourceError
from meis_gateway.domain.questions import Identifier
from meis_gateway.use_cases.ask_question import Answered, ask_question
from meis_gateway.use_cases.open_question import Asked
from shared.errors import Kind
from shared.http import BUDGET_HEADER, budget_of
from shared.identity.caller import Caller, Role
from shared.identity.dependencies import requires
from shared.input_faults import FieldFault
from shared.problems import responses
from shared.texts import Text

router = APIRouter(prefix="/v1/questions", tags=["questions"])

_FIN = re.compile(r"[0-9A-HJ-NP-Z]{7}")
_NOT_A_FIN = Text(
    az="FİN 7 simvoldur: rəqəmlər və I, O istisna olmaqla latın böyük hərfləri.",
    en="A FİN has 7 characters: digits and capital Latin letters except I and O.",
)


class _Input(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class IdentifierIn(_Input):
    """A person's number in the state's books."""

    kind: Literal["fin", "passport", "temporary"]
    value: Annotated[str, StringConstraints(pattern=r"^[!-~]{1,40}$")] = Field(repr=False)

    @model_validator(mode="after")
    def _a_fin_looks_like_one(self) -> Self:
        if self.kind == "fin" and not _FIN.fullmatch(self.value):
            raise FieldFault("wrong-format", _NOT_A_FIN)
        return self


class PersonIn(_Input):
    """The person the question is about: the one the grant was signed for."""

    identifier: IdentifierIn


class QuestionIn(_Input):
    """A signed grant says what is asked and why; the person stands beside it."""

    grant: Annotated[str, Field(min_length=1, max_length=8192, repr=False)]
    person: PersonIn


class SourceOut(BaseModel):
    """What one subsystem said.

    ``answer`` is yes, no or unknown (to an ``attributes`` question: yes if it answered).
    ``attributes`` by bare name; null where the registry holds nothing, so a paper stands in.
    ``as_of`` is the registry's instant; ``error`` says why it said nothing.
    """

    subsystem: str
    answer: Answer
    attributes: dict[str, Any]
    as_of: datetime | None
    freshness: Freshness | None
    error: SourceError | None


class QuestionOut(BaseModel):
    """The typed answer; ``evidence_id`` is null when no registry was asked."""

    answer: Answer
    sources: list[SourceOut]
    evidence_id: str | None


@router.post(
    "",
    summary="Ask the registries what a case's passport lets it ask",
    responses=responses(Kind.FORBIDDEN, Kind.INVALID, Kind.UNAVAILABLE),
)
async def ask(
    body: QuestionIn,
    gateway: GatewayDep,
    caller: Annotated[Caller, Depends(requires(Role.SERVICE))],
    budget: Annotated[str | None, Header(alias=BUDGET_HEADER)] = None,
) -> QuestionOut:
    """Ask each subsystem of the grant once, all at the same time, within one deadline.

    A passport version that was not received yet is answered ``unknown`` without sources: ask again.
    What the grant does not allow is refused before any registry hears of the person.
    """
    identifier = body.person.identifier
    asked = Asked(body.grant, Identifier(identifier.kind, identifier.value), caller.client)
    answered = await ask_question(
        gateway, asked, seconds=budget_of(budget, at_most=gateway.seconds)
    )
    return _question(answered)


def _question(answered: Answered) -> QuestionOut:
    return QuestionOut(
        answer=answered.answer,
        sources=[_source(source) for source in answered.sources],
        evidence_id=answered.evidence_id,
    )


def _source(source: SourceAnswer) -> SourceOut:
    return SourceOut(
        subsystem=source.subsystem,
        answer=source.answer,
        attributes=dict(source.attributes),
        as_of=source.as_of,
        freshness=source.freshness,
        error=source.error,
    )
