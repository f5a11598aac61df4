"""Evidence: what is about to be asked, what became of it, and what was refused. Added, never changed."""

from sqlmodel import col, select

from meis_gateway.storage.tables import IntentRow, OutcomeRow, RefusalRow
from shared.database import Session


async def add_intents(session: Session, rows: list[IntentRow]) -> None:
    """Add the intents of one question; they count once the transaction has committed."""
    session.add_all(rows)
    await session.flush()


async def add_outcome(session: Session, row: OutcomeRow) -> None:
    """Add what became of an intent."""
    session.add(row)
    await session.flush()


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
