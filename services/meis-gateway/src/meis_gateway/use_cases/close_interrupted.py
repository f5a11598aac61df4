"""Close a look whose end nobody saw: its gateway died, or its outcome could not be kept."""

from datetime import timedelta

from meis_gateway.domain.answers import INTERRUPTED, Answer
from meis_gateway.storage import evidence
from meis_gateway.storage.tables import IntentRow, OutcomeRow
from meis_gateway.use_cases.announce_look import announce_look
from shared.clock import system_now
from shared.database import Database
from shared.telemetry.trace import Trace, following, new_trace


async def close_interrupted(database: Database, *, older_than: timedelta) -> IntentRow | None:
    """Close the oldest intent that is open for so long as *unknown*; None when there is none.

    The registry may have been asked, so the look is announced like any other. Raises
    DatabaseUnavailable.
    """
    async with database.transaction() as session:
        intent = await evidence.lock_open(session, older_than=older_than)
        if intent is None:
            return None
        with following(_traceparent(intent)):
            if await evidence.add_outcome(session, _interrupted(intent)):
                await announce_look(
                    session,
                    case_id=intent.case_id,
                    evidence_id=intent.evidence_id,
                    subsystem=intent.subsystem,
                    question=intent.question,
                    looked_at=intent.asked_at,
                )
    return intent


def _traceparent(intent: IntentRow) -> str | None:
    """Return a step in the trace of the question; None where it had none."""
    if intent.trace_id is None:
        return None
    return Trace(intent.trace_id, new_trace().span_id).traceparent


def _interrupted(intent: IntentRow) -> OutcomeRow:
    return OutcomeRow(
        intent_id=intent.intent_id,
        answer=Answer.UNKNOWN,
        error=INTERRUPTED,
        as_of=None,
        freshness=None,
        released=[],
        latency_ms=None,
        recorded_at=system_now(),
    )
