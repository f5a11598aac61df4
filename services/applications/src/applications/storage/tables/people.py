"""People and what is known about them: sealed with the data key of their case."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from applications.storage.tables.registry import Row
from shared.rights import APPEND_ONLY


class CaseKeyRow(Row, table=True):
    """The wrapped data key of a case; erasing it erases the people of the case."""

    __tablename__ = "case_keys"

    case_id: str = Field(primary_key=True, foreign_key="cases.id")
    key_id: str
    wrapped: bytes


class PersonRow(Row, table=True):
    """A person of a case in one role; ``identifier_index`` finds them without naming them."""

    __tablename__ = "people"
    __table_args__ = (Index("ix_people_identifier_index", "identifier_index", "case_id"),)

    case_id: str = Field(primary_key=True, foreign_key="cases.id")
    role: str = Field(primary_key=True)
    identifier_kind: str
    identifier_index: str | None = None
    index_key_id: str | None = None
    sealed: bytes


class EvidenceRow(Row, table=True):
    """Why something of the case is so: how it came, what a registry said, what an agent saw.

    ``data`` names nobody; what does (attribute values, numbers of papers) is in ``sealed``.
    ``as_of`` is the instant the source itself gives, ``at`` business time, ``recorded_at`` system
    time. ``gateway_evidence_id`` leads to the gateway's own proof.
    """

    __tablename__ = "evidence"
    __table_args__ = (Index("ix_evidence_case_id", "case_id", "kind"), APPEND_ONLY)

    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="cases.id")
    kind: str
    data: dict[str, Any] = Field(sa_type=JSONB)
    sealed: bytes | None = None
    gateway_evidence_id: str | None = None
    as_of: datetime | None = None
    at: datetime
    recorded_at: datetime
