"""Ask the notifications service for a message; the recipient travels sealed."""

import base64
import json
from datetime import datetime
from typing import Literal
from uuid import uuid4

from applications.domain.case import Case, Message, Template
from applications.domain.handing_in import how_to_hand_in
from applications.domain.papers.requirements import papers_wanted
from applications.domain.people.recipients import PART_OF
from applications.domain.terms.deadlines import Terms
from applications.domain.terms.waiting import is_over
from applications.storage import messages, people
from applications.storage.cases import CaseFile
from applications.storage.messages import Addressee
from applications.use_cases.casework import SOURCE, Casework
from shared import outbox
from shared.clock import BAKU
from shared.database import Session
from shared.events.cases import MessageRequested, SealedRecipient
from shared.vault import seal_for

KEY_ID_EXTENSION = "recipientkeyid"


class NobodyToTell(RuntimeError):
    """A message was due in a case without a person, or unpromised: intake lets no such case in."""


async def request_message(
    session: Session,
    casework: Casework,
    file: CaseFile,
    template: Template,
    *,
    terms: Terms,
    at: datetime,
) -> str:
    """Record the request in this transaction; returns the id of its event.

    ``at`` is business time. The recipient is readable with the shared recipient keys and bound to
    this event: copied into another, it does not open.
    """
    event_id = str(uuid4())
    message = file.case.message(template)
    role = None if message is None else message.recipient
    if message is None or role is None:
        raise NobodyToTell(file.case.id)
    told = (await people.read(session, file.seal)).get(PART_OF[role])
    if told is None:
        raise NobodyToTell(file.case.id)
    recipient = json.dumps({"fin": told.identifier.value}).encode()
    sealed = seal_for(casework.recipients, recipient, event_id.encode())
    index = people.index_of(casework.index, told.identifier)
    to = Addressee(index, casework.index.key_id)
    messages.add(session, file.case.id, message, to, request_id=event_id)
    addressed = SealedRecipient(role=role, sealed=base64.urlsafe_b64encode(sealed.data).decode())
    data = _event(file, message, terms, addressed, at)
    return await outbox.record(
        session,
        data,
        source=SOURCE,
        key=file.case.id,
        time=at,
        event_id=event_id,
        extensions={KEY_ID_EXTENSION: sealed.key_id},
    )


def _event(
    file: CaseFile, message: Message, terms: Terms, recipient: SealedRecipient, at: datetime
) -> MessageRequested:
    case, template = file.case, message.template
    decision = case.decision if template is Template.DECISION else None
    appeal = decision.appeal if decision else None
    language = _language(file)
    papers = [] if decision else _papers(case)
    return MessageRequested(
        case_id=case.id,
        case_number=case.number,
        case_version=case.version,
        service_name=case.passport.name,
        template=template.value,
        outcome=decision.outcome.value if decision else None,
        decision_number=decision.number if decision else None,
        decided_on=decision.at.astimezone(BAKU).date() if decision else None,
        refusal_ground=decision.ground if decision else None,
        refusal_ground_printed=_printed(case, decision.ground) if decision else None,
        how_to_appeal=appeal.sentence.in_language(language) if appeal else None,
        term_on=terms.total.on,
        notice_by=terms.notice.at if terms.notice else None,
        centre=case.centre,
        office=case.office,
        papers=papers,
        how_to_hand_in=how_to_hand_in(case.passport).in_language(language) if papers else None,
        mandate_rejected=message.mandate_rejected,
        asks_for_papers=message.asks_for_papers,
        suspended=case.suspended,
        term_over=is_over(case, terms.total.end, at),
        language=language,
        recipient=recipient,
    )


def _printed(case: Case, ground: str | None) -> str | None:
    """Return a ground for refusal in the words of the passport."""
    return None if ground is None else case.passport.words.grounds[ground]


def _papers(case: Case) -> list[str]:
    """Name what the person still owes, in the words of the passport."""
    wanted = papers_wanted(case)
    return [item.name for item in case.passport.documents if item.code in wanted]


def _language(file: CaseFile) -> Literal["az", "en"]:
    return "en" if file.language == "en" else "az"
