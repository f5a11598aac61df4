"""What interrupts the ordinary course of a case: each for a reason, each a line of history."""

from dataclasses import replace

from applications.domain import faults
from applications.domain.actions import Extend, Reassign, Resume, Return, Suspend, Withdraw
from applications.domain.case import CaseState
from applications.domain.claims import given_to, released
from applications.domain.effects.doing import Doing, Done, reason_faults
from applications.domain.faults import Fault, refuse
from applications.domain.passport import StepKind
from applications.domain.pauses import (
    LONGEST_EXTENSION,
    Extension,
    OfficeOf,
    PauseCause,
    Suspension,
    ended,
)
from applications.domain.steps import reopened
from shared.texts import Text


def returned(request: Return, doing: Doing) -> Done:
    """Hand the case back: completeness is asked again, and the back office's term is over.

    Who forwarded it is remembered: they do not decide it either when somebody else forwards it next.
    """
    refuse(reason_faults(request.reason))
    case = replace(released(doing.case), forwarding=None)
    again = reopened(
        case,
        (StepKind.CHECK_COMPLETENESS, StepKind.FORWARD),
        at=doing.at.business,
        by=doing.actor.name,
    )
    return Done(again, note=request.reason)


def withdrawn(request: Withdraw, doing: Doing) -> Done:
    """End the case on the person's word: nothing is owed, asked or counted any more."""
    refuse(reason_faults(request.reason))
    over = ended(doing.case.suspensions, doing.at.business, *PauseCause)
    return Done(replace(released(doing.case), requested=(), suspensions=over), note=request.reason)


def suspended(request: Suspend, doing: Doing) -> Done:
    """Stop the clock until somebody resumes."""
    refuse(reason_faults(request.reason))
    pause = Suspension(doing.at.business, cause=PauseCause.SUSPENDED)
    case = replace(doing.case, suspensions=(*doing.case.suspensions, pause))
    return Done(case, note=request.reason)


def resumed(request: Resume, doing: Doing) -> Done:
    """Let the clock run on; the terms that were open move by the days it stood."""
    refuse(reason_faults(request.reason))
    over = ended(doing.case.suspensions, doing.at.business, PauseCause.SUSPENDED)
    return Done(replace(doing.case, suspensions=over), note=request.reason)


def extended(request: Extend, doing: Doing) -> Done:
    """Lengthen the terms by some days, once."""
    refuse([*_extension_faults(request), *reason_faults(request.reason)])
    at_back = doing.case.state is CaseState.AT_BACK_OFFICE
    extension = Extension(
        request.days,
        doing.at.business,
        doing.actor.name,
        request.legal_basis,
        OfficeOf.BACK if at_back else OfficeOf.FRONT,
    )
    case = replace(doing.case, extension=extension)
    return Done(case, {"days": request.days}, request.reason)


def reassigned(request: Reassign, doing: Doing) -> Done:
    """Give the case to a colleague in the same role, whose claim begins now.

    What the colleague may do is decided when they act, by the centre and body they sign in with.
    """
    refuse([*_colleague_faults(request, doing), *reason_faults(request.reason)])
    name = f"{doing.actor.role}:{request.to}"
    case = given_to(doing.case, name, doing.at.system)
    return Done(case, {"assignee": name}, request.reason)


def _extension_faults(request: Extend) -> list[Fault]:
    found = []
    if not 1 <= request.days <= LONGEST_EXTENSION:
        remedy = _DAYS.filled(longest=LONGEST_EXTENSION)
        found.append(Fault(faults.ExtensionInvalid, "/days", remedy))
    if not request.legal_basis.strip():
        found.append(Fault(faults.ExtensionInvalid, "/legal_basis", _BASIS))
    return found


def _colleague_faults(request: Reassign, doing: Doing) -> list[Fault]:
    if request.to != doing.actor.subject:
        return []
    return [Fault(faults.ColleagueIsOneself, "/to", _CLAIM_IT)]


_DAYS = Text(
    az="Müddəti 1-dən {longest}-dək gün uzatmaq olar.",
    en="A term is extended by 1 to {longest} days.",
)
_BASIS = Text(az="Uzatmanın hüquqi əsasını göstərin.", en="Name the legal basis of the extension.")
_CLAIM_IT = Text(
    az="Müraciəti özünüz “claim” ilə götürün; burada başqa əməkdaşı göstərin.",
    en="Take the case yourself with “claim”; here name a colleague.",
)
