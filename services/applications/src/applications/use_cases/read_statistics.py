"""Read the statistics: an officer of their own office, an auditor of every one."""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from applications.domain.actor import ActorRole
from applications.domain.calendar.working_calendar import local_date
from applications.domain.people.offices import offices_of
from applications.domain.statistics.report import (
    LONGEST,
    MOST_ROWS,
    Grouping,
    Period,
    Question,
    Report,
    report,
)
from applications.storage import statistics
from applications.use_cases.acting import actor_of
from shared.database import Session
from shared.errors import DomainError, InputError, Kind
from shared.identity.caller import Caller
from shared.texts import Text


@dataclass(frozen=True, slots=True)
class Wish:
    """What a caller asks for; a day of None is the default: the month of ``last`` until today."""

    first: date | None
    last: date | None
    by: tuple[Grouping, ...]
    service_id: str | None = None
    channel: str | None = None
    centre: str | None = None
    office: str | None = None


async def read_statistics(session: Session, caller: Caller, wish: Wish, at: datetime) -> Report:
    """Return the report of the cells the caller may see (PeriodImpossible, ReportTooWide)."""
    actor = actor_of(caller)
    offices = None if actor.role is ActorRole.AUDITOR else offices_of(actor)
    question = Question(
        period=_period(wish, local_date(at)),
        by=wish.by,
        offices=offices,
        service_id=wish.service_id,
        channel=wish.channel,
        centre=wish.centre,
        office=wish.office,
    )
    groups = await statistics.groups(session, question, limit=MOST_ROWS + 1)
    if len(groups) > MOST_ROWS:
        raise ReportTooWide
    # A wide report keeps the processor for a while: other requests go on meanwhile.
    return await asyncio.to_thread(report, question, groups)


def _period(wish: Wish, today: date) -> Period:
    last = wish.last or today
    period = Period(wish.first or last.replace(day=1), last)
    if not period.is_possible:
        raise PeriodImpossible
    return period


class PeriodImpossible(DomainError):
    """The days are in the wrong order, or too many (422)."""

    kind = Kind.INVALID
    code = "period-impossible"
    title: ClassVar[Text] = Text(az="Dövr yanlışdır", en="The period is not possible")

    def __init__(self) -> None:
        days = LONGEST.days
        detail = Text(
            az="`from` günü `until` günündən sonra olmamalı, dövr ən çoxu {days} gün olmalıdır.",
            en="`from` must not come after `until`, and a period has at most {days} days.",
        ).filled(days=days)
        super().__init__(detail, errors=[InputError("query:from", self.code, detail)])


class ReportTooWide(DomainError):
    """The report would have more rows than anybody reads (422)."""

    kind = Kind.INVALID
    code = "report-too-wide"
    title: ClassVar[Text] = Text(az="Hesabat çox genişdir", en="The report is too wide")

    def __init__(self) -> None:
        detail = Text(
            az="Ən çoxu {rows} sətir verilir: dövrü qısaldın və ya `by` siyahısını azaldın.",
            en="At most {rows} rows are given: ask for fewer days, or name less in `by`.",
        ).filled(rows=MOST_ROWS)
        super().__init__(detail, errors=[InputError("query:by", self.code, detail)])
