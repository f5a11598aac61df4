"""The clock that leases are measured by: the database's, because every worker sees the same one.

A lease measured by the worker's own clock holds only as long as all machines agree on the time: a
worker an hour ahead would take every row from a colleague who is at work on it.
"""

from datetime import datetime

from sqlmodel import func, select

from shared.database import Session


async def database_now(session: Session) -> datetime:
    """Return the database's time at this moment (not at the transaction's start), aware."""
    now: datetime = (await session.exec(select(func.clock_timestamp()))).one()
    return now
