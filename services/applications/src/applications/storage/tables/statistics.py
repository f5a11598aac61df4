"""The statistics: cells with their sums, and changes that wait to be added to them."""

from datetime import date

from sqlalchemy import BigInteger, Column, Identity, Index
from sqlmodel import Field

from applications.storage.tables.registry import Row
from shared.rights import REMOVABLE


class StatisticDayRow(Row, table=True):
    """How many cases were filed on a day for a service, channel, centre and office, and stand how.

    Text is empty where there is no channel, centre or office. ``in_term`` are of those decided.
    """

    __tablename__ = "statistic_days"
    __table_args__ = (Index("ix_statistic_days_office_day", "office", "day"), REMOVABLE)

    day: date = Field(primary_key=True)
    service_id: str = Field(primary_key=True)
    channel: str = Field(primary_key=True)
    centre: str = Field(primary_key=True)
    office: str = Field(primary_key=True)
    submitted: int
    granted: int
    refused: int
    withdrawn: int
    in_term: int


class StatisticChangeRow(Row, table=True):
    """What one change of a case adds to a cell, written with that change and folded in later.

    Rows of their own, so that two cases of one cell never wait for each other.
    """

    __tablename__ = "statistic_changes"
    __table_args__ = (Index("ix_statistic_changes_day", "day"), REMOVABLE)

    id: int | None = Field(
        default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True)
    )
    day: date
    service_id: str
    channel: str
    centre: str
    office: str
    submitted: int
    granted: int
    refused: int
    withdrawn: int
    in_term: int
