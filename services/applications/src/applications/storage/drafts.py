"""Drafts in the database: sealed with a key of their own, which goes when a case has it all."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import col, delete, func, select, update

from applications.domain.case import Instant
from applications.domain.intake.drafts import Draft
from applications.storage.sealing import CaseSeal, new_seal
from applications.storage.tables.drafts import DiscardedDraftRow, DraftRow
from shared.database import Session
from shared.vault import Vault, WrappedKey

_PLACE = "draft"


async def add(session: Session, vault: Vault, draft: Draft, *, index_key_id: str) -> None:
    """Keep a new draft, its content under a new key."""
    seal, wrapped = new_seal(vault, draft.id)
    row = DraftRow(
        id=draft.id,
        number=draft.number,
        version=draft.version,
        person_index=draft.person_index,
        index_key_id=index_key_id,
        verification_id=draft.verification_id,
        call_id=draft.call_id,
        begun_by=draft.begun_by,
        begun_at=draft.begun_at,
        changed_by=draft.changed_by,
        changed_at=draft.changed_at,
        expires_at=draft.expires_at,
        service_id=draft.service_id,
        service_name=draft.service_name,
        key_id=wrapped.key_id,
        wrapped=wrapped.sealed,
        sealed=seal.seal(_PLACE, draft.content or {}),
    )
    session.add(row)
    await session.flush()


async def get(session: Session, vault: Vault, draft_id: str) -> Draft | None:
    """Return a draft, None when there is none."""
    query = select(DraftRow).where(col(DraftRow.id) == draft_id)
    row = (await session.exec(query)).first()
    return None if row is None else _draft(row, vault)


async def lock(session: Session, vault: Vault, draft_id: str) -> Draft | None:
    """Return a draft nobody else can change or end until the transaction ends."""
    query = select(DraftRow).where(col(DraftRow.id) == draft_id).with_for_update()
    row = (await session.exec(query.execution_options(populate_existing=True))).first()
    return None if row is None else _draft(row, vault)


async def find(session: Session, number: str, person_index: str) -> str | None:
    """Return the id of the draft with this number that is this person's; None without both."""
    query = select(DraftRow.id).where(
        col(DraftRow.number) == number, col(DraftRow.person_index) == person_index
    )
    return (await session.exec(query)).first()


async def hand_to(session: Session, draft_id: str, finder: str) -> None:
    """Record the agent who has the person, and so the draft, at the desk."""
    statement = update(DraftRow).where(col(DraftRow.id) == draft_id).values(found_by=finder)
    await session.exec(statement)


async def save(session: Session, vault: Vault, draft: Draft) -> None:
    """Save a locked draft as it was changed: its content under its key."""
    row = await _row(session, draft.id)
    row.version, row.changed_by, row.changed_at = draft.version, draft.changed_by, draft.changed_at
    row.service_id, row.service_name = draft.service_id, draft.service_name
    row.sealed = _seal(row, vault).seal(_PLACE, draft.content or {})
    await session.flush()


async def close(session: Session, draft: Draft, case_id: str) -> None:
    """Record what became of a locked draft; its content is the case's now, and its key goes."""
    row = await _row(session, draft.id)
    row.case_id, row.version = case_id, draft.version + 1
    row.wrapped = row.sealed = None
    await session.flush()


async def discard(session: Session, draft: Draft, by: str, at: Instant) -> None:
    """Delete a locked draft, content and key; who did so stays written down."""
    row = DiscardedDraftRow(
        draft_id=draft.id,
        draft_number=draft.number,
        begun_by=draft.begun_by,
        begun_at=draft.begun_at,
        found_by=draft.found_by,
        discarded_by=by,
        discarded_at=at.business,
        recorded_at=at.system,
    )
    session.add(row)
    await session.exec(delete(DraftRow).where(col(DraftRow.id) == draft.id))


async def open_of(session: Session, person_index: str, *, limit: int) -> Sequence[DraftRow]:
    """Return a person's drafts that nobody has ended, the newest first."""
    query = (
        select(DraftRow)
        .where(
            col(DraftRow.person_index) == person_index,
            col(DraftRow.expires_at) > func.clock_timestamp(),
            col(DraftRow.case_id).is_(None),
        )
        .order_by(col(DraftRow.expires_at).desc(), col(DraftRow.id))
        .limit(limit)
    )
    return (await session.exec(query)).all()


async def forget_expired(session: Session, *, at_most: int) -> int:
    """Delete up to ``at_most`` drafts that have run out; returns how many went."""
    old = (
        select(DraftRow.id)
        .where(col(DraftRow.expires_at) <= func.clock_timestamp())
        .order_by(col(DraftRow.expires_at))
        .limit(at_most)
        .with_for_update(skip_locked=True)
    )
    return (await session.exec(delete(DraftRow).where(col(DraftRow.id).in_(old)))).rowcount


async def _row(session: Session, draft_id: str) -> DraftRow:
    return (await session.exec(select(DraftRow).where(col(DraftRow.id) == draft_id))).one()


def _seal(row: DraftRow, vault: Vault) -> CaseSeal:
    wrapped = WrappedKey(row.key_id, row.wrapped or b"")
    return CaseSeal(vault, vault.unwrap(wrapped, owner=row.id), row.id)


def _draft(row: DraftRow, vault: Vault) -> Draft:
    content: Mapping[str, Any] | None = None
    if row.sealed is not None:
        content = _seal(row, vault).open(_PLACE, row.sealed)
    return Draft(
        id=row.id,
        number=row.number,
        version=row.version,
        person_index=row.person_index,
        verification_id=row.verification_id,
        call_id=row.call_id,
        begun_by=row.begun_by,
        begun_at=row.begun_at,
        changed_by=row.changed_by,
        changed_at=row.changed_at,
        expires_at=row.expires_at,
        service_id=row.service_id,
        service_name=row.service_name,
        content=content,
        found_by=row.found_by,
        case_id=row.case_id,
    )
