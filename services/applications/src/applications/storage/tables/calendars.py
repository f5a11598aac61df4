"""The national calendar: versions, the days and hours they bring, and who stands for each."""

from datetime import date, datetime, time

from sqlalchemy import Column, Integer
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from applications.storage.tables.registry import Row
from shared.rights import APPEND_ONLY


class CalendarVersionRow(Row, table=True):
    """One set of days that came together; of two rows for a day the higher version holds.

    ``years`` are those it settles wholly. ``in_force_at`` is None until two people have signed it;
    the database lets it be set once, and nothing else be changed.
    """

    __tablename__ = "calendar_versions"

    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    source: str
    made_at: datetime
    made_by: str
    years: list[int] = Field(sa_column=Column(ARRAY(Integer), nullable=False))
    in_force_at: datetime | None = None


class CalendarDayRow(Row, table=True):
    """A day off on a weekday, or a worked weekend day; the database refuses to change it."""

    __tablename__ = "calendar_days"
    __table_args__ = APPEND_ONLY

    version: int = Field(primary_key=True, foreign_key="calendar_versions.version")
    day: date = Field(primary_key=True)
    kind: str
    name: str
    decree: str


class CentreHoursRow(Row, table=True):
    """When a centre is open since a version; the database refuses to change it."""

    __tablename__ = "centre_hours"
    __table_args__ = APPEND_ONLY

    version: int = Field(primary_key=True, foreign_key="calendar_versions.version")
    centre: str = Field(primary_key=True)
    opens: time
    closes: time
    weekdays: list[int] = Field(sa_column=Column(ARRAY(Integer), nullable=False))


class CalendarSignatureRow(Row, table=True):
    """Who stands for a version; the database refuses to change it."""

    __tablename__ = "calendar_signatures"
    __table_args__ = APPEND_ONLY

    version: int = Field(primary_key=True, foreign_key="calendar_versions.version")
    signer: str = Field(primary_key=True)
    signed_at: datetime
