"""The rows of the open table that interrupt the ordinary course: data, as the others."""

from applications.domain.actions import Action
from applications.domain.case import OPEN_STATES, CaseState
from applications.domain.people.policies import AGENT, APPLICANT, OFFICER
from applications.domain.transitions import interruption_guards as standing
from applications.domain.transitions.guards import no_other_claim, own_claim
from applications.domain.transitions.mandate_guards import not_ones_own_mandate
from applications.domain.transitions.row import Transition

_FRONT = (CaseState.AT_FRONT_OFFICE,)
_BACK = (CaseState.AT_BACK_OFFICE,)
_AT_THE_DESK = (CaseState.AT_FRONT_OFFICE, CaseState.AWAITING_DOCUMENTS)
_BEFORE_THE_OFFICE = (CaseState.SUBMITTED, CaseState.AT_FRONT_OFFICE, CaseState.AWAITING_DOCUMENTS)
_TO_SUSPEND = (own_claim, standing.clock_not_standing)
_TO_RESUME = (own_claim, standing.suspended)
_TO_EXTEND = (
    own_claim,
    standing.clock_not_standing,
    standing.not_extended_yet,
    standing.term_runs,
)
_OVER = (CaseState.GRANTED, CaseState.REFUSED, CaseState.WITHDRAWN, CaseState.CLOSED)
_OF_A_MANDATE = (standing.on_a_mandate, standing.taken_in, no_other_claim)
_TO_RENEW = (*_OF_A_MANDATE, not_ones_own_mandate)

INTERRUPTIONS: tuple[Transition, ...] = (
    Transition(
        Action.RETURN,
        _BACK,
        CaseState.AT_FRONT_OFFICE,
        (OFFICER,),
        (no_other_claim, standing.not_suspended),
    ),
    Transition(
        Action.WITHDRAW,
        OPEN_STATES,
        CaseState.WITHDRAWN,
        (APPLICANT, AGENT),
        (standing.taken_in,),
    ),
    Transition(Action.SUSPEND, _FRONT, None, (AGENT,), _TO_SUSPEND),
    Transition(Action.SUSPEND, _BACK, None, (OFFICER,), _TO_SUSPEND),
    Transition(Action.RESUME, _FRONT, None, (AGENT,), _TO_RESUME),
    Transition(Action.RESUME, _BACK, None, (OFFICER,), _TO_RESUME),
    Transition(Action.EXTEND, _FRONT, None, (AGENT,), _TO_EXTEND),
    Transition(Action.EXTEND, _BACK, None, (OFFICER,), _TO_EXTEND),
    Transition(Action.REASSIGN, _AT_THE_DESK, None, (AGENT,), (no_other_claim,)),
    Transition(Action.REASSIGN, _BACK, None, (OFFICER,), (no_other_claim,)),
    Transition(
        Action.CORRECT, _BEFORE_THE_OFFICE, None, (AGENT,), (standing.taken_in, no_other_claim)
    ),
    Transition(Action.CORRECT, _BACK, None, (OFFICER,), (no_other_claim,)),
    Transition(Action.RENEW_MANDATE, _BEFORE_THE_OFFICE, None, (AGENT,), _TO_RENEW),
    Transition(Action.RENEW_MANDATE, _BACK, None, (OFFICER,), _TO_RENEW),
    Transition(Action.REVOKE_MANDATE, _BEFORE_THE_OFFICE, None, (AGENT,), _OF_A_MANDATE),
    Transition(Action.REVOKE_MANDATE, _BACK, None, (OFFICER,), _OF_A_MANDATE),
    # Its holder reads the case after its end too, so the end of the mandate is recorded then as well.
    Transition(
        Action.REVOKE_MANDATE, _OVER, None, (AGENT,), (standing.on_a_mandate, standing.taken_in)
    ),
)
