"""The step engine: what each kind of step means for a case. No code here names a service."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from applications.domain.actions import Action
from applications.domain.case import (
    Case,
    CaseStep,
    RequirementStatus,
    StepStatus,
    Template,
)
from applications.domain.papers.requirements import (
    BY_A_SOURCE,
    ON_PAPER,
    missing,
    pending,
    standing_in,
)
from applications.domain.passport import PassportStep, StepKind

MET_BY_PAPERS = "met-by-papers"
# An action or the clock brings these about, wherever a passport prints them.
_OWN_MOMENT = (StepKind.FORWARD, StepKind.DECIDE, StepKind.NOTIFY)


def planned_steps(case: Case, *, at: datetime, by: str) -> Case:
    """Lay out the passport's steps for this case, in printed order.

    A step whose channels or condition do not hold, or whose kind has nothing to do here, is
    *not-applicable*. The case's ticket and requirements must be in place.
    """
    steps = tuple(_planned_step(step, case) for step in case.passport.steps)
    stamped = tuple(
        replace(step, at=at, by=by) if step.status is StepStatus.DONE else step for step in steps
    )
    return reviewed(replace(case, steps=stamped), at=at, by=by)


def completed(case: Case, action: Action, *, at: datetime, by: str) -> Case:
    """Mark the steps that ``action`` completes, then look at the others again."""

    def complete(step: CaseStep) -> CaseStep:
        if step.settled or action not in KINDS[step.kind].completed_by:
            return step
        return replace(step, status=StepStatus.DONE, at=at, by=by)

    return reviewed(case.with_steps(complete), at=at, by=by)


def reviewed(case: Case, *, at: datetime, by: str) -> Case:
    """Recompute the steps that follow from facts; a step sees the ones printed before it."""
    for step in case.steps:
        if step.status in (StepStatus.NOT_APPLICABLE, StepStatus.OVERRIDDEN):
            continue
        found = KINDS[step.kind].review(step, case)
        if found.status is not step.status:
            case = with_step(case, replace(found, at=at, by=by))
    return case


def reopened(case: Case, kinds: Collection[StepKind], *, at: datetime, by: str) -> Case:
    """Ask again for the steps of these kinds that were done."""

    def reopen(step: CaseStep) -> CaseStep:
        if step.kind not in kinds or step.status is not StepStatus.DONE:
            return step
        return replace(step, status=StepStatus.PENDING, at=at, by=by)

    return case.with_steps(reopen)


def with_step(case: Case, changed: CaseStep) -> Case:
    """Return the case with the step of that id replaced."""
    return case.with_steps(lambda step: changed if step.id == changed.id else step)


def applies(step: PassportStep, case: Case) -> bool:
    """Tell whether the step's channels and condition hold for the case."""
    if step.channels is not None and case.channel not in step.channels:
        return False
    return step.when is None or step.when.holds(
        channel=case.channel, audience=case.audience, relation=case.relation
    )


def unsettled_before_hand_over(case: Case) -> tuple[CaseStep, ...]:
    """Return the steps still open that would be left behind, wherever they are printed.

    Papers are taken and answers in doubt are overridden at the front office alone, and a question
    is asked as soon as the case exists: nothing of that waits for the back office.
    """
    return tuple(
        step
        for step in case.steps
        if step.kind not in _OWN_MOMENT and (not step.settled or _may_reopen(step, case))
    )


def _may_reopen(step: CaseStep, case: Case) -> bool:
    """Tell whether a registry still asked may turn out to have nothing, so that its paper is wanted."""
    done = step.status is StepStatus.DONE
    return done and step.kind is StepKind.SUBMIT_DOCUMENTS and bool(pending(case))


def unsettled_checks(case: Case) -> tuple[CaseStep, ...]:
    """Return the registry checks without a final answer that nothing has settled."""
    return tuple(step for step in case.steps_of(StepKind.REGISTRY_CHECK) if not step.settled)


def _planned_step(step: PassportStep, case: Case) -> CaseStep:
    status = KINDS[step.kind].plan(step, case) if applies(step, case) else StepStatus.NOT_APPLICABLE
    return CaseStep(step.id, step.kind, status)


# What a kind is at the start.


def _waits(_step: PassportStep, _case: Case) -> StepStatus:
    return StepStatus.PENDING


def _ticket_bound(_step: PassportStep, case: Case) -> StepStatus:
    return StepStatus.DONE if case.ticket else StepStatus.NOT_APPLICABLE


def _waits_with_a_ticket(_step: PassportStep, case: Case) -> StepStatus:
    return StepStatus.PENDING if case.ticket else StepStatus.NOT_APPLICABLE


def _asked_at_once(step: PassportStep, _case: Case) -> StepStatus:
    # The intake queues the question in its own transaction, so the step runs from the start.
    return StepStatus.RUNNING if step.named("subsystems") else StepStatus.NOT_APPLICABLE


def _waits_if_contact_is_allowed(_step: PassportStep, case: Case) -> StepStatus:
    allowed = case.passport.handling.contact_allowed
    return StepStatus.PENDING if allowed else StepStatus.NOT_APPLICABLE


# What a kind becomes when facts change.


def _stays(step: CaseStep, _case: Case) -> CaseStep:
    return step


def _documents(step: CaseStep, case: Case) -> CaseStep:
    """Done when all without another source are met; not applicable when sources met every one."""
    wanted = [
        item
        for item in case.requirements
        if item.status not in (RequirementStatus.OPTIONAL, RequirementStatus.NOT_APPLICABLE)
    ]
    if missing(case):
        return replace(step, status=StepStatus.PENDING)
    if all(item.status in BY_A_SOURCE for item in wanted):
        return replace(step, status=StepStatus.NOT_APPLICABLE)
    only_pending = all(item.status in (*BY_A_SOURCE, RequirementStatus.PENDING) for item in wanted)
    return replace(step, status=StepStatus.PENDING if only_pending else StepStatus.DONE)


def _registry(step: CaseStep, case: Case) -> CaseStep:
    """*Unknown* and *conflict* are settled once every paper that stands in has come."""
    papers = standing_in(case, step)
    if step.settled or not papers or any(item.status not in ON_PAPER for item in papers):
        return step
    return replace(step, status=StepStatus.DONE, reason=MET_BY_PAPERS)


def _attached(step: CaseStep, case: Case) -> CaseStep:
    """Follow the checks printed before it: data is attached with their answers."""
    before = case.steps[: case.steps.index(step)]
    checks = [item for item in before if item.kind is StepKind.REGISTRY_CHECK]
    asked = [check for check in checks if check.status is not StepStatus.NOT_APPLICABLE]
    if not asked:
        return replace(step, status=StepStatus.NOT_APPLICABLE)
    if any(not check.settled for check in asked):
        return replace(step, status=StepStatus.PENDING)
    overridden = next((each for each in asked if each.status is StepStatus.OVERRIDDEN), None)
    told = next((each for each in reversed(asked) if each.evidence_id is not None), asked[-1])
    return replace(
        step,
        status=StepStatus.OVERRIDDEN if overridden else StepStatus.DONE,
        reason=(overridden or told).reason,
        evidence_id=told.evidence_id,
        as_of=told.as_of,
    )


def _told(step: CaseStep, case: Case) -> CaseStep:
    """Only the *decision* message finishes it, and only once the cabinet has it."""
    message = case.message(Template.DECISION)
    if message is None:
        return step
    delivered = message.delivered_at is not None
    return replace(step, status=StepStatus.DONE if delivered else StepStatus.RUNNING)


@dataclass(frozen=True, slots=True)
class KindRule:
    """What one kind of step is: how it starts, what action completes it, what facts change it."""

    plan: Callable[[PassportStep, Case], StepStatus]
    completed_by: tuple[Action, ...] = ()
    review: Callable[[CaseStep, Case], CaseStep] = _stays


KINDS: Mapping[StepKind, KindRule] = MappingProxyType(
    {
        StepKind.TAKE_TICKET: KindRule(_ticket_bound),
        # Once the ticket's day is over nobody calls it, and the agent who claims receives.
        StepKind.GO_TO_DESK: KindRule(_waits_with_a_ticket, (Action.APPROACH_DESK, Action.CLAIM)),
        StepKind.SUBMIT_DOCUMENTS: KindRule(_waits, review=_documents),
        StepKind.CHECK_COMPLETENESS: KindRule(_waits, (Action.CONFIRM_COMPLETENESS,)),
        StepKind.REGISTRY_CHECK: KindRule(_asked_at_once, review=_registry),
        StepKind.ATTACH_DATA: KindRule(_waits, review=_attached),
        StepKind.FORWARD: KindRule(_waits, (Action.FORWARD,)),
        StepKind.DECIDE: KindRule(_waits, (Action.GRANT, Action.REFUSE)),
        StepKind.NOTIFY: KindRule(_waits_if_contact_is_allowed, review=_told),
        StepKind.INTERVIEW: KindRule(_waits),
        StepKind.REPORT: KindRule(_waits),
    }
)
