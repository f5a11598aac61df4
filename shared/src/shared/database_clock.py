"""The clock that leases are measured by: the database's, because every worker sees the same one.

A lease measured by the worker's own clock holds only as long as all machines agree on the time: a
worker an hour ahead would take every row from a colleague who is at work on it.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Mapped
from sqlmodel import func, or_, select

from shared.database import Session

LONGEST_LEASE: Final = timedelta(minutes=10)
"""No setting allows a longer one."""


async def database_now(session: Session) -> datetime:
    """Return the database's time at this moment (not at the transaction's start), aware."""
    now: datetime = (await session.exec(select(func.clock_timestamp()))).one()
    return now


def is_over(
    lease_until: Mapped[Any], now: datetime | ColumnElement[datetime]
) -> ColumnElement[bool]:
    """Return the condition that a lease (a column, null is free) has ended, or never began.

    A lease farther ahead than any may last was taken before the clock was set back, by a machine
    that is replaced or by hand: whoever had it is not waited for until the clock comes there again.
    """
    return or_(lease_until.is_(None), lease_until <= now, lease_until > now + LONGEST_LEASE)
