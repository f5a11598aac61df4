"""The open table: which action leads where, who may do it, and what must hold. Data and one look-up.

What is not in the table cannot happen. It is published in ``docs/transitions.md``.
"""

from dataclasses import dataclass
from datetime import datetime

from applications.domain.actions import Action, ActionRequest
from applications.domain.actor import Actor
from applications.domain.case import OPEN_STATES, Case, CaseState, Instant
from applications.domain.errors import ActionBlocked, ActionForbidden
from applications.domain.naming import STATES, listing
from applications.domain.people.policies import (
    AGENT,
    APPLICANT,
    JOB,
    OFFICER,
    SYSTEM,
    TIMER,
    ensure_visible,
)
from applications.domain.transitions import guards
from applications.domain.transitions import mandate_guards as mandates
from applications.domain.transitions import message_guards as messages
from applications.domain.transitions.calendar_guards import calendar_offered
from applications.domain.transitions.interruption_guards import not_suspended
from applications.domain.transitions.interruptions import INTERRUPTIONS
from applications.domain.transitions.row import Transition
from applications.domain.transitions.situations import Guard, Situation, UnmetGuard
from shared.texts import Text


@dataclass(frozen=True, slots=True)
class AllowedAction:
    """An action of the caller's: possible now, or blocked by every guard named."""

    action: Action
    allowed: bool
    blocked_by: tuple[UnmetGuard, ...]


_SUBMITTED = (CaseState.SUBMITTED,)
_FRONT = (CaseState.AT_FRONT_OFFICE,)
_WITH_THE_AGENT = (CaseState.AT_FRONT_OFFICE, CaseState.AWAITING_DOCUMENTS)
_BACK = (CaseState.AT_BACK_OFFICE,)
_AT_THE_DESK = (CaseState.AT_FRONT_OFFICE, CaseState.AWAITING_DOCUMENTS)
_DECIDED = (CaseState.GRANTED, CaseState.REFUSED)

OPEN_TABLE: tuple[Transition, ...] = (
    Transition(
        Action.APPROACH_DESK,
        _SUBMITTED,
        CaseState.AT_FRONT_OFFICE,
        (AGENT,),
        (guards.ticket_called, guards.at_own_desk),
    ),
    Transition(
        Action.CLAIM,
        _SUBMITTED,
        CaseState.AT_FRONT_OFFICE,
        (AGENT,),
        (guards.without_ticket, guards.no_other_claim),
    ),
    Transition(Action.CLAIM, _AT_THE_DESK, None, (AGENT,), (guards.no_other_claim,)),
    Transition(Action.CLAIM, _BACK, None, (OFFICER,), (guards.no_other_claim,)),
    Transition(Action.RELEASE, _AT_THE_DESK, None, (AGENT,), (guards.own_claim,)),
    Transition(Action.RELEASE, _BACK, None, (OFFICER,), (guards.own_claim,)),
    Transition(
        Action.REQUEST_DOCUMENTS,
        _AT_THE_DESK,
        CaseState.AWAITING_DOCUMENTS,
        (AGENT,),
        (guards.something_missing, guards.no_other_claim, not_suspended),
    ),
    Transition(
        Action.SUBMIT_DOCUMENTS,
        _SUBMITTED,
        None,
        (APPLICANT, AGENT),
        (guards.received, guards.no_other_claim),
    ),
    Transition(
        Action.SUBMIT_DOCUMENTS,
        (CaseState.AWAITING_DOCUMENTS, CaseState.AT_FRONT_OFFICE),
        CaseState.AT_FRONT_OFFICE,
        (APPLICANT, AGENT),
        (guards.no_other_claim,),
    ),
    Transition(
        Action.STOP_WAITING,
        _AT_THE_DESK,
        CaseState.AT_FRONT_OFFICE,
        (AGENT,),
        (guards.papers_awaited, guards.no_other_claim),
    ),
    Transition(
        Action.CHECK_REGISTRIES,
        OPEN_STATES,
        None,
        (JOB, AGENT),
        (guards.registries_named, guards.no_final_answer, guards.not_being_asked),
    ),
    Transition(
        Action.WAIVE,
        _AT_THE_DESK,
        None,
        (AGENT,),
        (guards.requirement_missing, guards.no_other_claim),
    ),
    Transition(
        Action.OVERRIDE,
        _AT_THE_DESK,
        None,
        (AGENT,),
        (guards.answer_in_doubt, guards.no_other_claim),
    ),
    Transition(
        Action.CONFIRM_MANDATE,
        _WITH_THE_AGENT,
        None,
        (AGENT,),
        (
            mandates.mandate_to_confirm,
            mandates.copy_handed_in,
            mandates.not_ones_own_mandate,
            guards.no_other_claim,
        ),
    ),
    Transition(
        Action.REJECT_MANDATE,
        _WITH_THE_AGENT,
        None,
        (AGENT,),
        (mandates.mandate_to_reject, guards.no_other_claim),
    ),
    Transition(
        Action.CONFIRM_COMPLETENESS,
        _FRONT,
        None,
        (AGENT,),
        (
            guards.completeness_open,
            guards.requirements_met,
            mandates.mandate_seen,
            guards.no_other_claim,
            not_suspended,
        ),
    ),
    Transition(
        Action.FORWARD,
        _FRONT,
        CaseState.AT_BACK_OFFICE,
        (AGENT,),
        (
            guards.earlier_steps_done,
            guards.nothing_awaited,
            mandates.mandate_seen,
            guards.no_other_claim,
            not_suspended,
        ),
    ),
    Transition(
        Action.GRANT,
        _BACK,
        CaseState.GRANTED,
        (OFFICER,),
        (guards.own_claim, guards.four_eyes, mandates.mandate_seen, not_suspended),
    ),
    Transition(
        Action.REFUSE,
        _BACK,
        CaseState.REFUSED,
        (OFFICER,),
        (guards.own_claim, guards.four_eyes, mandates.mandate_seen, not_suspended),
    ),
    Transition(
        Action.NOTIFY,
        OPEN_STATES,
        None,
        (TIMER, AGENT),
        (
            messages.contact_allowed,
            messages.message_fits_state,
            messages.not_sent_yet,
            messages.clock_runs,
        ),
    ),
    Transition(
        Action.NOTIFY,
        _DECIDED,
        None,
        (AGENT,),
        (messages.contact_allowed, messages.message_fits_state, messages.not_sent_yet),
    ),
    Transition(
        Action.TELL_IN_PERSON,
        _DECIDED,
        CaseState.CLOSED,
        (AGENT,),
        (messages.no_message_reaches,),
    ),
    Transition(Action.ADOPT_CALENDAR, OPEN_STATES, None, (OFFICER,), (calendar_offered,)),
    Transition(Action.CLOSE, _DECIDED, CaseState.CLOSED, (SYSTEM,), (messages.decision_told,)),
    *INTERRUPTIONS,
)


def allowed_actions(
    case: Case, actor: Actor, at: Instant, term_ends: datetime | None = None
) -> tuple[AllowedAction, ...]:
    """Return the table for this caller: each action of theirs, with every unmet guard named."""
    found = []
    situation = Situation(case, actor, at, term_ends=term_ends)
    for action in Action:
        rows = _rows_for(case, actor, action)
        if rows:
            unmet = _unmet(rows, situation, action)
            found.append(AllowedAction(action, not unmet, unmet))
    return tuple(found)


def permit(
    case: Case,
    actor: Actor,
    request: ActionRequest,
    at: Instant,
    term_ends: datetime | None = None,
) -> Transition:
    """Return the row by which the request may happen now.

    Raises CaseMissing (not the caller's to see), ActionForbidden (to see, not to do) and
    ActionBlocked (wrong state or unmet guards, all of them).
    """
    ensure_visible(case, actor)
    rows = _rows_for(case, actor, request.action)
    if not rows:
        raise ActionForbidden
    unmet = _unmet(rows, Situation(case, actor, at, request, term_ends), request.action)
    if unmet:
        raise ActionBlocked([(each.code, each.detail) for each in unmet])
    return next(row for row in rows if case.state in row.from_states)


def _rows_for(case: Case, actor: Actor, action: Action) -> tuple[Transition, ...]:
    """Return the rows of the action that are the actor's.

    Where the case's state has rows, only those count: claiming at the back office is the
    officer's, though an agent may claim elsewhere.
    """
    rows = [row for row in OPEN_TABLE if row.action is action]
    here = [row for row in rows if case.state in row.from_states]
    return tuple(row for row in here or rows if row.is_for(case, actor))


def _unmet(
    rows: tuple[Transition, ...], situation: Situation, action: Action
) -> tuple[UnmetGuard, ...]:
    row = next((each for each in rows if situation.case.state in each.from_states), None)
    found = () if row else (_wrong_state(action),)
    demanded = row.guards if row else _demanded_by_all(rows)
    unmet = (each.unmet(situation) for each in demanded)
    return (*found, *(each for each in unmet if each is not None))


def _demanded_by_all(rows: tuple[Transition, ...]) -> tuple[Guard, ...]:
    """Return the guards that stand in the way whichever row the case may come to."""
    return tuple(each for each in rows[0].guards if all(each in row.guards for row in rows))


def _wrong_state(action: Action) -> UnmetGuard:
    states = [state for row in OPEN_TABLE if row.action is action for state in row.from_states]
    return UnmetGuard("wrong-state", listing(_POSSIBLE_IN, dict.fromkeys(states), STATES))


_POSSIBLE_IN = Text(
    az="Bu əməliyyat yalnız bu vəziyyətlərdə mümkündür: {listed}.",
    en="This action is possible only in: {listed}.",
)
