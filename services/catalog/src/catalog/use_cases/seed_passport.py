"""Seed a service: publish its reviewed pair where nothing of it was ever published."""

from datetime import datetime
from hashlib import sha256

from catalog.domain.code_lists import CodeLists
from catalog.domain.publishing.review import identity_of
from catalog.storage import drafts, published
from catalog.use_cases.publish_reviewed import ReviewedPair, publish_reviewed
from shared.database import Session
from shared.events.passports import Passport


async def seed_passport(
    session: Session, pair: ReviewedPair, *, lists: CodeLists, now: datetime
) -> Passport | None:
    """Publish the first version of a pair's service; None where that is not ours to do.

    What people have published since stays theirs, and so does a draft of the document that somebody
    else has worked on: seeding again changes nothing. Raises what ``publish_reviewed`` raises.
    """
    service_id = pair.edit.service_id
    if service_id and await published.history(session, service_id, before=None, limit=1):
        return None
    draft = await drafts.newest_of(session, sha256(pair.content).hexdigest())
    if draft is not None:
        authors = (await drafts.review_of(session, draft)).authors
        if {identity_of(author) for author in authors} - {identity_of(pair.editor)}:
            return None
    return await publish_reviewed(session, pair, lists=lists, now=now)
