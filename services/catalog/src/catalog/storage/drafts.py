"""Drafts and who did what to them."""

from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.sql.expression import Select

from catalog.domain.publishing.editor_file import EditorFile
from catalog.domain.publishing.review import DraftMissing, DraftState, Review, ReviewAction
from catalog.storage.tables import DocumentRow, DraftActionRow, DraftRow
from shared.database import Session

_EDIT = TypeAdapter(EditorFile)
_AUTHORING = (ReviewAction.EDIT, ReviewAction.SUBMIT)


async def newest_of(session: Session, sha256: str) -> DraftRow | None:
    """Return the open draft of a document, else the one published last, None without any."""
    query = (
        select(DraftRow)
        .where(col(DraftRow.sha256) == sha256)
        .order_by(col(DraftRow.published_at).desc().nulls_first())
        .limit(1)
    )
    return (await session.exec(query)).first()


async def add(session: Session, *, draft_id: str, sha256: str, created_at: datetime) -> bool:
    """Open a draft of a document; False when another transaction has opened one."""
    statement = (
        insert(DraftRow)
        .values(
            draft_id=draft_id,
            sha256=sha256,
            state=DraftState.DRAFT,
            version=0,
            created_at=created_at,
        )
        .on_conflict_do_nothing(
            index_elements=["sha256"], index_where=col(DraftRow.published_at).is_(None)
        )
        .returning(col(DraftRow.draft_id))
    )
    return (await session.exec(statement)).first() is not None


async def lock(session: Session, draft_id: str) -> DraftRow:
    """Return a draft for a change that others wait for; raises DraftMissing."""
    query = (
        select(DraftRow)
        .where(col(DraftRow.draft_id) == draft_id)
        .with_for_update()
        # What this session read before it had the lock may be old by now.
        .execution_options(populate_existing=True)
    )
    draft = (await session.exec(query)).first()
    if draft is None:
        raise DraftMissing
    return draft


async def list_all(
    session: Session, *, limit: int
) -> list[tuple[str, str, str, str | None, int | None]]:
    """Return id, state, file name, service and version of drafts, open ones first."""
    columns: Select[str, str, str, str | None, int | None] = Select(
        col(DraftRow.draft_id),
        col(DraftRow.state),
        col(DocumentRow.file_name),
        col(DraftRow.service_id),
        col(DraftRow.passport_version),
    )
    query = (
        columns.join(DocumentRow, col(DocumentRow.sha256) == col(DraftRow.sha256))
        .order_by(
            col(DraftRow.published_at).desc().nulls_first(),
            col(DraftRow.created_at).desc(),
            col(DraftRow.draft_id),
        )
        .limit(limit)
    )
    return [
        (draft_id, state, file_name, service_id, version)
        for draft_id, state, file_name, service_id, version in await session.exec(query)
    ]


async def review_of(session: Session, draft: DraftRow) -> Review:
    """Return where a draft stands and who has edited or submitted it."""
    query = (
        select(DraftActionRow.person)
        .where(col(DraftActionRow.draft_id) == draft.draft_id)
        .where(col(DraftActionRow.action).in_(_AUTHORING))
        .distinct()
    )
    authors = frozenset((await session.exec(query)).all())
    return Review(DraftState(draft.state), authors)


async def last_edit(session: Session, draft_id: str) -> EditorFile | None:
    """Return the editor's file applied last, None when there was none."""
    query = (
        select(DraftActionRow.edit)
        .where(col(DraftActionRow.draft_id) == draft_id)
        .where(col(DraftActionRow.action) == ReviewAction.EDIT)
        .order_by(col(DraftActionRow.no).desc())
        .limit(1)
    )
    edit = (await session.exec(query)).first()
    return None if edit is None else _EDIT.validate_python(edit)


async def write_down(
    session: Session,
    draft: DraftRow,
    action: ReviewAction,
    *,
    person: str,
    at: datetime,
    state: DraftState,
    edit: EditorFile | None = None,
) -> None:
    """Move a locked draft to ``state`` and append who did what to it."""
    draft.state = state
    draft.version += 1
    session.add(draft)
    session.add(
        DraftActionRow(
            draft_id=draft.draft_id,
            no=draft.version,
            action=action,
            person=person,
            at=at,
            edit=None if edit is None else _EDIT.dump_python(edit, mode="json"),
        )
    )
    await session.flush()  # so that a reader of this transaction's own history sees it
