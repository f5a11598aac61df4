"""What each kind of step demands of its entry: who may act, and which parameters it carries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog.domain.publishing.passport import StepKind


@dataclass(frozen=True, slots=True)
class KindDemand:
    """``actors`` of whom one is named; parameters that must be there, and those that may."""

    actors: frozenset[str]
    required: Mapping[str, type] = field(default_factory=dict)
    optional: Mapping[str, type] = field(default_factory=dict)


def _by(*actors: str) -> frozenset[str]:
    return frozenset(actors)


DEMANDS: Mapping[StepKind, KindDemand] = {
    StepKind.TAKE_TICKET: KindDemand(_by("applicant", "kiosk", "agent"), {"direction": str}),
    StepKind.GO_TO_DESK: KindDemand(_by("applicant", "agent"), {"direction": str}),
    StepKind.SUBMIT_DOCUMENTS: KindDemand(_by("applicant", "agent")),
    StepKind.CHECK_COMPLETENESS: KindDemand(_by("agent")),
    StepKind.REGISTRY_CHECK: KindDemand(
        _by("job"), {"question": str, "subsystems": list, "attributes": list}
    ),
    StepKind.ATTACH_DATA: KindDemand(_by("job")),
    StepKind.FORWARD: KindDemand(_by("agent"), optional={"pseudonym": bool, "attributes": list}),
    StepKind.DECIDE: KindDemand(_by("officer")),
    StepKind.NOTIFY: KindDemand(_by("timer", "agent"), {"margin_working_days": int}),
    StepKind.INTERVIEW: KindDemand(_by("lawyer", "psychologist"), {"profession": str}),
    StepKind.REPORT: KindDemand(_by("agent", "lawyer"), {"recipient": str, "legal_basis": str}),
}
"""The table of step kinds; a passport that needs another kind needs a release."""


def parameter_faults(kind: StepKind, params: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return (parameter, ``missing`` | ``unknown`` | ``wrong-type``) for each that does not fit."""
    demand = DEMANDS[kind]
    known = {**demand.required, **demand.optional}
    faults = [(name, "missing") for name in demand.required if name not in params]
    for name, value in params.items():
        if name not in known:
            faults.append((name, "unknown"))
        elif not _fits(value, known[name]):
            faults.append((name, "wrong-type"))
    return faults


def _fits(value: object, wanted: type) -> bool:
    if wanted is list:
        return isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)
    if wanted is int:
        return type(value) is int and value >= 0
    if wanted is str:
        return isinstance(value, str) and value.strip() != ""
    return isinstance(value, wanted)
