"""Papers as files: uploaded by somebody, then claimed by a case; and who has read them."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Column, Identity, Index, text
from sqlmodel import Field

from applications.storage.tables.registry import Row
from shared.rights import APPEND_ONLY, REMOVABLE


class DocumentRow(Row, table=True):
    """An uploaded file, without its bytes.

    It is bound to who uploaded it (``issuer``, ``client``, ``subject``) until ``expires_at``, by
    the database's clock; claimed once, it belongs to its case and does not expire. Before that
    ``wrapped`` holds its data key under the vault's; afterwards the key is in ``sealed``, under
    the case's: erasing that erases the paper. ``sealed`` also holds the digest of its content.
    Named in a draft it waits as long as that, for whoever ends it (``draft_id``).
    """

    __tablename__ = "documents"
    __table_args__ = (
        CheckConstraint("(state = 'claimed') = (case_id IS NOT NULL)", name="claimed_by_a_case"),
        CheckConstraint("(state = 'claimed') = (expires_at IS NULL)", name="expires_unclaimed"),
        Index("ix_documents_expires", "expires_at", postgresql_where=text("state <> 'claimed'")),
        Index(
            "ix_documents_owner",
            "subject",
            "client",
            "issuer",
            postgresql_where=text("state <> 'claimed'"),
        ),
        Index("ix_documents_case", "case_id", "claimed_at", "id"),
        Index("ix_documents_draft", "draft_id", postgresql_where=text("draft_id IS NOT NULL")),
        REMOVABLE,
    )

    id: str = Field(primary_key=True)
    state: str
    issuer: str
    client: str
    subject: str
    created_at: datetime
    expires_at: datetime | None = None
    media_type: str | None = None
    size: int | None = Field(default=None, sa_type=BigInteger)
    key_id: str | None = None
    wrapped: bytes | None = None
    sealed: bytes | None = None
    draft_id: str | None = Field(default=None, foreign_key="drafts.id", ondelete="SET NULL")
    case_id: str | None = Field(default=None, foreign_key="cases.id")
    requirement: str | None = None
    form: str | None = None
    claimed_at: datetime | None = None
    claimed_by: str | None = None


class DocumentReadRow(Row, table=True):
    """Somebody was given the content of a paper; the database refuses to change it."""

    __tablename__ = "document_reads"
    __table_args__ = (Index("ix_document_reads_document_id", "document_id", "id"), APPEND_ONLY)

    id: int | None = Field(
        default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True)
    )
    document_id: str = Field(foreign_key="documents.id")
    case_id: str = Field(foreign_key="cases.id")
    reader: str
    at: datetime
    recorded_at: datetime
