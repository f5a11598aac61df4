"""The content of a published passport: the 27 fields of form A and what publication adds."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Choice:
    """A chosen option: the code of a code list (None: in no list) and the words as printed."""

    code: str | None
    printed: str


class DurationUnit(StrEnum):
    """Units of fields 12, 14 and 16."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    MONTH = "month"


class DurationRuns(StrEnum):
    """How a duration is counted; no form prints it, so an editor says it."""

    CALENDAR = "calendar"
    WORKING_DAYS = "working-days"
    OFFICE_HOURS = "office-hours"
    CONTINUOUS = "continuous"


@dataclass(frozen=True, slots=True)
class Duration:
    """A term: fields 12-13, 14-15 or 16-17 joined."""

    value: int
    unit: DurationUnit
    runs: DurationRuns


@dataclass(frozen=True, slots=True)
class RegistrySource:
    """A subsystem that can supply a required document, and the attribute that stands for it."""

    subsystem: str
    attribute: str


@dataclass(frozen=True, slots=True)
class Condition:
    """When a step or requirement applies: every list given must hold the case's value."""

    channels: tuple[str, ...] | None = None
    audiences: tuple[str, ...] | None = None
    relations: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class RequiredDocument:
    """One document of field 21; no source means that the person brings a paper."""

    code: str
    name: str
    sources: tuple[RegistrySource | Literal["submission", "identity"], ...]
    substitutes_for: tuple[str, ...]
    when: Condition | None


class StepKind(StrEnum):
    """What a step of field 23 is."""

    TAKE_TICKET = "take-ticket"
    GO_TO_DESK = "go-to-desk"
    SUBMIT_DOCUMENTS = "submit-documents"
    CHECK_COMPLETENESS = "check-completeness"
    REGISTRY_CHECK = "registry-check"
    ATTACH_DATA = "attach-data"
    FORWARD = "forward"
    DECIDE = "decide"
    NOTIFY = "notify"
    INTERVIEW = "interview"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of field 23; ``no`` is None for a step the printed list does not number."""

    id: str
    no: int | None
    text: str
    kind: StepKind
    actor: str
    channels: tuple[str, ...] | None
    when: Condition | None
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DecisionOffice:
    """Who decides: a back office of field 11, at the case's own centre or at the body itself."""

    body: str
    at: Literal["case-centre", "body"]


@dataclass(frozen=True, slots=True)
class Handling:
    """How cases of the service are treated."""

    confidentiality: Literal["open", "protected"]
    contact: Literal["cabinet", "none"]
    applicant_relations: tuple[str, ...]
    decision_office: DecisionOffice


@dataclass(frozen=True, slots=True)
class PassportContent:
    """Everything a published version says, without its number and validity."""

    service_id: str
    name: str
    passport_id: str | None
    classifications: tuple[Choice, ...]
    executing_units: tuple[Choice, ...]
    legal_basis: tuple[str, ...]
    intake_channels: tuple[Choice, ...]
    communication_channels: tuple[Choice, ...]
    response_channels: tuple[Choice, ...]
    refusal_grounds: tuple[Choice, ...]
    audiences: tuple[Choice, ...]
    back_offices: tuple[Choice, ...]
    total_duration: Duration
    front_office_duration: Duration | None
    back_office_duration: Duration | None
    operator_standard_minutes: int | None
    fee: Choice
    locations: tuple[Choice, ...]
    required_documents: tuple[RequiredDocument, ...]
    document_forms: tuple[Choice, ...]
    steps: tuple[Step, ...]
    steps_note: str | None
    information_systems: tuple[Choice, ...]
    meis_subsystems: tuple[Choice, ...]
    digitisation_level: Choice
    responsible_position: str | None
    handling: Handling
    remarks: tuple[str, ...]
