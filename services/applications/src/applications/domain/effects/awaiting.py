"""Papers the person is asked for: when nobody waits for them any more, and when they come after all."""

from dataclasses import replace

from applications.domain.actions import StopWaiting
from applications.domain.calendar.working_calendar import local_date
from applications.domain.case import Case, Requirement, RequirementStatus, Template
from applications.domain.effects.doing import Doing, Done, reason_faults, with_message
from applications.domain.faults import refuse
from applications.domain.passport import StepKind
from applications.domain.steps import reopened
from applications.domain.terms.telling import mandate_rejected, waits_unasked
from applications.domain.terms.waiting import asked_for


def told_of_papers(codes: tuple[str, ...], doing: Doing) -> Done:
    """Ask the person for papers and tell them which; what they know already is not told again.

    Where no contact is allowed nobody writes. Of whom a mandate was made up over nothing is asked.
    """
    before, details = doing.case, {"requirements": list(codes)}
    case = asked_for(before, codes, doing.at.business)
    unasked = waits_unasked(case, local_date(doing.at.business))
    told = case.requested == before.requested and not unasked
    if told or mandate_rejected(case) or not case.passport.handling.contact_allowed:
        return Done(case, details)
    return replace(with_message(case, Template.IN_PROGRESS, doing), details=details)


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
