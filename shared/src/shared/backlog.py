"""Rows of a job whose time has come: how many, and by how much the oldest is late."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Mapped
from sqlmodel import func, select

from shared.database import Session
from shared.telemetry.metrics import Reading, Series

AT_MOST: Final = 10_000
"""Where every count ends: a scrape reads no more rows than this, however many wait."""

JOB_DUE: Final = Series(
    "dost_job_due",
    "Rows of a job whose time has come, those in work included; the count ends at 10000",
    ("job",),
)
JOB_LATE: Final = Series(
    "dost_job_late_seconds", "By how much the oldest of them is late, 0 without any", ("job",)
)


@dataclass(frozen=True, slots=True)
class Backlog:
    """Rows whose time has come by ``now``: how many (AT_MOST, then the count ends), since when."""

    due: int
    oldest: datetime | None
    now: datetime

    @property
    def late_seconds(self) -> float:
        """By how much the oldest is late, 0 without any."""
        return 0.0 if self.oldest is None else max(0.0, (self.now - self.oldest).total_seconds())

    def readings(self, job: str) -> list[Reading]:
        """Return what the job that works on these rows has to do; readiness calls it ``job``."""
        return [JOB_DUE.at(self.due, job), JOB_LATE.at(self.late_seconds, job)]


async def backlog_of(
    session: Session, due_at: Mapped[datetime], *waiting: ColumnElement[bool], now: datetime
) -> Backlog:
    """Count the rows that are ``waiting`` and due; ``due_at`` needs an index over those."""
    due: Any = select(due_at.label("at")).where(*waiting, due_at <= now).order_by(due_at)
    rows = due.limit(AT_MOST).subquery()
    count, oldest = (await session.exec(select(func.count(), func.min(rows.c.at)))).one()
    return Backlog(count, oldest, now)
