"""One action on one case: permitted by the table, carried out, written down. All or nothing."""

from dataclasses import replace

from applications.domain.actions import ActionRequest, Close
from applications.domain.actor import SYSTEM, Actor
from applications.domain.case import Case, CaseState, Instant, Template
from applications.domain.effects import Doing, carried_out
from applications.domain.guards import decision_told
from applications.domain.history import Advanced, Entry
from applications.domain.situations import Situation
from applications.domain.steps import completed, reviewed
from applications.domain.transitions import permit
from applications.domain.waiting import runs_on

DELIVERED = "message-delivered"
FAILED = "message-failed"


def advance(case: Case, actor: Actor, request: ActionRequest, at: Instant) -> Advanced:
    """Do ``request`` as ``actor`` and return the case one version on.

    Raises CaseMissing (404), ActionForbidden (403), ActionBlocked (409) and the faults of the
    request's body (422); then nothing has happened.
    """
    row = permit(case, actor, request, at)
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


def delivered(case: Case, template: Template, at: Instant) -> Advanced | None:
    """Record that the cabinet has the message; None when that is known, or nobody asked for it."""
    message = case.message(template)
    if message is None or message.delivered_at is not None:
        return None
    told = replace(message, delivered_at=at.business)
    messages = tuple(told if each is message else each for each in case.messages)
    changed = replace(case, messages=messages, version=case.version + 1)
    changed = reviewed(changed, at=at.business, by=SYSTEM.name)
    details = {"template": template.value}
    entry = Entry(DELIVERED, SYSTEM.name, at.business, case.state, case.state, details)
    return Advanced(changed, entry)


def unreached(case: Case, template: Template, at: Instant) -> Advanced | None:
    """Record that the cabinet never takes the message; None when its end is known already.

    The case stays where it is: a decision nobody read must not look as if it had been told.
    """
    message = case.message(template)
    if message is None or message.delivered_at is not None or message.failed_at is not None:
        return None
    refused = replace(message, failed_at=at.business)
    messages = tuple(refused if each is message else each for each in case.messages)
    changed = replace(case, messages=messages, version=case.version + 1)
    details = {"template": template.value}
    entry = Entry(FAILED, SYSTEM.name, at.business, case.state, case.state, details)
    return Advanced(changed, entry)


def closed_if_told(case: Case, at: Instant) -> Advanced | None:
    """Close a decided case whose decision has reached the person; None while it has not.

    To be tried after each change: where no contact is allowed there is no delivery to wait for.
    """
    decided = case.state in (CaseState.GRANTED, CaseState.REFUSED)
    if not decided or decision_told.unmet(Situation(case, SYSTEM, at)):
        return None
    return advance(case, SYSTEM, Close(), at)
