"""Post the message that is due: lease it, call the cabinet, write down what came of it."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from notifications.clients.esosial import (
    Cabinet,
    CabinetMessage,
    CabinetRefused,
    CabinetUnanswered,
    Receipt,
)
from notifications.domain.messages import Outcome, State, Verdict, after, must_ask_first
from notifications.storage import messages
from notifications.storage.tables import MessageRow
from shared import outbox
from shared.clock import Clock
from shared.database import Database, Session
from shared.database_clock import database_now
from shared.events.deliveries import MessageDelivered, MessageFailed
from shared.telemetry.logs import logger
from shared.telemetry.trace import following
from shared.vault import KeyRing, open_from

SOURCE = "notifications"

log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one attempt showed; ``receipt`` is there when the cabinet holds the message."""

    outcome: Outcome
    receipt: Receipt | None = None


async def deliver_next(
    database: Database, *, cabinet: Cabinet, rows: KeyRing, clock: Clock, lease: timedelta
) -> bool:
    """Deliver the message due longest; False when none is due.

    The ``lease``, longer than an attempt may take, commits before the call and the outcome after
    it: no transaction waits for the network, and a worker that dies in between leaves a row that is
    asked about before it is sent. All of it is part of the trace of the promise.
    """
    async with database.transaction() as session:
        now = await database_now(session)
        claimed = await messages.claim_due(session, now=now, lease=lease)
    if claimed is None:
        return False
    row, before = claimed
    with following(row.traceparent):
        attempt = await _attempt(row, before, cabinet=cabinet, rows=rows)
        occurred_at = await clock.now()
        async with database.transaction() as session:
            await _settle(session, row, attempt, occurred_at=occurred_at)
    return True


async def _attempt(row: MessageRow, before: State, *, cabinet: Cabinet, rows: KeyRing) -> Attempt:
    try:
        if must_ask_first(before):
            receipt = await cabinet.find(row.client_key)
            if receipt is not None:
                return Attempt(Outcome.STORED, receipt)
        return Attempt(Outcome.STORED, await cabinet.put(row.client_key, _message(row, rows)))
    except CabinetUnanswered:
        return Attempt(Outcome.UNANSWERED)
    except CabinetRefused as refusal:
        log.exception(
            "the cabinet refused a message", message_id=row.message_id, status=refusal.status
        )
        return Attempt(Outcome.REFUSED)


def _message(row: MessageRow, rows: KeyRing) -> CabinetMessage:
    content = json.loads(open_from(rows, row.key_id, row.sealed, row.message_id.encode()))
    return CabinetMessage(
        fin=content["fin"],
        subject=content["subject"],
        body=content["body"],
        language=row.language,
    )


async def _settle(
    session: Session, row: MessageRow, attempt: Attempt, *, occurred_at: datetime
) -> None:
    verdict: Verdict = after(
        attempt.outcome, attempts=row.attempts, now=await database_now(session)
    )
    delivered_at = attempt.receipt.stored_at if attempt.receipt else None
    ours = await messages.settle(
        session, row, verdict, last_outcome=attempt.outcome, delivered_at=delivered_at
    )
    if not ours:
        log.warning(
            "the lease of a message was lost", message_id=row.message_id, attempts=row.attempts
        )
        return
    news = _news(row, verdict, delivered_at, occurred_at)
    if news is not None:
        await outbox.record(session, news, source=SOURCE, key=row.case_id, time=occurred_at)


def _news(
    row: MessageRow, verdict: Verdict, delivered_at: datetime | None, now: datetime
) -> MessageDelivered | MessageFailed | None:
    """Return what the case is told; None while nobody knows what became of the message."""
    if delivered_at is not None:
        return MessageDelivered(
            case_id=row.case_id,
            request_id=row.request_id,
            template=row.template,
            template_version=row.template_version,
            language=row.language,
            delivered_at=delivered_at,
        )
    if verdict.state is State.FAILED:
        return MessageFailed(
            case_id=row.case_id, request_id=row.request_id, template=row.template, failed_at=now
        )
    return None
