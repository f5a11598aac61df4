"""Read the papers of a case: which there are, and what is in one."""

from dataclasses import dataclass

from applications.domain.actor import Actor
from applications.domain.case import Instant
from applications.domain.errors import CaseMissing
from applications.domain.papers.upload_faults import DocumentMissing
from applications.domain.people.policies import AGENT, ensure_visible
from applications.storage import cases, documents
from applications.storage.cases import CaseFile
from applications.storage.document_keys import DocumentKey, key_of
from applications.storage.documents import After, Paper
from applications.storage.tables.documents import DocumentReadRow
from applications.use_cases.acting import actor_on
from applications.use_cases.casework import Casework
from applications.use_cases.read_case import Disclosure, disclosure_for
from shared.database import Session
from shared.identity.caller import Caller


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A paper for one reader; ``known`` is None where they may know of it and not read it."""

    paper: Paper
    known: DocumentKey | None


@dataclass(frozen=True, slots=True)
class DocumentsView:
    """The papers of a case for one reader."""

    documents: tuple[DocumentView, ...]
    is_staff: bool


async def list_documents(
    session: Session,
    casework: Casework,
    caller: Caller,
    case_id: str,
    at: Instant,
    *,
    after: After | None,
    limit: int,
) -> DocumentsView:
    """Return up to ``limit`` papers of a case in the order they were handed in (CaseMissing)."""
    file, actor = await _case_for(session, casework, caller, case_id, at)
    found = await documents.page(session, case_id, after=after, limit=limit)
    views = [
        DocumentView(each, key_of(each, file.seal) if _may_read(file, actor, each) else None)
        for each in found
    ]
    return DocumentsView(tuple(views), is_staff=actor.is_staff)


async def read_document(
    session: Session,
    casework: Casework,
    caller: Caller,
    case_id: str,
    document_id: str,
    at: Instant,
) -> tuple[Paper, DocumentKey]:
    """Return what opens a paper, and record who is given it.

    Raises CaseMissing and DocumentMissing.
    """
    file, actor = await _case_for(session, casework, caller, case_id, at)
    paper = await documents.get(session, case_id, document_id)
    if paper is None or not _may_read(file, actor, paper):
        raise DocumentMissing
    read = DocumentReadRow(
        document_id=paper.document_id,
        case_id=case_id,
        reader=actor.name,
        at=at.business,
        recorded_at=at.system,
    )
    documents.record_read(session, read)
    return paper, key_of(paper, file.seal)


async def _case_for(
    session: Session, casework: Casework, caller: Caller, case_id: str, at: Instant
) -> tuple[CaseFile, Actor]:
    file = await cases.read(session, casework.vault, case_id)
    if file is None:
        raise CaseMissing
    actor = await actor_on(session, casework, caller, file.case, at)
    ensure_visible(file.case, actor)
    return file, actor


def _may_read(file: CaseFile, actor: Actor, paper: Paper) -> bool:
    """Tell whether a paper may be read: it hides nothing of the person.

    Who sees the whole person reads it, and the agent who works on the case. Who applied for somebody
    without a mandate reads again what they handed in themself.
    """
    disclosure = disclosure_for(file.case, actor)
    if disclosure is Disclosure.MASKED:
        return AGENT.holds(file.case, actor) or paper.claimed_by == actor.name
    return disclosure is Disclosure.FULL
