"""Cases of one person and service that were open side by side."""

from sqlalchemy import Index
from sqlmodel import Field

from applications.storage.tables.registry import Row
from shared.rights import REMOVABLE


class DuplicateRow(Row, table=True):
    """When ``case_id`` came to be this person's, ``earlier_id`` was open: for the same service.

    By its submission, or by a correction of whom it is about.
    """

    __tablename__ = "duplicates"
    __table_args__ = (Index("ix_duplicates_earlier_id", "earlier_id"), REMOVABLE)

    case_id: str = Field(primary_key=True, foreign_key="cases.id")
    earlier_id: str = Field(primary_key=True, foreign_key="cases.id")
