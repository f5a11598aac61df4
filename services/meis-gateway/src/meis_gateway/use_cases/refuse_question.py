"""Refuse a question: no subsystem hears of it, and the refusal is kept."""

from uuid import uuid4

from meis_gateway.domain.questions import Question
from meis_gateway.storage import evidence
from meis_gateway.storage.tables import RefusalRow
from shared.clock import system_now
from shared.database import Database
from shared.errors import DomainError
from shared.telemetry.logs import logger
from shared.telemetry.trace import current

log = logger(__name__)


async def refuse_question(
    database: Database, *, client: str, question: Question | None, refusal: DomainError
) -> None:
    """Keep who was refused and why; ``question`` is None when its grant was not to be believed."""
    trace = current()
    row = RefusalRow(
        refusal_id=str(uuid4()),
        code=refusal.code,
        client=client,
        case_id=question.case_id if question else None,
        service_id=question.service_id if question else None,
        passport_version=question.passport_version if question else None,
        question=question.question if question else None,
        subsystems=list(question.subsystems) if question else None,
        attributes=list(question.attributes) if question else None,
        subject_digest=question.subject_digest if question else None,
        trace_id=None if trace is None else trace.trace_id,
        recorded_at=system_now(),
    )
    log.warning("a question was refused", code=refusal.code, client=client, case_id=row.case_id)
    async with database.transaction() as session:
        await evidence.add_refusal(session, row)
