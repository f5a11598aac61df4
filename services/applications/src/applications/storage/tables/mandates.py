"""Mandates: on which paper the applicant of a case acts."""

from datetime import date

from sqlalchemy import Column, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from applications.storage.tables.registry import Row
from shared.rights import APPEND_ONLY


class MandateRow(Row, table=True):
    """The mandate of a case, as far as rules and lists look at it; both days belong to it.

    Number and issuer of the paper are sealed in the case's evidence.
    """

    __tablename__ = "mandates"
    __table_args__ = APPEND_ONLY

    case_id: str = Field(primary_key=True, foreign_key="cases.id")
    kind: str
    issued_on: date
    valid_until: date
    services: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
