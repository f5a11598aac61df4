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
    """Ask for completeness anew where a paper has come that nobody waited for any more."""
    came = _not_brought(before) - _not_brought(after)
    if not came:
        return after
    kinds = (StepKind.CHECK_COMPLETENESS,)
    return reopened(after, kinds, at=doing.at.business, by=doing.actor.name)


def _not_brought(case: Case) -> set[str]:
    """Return the codes of what was asked of the person and has not come."""
    status = RequirementStatus.NOT_BROUGHT
    return {item.code for item in case.requirements if item.status is status}
