"""Actions that interrupt the ordinary course of a case, each for a reason."""

from fastapi import APIRouter

from applications.api.actions import ACTION_RESPONSES, DoingDep
from applications.api.case_models import CasePublic
from applications.api.interruption_models import (
    CorrectInput,
    ExtendInput,
    ReasonInput,
    ReassignInput,
)
from applications.domain.actions import (
    Extend,
    Reassign,
    Resume,
    Return,
    StopWaiting,
    Suspend,
    Withdraw,
)

router = APIRouter(
    prefix="/v1/cases/{case_id}/actions", tags=["actions"], responses=ACTION_RESPONSES
)


@router.post("/stop-waiting")
async def stop_waiting(body: ReasonInput, doing: DoingDep) -> CasePublic:
    """Go on without the papers the person was asked for and did not bring; the clock runs on."""
    return await doing.take(StopWaiting(body.reason))


@router.post("/return")
async def hand_back(body: ReasonInput, doing: DoingDep) -> CasePublic:
    """Hand the case back to the front office; completeness is asked again."""
    return await doing.take(Return(body.reason))


@router.post("/withdraw")
async def withdraw(body: ReasonInput, doing: DoingDep) -> CasePublic:
    """End the case before its decision, on the person's word."""
    return await doing.take(Withdraw(body.reason))


@router.post("/suspend")
async def suspend(body: ReasonInput, doing: DoingDep) -> CasePublic:
    """Let the clock stand until somebody resumes."""
    return await doing.take(Suspend(body.reason))


@router.post("/resume")
async def resume(body: ReasonInput, doing: DoingDep) -> CasePublic:
    """Let the clock run on; open terms move by the days it stood."""
    return await doing.take(Resume(body.reason))


@router.post("/extend")
async def extend(body: ExtendInput, doing: DoingDep) -> CasePublic:
    """Lengthen the terms, once, on a legal basis."""
    return await doing.take(Extend(body.days, body.legal_basis, body.reason))


@router.post("/reassign")
async def reassign(body: ReassignInput, doing: DoingDep) -> CasePublic:
    """Give the case to a colleague of the same centre or office."""
    return await doing.take(Reassign(body.to, body.reason))


@router.post("/correct")
async def correct(body: CorrectInput, doing: DoingDep) -> CasePublic:
    """Put right what was recorded of the people; what it was before stays, under seal."""
    return await doing.correct(body.correction(), body.reason)
