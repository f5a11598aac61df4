"""The case: its state, steps, requirements and everything the rules look at. Immutable."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, TypeAlias

from applications.domain.decision import Decision
from applications.domain.mandates import Mandate
from applications.domain.passport import OfficeAt, Passport, StepKind
from applications.domain.pauses import Extension, PauseCause, Suspension, stands
from applications.domain.tickets import Ticket


class CaseState(StrEnum):
    """Where a case stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    AT_FRONT_OFFICE = "at-front-office"
    AWAITING_DOCUMENTS = "awaiting-documents"
    AT_BACK_OFFICE = "at-back-office"
    GRANTED = "granted"
    REFUSED = "refused"
    REFERRED = "referred"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


OPEN_STATES = (
    CaseState.DRAFT,
    CaseState.SUBMITTED,
    CaseState.AT_FRONT_OFFICE,
    CaseState.AWAITING_DOCUMENTS,
    CaseState.AT_BACK_OFFICE,
)


class StepStatus(StrEnum):
    """How far a step is."""

    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    NOT_APPLICABLE = "not-applicable"
    OVERRIDDEN = "overridden"


class Answer(StrEnum):
    """A registry's answer; *unknown* and *conflict* are never a *no*."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    CONFLICT = "conflict"


class RequirementStatus(StrEnum):
    """What stands for a required document, or that nothing does yet."""

    PENDING = "pending"  # a registry is being asked
    MISSING = "missing"  # the person must bring a paper
    REGISTRY = "met-by-registry"
    PAPER = "met-by-paper"
    SUBMISSION = "met-by-submission"
    IDENTITY = "met-by-identity"
    SUBSTITUTED = "substituted"
    WAIVED = "waived"
    NOT_BROUGHT = "not-brought"  # the person was asked for it, and nobody waits any more
    OPTIONAL = "optional"  # only ever stands in for another document
    NOT_APPLICABLE = "not-applicable"  # its condition does not hold for this case


class View(StrEnum):
    """The front office's preliminary view; the back office decides."""

    FOR = "for"
    AGAINST = "against"
    NONE = "none"


class Template(StrEnum):
    """The messages a case promises."""

    IN_PROGRESS = "in-progress"
    DECISION = "decision"


Recipient: TypeAlias = Literal["person-concerned", "guardian"]
"""Whom a message goes to, in the words of the event that asks for it."""


@dataclass(frozen=True, slots=True)
class Instant:
    """One moment on two clocks, both aware.

    Terms and history follow ``business`` time; a claim is a lease, and leases follow ``system``
    time always.
    """

    business: datetime
    system: datetime


@dataclass(frozen=True, slots=True)
class CaseStep:
    """A step of the passport in this case.

    ``at`` and ``by`` say when and by whom the status came about. ``answer``, ``evidence_id``,
    ``as_of`` and ``failed`` belong to registry steps: ``failed`` names the subsystems that did
    not answer, or that contradict each other.
    """

    id: str
    kind: StepKind
    status: StepStatus
    at: datetime | None = None
    by: str | None = None
    reason: str | None = None
    answer: Answer | None = None
    evidence_id: str | None = None
    as_of: datetime | None = None
    failed: tuple[str, ...] = ()

    @property
    def settled(self) -> bool:
        """Nothing more is to be done in this step."""
        return self.status not in (StepStatus.PENDING, StepStatus.RUNNING)


@dataclass(frozen=True, slots=True)
class Requirement:
    """A required document in this case.

    ``evidence_id``, ``subsystem``, ``attribute`` and ``as_of`` belong to *met-by-registry*;
    ``form``, ``number``, ``issued_on`` and ``document_id`` to a paper; ``substitute`` names the
    document that stands in; ``reason`` why it was waived, or is awaited no more. ``source_failed``:
    the registry that should have supplied it did not answer, which is not the same as having nothing.
    """

    code: str
    status: RequirementStatus
    at: datetime | None = None
    by: str | None = None
    reason: str | None = None
    subsystem: str | None = None
    attribute: str | None = None
    evidence_id: str | None = None
    as_of: datetime | None = None
    form: str | None = None
    number: str | None = None
    issued_on: date | None = None
    document_id: str | None = None
    substitute: str | None = None
    source_failed: bool = False


@dataclass(frozen=True, slots=True)
class Forwarding:
    """Who handed the case to the back office, when, and with which view."""

    by: str
    at: datetime
    view: View


@dataclass(frozen=True, slots=True)
class Message:
    """A message asked of the notifications service, and when the cabinet had it or refused it.

    ``serial`` counts those of one template: there is a second where the first failed for good, or
    is ``outdated``: what it told does not hold any more (``domain.terms.telling``). ``term_on`` is the
    last day it told of, ``recipient`` whom it went to (None: not noted), ``astray`` that somebody else
    is recorded as such by now. ``mandate_rejected``: it said that the paper was not accepted;
    ``asks_for_papers``: that papers are awaited of the person.
    """

    template: Template
    requested_at: datetime
    delivered_at: datetime | None = None
    failed_at: datetime | None = None
    serial: int = 1
    term_on: date | None = None
    outdated: bool = False
    recipient: Recipient | None = None
    astray: bool = False
    mandate_rejected: bool = False
    asks_for_papers: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A case and the passport version it was submitted under.

    ``version`` counts changes for If-Match. ``requested`` are the codes of the documents the person still
    owes after *request-documents*. ``assignee`` is the agent or officer working on it (``role:subject``),
    their claim lives until ``claim_expires_at`` (system time). ``channel`` is None where nobody applied:
    the state assigns proactively. ``centre`` is None until an agent claims a case that came without a
    ticket; ``hours_centre`` is the one it was filed at, by whose hours it is counted (None: the usual
    ones). ``mandate`` is what the applicant acts on, None where they need none. ``forwarders`` are all
    who ever forwarded it. ``calendar_version`` is what its dates stand on; a later ``calendar_offered``
    waits for an officer.
    """

    id: str
    number: str
    version: int
    state: CaseState
    passport: Passport
    channel: str | None
    relation: str
    audience: str
    centre: str | None
    hours_centre: str | None
    filed_at: datetime
    registered_on: date
    submitted_by: str
    submitted_via: str | None = None
    mandate: Mandate | None = None
    steps: tuple[CaseStep, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    ticket: Ticket | None = None
    assignee: str | None = None
    claim_expires_at: datetime | None = None
    forwarding: Forwarding | None = None
    forwarders: tuple[str, ...] = ()
    decision: Decision | None = None
    suspensions: tuple[Suspension, ...] = ()
    extension: Extension | None = None
    requested: tuple[str, ...] = ()
    messages: tuple[Message, ...] = ()
    calendar_version: int = 0
    calendar_offered: int = 0

    @property
    def is_open(self) -> bool:
        """Nobody has decided, referred or withdrawn it."""
        return self.state in OPEN_STATES

    @property
    def clock_stopped(self) -> bool:
        """The case waits for documents or is suspended: no term runs."""
        return stands(self.suspensions, *PauseCause)

    @property
    def suspended(self) -> bool:
        """Somebody of the staff has stopped it, and nobody has resumed it."""
        return stands(self.suspensions, PauseCause.SUSPENDED)

    @property
    def office(self) -> str | None:
        """The deciding office, ``body`` or ``body@centre``; None while it has no centre yet."""
        handling = self.passport.handling
        if handling.office_at is OfficeAt.BODY:
            return handling.office_body
        return None if self.centre is None else f"{handling.office_body}@{self.centre}"

    def step(self, step_id: str) -> CaseStep | None:
        """Return the step of that id, None when the case has no such."""
        return next((step for step in self.steps if step.id == step_id), None)

    def steps_of(self, kind: StepKind) -> tuple[CaseStep, ...]:
        """Return the steps of one kind, in printed order."""
        return tuple(step for step in self.steps if step.kind is kind)

    def requirement(self, code: str) -> Requirement | None:
        """Return the requirement of that code, None when the case has no such."""
        return next((item for item in self.requirements if item.code == code), None)

    def message(self, template: Template, serial: int | None = None) -> Message | None:
        """Return the newest message of that template, or the one of that serial; None without any."""
        found = [item for item in self.messages if item.template is template]
        if serial is not None:
            found = [item for item in found if item.serial == serial]
        return max(found, key=lambda item: item.serial, default=None)

    def with_steps(self, change: Callable[[CaseStep], CaseStep]) -> "Case":
        """Return the case with each step passed through ``change``."""
        return replace(self, steps=tuple(change(step) for step in self.steps))

    def with_requirements(self, change: Callable[[Requirement], Requirement]) -> "Case":
        """Return the case with each requirement passed through ``change``."""
        return replace(self, requirements=tuple(change(item) for item in self.requirements))
