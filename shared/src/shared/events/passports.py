"""The published passport: 27 fields and what publication adds, as every service reads it."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.events.envelope import EventData


class PassportPart(BaseModel):
    """A part of a published passport: immutable, and tolerant of fields of later versions."""

    model_config = ConfigDict(frozen=True, extra="allow")


class Choice(PassportPart):
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
    """How a duration is counted: the editor's reading of a printed unit."""

    CALENDAR = "calendar"
    WORKING_DAYS = "working-days"
    OFFICE_HOURS = "office-hours"
    CONTINUOUS = "continuous"


class Duration(PassportPart):
    """A term (fields 12-17): ``value`` in ``unit``, counted as ``runs`` says."""

    value: int = Field(gt=0)
    unit: DurationUnit
    runs: DurationRuns


class RegistrySource(PassportPart):
    """A subsystem that can supply a required document, and the attribute that stands for it."""

    subsystem: str
    attribute: str


class Condition(PassportPart):
    """When a step or requirement applies: every list given must hold the case's value."""

    channels: list[str] | None = None
    audiences: list[str] | None = None
    relations: list[str] | None = None


class RequiredDocument(PassportPart):
    """One document of field 21; no source means the person brings a paper."""

    code: str
    name: str
    sources: list[RegistrySource | Literal["submission", "identity"]]
    substitutes_for: list[str]
    when: Condition | None


class StepKind(StrEnum):
    """What a step of field 23 is; the engine knows kinds, never services."""

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


class PassportStep(PassportPart):
    """One step of field 23: ``no`` and ``text`` as printed, the rest confirmed by the editor."""

    id: str
    no: int | None
    text: str
    kind: StepKind
    actor: str
    channels: list[str] | None
    when: Condition | None
    params: dict[str, Any]


class DecisionOffice(PassportPart):
    """Who decides: a body, at the case's own centre or at the body itself."""

    body: str
    at: Literal["case-centre", "body"]


class Handling(PassportPart):
    """How cases of this service are treated."""

    confidentiality: Literal["open", "protected"]
    contact: Literal["cabinet", "none"]
    applicant_relations: list[str]
    decision_office: DecisionOffice


class Passport(PassportPart):
    """A published version of a passport; field numbers of form A in the comments.

    ``version`` counts from 1 within ``service_id``. ``valid_until`` is None while in force.
    """

    service_id: str
    version: int = Field(ge=1)
    valid_from: datetime
    valid_until: datetime | None
    published_at: datetime
    name: str  # 1
    passport_id: str | None  # 2
    classifications: list[Choice]  # 3
    executing_units: list[Choice]  # 4
    legal_basis: list[str]  # 5
    intake_channels: list[Choice]  # 6
    communication_channels: list[Choice]  # 7
    response_channels: list[Choice]  # 8
    refusal_grounds: list[Choice]  # 9
    audiences: list[Choice]  # 10
    back_offices: list[Choice]  # 11
    total_duration: Duration  # 12, 13
    front_office_duration: Duration | None  # 14, 15
    back_office_duration: Duration | None  # 16, 17
    operator_standard_minutes: int | None  # 18
    fee: Choice  # 19
    locations: list[Choice]  # 20
    required_documents: list[RequiredDocument]  # 21
    document_forms: list[Choice]  # 22
    steps: list[PassportStep]  # 23
    steps_note: str | None  # the note on field 23
    information_systems: list[Choice]  # 24
    meis_subsystems: list[Choice]  # 25; "none" was chosen: an empty list
    digitisation_level: Choice  # 26
    responsible_position: str | None  # 27
    handling: Handling
    remarks: list[str]


class PassportPublished(EventData):
    """A version was published; the compacted topic keeps the newest event of each service.

    A planned version (``valid_from`` after ``published_at``) brings along those in force until it
    begins, in their order and with their ends, so that the newest event alone tells all there is
    to run by.
    """

    type: ClassVar[str] = "az.dost.passport.published.v1"
    topic: ClassVar[str] = "dost.catalog.passports.v1"

    passport: Passport
    until_then: list[Passport] = Field(default_factory=list)
