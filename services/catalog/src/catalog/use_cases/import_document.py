"""Import: read a document, keep it with its report, and open a draft if it is a passport."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import uuid4

from catalog.domain.code_lists import CodeLists
from catalog.domain.publishing.review import DraftState, ReviewAction, identity_of
from catalog.domain.reading.reader import read_document
from catalog.domain.reading.report import Outcome, ReadingReport
from catalog.storage import documents, drafts
from shared.database import Session


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a document: ``draft_id`` is None, and nothing stored, for no passport.

    ``known``: the same document, byte for byte, had been imported before; its draft is the same.
    """

    report: ReadingReport
    draft_id: str | None
    state: DraftState | None
    known: bool


async def import_document(
    session: Session,
    content: bytes,
    *,
    file_name: str,
    lists: CodeLists,
    person: str,
    now: datetime,
) -> Imported:
    """Read ``content`` and store it whole, with its report and a draft, or not at all.

    A document that is cut is stored as what it is; publication names what is missing then. Raises
    PersonUnnamed.
    """
    identity_of(person)
    report = read_document(content, lists)
    if report.outcome is not Outcome.PASSPORT:
        return Imported(report, None, None, known=False)
    digest = sha256(content).hexdigest()
    await documents.add(
        session,
        sha256=digest,
        content=content,
        file_name=file_name,
        report=report,
        imported_at=now,
    )
    draft_id, known = await _draft_of(session, digest, person=person, now=now)
    draft = await drafts.lock(session, draft_id)
    return Imported(report, draft_id, DraftState(draft.state), known)


async def _draft_of(
    session: Session, digest: str, *, person: str, now: datetime
) -> tuple[str, bool]:
    """Return the draft of a document and whether it was there before.

    Two imports of one new document do not meet here: the second waits for the row of the document.
    """
    draft = await drafts.newest_of(session, digest)
    if draft is not None:
        return draft.draft_id, True
    draft_id = new_draft_id()
    await drafts.add(session, draft_id=draft_id, sha256=digest, created_at=now)
    await drafts.write_down(
        session,
        await drafts.lock(session, draft_id),
        ReviewAction.IMPORT,
        person=person,
        at=now,
        state=DraftState.DRAFT,
    )
    return draft_id, False


def new_draft_id() -> str:
    """Return an opaque id, short enough to be typed."""
    return uuid4().hex[:12]
