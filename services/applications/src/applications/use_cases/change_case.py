"""Change a case: version, rows, history, events and queues in one transaction, or nothing."""

from applications.domain.actor import Actor
from applications.domain.advance import closed_if_told
from applications.domain.case import Case, CaseState, Instant
from applications.domain.errors import CaseMissing
from applications.domain.history import Advanced, AskRegistries, Entry, SendMessage
from applications.domain.terms.deadlines import Terms, terms_of
from applications.domain.terms.telling import with_term_told
from applications.storage import cases, history, messages, questions, terms, tickets, timers
from applications.storage.cases import CaseFile
from applications.use_cases.casework import SOURCE, Casework
from applications.use_cases.count_case import count_case
from applications.use_cases.request_message import request_message
from shared import outbox
from shared.database import Session
from shared.etags import Stale
from shared.events.cases import CaseAdvanced


async def take_case(session: Session, casework: Casework, case_id: str) -> CaseFile:
    """Lock a case for a change; raises CaseMissing."""
    file = await cases.lock(session, casework.vault, case_id)
    if file is None:
        raise CaseMissing
    return file


async def ensure_version(session: Session, case: Case, expected: int, actor: Actor) -> None:
    """Raise Stale, with what another did first, unless the case is at the expected version.

    To readers from outside the other is their role, as everywhere.
    """
    if case.version == expected:
        return
    done = await history.next_after(session, case.id, expected)
    if done is not None and not actor.is_staff:
        done["actor"] = str(done["actor"]).partition(":")[0]
    raise Stale(version=case.version, done=done)


async def change_case(
    session: Session, casework: Casework, file: CaseFile, advanced: Advanced, at: Instant
) -> CaseFile:
    """Store what an action made of a case and tell of it; returns the case as it is now.

    Every date is counted anew, on the version of the calendar the case stands on, and the notice's
    timer follows; a case that is decided and told is closed. Raises Stale when the case moved although it was locked.
    """
    after = advanced.case
    calendar = await casework.calendars.at(session, after.calendar_version)
    counted = terms_of(after, calendar, casework.hours, at.business)
    after = with_term_told(after, counted.total.on)
    if not await cases.save(session, file, after, due_on=counted.due_on):
        raise Stale(version=after.version)
    await messages.note_terms(session, file.case, after)
    await terms.replace(session, after.id, counted)
    await timers.plan(session, after.id, timers.NOTICE, counted.timer_at)
    await history.append(
        session, file.seal, version=after.version, entry=advanced.entry, recorded_at=at.system
    )
    changed = CaseFile(after, file.seal, file.language)
    await _leave_queue(session, file.case, after)
    await _ask(session, advanced, at)
    if file.case.is_open and not after.is_open:
        await questions.stop(session, after.id)
    await _tell(session, after, advanced.entry)
    await _send(session, casework, changed, advanced, counted, at)
    await count_case(session, file.case, after, counted)
    closed = closed_if_told(after, at)
    return changed if closed is None else await change_case(session, casework, changed, closed, at)


async def _tell(session: Session, case: Case, entry: Entry) -> None:
    data = CaseAdvanced(
        case_id=case.id,
        case_version=case.version,
        action=entry.action,
        from_state=entry.from_state.value,
        state=entry.state.value,
        centre=case.centre,
    )
    await outbox.record(session, data, source=SOURCE, key=case.id, time=entry.at)


async def _leave_queue(session: Session, before: Case, after: Case) -> None:
    """End the ticket of who withdraws before being received: a desk would call them in vain."""
    if before.state is CaseState.SUBMITTED and after.state is CaseState.WITHDRAWN:
        await tickets.end_of(session, after.id)


async def _ask(session: Session, advanced: Advanced, at: Instant) -> None:
    """Queue the questions the change asks for."""
    for effect in advanced.effects:
        if isinstance(effect, AskRegistries):
            await questions.queue(session, advanced.case.id, effect.questions, at.system)


async def _send(
    session: Session,
    casework: Casework,
    file: CaseFile,
    advanced: Advanced,
    counted: Terms,
    at: Instant,
) -> None:
    """Ask for the messages the change promises, after the event that tells of the change."""
    for effect in advanced.effects:
        if isinstance(effect, SendMessage):
            await request_message(
                session, casework, file, effect.template, terms=counted, at=at.business
            )
