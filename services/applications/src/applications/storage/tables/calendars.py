"""The national calendar: days that differ from the plain week, and who stands for them."""

from datetime import date, datetime

from sqlmodel import Field

from applications.storage.tables.registry import Row


class CalendarVersionRow(Row, table=True):
    """One set of days that came together; of two rows for a day the higher version holds."""

    __tablename__ = "calendar_versions"

    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    source: str
    made_at: datetime


class CalendarDayRow(Row, table=True):
    """A day off on a weekday, or a worked weekend day; unsigned, it makes its year an estimate."""

    __tablename__ = "calendar_days"

    version: int = Field(primary_key=True, foreign_key="calendar_versions.version")
    day: date = Field(primary_key=True)
    kind: str
    name: str
    decree: str
    signed_by: str | None = None
    signed_at: datetime | None = None
