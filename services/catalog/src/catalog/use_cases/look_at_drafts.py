"""Look at drafts: which there are, and what one still lacks."""

from dataclasses import dataclass

from catalog.domain.code_lists import CodeLists
from catalog.domain.publishing.publication import Assessment, assess
from catalog.domain.publishing.review import DraftState
from catalog.storage import documents, drafts
from shared.database import Session


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in a list; ``service_id`` and ``version`` once it is published."""

    draft_id: str
    state: DraftState
    file_name: str
    service_id: str | None
    version: int | None


async def list_drafts(session: Session, *, limit: int) -> list[DraftLine]:
    """Return up to ``limit`` drafts, open ones first, then by publication."""
    return [
        DraftLine(draft_id, DraftState(state), file_name, service_id, version)
        for draft_id, state, file_name, service_id, version in await drafts.list_all(
            session, limit=limit
        )
    ]


async def look_at_draft(
    session: Session, draft_id: str, *, lists: CodeLists
) -> tuple[DraftState, Assessment]:
    """Return where a draft stands and what publication would say; raises DraftMissing."""
    draft = await drafts.lock(session, draft_id)
    report = await documents.report_of(session, draft.sha256)
    edit = await drafts.last_edit(session, draft_id)
    return DraftState(draft.state), assess(report, edit, lists)
