"""A promise as the case service makes it, and what it takes to keep it."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from sqlmodel import col, select

from notifications.consumers.case_events import case_events
from notifications.storage.tables import MessageRow
from notifications.use_cases.accept_message import Keys
from shared.database import Database
from shared.events.cases import CASES_TOPIC, CaseAdvanced, MessageRequested, SealedRecipient
from shared.events.envelope import Envelope
from shared.vault import KeyRing, open_from, seal_for

RECIPIENTS = KeyRing({"r1": bytes(range(32))}, "r1")
ROWS = KeyRing({"n1": bytes(range(32, 64))}, "n1")
KEYS = Keys(recipients=RECIPIENTS, rows=ROWS, message_key=bytes(range(64, 96)))

LEASE = timedelta(seconds=60)
CUT_OFF_MORNING = datetime(2026, 3, 19, 5, 0, tzinfo=UTC)
TEST_PERSON = "5ZK1Q2W"


def promised(
    *,
    case_id: str = "case-1",
    template: str = "in-progress",
    language: str = "az",
    fin: str = TEST_PERSON,
    papers: tuple[str, ...] = (),
    how: str | None = None,
    traceparent: str | None = None,
    recipients: KeyRing = RECIPIENTS,
) -> Envelope:
    """Return the event by which a case promises a message to ``fin``."""
    event_id = str(uuid4())
    sealed = seal_for(recipients, json.dumps({"fin": fin}).encode(), event_id.encode())
    decided = template == "decision"
    data = MessageRequested(
        case_id=case_id,
        case_number="D-2026-000001-7",
        case_version=3,
        service_name="Üç yaşınadək uşağa qulluğa görə müavinətin təyin edilməsi",
        template="decision" if decided else "in-progress",
        outcome="granted" if decided else None,
        decision_number="DSMF-2026-000001" if decided else None,
        decided_on=date(2026, 3, 31) if decided else None,
        refusal_ground=None,
        term_on=date(2026, 3, 31),
        notice_by=datetime(2026, 3, 19, 14, 0, tzinfo=UTC),
        centre="dost-1",
        office="dsmf@dost-1",
        papers=list(papers),
        how_to_hand_in=how,
        language="en" if language == "en" else "az",
        recipient=SealedRecipient(
            role="person-concerned", sealed=base64.urlsafe_b64encode(sealed.data).decode()
        ),
    )
    return _envelope(
        MessageRequested.type,
        case_id,
        data.model_dump(mode="json"),
        event_id=event_id,
        extensions={"recipientkeyid": sealed.key_id},
        traceparent=traceparent,
    )


def refused(*, language: str = "az") -> Envelope:
    """Return the event by which a case promises to tell of a refusal."""
    event = promised(template="decision", language=language)
    told = {
        "outcome": "refused",
        "refusal_ground": "no-legal-basis",
        "refusal_ground_printed": "Hüquqi əsası yoxdur",
        "how_to_appeal": "30 gün ərzində yuxarı orqana şikayət verə bilərsiniz.",
    }
    return replace(event, data={**(event.data or {}), **told})


def saying(event: Envelope, **fields: object) -> Envelope:
    """Return the same event with other data, ``time`` being when its message was asked for."""
    time = fields.pop("time", event.time)
    assert isinstance(time, datetime)
    return replace(event, time=time, data={**(event.data or {}), **fields})


def without(event: Envelope, *fields: str) -> Envelope:
    """Return the same event as it was before there were these fields."""
    data = {name: value for name, value in (event.data or {}).items() if name not in fields}
    return replace(event, data=data)


@dataclass(frozen=True, slots=True)
class Written:
    """What the citizen will read, and the text it was written from."""

    code: str
    version: int
    body: str


async def written(
    database: Database, events: Sequence[Envelope], *, recipients: KeyRing = RECIPIENTS
) -> list[Written]:
    """Let the service take in promises; return what it has written, in order."""
    handle = case_events(replace(KEYS, recipients=recipients))
    for event in events:
        async with database.transaction() as session:
            await handle(session, event)
    async with database.transaction() as session:
        rows = (await session.exec(select(MessageRow).order_by(col(MessageRow.no)))).all()
    return [Written(row.template_code, row.template_version, _body(row)) for row in rows]


def _body(row: MessageRow) -> str:
    opened = open_from(ROWS, row.key_id, row.sealed, row.message_id.encode())
    body: str = json.loads(opened)["body"]
    return body


def advanced(*, case_id: str = "case-1") -> Envelope:
    """Return an event of the case that promises nothing."""
    data = CaseAdvanced(
        case_id=case_id,
        case_version=2,
        action="forward",
        from_state="at-front-office",
        state="at-back-office",
        centre="dost-1",
    )
    return _envelope(CaseAdvanced.type, case_id, data.model_dump(mode="json"))


def without_recipient_key(event: Envelope) -> Envelope:
    """Return the same event with the name of the recipient's key lost."""
    return replace(event, extensions={})


def _envelope(
    kind: str,
    case_id: str,
    data: dict[str, object],
    *,
    event_id: str | None = None,
    extensions: dict[str, str] | None = None,
    traceparent: str | None = None,
) -> Envelope:
    return Envelope(
        id=event_id or str(uuid4()),
        source="applications",
        type=kind,
        topic=CASES_TOPIC,
        key=case_id,
        time=CUT_OFF_MORNING,
        recorded_at=CUT_OFF_MORNING,
        data=data,
        extensions=extensions or {},
        traceparent=traceparent,
    )
