"""What a document leaves out for readers from outside: names of staff, and what registries know."""

from collections.abc import Mapping
from typing import Any

from applications.api.case_models import RequirementPublic, StepPublic
from applications.domain.case import StepStatus
from applications.domain.papers.requirements import BY_A_SOURCE
from applications.domain.passport import StepKind

MET = "met"
"""A document nobody need bring, where the reader may not know what supplied it."""

_ASKING = (StepKind.REGISTRY_CHECK, StepKind.ATTACH_DATA)
_BY_REGISTRIES = (*_ASKING, StepKind.SUBMIT_DOCUMENTS)
_AS_SHOWN = {
    # Why staff went on without an answer was that it was in doubt.
    **{(kind, StepStatus.OVERRIDDEN): StepStatus.DONE for kind in _ASKING},
    # A question in doubt is asked still, as one that nobody has answered yet.
    (StepKind.REGISTRY_CHECK, StepStatus.PENDING): StepStatus.RUNNING,
    # Registries have met every document: nothing is left to bring, as when papers have.
    (StepKind.SUBMIT_DOCUMENTS, StepStatus.NOT_APPLICABLE): StepStatus.DONE,
}
_OF_THE_SOURCE = ("subsystem", "attribute", "evidence_id", "as_of", "reason")
_ACTORS = ("operator", "begun_by")
_OF_THE_CALL = ("call_id", "verification_id")


def shown_actor(actor: str | None, *, to_staff: bool) -> str | None:
    """Return an actor as a reader sees them: staff by name among staff, by role to citizens."""
    if actor is None or to_staff:
        return actor
    return actor.partition(":")[0]


def details_outside(details: Mapping[str, Any]) -> dict[str, Any]:
    """Return details of evidence with roles for names, and without the centre's own call ids."""
    return {
        name: shown_actor(value, to_staff=False) if name in _ACTORS else value
        for name, value in details.items()
        if name not in _OF_THE_CALL
    }


def status_without_registries(kind: StepKind, status: StepStatus) -> str:
    """Return how far a step is, where it may not be told whether registries brought it there."""
    return _AS_SHOWN.get((kind, status), status).value


def step_without_registries(step: StepPublic) -> StepPublic:
    """Return the step as done or not; what was answered, when, by whom and why so is left out.

    Papers that are wanted are told by the requirements, without the question they would settle.
    """
    unsaid: dict[str, Any] = {
        "status": status_without_registries(StepKind(step.kind), StepStatus(step.status)),
        "answer": None,
        "evidence_id": None,
        "as_of": None,
        "failed": [],
        "papers": [],
    }
    if step.kind in _BY_REGISTRIES:
        unsaid |= {"at": None, "by": None, "reason": None}
    return step.model_copy(update=unsaid)


def requirement_without_registries(item: RequirementPublic) -> RequirementPublic:
    """Return the requirement as missing, brought or met; what met it, or why not, is left out."""
    unsaid: dict[str, Any] = dict.fromkeys(_OF_THE_SOURCE)
    unsaid["source_failed"] = False
    if item.status in BY_A_SOURCE:
        unsaid |= {"status": MET, "at": None, "by": None}
    return item.model_copy(update=unsaid)
