"""Publish: an approved draft becomes the version in force, and everybody is told."""

from dataclasses import asdict
from datetime import datetime

from catalog.domain.code_lists import CodeLists
from catalog.domain.publishing.passport import PassportContent
from catalog.domain.publishing.publication import publishable
from catalog.domain.publishing.review import ReviewAction, advance
from catalog.domain.publishing.versions import Validity, next_validity
from catalog.domain.spelling import key_of
from catalog.storage import documents, drafts, passports, published
from catalog.storage.tables import DraftRow
from shared import outbox
from shared.database import Session
from shared.events.passports import Passport, PassportPublished

SOURCE = "catalog"


async def publish_draft(
    session: Session, draft_id: str, *, lists: CodeLists, person: str, now: datetime
) -> Passport:
    """Publish a draft as the next version of its service and record ``PassportPublished``.

    Whoever reads the event alone can run the service from now on: with a planned version go those
    in force until it begins.
    What is missing is said before anything else, whatever the state of the draft. Raises
    DraftMissing, PassportIncomplete, PassportContradictory, ReviewBlocked, SecondPersonNeeded,
    PersonUnnamed, ValidityRefused.
    """
    draft = await drafts.lock(session, draft_id)
    report = await documents.report_of(session, draft.sha256)
    edit = await drafts.last_edit(session, draft_id)
    content = publishable(report, edit, lists)
    state = advance(await drafts.review_of(session, draft), ReviewAction.PUBLISH, person)
    await passports.lock_service(session, content.service_id)
    earlier = await passports.validities(session, content.service_id)
    validity = next_validity(earlier, valid_on=edit.valid_from if edit else None, now=now)
    passport = _published(content, validity, now)
    draft.service_id, draft.passport_version = passport.service_id, passport.version
    draft.published_at = now
    await drafts.write_down(
        session, draft, ReviewAction.PUBLISH, person=person, at=now, state=state
    )
    await _store(session, passport, draft)
    return passport


async def _store(session: Session, passport: Passport, draft: DraftRow) -> None:
    await passports.close(session, passport.service_id, passport.valid_from)
    search_key = key_of(f"{passport.name} {passport.passport_id or ''}")
    await passports.add(session, passport, draft_id=draft.draft_id, search_key=search_key)
    until_then = await published.between(
        session, passport.service_id, passport.published_at, passport.valid_from
    )
    await outbox.record(
        session,
        PassportPublished(passport=passport, until_then=until_then),
        source=SOURCE,
        key=passport.service_id,
        time=passport.published_at,
    )


def _published(content: PassportContent, validity: Validity, now: datetime) -> Passport:
    return Passport.model_validate(
        {
            **asdict(content),
            "version": validity.version,
            "valid_from": validity.valid_from,
            "valid_until": validity.valid_until,
            "published_at": now,
        }
    )
