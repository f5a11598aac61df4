"""Mandates: on which paper the applicant of a case acts."""

from datetime import date, datetime

from sqlalchemy import Column, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from applications.storage.tables.registry import Row


class MandateRow(Row, table=True):
    """The newest mandate of a case, as far as rules and lists look at it; both days belong to it.

    ``verdict`` is None until staff have looked at the paper, ``by_copy`` says that it was the uploaded
    copy ``copy_id``. What held before, number and issuer are in the case's evidence.
    """

    __tablename__ = "mandates"

    case_id: str = Field(primary_key=True, foreign_key="cases.id")
    kind: str
    issued_on: date
    valid_until: date
    services: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    copy_id: str | None = None
    verdict: str | None = None
    checked_by: str | None = None
    checked_at: datetime | None = None
    by_copy: bool | None = None
