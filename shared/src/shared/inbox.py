"""The inbox: a consumer takes an event over once, in the transaction of its effect."""

from datetime import datetime

from sqlalchemy import Index, delete, func, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Field, col, select

from shared.database import Session, SharedRow
from shared.rights import REMOVABLE


class InboxRow(SharedRow, table=True):
    """``consumer`` took the event ``(source, event_id)`` over: it was handled or parked."""

    __tablename__ = "inbox"
    __table_args__ = (Index("ix_inbox_received_at", "received_at"), REMOVABLE)

    consumer: str = Field(primary_key=True)
    source: str = Field(primary_key=True)
    event_id: str = Field(primary_key=True)
    received_at: datetime = Field(sa_column_kwargs={"server_default": func.now()})


async def first_time(session: Session, *, consumer: str, source: str, event_id: str) -> bool:
    """Tell whether ``consumer`` meets this event for the first time, and remember it.

    Waits for another transaction that is taking over the same event; its rollback makes this one
    the first. Nothing is remembered when the caller's transaction is rolled back.
    """
    statement = (
        insert(InboxRow)
        .values(consumer=consumer, source=source, event_id=event_id)
        .on_conflict_do_nothing()
        .returning(col(InboxRow.event_id))
    )
    return (await session.exec(statement)).first() is not None


async def forget_before(session: Session, instant: datetime, *, at_most: int) -> int:
    """Forget up to ``at_most`` events taken over before ``instant``; returns how many went."""
    name = (col(InboxRow.consumer), col(InboxRow.source), col(InboxRow.event_id))
    old = (
        select(*name)
        .where(col(InboxRow.received_at) < instant)
        .order_by(col(InboxRow.received_at))
        .limit(at_most)
        .with_for_update(skip_locked=True)
    )
    return (await session.exec(delete(InboxRow).where(tuple_(*name).in_(old)))).rowcount
