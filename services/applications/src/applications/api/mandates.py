"""On which paper the applicant of a case acts: seen or none, renewed, or revoked before its last day."""

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import Field

from applications.api.actions import ACTION_RESPONSES, DoingDep
from applications.api.case_models import CasePublic
from applications.api.inputs import Code, Day, Input, Line, Prose
from applications.api.interruption_models import ReasonInput
from applications.api.submission_models import IdentifierInput
from applications.domain.actions import ConfirmMandate, RejectMandate
from applications.domain.effects.mandating import COPY
from applications.domain.intake.submission import Identifier, IdentifierKind
from applications.domain.mandates import ALL_SERVICES, MandateEvidence, MandateKind
from applications.storage.cases import CaseFile
from applications.use_cases.act import Opened
from applications.use_cases.check_mandate import confirm_mandate
from applications.use_cases.record_mandate import renew_mandate, revoke_mandate

router = APIRouter(
    prefix="/v1/cases/{case_id}/actions", tags=["actions"], responses=ACTION_RESPONSES
)


class RenewMandateInput(Input):
    """The paper the applicant acts on from now on, whole, and why it is recorded."""

    kind: Literal["power-of-attorney", "guardianship"]
    number: Line
    issued_on: Day
    valid_until: Day
    issuer: Line
    services: Annotated[list[Code], Field(min_length=1, max_length=200)] | Literal["all"]
    reason: Prose

    def paper(self) -> MandateEvidence:
        """Return the paper as the rules see it."""
        services = (ALL_SERVICES,) if self.services == ALL_SERVICES else tuple(self.services)
        return MandateEvidence(
            kind=MandateKind(self.kind),
            number=self.number,
            issued_on=self.issued_on,
            valid_until=self.valid_until,
            issuer=self.issuer,
            services=services,
        )


class RevokeMandateInput(Input):
    """The last day on which the mandate holds, and why it ends."""

    last_day: Day
    reason: Prose


class ConfirmMandateInput(Input):
    """What was looked at, the paper itself or its uploaded copy, and whom it says is represented."""

    seen: Literal["original", "copy"]
    represented: IdentifierInput


@router.post("/confirm-mandate")
async def confirm(body: ConfirmMandateInput, doing: DoingDep) -> CasePublic:
    """Confirm the paper the applicant acts on; they read the person concerned from then on."""
    named = Identifier(IdentifierKind(body.represented.kind), body.represented.value)
    request = ConfirmMandate(copy=body.seen == COPY)

    async def do(opened: Opened) -> CaseFile:
        return await confirm_mandate(
            doing.session, doing.casework, opened, request, named, doing.at
        )

    return await doing.carry_out(do)


@router.post("/reject-mandate")
async def reject(body: ReasonInput, doing: DoingDep) -> CasePublic:
    """Say that the paper is none; its holder sees nothing more, and the person concerned is told."""
    return await doing.take(RejectMandate(body.reason))


@router.post("/renew-mandate", name="renew_mandate")
async def post_renewed_mandate(body: RenewMandateInput, doing: DoingDep) -> CasePublic:
    """Record another paper of who applied; every request looks at it from now on."""

    async def do(opened: Opened) -> CaseFile:
        return await renew_mandate(
            doing.session, doing.casework, opened, body.paper(), body.reason, doing.at
        )

    return await doing.carry_out(do)


@router.post("/revoke-mandate", name="revoke_mandate")
async def post_revoked_mandate(body: RevokeMandateInput, doing: DoingDep) -> CasePublic:
    """Let the mandate end before its own last day; afterwards there is no case for its holder."""

    async def do(opened: Opened) -> CaseFile:
        return await revoke_mandate(
            doing.session, doing.casework, opened, body.last_day, body.reason, doing.at
        )

    return await doing.carry_out(do)
