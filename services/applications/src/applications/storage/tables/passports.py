"""The service's own copy of what the catalogue published."""

from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from applications.storage.tables.registry import Row


class PassportCopyRow(Row, table=True):
    """One published version, as it came; versions stay, because cases keep theirs."""

    __tablename__ = "passport_copies"

    service_id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    data: dict[str, Any] = Field(sa_type=JSONB)
    valid_from: datetime
    valid_until: datetime | None = None
    received_at: datetime
