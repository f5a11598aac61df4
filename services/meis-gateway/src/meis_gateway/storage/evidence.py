"""Evidence: what is about to be asked, what became of it, and what was refused. Added, never changed."""

from datetime import timedelta

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, delete, func, select

from meis_gateway.storage.tables import IntentRow, OpenIntentRow, OutcomeRow, RefusalRow
from shared.backlog import Backlog, backlog_of
from shared.database import Session
from shared.database_clock import database_now


async def add_intents(session: Session, rows: list[IntentRow]) -> None:
    """Add the intents of one question; they count once the transaction has committed."""
    session.add_all(rows)
    await session.flush()


async def add_outcome(session: Session, row: OutcomeRow) -> bool:
    """Add what became of an intent, the first time; False when it has an outcome already."""
    # The row of the list comes first: two who close one intent wait here, for one another, and
    # the second then finds the outcome of the first.
    await session.exec(delete(OpenIntentRow).where(col(OpenIntentRow.intent_id) == row.intent_id))
    added = await session.exec(
        insert(OutcomeRow)
        .values(**row.model_dump())
        .on_conflict_do_nothing(index_elements=["intent_id"])
        .returning(col(OutcomeRow.intent_id))
    )
    return added.first() is not None


async def lock_open(session: Session, *, older_than: timedelta) -> IntentRow | None:
    """Hold the oldest intent that is open for so long, by the database's clock; None: there is none.

    One that somebody else is closing just now is passed over.
    """
    found = await session.exec(
        select(OpenIntentRow.intent_id)
        .where(col(OpenIntentRow.opened_at) <= func.statement_timestamp() - older_than)
        .order_by(col(OpenIntentRow.opened_at))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    intent_id = found.first()
    return None if intent_id is None else await session.get(IntentRow, intent_id)


async def open_intents(session: Session) -> Backlog:
    """Tell how many intents have no outcome, questions under way included, and since when."""
    now = await database_now(session)
    return await backlog_of(session, col(OpenIntentRow.opened_at), now=now)


async def add_refusal(session: Session, row: RefusalRow) -> None:
    """Add a refused question."""
    session.add(row)
    await session.flush()


async def of_question(
    session: Session, evidence_id: str
) -> list[tuple[IntentRow, OutcomeRow | None]]:
    """Return the intents of one question by subsystem; an outcome of None never came back."""
    found = await session.exec(
        select(IntentRow, OutcomeRow)
        .join(OutcomeRow, col(OutcomeRow.intent_id) == col(IntentRow.intent_id), isouter=True)
        .where(col(IntentRow.evidence_id) == evidence_id)
        .order_by(col(IntentRow.subsystem))
    )
    return [(intent, outcome) for intent, outcome in found.all()]
