"""Rows of the gateway's database.

Evidence (``intents``, ``outcomes``, ``refusals``) is only ever added to: the database itself
refuses every change and removal. The person appears in it as a keyed digest alone.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, func
from sqlmodel import Field, SQLModel

from shared.database import new_registry
from shared.rights import APPEND_ONLY, REMOVABLE

REGISTRY = new_registry()


class GatewayRow(SQLModel, registry=REGISTRY):
    """What the rows of this service derive from."""


class PassportCopyRow(GatewayRow, table=True):
    """This service's own copy of a published version, as it was published."""

    __tablename__ = "passport_copies"

    service_id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    passport: dict[str, Any] = Field(sa_type=JSON)
    received_at: datetime


class IntentRow(GatewayRow, table=True):
    """What is about to be asked, committed before a subsystem hears of it.

    ``evidence_id`` groups the intents of one question. ``attributes`` are bare names. ``asked_at``
    is business time, ``recorded_at`` system time.
    """

    __tablename__ = "intents"
    __table_args__ = (
        Index("ix_intents_evidence_id", "evidence_id"),
        Index("ix_intents_subject_digest_recorded_at", "subject_digest", "recorded_at"),
        APPEND_ONLY,
    )

    intent_id: str = Field(primary_key=True)
    evidence_id: str
    client: str
    case_id: str
    service_id: str
    passport_version: int
    question: str
    subsystem: str
    attributes: list[str] = Field(sa_type=JSON)
    subject_digest: str
    subject_key_id: str
    trace_id: str | None
    asked_at: datetime
    recorded_at: datetime


class OutcomeRow(GatewayRow, table=True):
    """What became of an intent: the answer, and which attributes were released, by name alone.

    ``latency_ms`` is None when nobody saw the end of the call.
    """

    __tablename__ = "outcomes"
    __table_args__ = APPEND_ONLY

    intent_id: str = Field(primary_key=True, foreign_key="intents.intent_id")
    answer: str
    error: str | None
    as_of: datetime | None
    freshness: str | None
    released: list[str] = Field(sa_type=JSON)
    latency_ms: int | None
    recorded_at: datetime


class OpenIntentRow(GatewayRow, table=True):
    """An intent without an outcome: a list of work, not evidence.

    A trigger on ``intents`` adds the row, whoever adds the intent; who adds the outcome removes it.
    ``opened_at`` is the database's clock.
    """

    __tablename__ = "open_intents"
    __table_args__ = (Index("ix_open_intents_opened_at", "opened_at"), REMOVABLE)

    intent_id: str = Field(primary_key=True)
    opened_at: datetime = Field(sa_column_kwargs={"server_default": func.clock_timestamp()})


class RefusalRow(GatewayRow, table=True):
    """A question that was refused before any subsystem heard of it.

    What the grant says is there only if its signature held.
    """

    __tablename__ = "refusals"
    __table_args__ = APPEND_ONLY

    refusal_id: str = Field(primary_key=True)
    code: str
    client: str
    case_id: str | None
    service_id: str | None
    passport_version: int | None
    question: str | None
    subsystems: list[str] | None = Field(sa_type=JSON(none_as_null=True), nullable=True)
    attributes: list[str] | None = Field(sa_type=JSON(none_as_null=True), nullable=True)
    subject_digest: str | None
    trace_id: str | None
    recorded_at: datetime


class SubsystemStateRow(GatewayRow, table=True):
    """How a subsystem is doing since when; all instants are system time."""

    __tablename__ = "subsystem_states"

    subsystem: str = Field(primary_key=True)
    state: str
    since: datetime
    last_success: datetime | None
