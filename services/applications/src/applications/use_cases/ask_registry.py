"""Ask the registries: take a due question, and store what the gateway answered.

Two transactions with the call between them. The lease of the question tells in the second whether
the answer is still ours to store.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from applications.clients.meis_gateway import Asked, GatewayAnswer
from applications.domain.case import Answer, Case, Instant
from applications.domain.history import Question
from applications.domain.intake.submission import Person
from applications.domain.questions import questions_to_ask
from applications.domain.registries import RegistryAnswer, apply_answer
from applications.storage import cases, evidence, people, questions
from applications.storage.cases import CaseFile
from applications.storage.evidence import Evidence
from applications.storage.tables.queues import RegistryQuestionRow
from applications.use_cases.casework import Casework
from applications.use_cases.change_case import change_case, take_case
from shared.database import DatabaseUnavailable, Session
from shared.grants import LIFETIME, QuestionGrant, sign, subject_digest

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=10)
READS = 5
NOBODY_TO_ASK_ABOUT = GatewayAnswer(RegistryAnswer(Answer.UNKNOWN))
"""Registries know people: a case without one gets no answer, so that papers can stand in."""
SILENT_ATTEMPTS = 3
"""So often the gateway itself may be silent before the answer counts as *unknown*."""


@dataclass(frozen=True, slots=True)
class QuestionKeys:
    """What signs a question, and what keys the digest of its person."""

    grant: bytes = field(repr=False)
    subject: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class DueQuestion:
    """A question under our lease.

    Not ``wanted``: the case is over, or has its answer. ``asked`` is None then, and where the case
    has no person to ask about.
    """

    id: str
    case_id: str
    question: Question
    attempts: int
    lease_token: str
    traceparent: str | None
    asked: Asked | None
    wanted: bool


async def take_question(
    session: Session, casework: Casework, keys: QuestionKeys, now: datetime, lease: timedelta
) -> DueQuestion | None:
    """Claim the next due question and sign it (``now``: system time); None when none is due.

    Only an open case may ask, and only what it still wants to know: the question is formed anew
    from the case, so that nothing is looked up which papers have met in the meantime.
    """
    row = await questions.claim(session, now=now, lease=lease)
    if row is None:
        return None
    file = await _read_steadily(session, casework, row.case_id)
    wanted = None if file is None else _wanted(file.case, row)
    if file is None or wanted is None:
        questions.finish(row)
        return _due(row, _stored(row), None, wanted=False)
    person = await _person_concerned(session, file)
    asked = None if person is None else _asked(file.case, wanted, person, keys, now)
    return _due(row, wanted, asked, wanted=True)


async def store_answer(
    session: Session,
    casework: Casework,
    due: DueQuestion,
    answer: GatewayAnswer | None,
    at: Instant,
) -> bool:
    """Take an answer into the case, with its evidence; False when the lease is no longer ours.

    ``answer`` is None when the gateway itself gave none: the first times that only postpones the
    question, afterwards it is *unknown*, so that papers can stand in.
    """
    file = await take_case(session, casework, due.case_id)
    row = await questions.lock_leased(session, due.id, due.lease_token)
    if row is None:
        return False
    if answer is None and due.attempts < SILENT_ATTEMPTS:
        _postpone(row, due, at.system, [])
        return True
    said = answer or GatewayAnswer(RegistryAnswer(Answer.UNKNOWN))
    taken = apply_answer(file.case, due.question, said.answer, at)
    # Without a person no registry could ever answer.
    if taken.ask_again and due.asked is not None:
        _postpone(row, due, at.system, _silent(due.question, said.answer))
    else:
        questions.finish(row)
    if taken.advanced is not None:
        _keep(session, file, due.question, said, at)
        await change_case(session, casework, file, taken.advanced, at)
    return True


async def _read_steadily(session: Session, casework: Casework, case_id: str) -> CaseFile | None:
    """Read a case that others may change; never wait for them while the question is claimed."""
    for _ in range(READS):
        file = await cases.read(session, casework.vault, case_id)
        if file is None or await cases.version_of(session, case_id) == file.case.version:
            return file
    raise DatabaseUnavailable


async def _person_concerned(session: Session, file: CaseFile) -> Person | None:
    return (await people.read(session, file.seal)).get(people.CONCERNED)


def _due(
    row: RegistryQuestionRow, question: Question, asked: Asked | None, *, wanted: bool
) -> DueQuestion:
    return DueQuestion(
        id=row.id,
        case_id=row.case_id,
        question=question,
        attempts=row.attempts,
        lease_token=row.lease_token or "",
        traceparent=row.traceparent,
        asked=asked,
        wanted=wanted,
    )


def _stored(row: RegistryQuestionRow) -> Question:
    return Question(row.question, tuple(row.subsystems), tuple(row.attributes), row.step_id)


def _wanted(case: Case, row: RegistryQuestionRow) -> Question | None:
    if not case.is_open:
        return None
    open_questions = {(each.question, each.step_id): each for each in questions_to_ask(case)}
    return open_questions.get((row.question, row.step_id))


def _asked(
    case: Case, question: Question, person: Person, keys: QuestionKeys, now: datetime
) -> Asked:
    kind, value = person.identifier.kind.value, person.identifier.value or ""
    grant = QuestionGrant(
        case_id=case.id,
        service_id=case.passport.service_id,
        passport_version=case.passport.version,
        subject_digest=subject_digest(kind, value, keys.subject),
        question=question.question,
        subsystems=question.subsystems,
        attributes=question.attributes,
        expires_at=now + LIFETIME,
    )
    return Asked(sign(grant, keys.grant), kind, value)


def _postpone(
    row: RegistryQuestionRow, due: DueQuestion, now: datetime, waits_for: list[str]
) -> None:
    pause = min(FIRST_PAUSE * 2 ** min(due.attempts - 1, 10), LONGEST_PAUSE)
    questions.postpone(row, now + pause, waits_for)


def _silent(question: Question, answer: RegistryAnswer) -> list[str]:
    """Return the subsystems whose recovery is worth waiting for."""
    return [
        name for name in question.subsystems if (said := answer.of(name)) is None or said.failed
    ]


def _keep(
    session: Session, file: CaseFile, question: Question, said: GatewayAnswer, at: Instant
) -> None:
    """Keep what the registries said: codes in the open, values under seal."""
    answer = said.answer
    data: Mapping[str, Any] = {
        "question": question.question,
        "step": question.step_id,
        "answer": answer.answer.value,
        "sources": [
            {
                "subsystem": source.subsystem,
                "answer": source.answer.value,
                "attributes": sorted(source.supplied),
                "as_of": source.as_of.isoformat() if source.as_of else None,
                "freshness": said.freshness.get(source.subsystem),
                "error": source.error,
            }
            for source in answer.sources
        ],
    }
    values = {name: dict(attributes) for name, attributes in said.values.items() if attributes}
    piece = Evidence(
        id=str(uuid4()),
        kind=evidence.REGISTRY_ANSWER,
        data=data,
        at=at.business,
        secret=values or None,
        gateway_evidence_id=answer.evidence_id,
        as_of=answer.as_of,
    )
    evidence.add(session, file.seal, piece, recorded_at=at.system)
