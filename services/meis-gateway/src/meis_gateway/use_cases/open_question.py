"""Open a question: check its purpose and commit what is about to be asked, before it is asked."""

import hmac
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from meis_gateway.domain.purpose import OtherPerson, require_purpose
from meis_gateway.domain.questions import Identifier, Query, Question, queries
from meis_gateway.domain.subsystems import Subsystem
from meis_gateway.storage import evidence, passports
from meis_gateway.storage.tables import IntentRow
from meis_gateway.use_cases.gateway import Gateway
from shared.clock import system_now
from shared.grants import GrantRefused, QuestionGrant, subject_digest, verify
from shared.telemetry.trace import current
from shared.vault import KeyRing


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it came: the grant, the person, and which client of ours asks."""

    grant: str = field(repr=False)
    person: Identifier
    client: str


@dataclass(frozen=True, slots=True)
class Look:
    """One subsystem about to be asked, its intent committed."""

    intent_id: str
    subsystem: Subsystem
    query: Query


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question whose intents are committed; ``not_asked`` are subsystems we cannot ask.

    ``asked_at`` is business time. ``evidence_id`` groups what is kept of it.
    """

    evidence_id: str
    question: Question
    asked_at: datetime
    looks: tuple[Look, ...]
    not_asked: tuple[str, ...]


def granted(asked: Asked, keys: KeyRing) -> Question:
    """Return the question that the grant signs; raises GrantRefused unless a key of ours did."""
    now = system_now()
    for key in keys.keys.values():
        try:
            return _question(verify(asked.grant, key, now))
        except GrantRefused:
            continue
    raise GrantRefused


async def open_question(gateway: Gateway, asked: Asked, question: Question) -> OpenQuestion | None:
    """Commit the intents of a question that its case may ask; None while its passport is unknown.

    Raises OtherPerson, QuestionIncoherent, NotInPassport; DatabaseUnavailable and ClockUnavailable
    when nothing can be kept: then nothing may be asked either.
    """
    subject_key_id = _subject_key(question, asked.person, gateway.subjects)
    wanted = queries(question, asked.person)
    asked_at = await gateway.clock.now()
    async with gateway.database.transaction() as session:
        passport = await passports.purpose(session, question.service_id, question.passport_version)
        if passport is None:
            return None
        require_purpose(question, passport)
        opened = _opened(gateway, question, wanted, asked_at)
        await evidence.add_intents(
            session, [_intent(look, opened, asked.client, subject_key_id) for look in opened.looks]
        )
    return opened


def _question(grant: QuestionGrant) -> Question:
    return Question(
        case_id=grant.case_id,
        service_id=grant.service_id,
        passport_version=grant.passport_version,
        subject_digest=grant.subject_digest,
        question=grant.question,
        subsystems=grant.subsystems,
        attributes=grant.attributes,
    )


def _subject_key(question: Question, person: Identifier, keys: KeyRing) -> str:
    """Return the id of the key under which the person is the grant's; raises OtherPerson."""
    for key_id, key in keys.keys.items():
        digest = subject_digest(person.kind, person.value, key)
        if hmac.compare_digest(digest, question.subject_digest):
            return key_id
    raise OtherPerson


def _opened(
    gateway: Gateway, question: Question, wanted: dict[str, Query], asked_at: datetime
) -> OpenQuestion:
    looks: list[Look] = []
    not_asked: list[str] = []
    for code, query in wanted.items():
        subsystem = gateway.subsystems.get(code)
        if subsystem is None or not subsystem.holds(query.questions, query.attributes):
            not_asked.append(code)
        else:
            looks.append(Look(str(uuid4()), subsystem, query))
    return OpenQuestion(str(uuid4()), question, asked_at, tuple(looks), tuple(not_asked))


def _intent(look: Look, opened: OpenQuestion, client: str, subject_key_id: str) -> IntentRow:
    question = opened.question
    trace = current()
    return IntentRow(
        intent_id=look.intent_id,
        evidence_id=opened.evidence_id,
        client=client,
        case_id=question.case_id,
        service_id=question.service_id,
        passport_version=question.passport_version,
        question=question.question,
        subsystem=look.subsystem.code,
        attributes=list(look.query.attributes),
        subject_digest=question.subject_digest,
        subject_key_id=subject_key_id,
        trace_id=None if trace is None else trace.trace_id,
        asked_at=opened.asked_at,
        recorded_at=system_now(),
    )
