"""One action on one case: permitted by the table, carried out, written down. All or nothing."""

from dataclasses import replace
from datetime import datetime

from applications.domain.actions import ActionRequest, Close
from applications.domain.actor import SYSTEM, Actor
from applications.domain.case import Case, CaseState, Instant, Message, Template
from applications.domain.effects.by_action import carried_out
from applications.domain.effects.doing import Doing
from applications.domain.history import Advanced, Entry
from applications.domain.steps import completed, reviewed
from applications.domain.terms.waiting import runs_on
from applications.domain.transitions.message_guards import decision_told
from applications.domain.transitions.open_table import permit
from applications.domain.transitions.situations import Situation

DELIVERED = "message-delivered"
FAILED = "message-failed"


def advance(
    case: Case,
    actor: Actor,
    request: ActionRequest,
    at: Instant,
    *,
    term_ends: datetime | None = None,
) -> Advanced:
    """Do ``request`` as ``actor`` and return the case one version on.

    ``term_ends``, when the whole term is over, is to be given with an extension.
    Raises CaseMissing (404), ActionForbidden (403), ActionBlocked (409) and the faults of the
    request's body (422); then nothing has happened.
    """
    row = permit(case, actor, request, at, term_ends)
    done = carried_out(request, Doing(case, actor, at))
    moved = replace(done.case, state=row.to or case.state, version=case.version + 1)
    moved = completed(moved, request.action, at=at.business, by=actor.name)
    moved = runs_on(moved, at.business)
    entry = Entry(
        request.action.value,
        actor.name,
        at.business,
        case.state,
        moved.state,
        done.details,
        done.note,
    )
    return Advanced(moved, entry, done.effects)


def delivered(
    case: Case, template: Template, at: Instant, *, serial: int | None = None
) -> Advanced | None:
    """Record that the cabinet has the message; None when that is known, or nobody asked for it.

    It is the newest of the template, unless ``serial`` names another.
    """
    message = case.message(template, serial)
    if message is None or message.delivered_at is not None:
        return None
    noted = _noted(case, message, replace(message, delivered_at=at.business), DELIVERED, at)
    return replace(noted, case=reviewed(noted.case, at=at.business, by=SYSTEM.name))


def unreached(
    case: Case, template: Template, at: Instant, *, serial: int | None = None
) -> Advanced | None:
    """Record that the cabinet never takes the message; None when its end is known already.

    The case stays where it is: a decision nobody read must not look as if it had been told. Which
    message it is: as in ``delivered``.
    """
    message = case.message(template, serial)
    if message is None or message.delivered_at is not None or message.failed_at is not None:
        return None
    return _noted(case, message, replace(message, failed_at=at.business), FAILED, at)


def _noted(case: Case, before: Message, after: Message, action: str, at: Instant) -> Advanced:
    """Put what became of a message into the case and its history, and leave the state as it is."""
    messages = tuple(after if each is before else each for each in case.messages)
    details = {"template": after.template.value}
    entry = Entry(action, SYSTEM.name, at.business, case.state, case.state, details)
    return Advanced(replace(case, messages=messages, version=case.version + 1), entry)


def closed_if_told(case: Case, at: Instant) -> Advanced | None:
    """Close a decided case whose decision has reached the person; None while it has not.

    To be tried after each change. Where no message reaches the person an agent tells them, and that
    closes the case by itself.
    """
    decided = case.state in (CaseState.GRANTED, CaseState.REFUSED)
    if not decided or decision_told.unmet(Situation(case, SYSTEM, at)):
        return None
    return advance(case, SYSTEM, Close(), at)
