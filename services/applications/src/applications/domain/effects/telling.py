"""Telling the person of the decision where no message reaches them."""

from dataclasses import replace
from datetime import UTC

from applications.domain import faults
from applications.domain.actions import TellInPerson
from applications.domain.case import Case, CaseStep, StepStatus
from applications.domain.effects.doing import Doing, Done
from applications.domain.faults import Fault, refuse
from applications.domain.passport import StepKind
from shared.texts import Text

TOLD_IN_PERSON = "told-in-person"


def told_in_person(request: TellInPerson, doing: Doing) -> Done:
    """Record when, where and by whom the person was told; the message's step is done without.

    Where and by whom are words of the agent's and are sealed with the line of history.
    """
    refuse(_telling_faults(request, doing))

    def settle(step: CaseStep) -> CaseStep:
        if step.kind is not StepKind.NOTIFY or step.settled:
            return step
        return replace(
            step,
            status=StepStatus.OVERRIDDEN,
            reason=TOLD_IN_PERSON,
            at=doing.at.business,
            by=doing.actor.name,
        )

    told_at = request.told_at.astimezone(UTC).isoformat()
    details = {"told_at": told_at.replace("+00:00", "Z")}
    note = f"{request.where.strip()}; {request.by_whom.strip()}"
    return Done(doing.case.with_steps(settle), details, note)


def _telling_faults(request: TellInPerson, doing: Doing) -> list[Fault]:
    found = []
    if not _decided_before(doing.case, request) or request.told_at > doing.at.business:
        found.append(Fault(faults.TellingInvalid, "/when", _WHEN))
    named = {"/where": request.where, "/by_whom": request.by_whom}
    found += [
        Fault(faults.TellingInvalid, pointer, _WORDS)
        for pointer, words in named.items()
        if not words.strip()
    ]
    return found


def _decided_before(case: Case, request: TellInPerson) -> bool:
    return case.decision is not None and case.decision.at <= request.told_at


_WHEN = Text(
    az="Şəxsə qərardan sonra və indiyədək deyilmiş olmalıdır: vaxtı düzəldin.",
    en="The person is told after the decision and before now: correct the time.",
)
_WORDS = Text(
    az="Şəxsə harada və kim tərəfindən deyildiyini yazın.",
    en="Say where the person was told, and by whom.",
)
