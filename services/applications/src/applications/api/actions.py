"""Actions on a case: each has its own address and body, and needs the version it is based on."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from applications.api.action_models import (
    AdoptCalendarInput,
    ApproachDeskInput,
    ForwardInput,
    GrantInput,
    NothingInput,
    NotifyInput,
    OverrideInput,
    RefuseInput,
    RequestDocumentsInput,
    SubmitDocumentsInput,
    TellInPersonInput,
    WaiveInput,
)
from applications.api.case_document import case_document
from applications.api.case_models import CasePublic
from applications.api.dependencies import CaseworkDep, InstantDep, LanguageDep
from applications.domain.actions import (
    ActionRequest,
    ApproachDesk,
    CheckRegistries,
    Claim,
    ConfirmCompleteness,
    Forward,
    Grant,
    Notify,
    Override,
    Refuse,
    Release,
    RequestDocuments,
    SubmitDocuments,
    TellInPerson,
    Waive,
)
from applications.domain.case import Instant, Template, View
from applications.domain.effects.correcting import Correction
from applications.storage.cases import CaseFile
from applications.use_cases.act import Opened, act, open_for
from applications.use_cases.adopt_calendar import adopt_calendar
from applications.use_cases.casework import Casework
from applications.use_cases.correct_case import correct_case
from applications.use_cases.decide_case import decide_case
from applications.use_cases.read_case import view_of
from applications.use_cases.submit_documents import submit_documents
from shared.database import Session, SessionDep
from shared.errors import Kind
from shared.etags import IfMatchDep, etag_of
from shared.identity.caller import Caller
from shared.identity.dependencies import CallerDep
from shared.problems import responses

ACTION_RESPONSES = responses(
    Kind.MALFORMED,
    Kind.UNAUTHENTICATED,
    Kind.FORBIDDEN,
    Kind.MISSING,
    Kind.CONFLICT,
    Kind.STALE,
    Kind.INVALID,
    Kind.PRECONDITION_REQUIRED,
    Kind.UNAVAILABLE,
)
"""What an action may answer besides the case."""

router = APIRouter(
    prefix="/v1/cases/{case_id}/actions", tags=["actions"], responses=ACTION_RESPONSES
)


@dataclass(frozen=True, slots=True)
class Doing:
    """One action in progress: the case, who acts, on which version, and the answer's language."""

    case_id: str
    expected: int
    caller: Caller
    casework: Casework
    language: str
    at: Instant
    session: Session
    response: Response

    async def take(self, request: ActionRequest) -> CasePublic:
        """Do ``request`` and answer the case as it is then."""

        async def do(opened: Opened) -> CaseFile:
            return await act(self.session, self.casework, opened, request, self.at)

        return await self.carry_out(do)

    async def decide(self, decision: Callable[[str], Grant | Refuse]) -> CasePublic:
        """Make the decision of the next number and answer the case as it is then."""

        async def do(opened: Opened) -> CaseFile:
            return await decide_case(self.session, self.casework, opened, decision, self.at)

        return await self.carry_out(do)

    async def adopt(self, reason: str | None) -> CasePublic:
        """Adopt the calendar that waits for the case and answer the case as it is then."""

        async def do(opened: Opened) -> CaseFile:
            return await adopt_calendar(self.session, self.casework, opened, reason, self.at)

        return await self.carry_out(do)

    async def submit(self, request: SubmitDocuments) -> CasePublic:
        """Hand papers in and answer the case as it is then."""

        async def do(opened: Opened) -> CaseFile:
            return await submit_documents(
                self.session, self.casework, self.caller, opened, request, self.at
            )

        return await self.carry_out(do)

    async def correct(self, correction: Correction, reason: str) -> CasePublic:
        """Put right what was recorded of the people and answer the case as it is then."""

        async def do(opened: Opened) -> CaseFile:
            return await correct_case(
                self.session, self.casework, opened, correction, reason, self.at
            )

        return await self.carry_out(do)

    async def carry_out(self, do: Callable[[Opened], Awaitable[CaseFile]]) -> CasePublic:
        """Open the case for the caller, do it, and answer the case with its new version."""
        opened = await open_for(
            self.session,
            self.casework,
            self.caller,
            self.case_id,
            expected=self.expected,
            at=self.at,
        )
        file = await do(opened)
        view = await view_of(self.session, file, opened.actor, self.at)
        self.response.headers["ETag"] = etag_of(view.case.version)
        self.response.headers["Content-Language"] = self.language
        return case_document(view, self.language)


async def _doing(
    case_id: str,
    caller: CallerDep,
    expected: IfMatchDep,
    casework: CaseworkDep,
    language: LanguageDep,
    at: InstantDep,
    session: SessionDep,
    response: Response,
) -> Doing:
    return Doing(case_id, expected, caller, casework, language, at, session, response)


DoingDep = Annotated[Doing, Depends(_doing)]


@router.post("/approach-desk")
async def approach_desk(body: ApproachDeskInput, doing: DoingDep) -> CasePublic:
    """Receive the person at the desk that called their ticket; the agent takes the case."""
    return await doing.take(ApproachDesk(body.desk))


@router.post("/claim")
async def claim(doing: DoingDep, body: NothingInput | None = None) -> CasePublic:
    """Take the case to work on it; the claim expires."""
    del body
    return await doing.take(Claim())


@router.post("/release")
async def release(doing: DoingDep, body: NothingInput | None = None) -> CasePublic:
    """Give the claim back."""
    del body
    return await doing.take(Release())


@router.post("/request-documents")
async def request_documents(body: RequestDocumentsInput, doing: DoingDep) -> CasePublic:
    """Ask the person for missing papers; the clock stops until all are there."""
    wanted = None if body.requirements is None else tuple(body.requirements)
    return await doing.take(RequestDocuments(wanted))


@router.post("/submit-documents", name="submit_documents")
async def take_documents(body: SubmitDocumentsInput, doing: DoingDep) -> CasePublic:
    """Hand papers in: an original by the agent who has seen it, a copy as an upload."""
    documents = tuple(document.submitted() for document in body.documents)
    return await doing.submit(SubmitDocuments(documents))


@router.post("/check-registries")
async def check_registries(doing: DoingDep, body: NothingInput | None = None) -> CasePublic:
    """Ask the registries again whose answer is not final."""
    del body
    return await doing.take(CheckRegistries())


@router.post("/waive")
async def waive(body: WaiveInput, doing: DoingDep) -> CasePublic:
    """Go on without a missing document, for a reason."""
    return await doing.take(Waive(body.requirement, body.reason))


@router.post("/override")
async def override(body: OverrideInput, doing: DoingDep) -> CasePublic:
    """Go on without a registry's final answer, for a reason."""
    return await doing.take(Override(body.step, body.reason))


@router.post("/confirm-completeness")
async def confirm_completeness(doing: DoingDep, body: NothingInput | None = None) -> CasePublic:
    """Confirm that every required document is met, substituted, waived or noted as not brought."""
    del body
    return await doing.take(ConfirmCompleteness())


@router.post("/forward")
async def forward(body: ForwardInput, doing: DoingDep) -> CasePublic:
    """Hand the case to the deciding office with the preliminary view and a note."""
    return await doing.take(Forward(View(body.view), body.note))


@router.post("/grant")
async def grant(doing: DoingDep, body: GrantInput | None = None) -> CasePublic:
    """Decide in the person's favour; the decision gets its number and the person is told."""
    reason = None if body is None else body.reason
    return await doing.decide(lambda number: Grant(number, reason))


@router.post("/refuse")
async def refuse(body: RefuseInput, doing: DoingDep) -> CasePublic:
    """Decide against the person; the ground is one of the case's passport, and she can appeal."""
    return await doing.decide(lambda number: Refuse(number, body.ground, body.reason))


@router.post("/notify")
async def notify(doing: DoingDep, body: NotifyInput | None = None) -> CasePublic:
    """Send the person the message the case's state calls for, again where it failed for good."""
    template = None if body is None or body.template is None else Template(body.template)
    return await doing.take(Notify(template))


@router.post("/tell-in-person")
async def tell_in_person(body: TellInPersonInput, doing: DoingDep) -> CasePublic:
    """Record that the person was told where no message reaches them; that closes the case."""
    return await doing.take(TellInPerson(body.when, body.where, body.by_whom))


@router.post("/adopt-calendar", name="adopt_calendar")
async def take_calendar(doing: DoingDep, body: AdoptCalendarInput | None = None) -> CasePublic:
    """Let the case be due earlier by the calendar that waits for it; the officer stands for it."""
    return await doing.adopt(None if body is None else body.reason)
