"""Rows of the notifications database."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Identity, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from shared.database import new_registry
from shared.rights import READ_ONLY

REGISTRY = new_registry()


class NotificationsRow(SQLModel, registry=REGISTRY):
    """What the rows of this service derive from."""


class TemplateRow(NotificationsRow, table=True):
    """One version of a text in one language; never changed, only followed by the next version."""

    __tablename__ = "templates"
    __table_args__ = READ_ONLY

    code: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    language: str = Field(primary_key=True)
    subject: str
    body: str


class MessageRow(NotificationsRow, table=True):
    """One promised message.

    ``sealed`` holds recipient and text under the vault's key, with ``message_id`` as associated
    data. ``next_at`` and the lease are system time, ``delivered_at`` is the cabinet's instant,
    ``traceparent`` is that of the promise. ``no`` rises in the order in which messages of a case
    were taken in; an instant would not, where a clock is set back.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("request_source", "request_id"),
        UniqueConstraint("client_key"),
        Index(
            "ix_messages_due",
            "next_at",
            postgresql_where=text("state in ('pending', 'sending', 'unknown')"),
        ),
        Index("ix_messages_failed", "message_id", postgresql_where=text("state = 'failed'")),
        Index("ix_messages_case_id", "case_id", "message_id"),
    )

    message_id: str = Field(primary_key=True)
    no: int | None = Field(
        default=None, sa_column=Column(BigInteger, Identity(always=True), nullable=False)
    )
    request_source: str
    request_id: str
    case_id: str
    template: str
    template_code: str
    template_version: int
    language: str
    recipient_role: str
    centre: str | None = None
    office: str | None = None
    client_key: str
    sealed: bytes = Field(sa_type=LargeBinary)
    key_id: str
    state: str
    attempts: int
    next_at: datetime
    lease_token: str | None = None
    lease_until: datetime | None = None
    last_outcome: str | None = None
    requested_at: datetime
    recorded_at: datetime
    delivered_at: datetime | None = None
    traceparent: str | None = None
