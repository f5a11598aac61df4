"""A case promised a message: write it down, rendered and sealed, ready to send."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from notifications.domain.client_keys import client_key
from notifications.domain.messages import State
from notifications.domain.templates import (
    AT_A_CENTRE,
    Rendered,
    Template,
    is_late,
    listed,
    render,
    template_code,
    unstopped,
)
from notifications.storage import messages, templates
from notifications.storage.tables import MessageRow
from shared.clock import BAKU
from shared.database import Session
from shared.events.cases import MessageRequested
from shared.telemetry.trace import current_traceparent
from shared.vault import KeyRing, open_from, seal_for


@dataclass(frozen=True)
class Keys:
    """What this service may open and seal: recipients on the topic, its own rows, cabinet keys."""

    recipients: KeyRing
    rows: KeyRing
    message_key: bytes


@dataclass(frozen=True, slots=True)
class Promise:
    """The event that asks for a message, with what its envelope carries.

    ``recipient_key_id`` names the key that sealed the recipient; ``recorded_at`` is system time.
    """

    source: str
    event_id: str
    requested_at: datetime
    recipient_key_id: str
    data: MessageRequested


async def accept_message(
    session: Session, promise: Promise, *, keys: Keys, recorded_at: datetime
) -> None:
    """Store the message of a promise; the same promise again changes nothing.

    Raises TemplateMissing, PlaceUnfilled or VaultError: the event cannot be honoured as it is.
    """
    data = promise.data
    asked_on = promise.requested_at.astimezone(BAKU).date()
    template = await templates.newest(
        session,
        code=template_code(
            data.template,
            outcome=data.outcome,
            papers=data.papers,
            mandate_rejected=data.mandate_rejected,
            asks_for_papers=data.asks_for_papers,
            suspended=data.suspended,
            late=is_late(data.term_over, term_on=data.term_on, asked_on=asked_on),
        ),
        language=data.language,
    )
    rendered = _rendered(template, data)
    fin = _recipient(promise, keys.recipients)
    await messages.add(session, _row(promise, template, rendered, fin, keys, recorded_at))


def _rendered(template: Template, data: MessageRequested) -> Rendered:
    ground = data.refusal_ground_printed
    return render(
        template,
        {
            "case_number": data.case_number,
            "service_name": data.service_name,
            "term_on": data.term_on,
            "decision_number": data.decision_number,
            "decided_on": data.decided_on,
            "papers": listed(data.papers),
            "refusal_ground": ground if ground is None else unstopped(ground),
            "how_to_appeal": data.how_to_appeal,
            "how_to_hand_in": data.how_to_hand_in or AT_A_CENTRE.in_language(template.language),
        },
    )


def _recipient(promise: Promise, keyring: KeyRing) -> str:
    sealed = base64.urlsafe_b64decode(promise.data.recipient.sealed)
    opened = open_from(keyring, promise.recipient_key_id, sealed, promise.event_id.encode())
    fin: str = json.loads(opened)["fin"]
    return fin


def _row(
    promise: Promise,
    template: Template,
    rendered: Rendered,
    fin: str,
    keys: Keys,
    recorded_at: datetime,
) -> MessageRow:
    message_id = str(uuid4())
    content = {"fin": fin, "subject": rendered.subject, "body": rendered.body}
    sealed = seal_for(keys.rows, json.dumps(content).encode(), message_id.encode())
    data = promise.data
    return MessageRow(
        message_id=message_id,
        request_source=promise.source,
        request_id=promise.event_id,
        case_id=data.case_id,
        template=data.template,
        template_code=template.code,
        template_version=template.version,
        language=template.language,
        recipient_role=data.recipient.role,
        centre=data.centre,
        office=data.office,
        client_key=client_key(
            keys.message_key,
            event_id=promise.event_id,
            template=data.template,
            recipient_role=data.recipient.role,
        ),
        sealed=sealed.data,
        key_id=sealed.key_id,
        state=State.PENDING,
        attempts=0,
        next_at=recorded_at,
        requested_at=promise.requested_at,
        recorded_at=recorded_at,
        traceparent=current_traceparent(),
    )
