"""The editor's file beside a document: what a person chose where the document is silent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Literal

from catalog.domain.publishing.passport import (
    Condition,
    DurationRuns,
    DurationUnit,
    Handling,
    RegistrySource,
    StepKind,
)


class Ground(StrEnum):
    """Why the editor chose so; published with the passport as a remark."""

    GIVEN = "given"  # the document itself says it
    SITE = "site"  # the published page of the same service
    STEPS = "steps"  # field 23 says so
    ID = "id"  # group 2 of the printed ID
    FOLLOWS = "follows"  # follows from another field of the same document
    ASSIGNMENT = "assignment"  # the task the suite was built for names it
    OURS = "ours"  # an assumption that DOST would confirm


@dataclass(frozen=True, slots=True)
class Fill:
    """A value for one unmarked or blank field: the member that fits the field's type.

    ``codes`` choose options (an empty list: none of them), ``text`` is prose, ``lines`` a list,
    ``number`` a number.
    """

    ground: Ground
    remark: str | None = None
    codes: tuple[str, ...] | None = None
    text: str | None = None
    lines: tuple[str, ...] | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class DurationFill:
    """One of the three terms: ``runs``, and the unit or the value that the document lacks."""

    runs: DurationRuns
    ground: Ground
    remark: str | None = None
    value: int | None = None
    unit: DurationUnit | None = None


@dataclass(frozen=True, slots=True)
class RequirementEntry:
    """What the editor adds to item ``no`` of field 21 (counted from 1); its name stays printed."""

    no: int
    code: str
    sources: tuple[RegistrySource | Literal["submission", "identity"], ...] = ()
    substitutes_for: tuple[str, ...] = ()
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class StepEntry:
    """What the editor adds to the printed step ``no``; its text stays printed.

    One printed step may have several entries, an entry of kind ``decide`` has no number.
    """

    id: str
    no: int | None
    kind: StepKind
    actor: str
    channels: tuple[str, ...] | None = None
    when: Condition | None = None
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Remark:
    """The ground of a choice that is no field's alone, for example of all requirement sources."""

    about: str
    ground: Ground
    text: str | None = None


@dataclass(frozen=True, slots=True)
class EditorFile:
    """All an editor adds to one document.

    ``document`` is the name of the document beside the file. ``valid_from`` is the day (in Baku)
    from which the passport is in force, None for the moment of publication.
    """

    service_id: str
    document: str | None = None
    valid_from: date | None = None
    fields: Mapping[str, Fill] = field(default_factory=dict)
    durations: Mapping[str, DurationFill] = field(default_factory=dict)
    required_documents: tuple[RequirementEntry, ...] = ()
    steps: tuple[StepEntry, ...] = ()
    handling: Handling | None = None
    remarks: tuple[Remark, ...] = ()
