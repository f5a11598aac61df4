"""People on the phone: who verified them, and who looked at their card."""

from datetime import datetime

from sqlalchemy import Column, Index, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from applications.storage.tables.registry import Row
from shared.rights import APPEND_ONLY


class CallerVerificationRow(Row, table=True):
    """An operator made sure who is on the line; ``case_id`` is the case it was used for.

    It names nobody: the person is their blind index. Instants are the database's.
    """

    __tablename__ = "caller_verifications"
    __table_args__ = (
        Index("ix_caller_verifications_line", "operator", "person_index", "expires_at"),
    )

    id: str = Field(primary_key=True)
    operator: str
    client: str
    call_id: str
    person_index: str
    index_key_id: str
    answered: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    made_at: datetime
    expires_at: datetime
    case_id: str | None = Field(default=None, foreign_key="cases.id")


class CardReadRow(Row, table=True):
    """Somebody's card was read: by whom, on which call, and what it showed; never changed."""

    __tablename__ = "caller_card_reads"
    __table_args__ = (
        Index("ix_caller_card_reads_operator", "operator", "recorded_at"),
        APPEND_ONLY,
    )

    id: str = Field(primary_key=True)
    verification_id: str = Field(foreign_key="caller_verifications.id")
    operator: str
    client: str
    call_id: str
    person_index: str
    index_key_id: str
    case_ids: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    at: datetime
    recorded_at: datetime
