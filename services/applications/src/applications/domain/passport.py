"""What the case engine needs of a published passport version; the engine knows kinds, not services."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from applications.domain.errors import PassportNotUnderstood

PROACTIVE = "proactive"


class Unit(StrEnum):
    """Units of a term (fields 12, 14, 16)."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    MONTH = "month"


class Runs(StrEnum):
    """How a term is counted: the editor's reading of the printed unit."""

    CALENDAR = "calendar"
    WORKING_DAYS = "working-days"
    OFFICE_HOURS = "office-hours"
    CONTINUOUS = "continuous"


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


class OfficeAt(StrEnum):
    """Where the deciding body sits: at the case's centre, or at the body itself."""

    CASE_CENTRE = "case-centre"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Duration:
    """A term of the passport: ``value`` in ``unit``, counted as ``runs`` says."""

    value: int
    unit: Unit
    runs: Runs


@dataclass(frozen=True, slots=True)
class RegistrySource:
    """A subsystem and the attribute of it that stands for a paper."""

    subsystem: str
    attribute: str

    @property
    def name(self) -> str:
        """Return ``subsystem.attribute``, the way a question names it."""
        return f"{self.subsystem}.{self.attribute}"


@dataclass(frozen=True, slots=True)
class Condition:
    """When a step or a document applies: every list given must hold the case's value."""

    channels: tuple[str, ...] | None = None
    audiences: tuple[str, ...] | None = None
    relations: tuple[str, ...] | None = None

    def holds(self, *, channel: str | None, audience: str, relation: str) -> bool:
        """Tell whether a case of this channel, audience and relation meets every list given."""
        lists = ((self.channels, channel), (self.audiences, audience), (self.relations, relation))
        return all(listed is None or value in listed for listed, value in lists)


@dataclass(frozen=True, slots=True)
class RequiredDocument:
    """One document of field 21, and which sources supply it instead of a paper."""

    code: str
    name: str
    registry_sources: tuple[RegistrySource, ...] = ()
    from_submission: bool = False
    from_identity: bool = False
    substitutes_for: tuple[str, ...] = ()
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class PassportStep:
    """One step of field 23: ``no`` and ``text`` as printed, ``kind`` and ``params`` confirmed."""

    id: str
    no: int | None
    text: str
    kind: StepKind
    actor: str
    channels: tuple[str, ...] | None
    when: Condition | None
    params: Mapping[str, Any]

    def named(self, param: str) -> tuple[str, ...]:
        """Return a list parameter (``subsystems``, ``attributes``); absent reads as empty."""
        return tuple(str(value) for value in self.params.get(param) or ())


@dataclass(frozen=True, slots=True)
class Handling:
    """How cases of the service are treated; the one place that names the deciding office."""

    protected: bool
    contact_allowed: bool
    applicant_relations: tuple[str, ...]
    office_body: str
    office_at: OfficeAt


@dataclass(frozen=True, slots=True)
class Words:
    """The options of a passport as printed, by code: what Azerbaijani sentences call them."""

    channels: Mapping[str, str]
    audiences: Mapping[str, str]
    forms: Mapping[str, str]
    grounds: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Passport:
    """A published version, as a case keeps it for its whole life.

    ``proactive``: the state may assign the service without being asked (an option of field 8).
    """

    service_id: str
    version: int
    name: str
    channels: tuple[str, ...]
    audiences: tuple[str, ...]
    grounds: tuple[str, ...]
    forms: tuple[str, ...]
    subsystems: tuple[str, ...]
    total: Duration
    front_office: Duration | None
    back_office: Duration | None
    documents: tuple[RequiredDocument, ...]
    steps: tuple[PassportStep, ...]
    handling: Handling
    words: Words
    proactive: bool = False

    def step(self, step_id: str) -> PassportStep:
        """Return the step of that id; the steps of a case are steps of its passport."""
        return next(step for step in self.steps if step.id == step_id)

    def document(self, code: str) -> RequiredDocument | None:
        """Return the required document of that code, None when the passport has no such."""
        return next((document for document in self.documents if document.code == code), None)


def passport_from_data(data: Mapping[str, Any]) -> Passport:
    """Read the JSON of a published passport (``passport`` of ``az.dost.passport.published.v1``).

    Raises PassportNotUnderstood when a field the engine needs is missing or of an unknown kind:
    a version that cannot run must not be taken into use.
    """
    try:
        return _checked(_passport(data))
    except (KeyError, TypeError, ValueError) as error:
        raise PassportNotUnderstood from error


def _checked(passport: Passport) -> Passport:
    # Actions and answers name steps and documents, so a name must mean one thing.
    for names in ([step.id for step in passport.steps], [each.code for each in passport.documents]):
        if len(set(names)) < len(names):
            raise ValueError
    for step in passport.steps:
        if step.kind is StepKind.REGISTRY_CHECK and step.named("subsystems"):
            _ = step.params["question"]
    return passport


def _passport(data: Mapping[str, Any]) -> Passport:
    return Passport(
        service_id=data["service_id"],
        version=data["version"],
        name=data["name"],
        channels=_codes(data["intake_channels"]),
        audiences=_codes(data["audiences"]),
        grounds=_codes(data["refusal_grounds"]),
        forms=_codes(data["document_forms"]),
        subsystems=_codes(data["meis_subsystems"]),
        total=_duration(data["total_duration"]),
        front_office=_optional_duration(data.get("front_office_duration")),
        back_office=_optional_duration(data.get("back_office_duration")),
        documents=tuple(_document(document) for document in data["required_documents"]),
        steps=tuple(_step(step) for step in data["steps"]),
        handling=_handling(data["handling"]),
        words=Words(
            channels=_words(data["intake_channels"]),
            audiences=_words(data["audiences"]),
            forms=_words(data["document_forms"]),
            grounds=_words(data["refusal_grounds"]),
        ),
        proactive=PROACTIVE in _codes(data.get("response_channels") or ()),
    )


def _codes(choices: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    # A choice in no code list cannot be matched by a case, so it opens nothing.
    return tuple(choice["code"] for choice in choices if choice["code"] is not None)


def _words(choices: Sequence[Mapping[str, Any]]) -> Mapping[str, str]:
    return {choice["code"]: choice["printed"] for choice in choices if choice["code"] is not None}


def _duration(data: Mapping[str, Any]) -> Duration:
    return Duration(int(data["value"]), Unit(data["unit"]), Runs(data["runs"]))


def _optional_duration(data: Mapping[str, Any] | None) -> Duration | None:
    return None if data is None else _duration(data)


def _document(data: Mapping[str, Any]) -> RequiredDocument:
    sources = data["sources"]
    return RequiredDocument(
        code=data["code"],
        name=data["name"],
        registry_sources=tuple(
            RegistrySource(source["subsystem"], source["attribute"])
            for source in sources
            if not isinstance(source, str)
        ),
        from_submission="submission" in sources,
        from_identity="identity" in sources,
        substitutes_for=tuple(data.get("substitutes_for") or ()),
        when=_condition(data.get("when")),
    )


def _step(data: Mapping[str, Any]) -> PassportStep:
    return PassportStep(
        id=data["id"],
        no=data["no"],
        text=data["text"],
        kind=StepKind(data["kind"]),
        actor=data["actor"],
        channels=_optional_tuple(data.get("channels")),
        when=_condition(data.get("when")),
        params=dict(data.get("params") or {}),
    )


def _condition(data: Mapping[str, Any] | None) -> Condition | None:
    if data is None:
        return None
    return Condition(
        channels=_optional_tuple(data.get("channels")),
        audiences=_optional_tuple(data.get("audiences")),
        relations=_optional_tuple(data.get("relations")),
    )


def _optional_tuple(values: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if values is None else tuple(values)


def _handling(data: Mapping[str, Any]) -> Handling:
    office = data["decision_office"]
    return Handling(
        protected=_one_of(data["confidentiality"], yes="protected", no="open"),
        contact_allowed=_one_of(data["contact"], yes="cabinet", no="none"),
        applicant_relations=tuple(data["applicant_relations"]),
        office_body=office["body"],
        office_at=OfficeAt(office["at"]),
    )


def _one_of(value: str, *, yes: str, no: str) -> bool:
    if value not in (yes, no):
        raise ValueError
    return value == yes
