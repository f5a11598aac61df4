"""Rows of the catalogue's database: documents, drafts, their history, published versions."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel

from shared.database import new_registry
from shared.rights import APPEND_ONLY

REGISTRY = new_registry()


class Row(SQLModel, registry=REGISTRY):
    """The base of this service's rows: SQLModel takes the registry from an abstract class."""


class DocumentRow(Row, table=True):
    """A passport document as it came, byte for byte, and what the reader found in it."""

    __tablename__ = "documents"
    __table_args__ = APPEND_ONLY

    sha256: str = Field(primary_key=True)
    content: bytes = Field(sa_type=LargeBinary)
    file_name: str
    report: dict[str, Any] = Field(sa_type=JSONB)
    imported_at: datetime


class DraftRow(Row, table=True):
    """The way of one document to one published version.

    ``version`` counts changes and is the draft's ETag. ``service_id`` and ``passport_version``
    name what became of it once it is published.
    """

    __tablename__ = "drafts"
    __table_args__ = (
        Index(
            "uq_drafts_open_sha256",
            "sha256",
            unique=True,
            postgresql_where=text("published_at IS NULL"),
        ),
        Index("ix_drafts_sha256", "sha256"),
    )

    draft_id: str = Field(primary_key=True)
    sha256: str = Field(foreign_key="documents.sha256")
    state: str
    version: int
    created_at: datetime
    published_at: datetime | None = None
    service_id: str | None = None
    passport_version: int | None = None


class DraftActionRow(Row, table=True):
    """Who did what to a draft when; appended, never changed. ``edit`` is an editor's file."""

    __tablename__ = "draft_actions"
    __table_args__ = APPEND_ONLY

    draft_id: str = Field(primary_key=True, foreign_key="drafts.draft_id")
    no: int = Field(primary_key=True)
    action: str
    person: str
    at: datetime
    edit: dict[str, Any] | None = Field(
        default=None, sa_type=JSONB(none_as_null=True), nullable=True
    )


class PassportVersionRow(Row, table=True):
    """A published version: ``content`` never changes, ``valid_until`` when another follows.

    The arrays are codes of fields 3, 6, 10, 11 and 25 for filters, ``search_key`` the comparable
    form of name and printed ID. No two versions of a service are in force at one instant: the
    migration adds the exclusion constraint.
    """

    __tablename__ = "passport_versions"
    __table_args__ = (ForeignKeyConstraint(["draft_id"], ["drafts.draft_id"]),)

    service_id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    valid_from: datetime
    valid_until: datetime | None = None
    published_at: datetime
    draft_id: str = Field(unique=True)
    passport_id: str | None = None
    name: str
    search_key: str
    classifications: list[str] = Field(sa_type=ARRAY(Text))
    channels: list[str] = Field(sa_type=ARRAY(Text))
    audiences: list[str] = Field(sa_type=ARRAY(Text))
    back_offices: list[str] = Field(sa_type=ARRAY(Text))
    subsystems: list[str] = Field(sa_type=ARRAY(Text))
    content: dict[str, Any] = Field(sa_type=JSONB)
