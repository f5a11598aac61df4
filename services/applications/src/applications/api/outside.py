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


def step_without_registries(step: StepPublic) -> StepPublic:
    """Return the step as done or not; what was answered, when, by whom and why so is left out.

    Why an agent went on without an answer may say what it was, and that they had to, that it was none.
    """
    unsaid: dict[str, Any] = {"answer": None, "evidence_id": None, "as_of": None, "failed": []}
    if step.kind in _ASKING:
        unsaid |= {"at": None, "by": None, "reason": None}
        if step.status == StepStatus.OVERRIDDEN:
            unsaid["status"] = StepStatus.DONE.value
    return step.model_copy(update=unsaid)


def requirement_without_registries(item: RequirementPublic) -> RequirementPublic:
    """Return the requirement as missing, brought or met; what met it, or why not, is left out."""
    unsaid: dict[str, Any] = dict.fromkeys(_OF_THE_SOURCE)
    unsaid["source_failed"] = False
    if item.status in BY_A_SOURCE:
        unsaid |= {"status": MET, "at": None, "by": None}
    return item.model_copy(update=unsaid)
