"""The final decision: in the person's favour, or a refusal that says on which ground and what then."""

from dataclasses import replace

from applications.domain import faults
from applications.domain.actions import Grant, Refuse
from applications.domain.appeals import AGAINST_A_DECISION
from applications.domain.case import Template
from applications.domain.claims import released
from applications.domain.decision import Decision, Outcome
from applications.domain.effects.doing import Doing, Done, reason_faults, with_message
from applications.domain.faults import Fault, refuse
from applications.domain.passport import Passport
from shared.texts import Text


def granted(request: Grant, doing: Doing) -> Done:
    """Decide in the person's favour; the amount or the day may be contested all the same."""
    decision = Decision(
        outcome=Outcome.GRANTED,
        number=request.decision_number,
        at=doing.at.business,
        signer=doing.actor.name,
        reason=request.reason,
        appeal=AGAINST_A_DECISION,
    )
    return _decided(decision, doing, {"decision": decision.number})


def refused(request: Refuse, doing: Doing) -> Done:
    """Refuse on a ground of the version the case was submitted under, whatever came after it."""
    grounds = _ground_faults(request.ground, doing.case.passport)
    refuse([*grounds, *reason_faults(request.reason)])
    decision = Decision(
        outcome=Outcome.REFUSED,
        number=request.decision_number,
        at=doing.at.business,
        signer=doing.actor.name,
        ground=request.ground,
        reason=request.reason,
        appeal=AGAINST_A_DECISION,
    )
    return _decided(decision, doing, {"decision": decision.number, "ground": request.ground})


def _decided(decision: Decision, doing: Doing, details: dict[str, object]) -> Done:
    """Let go of the case and tell the person, where that is allowed."""
    case = replace(released(doing.case), decision=decision)
    if not case.passport.handling.contact_allowed:
        return Done(case, details, decision.reason)
    told = with_message(case, Template.DECISION, doing)
    return replace(told, details=details, note=decision.reason)


def _ground_faults(ground: str, passport: Passport) -> list[Fault]:
    if ground in passport.grounds:
        return []
    named = "; ".join(f"{code} ({passport.words.grounds[code]})" for code in passport.grounds)
    remedy = _GROUNDS.filled(listed=named)
    return [Fault(faults.GroundNotListed, "/ground", remedy, passport.grounds)]


_GROUNDS = Text(
    az="Bu müraciətin pasportunda göstərilən imtina əsasları: {listed}.",
    en="The grounds for refusal in the passport of this case are: {listed}.",
)
