"""Look: ask one subsystem what its intent says, and keep what came of it."""

import time
from datetime import datetime

from meis_gateway.clients.registries import RegistryFailed
from meis_gateway.domain.answers import OUT_OF_ORDER, SourceAnswer, SourceError, failed
from meis_gateway.domain.questions import AnsweredTooLate
from meis_gateway.domain.replies import judged
from meis_gateway.storage import evidence
from meis_gateway.storage.tables import OutcomeRow
from meis_gateway.use_cases.announce_look import announce_look
from meis_gateway.use_cases.gateway import Gateway
from meis_gateway.use_cases.note_health import note_health
from meis_gateway.use_cases.open_question import Look, OpenQuestion
from shared.clock import system_now


async def look_into(
    gateway: Gateway, opened: OpenQuestion, look: Look, *, ends_at: float
) -> SourceAnswer:
    """Ask one subsystem until ``ends_at`` (monotonic) at the longest, and commit the outcome.

    Raises DatabaseUnavailable when the outcome cannot be kept, AnsweredTooLate when the intent was
    closed in the meantime: then the answer is not given out.
    """
    started = time.monotonic()
    seconds = min(look.subsystem.deadline_seconds, ends_at - started)
    answer = await _ask(gateway, look, opened.asked_at, seconds=seconds)
    latency_ms = round((time.monotonic() - started) * 1000)
    async with gateway.database.transaction() as session:
        if not await evidence.add_outcome(session, _outcome(look, answer, latency_ms)):
            raise AnsweredTooLate
        if not _was_hurried(look, answer, seconds):
            await note_health(
                session,
                look.subsystem.code,
                answered=answer.error not in OUT_OF_ORDER,
                occurred_at=opened.asked_at,
            )
        await announce_look(
            session,
            case_id=opened.question.case_id,
            evidence_id=opened.evidence_id,
            subsystem=look.subsystem.code,
            question=opened.question.question,
            looked_at=opened.asked_at,
        )
    return answer


async def _ask(gateway: Gateway, look: Look, now: datetime, *, seconds: float) -> SourceAnswer:
    registry = gateway.registries[look.subsystem.kind]
    try:
        reply = await registry.query(
            look.subsystem, look.query, intent_id=look.intent_id, seconds=seconds
        )
    except RegistryFailed as failure:
        return failed(look.subsystem.code, failure.error)
    return judged(look.subsystem, look.query, reply, now)


def _was_hurried(look: Look, answer: SourceAnswer, seconds: float) -> bool:
    """Tell whether it failed only for want of the time it is due: our fault, not its."""
    return answer.error is SourceError.TIMEOUT and seconds < look.subsystem.deadline_seconds


def _outcome(look: Look, answer: SourceAnswer, latency_ms: int) -> OutcomeRow:
    return OutcomeRow(
        intent_id=look.intent_id,
        answer=answer.answer,
        error=answer.error,
        as_of=answer.as_of,
        freshness=answer.freshness,
        released=list(answer.released),
        latency_ms=latency_ms,
        recorded_at=system_now(),
    )
