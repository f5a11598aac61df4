"""Edit: apply an editor's file to a draft."""

from datetime import datetime

from catalog.domain.code_lists import CodeLists
from catalog.domain.publishing.editor_file import EditorFile
from catalog.domain.publishing.publication import Assessment, assess
from catalog.domain.publishing.review import ReviewAction, advance
from catalog.storage import documents, drafts
from shared.database import Session


async def edit_draft(
    session: Session,
    draft_id: str,
    edit: EditorFile,
    *,
    lists: CodeLists,
    person: str,
    now: datetime,
) -> Assessment:
    """Replace what an editor said about a draft, and say what publication still lacks.

    A draft that was submitted or approved becomes a draft again. The file applied before, once
    more, changes nothing. Raises DraftMissing, EditRefused, ReviewBlocked, PersonUnnamed.
    """
    draft = await drafts.lock(session, draft_id)
    state = advance(await drafts.review_of(session, draft), ReviewAction.EDIT, person)
    assessment = assess(await documents.report_of(session, draft.sha256), edit, lists)
    if edit != await drafts.last_edit(session, draft_id):
        await drafts.write_down(
            session, draft, ReviewAction.EDIT, person=person, at=now, state=state, edit=edit
        )
    return assessment
