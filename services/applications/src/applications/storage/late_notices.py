"""Notices that will be late: due and not sent, sent and not in the cabinet, or refused by it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, not_, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select

from applications.domain.case import OPEN_STATES, Template
from applications.storage import timers
from applications.storage.tables.cases import CaseRow, MessageRow, TermRow
from applications.storage.tables.queues import TimerRow
from shared.backlog import AT_MOST
from shared.database import Session

NOTICE = "notice"
"""The term whose instant is the cut-off."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a notice may take: ``usual``, and ``close`` to the cut-off, nearer than ``margin``."""

    usual: timedelta
    close: timedelta
    margin: timedelta


@dataclass(frozen=True, slots=True)
class AtRisk:
    """How many notices (the count ends at AT_MOST), and the earliest cut-off among them."""

    count: int
    cut_off: datetime | None


async def unsent(
    session: Session, patience: Patience, *, business_now: datetime, now: datetime
) -> AtRisk:
    """Return the notices whose hour has come and that nobody has sent, although there was time.

    Hours are of business time. That a timer has waited is told by the database's clock as well
    (``now``), since it may be set to an hour that is past: then it is to fire at once.
    """

    def waited(span: timedelta) -> ColumnElement[bool]:
        long_due = col(TimerRow.due_at) <= business_now - span
        return and_(long_due, col(TimerRow.planned_at) <= now - span)

    query = _with_cut_off(
        TimerRow,
        col(TimerRow.kind) == timers.NOTICE,
        col(TimerRow.state) == timers.WAITING,
        or_(waited(patience.usual), and_(waited(patience.close), _close(patience, business_now))),
    )
    return await _found(session, query)


async def undelivered(session: Session, patience: Patience, *, business_now: datetime) -> AtRisk:
    """Return the messages asked for and not in the cabinet, although there was time."""

    def waited(span: timedelta) -> ColumnElement[bool]:
        return col(MessageRow.requested_at) <= business_now - span

    query = _with_cut_off(
        MessageRow,
        col(MessageRow.delivered_at).is_(None),
        col(MessageRow.failed_at).is_(None),
        or_(waited(patience.usual), and_(waited(patience.close), _close(patience, business_now))),
    )
    return await _found(session, query)


async def refused(session: Session) -> AtRisk:
    """Return the notices of open cases that the cabinet refused for good: nobody has been told."""
    later = aliased(MessageRow)
    again = exists().where(
        col(later.case_id) == col(MessageRow.case_id),
        col(later.template) == col(MessageRow.template),
        col(later.serial) > col(MessageRow.serial),
    )
    query = _with_cut_off(
        MessageRow,
        col(MessageRow.template) == Template.IN_PROGRESS.value,
        col(MessageRow.failed_at).is_not(None),
        # One that says what does not hold any more has a timer again.
        not_(col(MessageRow.outdated)),
        not_(again),
    )
    of_open_cases = query.join(CaseRow, col(CaseRow.id) == col(MessageRow.case_id)).where(
        col(CaseRow.state).in_([state.value for state in OPEN_STATES])
    )
    return await _found(session, of_open_cases)


def _close(patience: Patience, business_now: datetime) -> ColumnElement[bool]:
    return col(TermRow.due_at) <= business_now + patience.margin


def _with_cut_off(rows: type[TimerRow] | type[MessageRow], *which: ColumnElement[bool]) -> Any:
    its_notice = and_(col(TermRow.case_id) == col(rows.case_id), col(TermRow.kind) == NOTICE)
    return select(TermRow.due_at).join_from(rows, TermRow, its_notice).where(*which)


async def _found(session: Session, query: Any) -> AtRisk:
    rows = query.limit(AT_MOST).subquery()
    counted = select(func.count(), func.min(rows.c.due_at)).select_from(rows)
    return AtRisk(*(await session.exec(counted)).one())
