"""Begin a draft on the phone, or change one: what was said so far, kept under seal."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from applications.domain.case import Instant
from applications.domain.faults import refuse
from applications.domain.intake.drafts import (
    PERSON_PLACE,
    Draft,
    draft_number,
    ensure_by_phone,
    ensure_of_person,
    ensure_open,
)
from applications.domain.intake.persons import identifier_faults, normalised
from applications.domain.intake.submission import Identifier
from applications.domain.intake.verifications import IN_EVIDENCE, live
from applications.domain.intake.verifications import ensure_of_person as ensure_verified
from applications.domain.passport import Passport
from applications.storage import callers, counters, draft_papers, drafts, passports, people
from applications.use_cases.casework import Casework
from applications.use_cases.papers import KEPT_FOR
from applications.use_cases.read_draft import open_draft
from applications.use_cases.refusals import UnknownService
from shared.database import Session
from shared.etags import Stale
from shared.identity.caller import Caller

CHANGE = "change-draft"


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of an application: fields of a submission, and two of them apart.

    A field that is None was taken back.
    """

    fields: Mapping[str, Any]
    service_id: str | None
    identifier: Identifier | None


async def begin_draft(
    session: Session,
    casework: Casework,
    caller: Caller,
    said: Said,
    *,
    verification_id: str,
    at: Instant,
) -> Draft:
    """Keep what was said on a call as a draft of whoever is on the line.

    The verification is not used up by it. Raises VerificationRefused, UnknownService,
    HandlingNotSupported and the faults of the identifier or the service.
    """
    found = await callers.find(session, verification_id)
    verification = live(found, caller.actor, at.system, place=IN_EVIDENCE)
    ensure_verified(verification, _index(casework, said.identifier))
    passport = await _passport(session, said.service_id, at)
    draft = Draft(
        id=str(uuid4()),
        number=draft_number(await counters.next_draft_serial(session)),
        version=1,
        person_index=verification.person_index,
        verification_id=verification.id,
        call_id=verification.call_id,
        begun_by=caller.actor,
        begun_at=at.business,
        changed_by=caller.actor,
        changed_at=at.business,
        expires_at=at.system + timedelta(days=casework.draft_days),
        service_id=said.service_id,
        service_name=None if passport is None else passport.name,
        content=_kept(said.fields),
    )
    await drafts.add(session, casework.vault, draft, index_key_id=casework.index.key_id)
    await _take_papers(session, caller, draft)
    return draft


async def change_draft(
    session: Session,
    casework: Casework,
    caller: Caller,
    draft_id: str,
    said: Said,
    *,
    expected: int,
    at: Instant,
) -> Draft:
    """Put what was said into an open draft, field by field; what was not said stays.

    Raises DraftMissing, DraftEnded, Stale, DraftOfAnother and what ``begin_draft`` raises of a
    service.
    """
    draft = await open_draft(session, casework, caller, draft_id, locked=True)
    content = ensure_open(draft)
    ensure_version(draft, expected)
    if said.identifier is not None:
        ensure_of_person(draft, _index(casework, said.identifier))
    service_id = said.service_id if "service_id" in said.fields else draft.service_id
    passport = await _passport(session, service_id, at)
    changed = replace(
        draft,
        version=draft.version + 1,
        changed_by=caller.actor,
        changed_at=at.business,
        service_id=service_id,
        service_name=None if passport is None else passport.name,
        content=_kept({**content, **said.fields}),
    )
    await drafts.save(session, casework.vault, changed)
    await _take_papers(session, caller, changed)
    return changed


def ensure_version(draft: Draft, expected: int) -> None:
    """Raise Stale, with what another did, unless the draft is at the expected version."""
    if draft.version != expected:
        at = draft.changed_at.isoformat().replace("+00:00", "Z")
        done = {"action": CHANGE, "actor": draft.changed_by.partition(":")[0], "at": at}
        raise Stale(version=draft.version, done=done)


async def _take_papers(session: Session, caller: Caller, draft: Draft) -> None:
    """Bind the uploads that the draft names to it, and let go of those it names no more."""
    papers = (draft.content or {}).get("documents", ())
    named = [each["document_id"] for each in papers if each.get("document_id") is not None]
    until = draft.expires_at
    await draft_papers.bind(session, caller, draft.id, named, until=until, lasts=KEPT_FOR)


async def _passport(session: Session, service_id: str | None, at: Instant) -> Passport | None:
    if service_id is None:
        return None
    passport = await passports.in_force(session, service_id, at.business)
    if passport is None:
        raise UnknownService
    ensure_by_phone(passport)
    return passport


def _index(casework: Casework, identifier: Identifier | None) -> str | None:
    if identifier is None:
        return None
    person = normalised(identifier)
    refuse(identifier_faults(person, PERSON_PLACE))
    return people.index_of(casework.index, person)


def _kept(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
