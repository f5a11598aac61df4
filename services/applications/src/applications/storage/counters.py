"""Numbers given one after the other, without gaps."""

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from applications.storage.tables.queues import CounterRow
from shared.database import Session


async def next_number(session: Session, series: str) -> int:
    """Return the next number of a series, from 1.

    Another transaction drawing from the same series waits until this one ends, so that a
    rolled-back number is given again.
    """
    statement = insert(CounterRow).values(series=series, last=1)
    drawn = statement.on_conflict_do_update(
        index_elements=["series"], set_={"last": col(CounterRow.last) + 1}
    ).returning(col(CounterRow.last))
    return int((await session.exec(drawn)).scalar_one())


async def next_case_serial(session: Session) -> int:
    """Return the next serial of case numbers; nobody waits, and a rolled-back one is skipped."""
    return int((await session.exec(select(func.nextval(_CASE_SERIALS)))).one())


async def next_draft_serial(session: Session) -> int:
    """Return the next serial of draft numbers, in the same way."""
    return int((await session.exec(select(func.nextval(_DRAFT_SERIALS)))).one())


_CASE_SERIALS = "case_serials"
_DRAFT_SERIALS = "draft_serials"
