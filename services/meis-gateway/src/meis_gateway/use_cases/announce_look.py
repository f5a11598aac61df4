"""Announce a look: every one of them, once, without its answer."""

from datetime import datetime

from meis_gateway.use_cases.note_health import SOURCE
from shared import outbox
from shared.database import Session
from shared.events.meis import RegistryLooked


async def announce_look(
    session: Session,
    *,
    case_id: str,
    evidence_id: str,
    subsystem: str,
    question: str,
    looked_at: datetime,
) -> None:
    """Record the event with the outcome it belongs to; ``looked_at`` is business time."""
    looked = RegistryLooked(
        case_id=case_id,
        evidence_id=evidence_id,
        subsystem=subsystem,
        question=question,
        looked_at=looked_at,
    )
    await outbox.record(session, looked, source=SOURCE, key=case_id, time=looked_at)
