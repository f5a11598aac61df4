"""Uploads named in a draft: they wait as long as it does, and belong to whoever ends it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import and_, col, func, or_, select, update

from applications.storage.documents import KEPT, owned_by
from applications.storage.tables.documents import DocumentRow
from shared.database import Session
from shared.identity.caller import Caller


async def bind(
    session: Session,
    caller: Caller,
    draft_id: str,
    named: Sequence[str],
    *,
    until: datetime,
    lasts: timedelta,
) -> None:
    """Let the caller's uploads that a draft names wait for its end (``until``: database).

    What it names no more waits for its sender again, so long from when it was sent (``lasts``).
    """
    named_now = and_(owned_by(caller), col(DocumentRow.id).in_(named))
    query = (
        select(DocumentRow)
        .where(col(DocumentRow.state) == KEPT)
        .where(col(DocumentRow.expires_at) > func.clock_timestamp())
        .where(or_(col(DocumentRow.draft_id) == draft_id, named_now))
        .order_by(col(DocumentRow.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    for row in (await session.exec(query)).all():
        if row.id not in named:
            row.draft_id, row.expires_at = None, row.created_at + lasts
        elif row.draft_id is None:
            row.draft_id, row.expires_at = draft_id, until
    await session.flush()


async def let_go(session: Session, draft_id: str) -> None:
    """Leave what waits for the end of a draft to the worker, which removes it."""
    statement = (
        update(DocumentRow)
        .where(col(DocumentRow.draft_id) == draft_id, col(DocumentRow.state) == KEPT)
        .values(draft_id=None, expires_at=func.clock_timestamp())
    )
    await session.exec(statement)
