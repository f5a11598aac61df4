"""A case as readers get it. Every field is always there; null says that there is nothing."""

from datetime import date
from typing import Any

from pydantic import AwareDatetime

from applications.api.answer import Answer
from applications.api.decision_models import DecisionPublic, ExtensionPublic, PausePublic


class ServicePublic(Answer):
    """The service and the passport version the case was submitted under and keeps."""

    service_id: str
    passport_version: int
    name: str


class IdentifierPublic(Answer):
    """What identifies a person; where ``masked``, only the last two characters are shown."""

    kind: str
    value: str | None
    masked: bool


class PersonPublic(Answer):
    """A person, no further than the reader's relation to the case allows."""

    identifier: IdentifierPublic
    given_name: str
    family_name: str
    birth_date: date | None


class StepPublic(Answer):
    """A step: ``no`` and ``text`` as the passport prints them.

    ``failed`` names the subsystems that did not answer, or contradict each other, ``papers`` the
    required documents that would settle it instead and have not been brought. ``by`` is the actor
    (their role alone, for the applicant). Whoever applied for somebody whose person they see masked is
    not told what registries answered, nor whether they did: `papers` is empty, and a step is `running`
    or `done`.
    """

    id: str
    no: int | None
    text: str
    kind: str
    status: str
    at: AwareDatetime | None
    by: str | None
    reason: str | None
    answer: str | None
    evidence_id: str | None
    as_of: AwareDatetime | None
    failed: list[str]
    papers: list[str]


class RequirementPublic(Answer):
    """A required document and what stands for it.

    ``wanted``: it is missing, or a paper would stand in for a registry; ``owed``: the person was
    asked to bring it. ``number`` and ``issued_on`` are what an agent read off the paper, for staff of the
    case and who reads in full. ``document_id`` leads to the paper's content where the reader may see that.
    ``status`` is `met`, and no source is named, where the reader may not know what supplied it.
    """

    code: str
    name: str
    status: str
    wanted: bool
    owed: bool
    at: AwareDatetime | None
    by: str | None
    reason: str | None
    form: str | None
    number: str | None
    issued_on: date | None
    document_id: str | None
    subsystem: str | None
    attribute: str | None
    evidence_id: str | None
    as_of: AwareDatetime | None
    substitute: str | None
    source_failed: bool


class DeadlinePublic(Answer):
    """A date of the case: the last day (Baku), the exact instant where there is one, and why.

    ``estimate``: nobody has signed the calendar of a year it runs through. ``flagged``: the promise
    could not, or cannot, be kept in time.
    """

    kind: str
    on: date
    at: AwareDatetime | None
    estimate: bool
    flagged: bool
    derivation: list[str]


class EvidencePublic(Answer):
    """Why something is so.

    ``values`` (what registries supplied, numbers of papers) are shown to the applicant and the
    deciding office alone, and what was recorded under a wrong identifier to the office alone.
    """

    evidence_id: str
    kind: str
    at: AwareDatetime
    as_of: AwareDatetime | None
    details: dict[str, Any]
    values: dict[str, Any] | None


class MessagePublic(Answer):
    """A message to the person: when it was asked for, and when the cabinet had it.

    ``failed_at``: the cabinet will never take it, so the person is to be told another way.
    """

    template: str
    requested_at: AwareDatetime
    delivered_at: AwareDatetime | None
    failed_at: AwareDatetime | None


class ForwardingPublic(Answer):
    """Who handed the case to the deciding office, and the front office's view (staff alone)."""

    by: str
    at: AwareDatetime
    view: str


class BlockPublic(Answer):
    """What stands in the way of an action."""

    code: str
    detail: str


class AllowedActionPublic(Answer):
    """An action of the caller's: send its body to ``href`` with ``If-Match``."""

    action: str
    allowed: bool
    blocked_by: list[BlockPublic]
    href: str


class MandatePublic(Answer):
    """What the applicant acts on, and whether it still holds today.

    `state` is `in-force`, `not-yet-in-force` or `lapsed`; `services` is a list, or holds `all`.
    `verdict` is null until an agent has looked at the paper, then `seen` or `rejected`, and `by_copy`
    says that they read the copy. `document_id` is that copy, `checked_by` the agent (their role alone,
    outside the staff).
    """

    kind: str
    issued_on: date
    valid_until: date
    services: list[str]
    state: str
    document_id: str | None
    verdict: str | None
    by_copy: bool | None
    checked_by: str | None
    checked_at: AwareDatetime | None


class OrganisationPublic(Answer):
    """The organisation that applied; `voen` and `contact` where the reader sees everything."""

    voen: str | None
    name: str
    contact: str | None


class DuplicatePublic(Answer):
    """Another case of the same person and service; both were open when the later one came.

    ``centre`` is where it lies, null while nobody has taken it; to read it takes a relation to it.
    """

    case_id: str
    case_number: str
    state: str
    centre: str | None


class CasePublic(Answer):
    """A case. ``assignee`` and ``claim_expires_at`` are for staff alone.

    ``submitted_via`` is the client it was sent by: the portal, a console, or a partner's own.
    ``calendar_version`` is the calendar its dates stand on; ``calendar_offered`` a later one by which
    some would be earlier, while no officer has adopted it.
    ``duplicates`` are told to the person concerned, and to the staff of this case. Either a person is the
    ``applicant``, or an ``organisation``.
    ``channel`` is null where nobody applied: the state assigns by itself (`origin` is `proactive`).
    """

    case_id: str
    case_number: str
    version: int
    state: str
    service: ServicePublic
    channel: str | None
    origin: str
    relation: str
    audience: str
    centre: str | None
    office: str | None
    filed_at: AwareDatetime
    registered_on: date
    clock_stopped: bool
    calendar_version: int
    calendar_offered: int | None
    suspended: bool
    pauses: list[PausePublic]
    extension: ExtensionPublic | None
    applicant: PersonPublic | None
    organisation: OrganisationPublic | None
    person_concerned: PersonPublic | None
    mandate: MandatePublic | None
    submitted_via: str | None
    duplicates: list[DuplicatePublic]
    assignee: str | None
    claim_expires_at: AwareDatetime | None
    steps: list[StepPublic]
    requirements: list[RequirementPublic]
    deadlines: list[DeadlinePublic]
    evidence: list[EvidencePublic]
    messages: list[MessagePublic]
    forwarding: ForwardingPublic | None
    decision: DecisionPublic | None
    allowed_actions: list[AllowedActionPublic]


class CaseLinePublic(Answer):
    """A case in a list; it names nobody. ``assignee`` is for staff alone.

    ``stopped_since``: the clock stands since then, for papers or suspended; null while it runs.
    """

    case_id: str
    case_number: str
    version: int
    state: str
    service_id: str
    service_name: str
    channel: str | None
    centre: str | None
    office: str | None
    filed_at: AwareDatetime
    registered_on: date
    due_on: date
    stopped_since: AwareDatetime | None
    assignee: str | None
    claim_expires_at: AwareDatetime | None


class HistoryLinePublic(Answer):
    """Who did what, when and why; ``version`` is the case's version that it led to."""

    version: int
    at: AwareDatetime
    action: str
    actor: str
    from_state: str
    state: str
    details: dict[str, Any]
    note: str | None
