"""The history of a case: added to, never changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from applications.domain.case import CaseState
from applications.domain.chain import BEGINNING, content_of
from applications.domain.history import Entry
from applications.storage.history_chain import LineDigests, link_of
from applications.storage.sealing import CaseSeal
from applications.storage.tables.cases import HistoryRow
from shared.database import Session

NEWEST_POSSIBLE = 2**31 - 1
"""What the column of versions can hold: a caller may name any number."""


@dataclass(frozen=True, slots=True)
class Line:
    """One stored line: the version it led to, and the entry with its note opened."""

    case_version: int
    entry: Entry


async def append(
    session: Session, seal: CaseSeal, *, version: int, entry: Entry, recorded_at: datetime
) -> None:
    """Add the line that led to ``version``, chained to the one before; what people wrote is sealed.

    The case must be locked, or new: nobody else may add to it meanwhile.
    """
    row = HistoryRow(
        case_id=seal.case_id,
        case_version=version,
        action=entry.action,
        actor=entry.actor,
        at=entry.at,
        from_state=entry.from_state.value,
        state=entry.state.value,
        details=dict(entry.details),
        sealed_note=seal.seal_text(_place(version), entry.note),
        recorded_at=recorded_at,
        digest=BEGINNING,
    )
    digests = LineDigests(seal.vault.keyring)
    before = await _digest_of(session, seal.case_id, version - 1)
    row.key_id, row.digest = digests.active_id, digests.new(content_of(before, link_of(row)))
    session.add(row)


async def _digest_of(session: Session, case_id: str, version: int) -> bytes:
    """Return the digest of a line; where there is none the chain begins, and verifying says so."""
    if version == 0:
        return BEGINNING
    query = select(HistoryRow.digest).where(
        col(HistoryRow.case_id) == case_id, col(HistoryRow.case_version) == version
    )
    return (await session.exec(query)).first() or BEGINNING


async def page(session: Session, seal: CaseSeal, *, after: int, limit: int) -> list[Line]:
    """Return up to ``limit`` lines that led to versions after ``after``, oldest first."""
    query = (
        select(HistoryRow)
        .where(
            col(HistoryRow.case_id) == seal.case_id,
            col(HistoryRow.case_version) > min(after, NEWEST_POSSIBLE),
        )
        .order_by(col(HistoryRow.case_version))
        .limit(limit)
    )
    return [_line(row, seal) for row in (await session.exec(query)).all()]


async def next_after(session: Session, case_id: str, version: int) -> dict[str, Any] | None:
    """Return what changed a case first after ``version`` (``action``, ``actor``, ``at``, ``state``).

    It says what another did, never about whom or why.
    """
    query = (
        select(HistoryRow.action, HistoryRow.actor, HistoryRow.at, HistoryRow.state)
        .where(
            col(HistoryRow.case_id) == case_id,
            col(HistoryRow.case_version) > min(version, NEWEST_POSSIBLE),
        )
        .order_by(col(HistoryRow.case_version))
        .limit(1)
    )
    found = (await session.exec(query)).first()
    if found is None:
        return None
    action, actor, at, state = found
    return {"action": action, "actor": actor, "at": _instant(at), "state": state}


def _line(row: HistoryRow, seal: CaseSeal) -> Line:
    entry = Entry(
        action=row.action,
        actor=row.actor,
        at=row.at,
        from_state=CaseState(row.from_state),
        state=CaseState(row.state),
        details=row.details,
        note=seal.open_text(_place(row.case_version), row.sealed_note),
    )
    return Line(row.case_version, entry)


def _place(version: int) -> str:
    return f"history/{version}"


def _instant(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
