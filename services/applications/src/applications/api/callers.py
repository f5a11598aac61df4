"""The call centre: verify who is on the line."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response, status
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from applications.api.dependencies import CaseworkDep
from applications.api.inputs import Code, Input
from applications.api.submission_models import IdentifierInput
from applications.domain.intake.submission import Identifier, IdentifierKind
from applications.use_cases.verify_caller import verify_caller
from shared.database import SessionDep
from shared.errors import Kind
from shared.idempotency import StoredAnswer
from shared.identity.caller import Caller, Role
from shared.identity.dependencies import requires
from shared.once import OnceDep
from shared.problems import responses

VERIFY = "POST /v1/caller-verifications"
MAX_QUESTIONS = 20

router = APIRouter(
    prefix="/v1",
    tags=["call centre"],
    responses=responses(
        Kind.MALFORMED, Kind.UNAUTHENTICATED, Kind.FORBIDDEN, Kind.INVALID, Kind.UNAVAILABLE
    ),
)

Operator = Annotated[Caller, Depends(requires(Role.OPERATOR))]
CallId = Annotated[
    str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]*$")
]
"""The call as the telephone system knows it; never the number of whoever calls."""


class CallerInput(Input):
    """Who is on the line."""

    identifier: IdentifierInput


class VerificationInput(Input):
    """The call, the person, and the codes of the questions they answered right (two at least)."""

    call_id: CallId
    person: CallerInput
    answered: Annotated[list[Code], Field(max_length=MAX_QUESTIONS)]


class VerificationPublic(BaseModel):
    """A verification: the operator's own, for a quarter of an hour and one application."""

    model_config = ConfigDict(frozen=True)

    verification_id: str
    expires_at: AwareDatetime


@router.post(
    "/caller-verifications",
    status_code=status.HTTP_201_CREATED,
    response_model=VerificationPublic,
)
async def post_caller_verification(
    body: VerificationInput,
    caller: Operator,
    casework: CaseworkDep,
    once: OnceDep,
    session: SessionDep,
) -> Response:
    """Keep that the person on this call is who they say; their card and an application need it."""

    async def make() -> StoredAnswer:
        sent = body.person.identifier
        verification = await verify_caller(
            session,
            casework,
            caller,
            call_id=body.call_id,
            identifier=Identifier(IdentifierKind(sent.kind), sent.value),
            answered=body.answered,
        )
        answer = VerificationPublic(
            verification_id=verification.id, expires_at=verification.expires_at
        )
        return StoredAnswer(201, {}, answer.model_dump_json().encode())

    return await once.answer(session, caller, VERIFY, make)
