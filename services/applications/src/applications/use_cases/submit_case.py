"""Take a submission: the case and all that belongs to it in one transaction, or nothing."""

from dataclasses import replace
from uuid import uuid4

from applications.domain.calendar.working_calendar import WorkCalendar
from applications.domain.case import Case, Instant
from applications.domain.case_number import case_number
from applications.domain.history import AskRegistries
from applications.domain.intake.letters import filed_at
from applications.domain.intake.opening import Intake, open_case
from applications.domain.intake.submission import Submission
from applications.domain.passport import Passport
from applications.domain.terms.deadlines import Terms, terms_of
from applications.storage import (
    cases,
    counters,
    history,
    passports,
    people,
    questions,
    terms,
    tickets,
    timers,
)
from applications.storage.case_mapping import ticket_of
from applications.storage.cases import CaseFile
from applications.storage.sealing import CaseSeal, keep_key, new_seal
from applications.storage.tables.queues import TicketRow
from applications.use_cases.acting import known_actor
from applications.use_cases.casework import SOURCE, Casework
from applications.use_cases.claim_uploads import claim_uploads, with_uploads
from applications.use_cases.claim_verification import claim_verification, spend_verification
from applications.use_cases.count_case import count_case
from applications.use_cases.find_duplicates import record_duplicates, take_turn
from applications.use_cases.keep_evidence import (
    keep_channel_evidence,
    keep_mandate,
    keep_originals,
)
from applications.use_cases.refusals import UnknownService
from shared import outbox
from shared.clock import BAKU
from shared.database import Session
from shared.events.cases import CaseSubmitted
from shared.identity.caller import Caller


async def submit_case(
    session: Session,
    casework: Casework,
    caller: Caller,
    submission: Submission,
    *,
    language: str,
    at: Instant,
    draft_id: str | None = None,
) -> CaseFile:
    """Make a case of a submission (of the draft ``draft_id``), under the passport version in force then.

    Registries are only queued here, a job asks them after commit. Raises UnknownService,
    HandlingNotSupported, SubmitterNotAllowed, VerificationRefused and faults; nothing is stored then.
    """
    ticket = await _ticket(session, submission)
    submission = await _with_uploads(session, caller, submission, draft_id)
    calendar = await casework.calendars.in_force(session)
    intake = open_case(
        submission,
        await _passport(session, casework, submission, at),
        await known_actor(session, caller),
        case_id=str(uuid4()),
        number=await _number(session, at),
        at=at,
        calendar=calendar,
        hours=casework.hours,
        ticket=None if ticket is None else ticket_of(ticket),
    )
    verification = await claim_verification(session, casework, caller, intake.submission)
    await take_turn(session, casework, intake.case, intake.submission)
    file = await _store(session, casework, intake, calendar, language=language, at=at)
    await claim_uploads(session, file.seal, caller, submission.handed_in, at, draft_id=draft_id)
    await spend_verification(session, file.seal, verification, at)
    await session.flush()
    await record_duplicates(session, casework, intake.case, intake.submission)
    if ticket is not None and file.case.ticket is not None:
        ticket.case_id = file.case.id
    await _tell(session, file.case)
    return file


async def _with_uploads(
    session: Session, caller: Caller, submission: Submission, draft_id: str | None
) -> Submission:
    """Say of each upload that comes with a submission how it stands for this caller."""
    papers = await with_uploads(session, caller, submission.handed_in, draft_id=draft_id)
    own = len(submission.documents)
    copy = papers[own] if submission.mandate_copy is not None else None
    return replace(submission, documents=papers[:own], mandate_copy=copy)


async def _passport(
    session: Session, casework: Casework, submission: Submission, at: Instant
) -> Passport:
    """Return the version a letter came under; a service that is newer than it serves it too."""
    service_id, filed = submission.service_id, filed_at(submission, at, casework.hours)
    passport = await passports.in_force(session, service_id, filed)
    if passport is None and filed != at.business:
        passport = await passports.in_force(session, service_id, at.business)
    if passport is None:
        raise UnknownService
    return passport


async def _ticket(session: Session, submission: Submission) -> TicketRow | None:
    if submission.ticket_id is None:
        return None
    return await tickets.lock(session, submission.ticket_id)


async def _number(session: Session, at: Instant) -> str:
    """Draw the case's number; it carries the year and nothing of the service."""
    year = at.business.astimezone(BAKU).year
    return case_number(year, await counters.next_case_serial(session))


async def _store(
    session: Session,
    casework: Casework,
    intake: Intake,
    calendar: WorkCalendar,
    *,
    language: str,
    at: Instant,
) -> CaseFile:
    case = intake.case
    seal, wrapped = new_seal(casework.vault, case.id)
    file = CaseFile(case, seal, language)
    counted = terms_of(case, calendar, casework.hours, at.business)
    await cases.add(session, file, due_on=counted.due_on, recorded_at=at.system)
    keep_key(session, case.id, wrapped)
    people.add(session, seal, casework.index, intake.submission)
    keep_channel_evidence(session, seal, intake.submission, at)
    keep_mandate(session, seal, intake.submission.mandate, at)
    keep_originals(session, seal, intake.submission.documents, at)
    await _plan(session, seal, intake, counted, at)
    return file


async def _plan(
    session: Session, seal: CaseSeal, intake: Intake, counted: Terms, at: Instant
) -> None:
    """Store the dates, the first line of history, the notice's timer and the questions."""
    case = intake.case
    await terms.replace(session, case.id, counted)
    await count_case(session, None, case, counted)
    await timers.plan(session, case.id, timers.NOTICE, counted.timer_at)
    await history.append(
        session, seal, version=case.version, entry=intake.entry, recorded_at=at.system
    )
    for effect in intake.effects:
        if isinstance(effect, AskRegistries):
            await questions.queue(session, case.id, effect.questions, at.system)


async def _tell(session: Session, case: Case) -> None:
    data = CaseSubmitted(
        case_id=case.id,
        case_number=case.number,
        case_version=case.version,
        service_id=case.passport.service_id,
        passport_version=case.passport.version,
        channel=case.channel,
        centre=case.centre,
        submitted_via=case.submitted_via,
        registered_on=case.registered_on,
    )
    await outbox.record(session, data, source=SOURCE, key=case.id, time=case.filed_at)
