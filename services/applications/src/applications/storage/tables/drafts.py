"""Drafts: what was said on the phone, sealed until somebody makes a case of it."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from applications.storage.tables.registry import Row
from shared.rights import APPEND_ONLY, REMOVABLE


class DraftRow(Row, table=True):
    """A draft with a data key of its own; key and content go when it has become a case.

    The person is their blind index. ``expires_at`` is the database's clock, the other instants are
    business time.
    """

    __tablename__ = "drafts"
    __table_args__ = (
        Index("ix_drafts_person", "person_index", "expires_at"),
        Index("ix_drafts_expires_at", "expires_at"),
        REMOVABLE,
    )

    id: str = Field(primary_key=True)
    number: str = Field(unique=True)
    version: int
    person_index: str
    index_key_id: str
    verification_id: str = Field(foreign_key="caller_verifications.id")
    call_id: str
    begun_by: str
    begun_at: datetime
    changed_by: str
    changed_at: datetime
    expires_at: datetime
    service_id: str | None = None
    service_name: str | None = None
    found_by: str | None = None
    case_id: str | None = Field(default=None, foreign_key="cases.id")
    key_id: str
    wrapped: bytes | None = None
    sealed: bytes | None = None


class DiscardedDraftRow(Row, table=True):
    """Who discarded which draft and when, and who had begun it; never changed.

    It says nothing of the person, of the call, or of what was in the draft: all that is gone.
    ``discarded_at`` is business time, ``recorded_at`` system time.
    """

    __tablename__ = "discarded_drafts"
    __table_args__ = APPEND_ONLY

    draft_id: str = Field(primary_key=True)
    draft_number: str
    begun_by: str
    begun_at: datetime
    found_by: str | None = None
    discarded_by: str
    discarded_at: datetime
    recorded_at: datetime
