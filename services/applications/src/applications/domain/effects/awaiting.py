"""Papers the person was asked for: when nobody waits for them any more, and when they come after all."""

from dataclasses import replace

from applications.domain.actions import StopWaiting
from applications.domain.case import Case, Requirement, RequirementStatus
from applications.domain.effects.doing import Doing, Done, reason_faults
from applications.domain.faults import refuse
from applications.domain.passport import StepKind
from applications.domain.steps import reopened


def stopped_waiting(request: StopWaiting, doing: Doing) -> Done:
    """Note what the person was asked for and did not bring; nothing is owed any more.

    What is missing and was never asked of them stays missing.
    """
    refuse(reason_faults(request.reason))
    asked = doing.case.requested

    def note(item: Requirement) -> Requirement:
        if item.code not in asked or item.status is not RequirementStatus.MISSING:
            return item
        return replace(
            item,
            status=RequirementStatus.NOT_BROUGHT,
            reason=request.reason,
            at=doing.at.business,
            by=doing.actor.name,
        )

    case = replace(doing.case.with_requirements(note), requested=())
    return Done(case, {"requirements": list(asked)}, request.reason)


def checked_again(before: Case, after: Case, doing: Doing) -> Case:
    """Ask for completeness anew where what the requirements stand on has changed.

    Who confirmed it looked at other papers: at another picture, another number, or at none.
    """
    if before.requirements == after.requirements:
        return after
    kinds = (StepKind.CHECK_COMPLETENESS,)
    return reopened(after, kinds, at=doing.at.business, by=doing.actor.name)
