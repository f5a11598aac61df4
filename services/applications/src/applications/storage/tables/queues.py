"""Work that waits: registry questions, timers, tickets, and the counters numbers come from."""

from datetime import date, datetime

from sqlalchemy import Column, Index, Text, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from applications.storage.tables.registry import Row


class RegistryQuestionRow(Row, table=True):
    """A question to the gateway that still wants an answer, or had its final one.

    ``next_at`` and the lease are system time. ``waits_for`` names the subsystems that failed last
    time: their recovery makes the question due at once.
    """

    __tablename__ = "registry_questions"
    __table_args__ = (
        UniqueConstraint("case_id", "question", "step_id", postgresql_nulls_not_distinct=True),
        Index("ix_registry_questions_due", "next_at", postgresql_where=text("state = 'waiting'")),
    )

    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="cases.id")
    question: str
    subsystems: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    attributes: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    step_id: str | None = None
    state: str
    attempts: int
    next_at: datetime
    waits_for: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    lease_token: str | None = None
    lease_until: datetime | None = None
    traceparent: str | None = None


class TimerRow(Row, table=True):
    """Something to do for a case at an instant of business time; it fires once.

    ``planned_at`` is when it was set to that instant, by the database's clock.
    """

    __tablename__ = "timers"
    __table_args__ = (
        UniqueConstraint("case_id", "kind"),
        Index("ix_timers_due", "due_at", postgresql_where=text("state = 'waiting'")),
    )

    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="cases.id")
    kind: str
    due_at: datetime
    planned_at: datetime = Field(sa_column_kwargs={"server_default": func.clock_timestamp()})
    state: str
    attempts: int
    lease_token: str | None = None
    lease_until: datetime | None = None
    traceparent: str | None = None


class TicketRow(Row, table=True):
    """A place in the queue of a centre and a direction, numbered anew each day.

    ``desk``, ``called_at`` and ``called_by`` are of the last call; ``absences`` counts the calls
    nobody answered: such a ticket stands behind those that have missed fewer.
    """

    __tablename__ = "tickets"
    __table_args__ = (
        UniqueConstraint("centre", "direction", "day", "number"),
        UniqueConstraint("case_id"),
        Index("ix_tickets_queue", "centre", "day", "state", "direction", "absences", "number"),
    )

    id: str = Field(primary_key=True)
    centre: str
    direction: str
    day: date
    number: int
    state: str
    issued_at: datetime
    desk: str | None = None
    called_at: datetime | None = None
    called_by: str | None = None
    case_id: str | None = Field(default=None, foreign_key="cases.id")
    absences: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class CounterRow(Row, table=True):
    """The last number given in a series (``decision/dsmf@dost-1/2026``); no number is skipped."""

    __tablename__ = "counters"

    series: str = Field(primary_key=True)
    last: int
