"""Let go of uploads: those that broke off, at once; those nobody handed in, when their time is over.

The row says *dropping* before a byte is removed, and is forgotten after the last: whoever dies in
between leaves a row that the next one takes on.
"""

from applications.storage import documents
from applications.use_cases.papers import LEASE, Papers
from shared.database import Database, DatabaseUnavailable
from shared.telemetry.logs import logger

AT_MOST = 20

log = logger(__name__)


async def give_up_upload(database: Database, papers: Papers, document_id: str) -> None:
    """Leave nothing of an upload that was not kept; one that was kept after all stays.

    While the database is away it is left to the worker, by the row that was there first.
    """
    try:
        async with database.transaction() as session:
            given_up = await documents.give_up(session, document_id, lease=LEASE)
        if given_up:
            await _remove(database, papers, [document_id])
    except DatabaseUnavailable:
        log.warning("an upload that broke off is left to the worker")


async def forget_expired(database: Database, papers: Papers) -> int:
    """Let go of uploads whose time is over, by the database's clock; returns how many."""
    async with database.transaction() as session:
        over = await documents.give_up_expired(session, at_most=AT_MOST, lease=LEASE)
    await _remove(database, papers, over)
    return len(over)


async def _remove(database: Database, papers: Papers, document_ids: list[str]) -> None:
    if not document_ids:
        return
    for document_id in document_ids:
        await papers.store.remove(document_id)
    async with database.transaction() as session:
        await documents.forget(session, document_ids)
