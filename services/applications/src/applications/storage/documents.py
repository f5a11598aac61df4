"""Papers as rows: announced, kept for their owner, claimed by a case, or let go of.

An upload's row is there before its bytes, and goes after them: a worker that dies in between
leaves a row by which another finds what is left. All of its times are the database's clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, tuple_
from sqlmodel import col, delete, func, select, update
from sqlmodel.sql.expression import Select

from applications.domain.uploads import UploadStanding
from applications.storage.tables.documents import DocumentReadRow, DocumentRow
from shared.database import Session
from shared.database_clock import database_now
from shared.identity.caller import Caller

ARRIVING = "arriving"
KEPT = "kept"
CLAIMED = "claimed"
DROPPING = "dropping"


@dataclass(frozen=True, slots=True)
class Contents:
    """What is known of an upload once all of it is there; ``sealed`` opens with its own key."""

    media_type: str
    size: int
    key_id: str
    wrapped: bytes
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of a case; ``sealed`` opens with the key of the case."""

    document_id: str
    case_id: str
    requirement: str
    form: str
    media_type: str
    size: int
    claimed_at: datetime
    claimed_by: str
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class After:
    """The place of a paper in the list of its case."""

    claimed_at: datetime
    document_id: str


async def announce(
    session: Session, caller: Caller, document_id: str, arrives_within: timedelta
) -> None:
    """Say that the bytes of an upload are about to come."""
    now = await database_now(session)
    row = DocumentRow(
        id=document_id,
        state=ARRIVING,
        issuer=caller.issuer,
        client=caller.client,
        subject=caller.subject,
        created_at=now,
        expires_at=now + arrives_within,
    )
    session.add(row)
    await session.flush()


async def unclaimed_of(session: Session, caller: Caller) -> int:
    """Count what a caller uploaded and nobody claimed, nor put into a draft."""
    waiting = and_(col(DocumentRow.state) != CLAIMED, col(DocumentRow.draft_id).is_(None))
    query = select(func.count()).where(owned_by(caller), waiting)
    return (await session.exec(query)).one()


async def keep(
    session: Session, document_id: str, contents: Contents, lasts: timedelta
) -> datetime | None:
    """Let an announced upload be claimed for so long; returns until when.

    None when it was given up meanwhile.
    """
    now = await database_now(session)
    statement = (
        update(DocumentRow)
        .where(col(DocumentRow.id) == document_id, col(DocumentRow.state) == ARRIVING)
        .where(col(DocumentRow.expires_at) > now)
        .values(
            state=KEPT,
            expires_at=now + lasts,
            media_type=contents.media_type,
            size=contents.size,
            key_id=contents.key_id,
            wrapped=contents.wrapped,
            sealed=contents.sealed,
        )
        .returning(col(DocumentRow.expires_at))
    )
    kept = (await session.exec(statement)).first()
    return None if kept is None else kept[0]


async def lock_own(
    session: Session, caller: Caller, document_ids: Sequence[str], draft_id: str | None = None
) -> dict[str, DocumentRow]:
    """Return a caller's uploads of these ids, until the transaction ends nobody else's to claim.

    Those of the draft ``draft_id`` are the caller's too, whoever sent them. They are waited for in
    the order of their ids, so that two requests never wait for each other.
    """
    query = (
        select(DocumentRow)
        .where(_at_hand(caller, draft_id), col(DocumentRow.id).in_(document_ids))
        .where(col(DocumentRow.state).in_((KEPT, CLAIMED)))
        .order_by(col(DocumentRow.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in (await session.exec(query)).all()}


def standing_of(row: DocumentRow | None, now: datetime) -> UploadStanding | None:
    """Tell how an upload stands that its owner names, None when it is over (``now``: database)."""
    if row is None:
        return None
    if row.state == CLAIMED:
        return UploadStanding.USED
    return UploadStanding.WAITS if row.expires_at is not None and row.expires_at > now else None


async def get(session: Session, case_id: str, document_id: str) -> Paper | None:
    """Return a paper of a case, None when the case has no such."""
    query = _papers(case_id).where(col(DocumentRow.id) == document_id)
    found = (await session.exec(query)).first()
    return None if found is None else Paper(*found)


async def page(session: Session, case_id: str, *, after: After | None, limit: int) -> list[Paper]:
    """Return up to ``limit`` papers of a case in the order they were handed in."""
    place = tuple_(col(DocumentRow.claimed_at), col(DocumentRow.id))
    query = _papers(case_id)
    if after is not None:
        query = query.where(place > tuple_(after.claimed_at, after.document_id))
    query = query.order_by(col(DocumentRow.claimed_at), col(DocumentRow.id)).limit(limit)
    return [Paper(*found) for found in (await session.exec(query)).all()]


def record_read(session: Session, read: DocumentReadRow) -> None:
    """Record that somebody is given a paper's content."""
    session.add(read)


async def was_read(session: Session, document_id: str, reader: str) -> bool:
    """Tell whether somebody (``role:subject``) was given a paper's content."""
    query = select(DocumentReadRow.document_id).where(
        col(DocumentReadRow.document_id) == document_id, col(DocumentReadRow.reader) == reader
    )
    return (await session.exec(query.limit(1))).first() is not None


async def give_up(session: Session, document_id: str, *, lease: timedelta) -> bool:
    """Let go of an upload that has not arrived; False when it was kept, or is gone."""
    arriving = and_(col(DocumentRow.id) == document_id, col(DocumentRow.state) == ARRIVING)
    return bool(await _drop(session, arriving, lease))


async def give_up_expired(session: Session, *, at_most: int, lease: timedelta) -> list[str]:
    """Let go of uploads whose time is over, and of what nobody finished letting go of.

    Returns their ids; for as long as the lease nobody else takes them on.
    """
    over = (
        select(DocumentRow.id)
        .where(col(DocumentRow.state) != CLAIMED)
        .where(col(DocumentRow.expires_at) <= func.clock_timestamp())
        .order_by(col(DocumentRow.expires_at))
        .limit(at_most)
        .with_for_update(skip_locked=True)
    )
    return await _drop(session, col(DocumentRow.id).in_(over), lease)


async def forget(session: Session, document_ids: Sequence[str]) -> None:
    """Forget uploads that were let go of, once their bytes are gone."""
    statement = delete(DocumentRow).where(
        col(DocumentRow.id).in_(document_ids), col(DocumentRow.state) == DROPPING
    )
    await session.exec(statement)


async def _drop(session: Session, which: ColumnElement[bool], lease: timedelta) -> list[str]:
    until = await database_now(session) + lease
    statement = (
        update(DocumentRow)
        .where(which)
        .values(state=DROPPING, expires_at=until)
        .returning(col(DocumentRow.id))
    )
    return [document_id for (document_id,) in (await session.exec(statement)).all()]


def _papers(case_id: str) -> Select[*tuple[Any, ...]]:
    query: Select[*tuple[Any, ...]] = Select(
        col(DocumentRow.id),
        col(DocumentRow.case_id),
        col(DocumentRow.requirement),
        col(DocumentRow.form),
        col(DocumentRow.media_type),
        col(DocumentRow.size),
        col(DocumentRow.claimed_at),
        col(DocumentRow.claimed_by),
        col(DocumentRow.sealed),
    )
    return query.where(col(DocumentRow.case_id) == case_id)


def _at_hand(caller: Caller, draft_id: str | None) -> ColumnElement[bool]:
    own = owned_by(caller)
    return own if draft_id is None else or_(own, col(DocumentRow.draft_id) == draft_id)


def owned_by(caller: Caller) -> ColumnElement[bool]:
    """Return the condition that an upload was sent by this caller."""
    return and_(
        col(DocumentRow.issuer) == caller.issuer,
        col(DocumentRow.client) == caller.client,
        col(DocumentRow.subject) == caller.subject,
    )
