"""The case: its state, steps, requirements, terms, decision, messages and history."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Identity,
    Index,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from applications.storage.tables.registry import Row
from shared.rights import APPEND_ONLY, REMOVABLE


class CaseRow(Row, table=True):
    """A case; it names nobody.

    ``office`` (``body`` or ``body@centre``) and ``due_on`` follow from the rules and stand here
    so that queues can be read by them. The claim expires by system time; all else is business time.
    The dates stand on ``calendar_version``; ``calendar_offered`` is the newest the case has seen. They
    are counted by the hours of ``hours_centre`` from filing on, None by the usual ones.
    """

    __tablename__ = "cases"
    __table_args__ = (
        ForeignKeyConstraint(
            ["service_id", "passport_version"],
            ["passport_copies.service_id", "passport_copies.version"],
        ),
        UniqueConstraint("number"),
        Index("ix_cases_state_due", "state", "due_on", "id"),
        Index("ix_cases_centre_state_due", "centre", "state", "due_on", "id"),
        Index("ix_cases_office_state_due", "office", "state", "due_on", "id"),
        Index("ix_cases_client_state_due", "submitted_via", "state", "due_on", "id"),
        Index(
            "ix_cases_calendar",
            "calendar_offered",
            "id",
            postgresql_where=text(
                "state IN ('draft', 'submitted', 'at-front-office', "
                "'awaiting-documents', 'at-back-office')"
            ),
        ),
        Index("ix_cases_held", "id", postgresql_where=text("calendar_offered > calendar_version")),
        Index("ix_cases_assignee_state_due", "assignee", "state", "due_on", "id"),
        # IS NULL orders nothing in the index by centre.
        Index(
            "ix_cases_unclaimed_state_due",
            "state",
            "due_on",
            "id",
            postgresql_where=text("centre IS NULL"),
        ),
    )

    id: str = Field(primary_key=True)
    number: str
    version: int
    state: str
    service_id: str
    passport_version: int
    protected: bool
    channel: str | None = None
    relation: str
    audience: str
    centre: str | None = None
    office: str | None = None
    filed_at: datetime
    registered_on: date
    due_on: date
    submitted_by: str
    submitted_via: str | None = None
    language: str
    assignee: str | None = None
    claim_expires_at: datetime | None = None
    forwarded_by: str | None = None
    forwarded_at: datetime | None = None
    view: str | None = None
    forwarders: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    suspensions: list[dict[str, Any]] = Field(sa_type=JSONB)
    extension: dict[str, Any] | None = Field(
        default=None, sa_column=Column(JSONB(none_as_null=True))
    )
    requested: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    recorded_at: datetime
    calendar_version: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    calendar_offered: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    hours_centre: str | None = None


class StepRow(Row, table=True):
    """A step of the passport in a case; a reason somebody wrote is sealed."""

    __tablename__ = "case_steps"

    case_id: str = Field(primary_key=True, foreign_key="cases.id")
    step_id: str = Field(primary_key=True)
    position: int
    kind: str
    status: str
    at: datetime | None = None
    by: str | None = None
    sealed_reason: bytes | None = None
    answer: str | None = None
    evidence_id: str | None = None
    as_of: datetime | None = None
    failed: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))


class RequirementRow(Row, table=True):
    """A required document in a case.

    ``sealed`` holds what a person wrote or a paper bears: reason, number, date of issue.
    """

    __tablename__ = "requirements"

    case_id: str = Field(primary_key=True, foreign_key="cases.id")
    code: str = Field(primary_key=True)
    position: int
    status: str
    at: datetime | None = None
    by: str | None = None
    subsystem: str | None = None
    attribute: str | None = None
    evidence_id: str | None = None
    as_of: datetime | None = None
    form: str | None = None
    document_id: str | None = None
    substitute: str | None = None
    source_failed: bool
    sealed: bytes | None = None


class TermRow(Row, table=True):
    """A date the case must keep; ``derivation`` is its sentences, each in ``az`` and ``en``.

    ``kept`` is of the total term alone: whether the decision came within it as it stood then.
    """

    __tablename__ = "terms"
    __table_args__ = REMOVABLE

    case_id: str = Field(primary_key=True, foreign_key="cases.id")
    kind: str = Field(primary_key=True)
    due_on: date
    due_at: datetime | None = None
    estimate: bool
    flagged: bool
    derivation: list[dict[str, str]] = Field(sa_type=JSONB)
    kept: bool | None = None


class DecisionRow(Row, table=True):
    """The final decision; the number is unique within office and year.

    The officer's reason is sealed. ``appeal`` keeps what the decision said of contesting it.
    """

    __tablename__ = "decisions"
    __table_args__ = (UniqueConstraint("office", "number"),)

    case_id: str = Field(primary_key=True, foreign_key="cases.id")
    office: str
    number: str
    outcome: str
    ground: str | None = None
    decided_at: datetime
    signer: str
    sealed_reason: bytes | None = None
    appeal: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB(none_as_null=True)))


class MessageRow(Row, table=True):
    """A message asked of notifications; ``request_id`` is the event that asked for it.

    ``serial`` counts those of one template, for one that failed for good may be asked for again, and
    one that is ``outdated``: what it told (``term_on``, ``mandate_rejected``, ``asks_for_papers``) does not
    hold any more. Whom it went to is their part and their blind index, None where neither was noted.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("request_id"),
        Index(
            "ix_messages_open",
            "requested_at",
            postgresql_where=text("delivered_at IS NULL AND failed_at IS NULL"),
        ),
        Index(
            "ix_messages_refused",
            "case_id",
            postgresql_where=text(
                "template = 'in-progress' AND failed_at IS NOT NULL AND NOT outdated"
            ),
        ),
    )

    case_id: str = Field(primary_key=True, foreign_key="cases.id")
    template: str = Field(primary_key=True)
    serial: int = Field(primary_key=True)
    request_id: str
    requested_at: datetime
    delivered_at: datetime | None = None
    failed_at: datetime | None = None
    term_on: date | None = None
    outdated: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    recipient_role: str | None = None
    recipient_index: str | None = None
    recipient_index_key_id: str | None = None
    mandate_rejected: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    asks_for_papers: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})


class HistoryRow(Row, table=True):
    """One line of a case's history, one for each version; the database refuses to change it.

    ``details`` holds codes; what a person wrote is in ``sealed_note``. ``digest`` is over the line
    and the digest of the line before it, with the key ``key_id``; None is of before there was one.
    """

    __tablename__ = "history"
    __table_args__ = (UniqueConstraint("case_id", "case_version"), APPEND_ONLY)

    id: int | None = Field(
        default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True)
    )
    case_id: str = Field(foreign_key="cases.id")
    case_version: int
    action: str
    actor: str
    at: datetime
    from_state: str
    state: str
    details: dict[str, Any] = Field(sa_type=JSONB)
    sealed_note: bytes | None = None
    recorded_at: datetime
    digest: bytes
    key_id: str | None = None
