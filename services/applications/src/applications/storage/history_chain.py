"""Reading all histories for a walk along their chains: page by page, never all at once."""

from collections.abc import AsyncIterator
from hashlib import sha256
from typing import Any

from sqlalchemy import and_, or_
from sqlmodel import col
from sqlmodel.sql.expression import Select

from applications.domain.chain import Decided, Kept, Link, Read
from applications.storage.tables.cases import CaseRow, DecisionRow, HistoryRow
from shared.database import Session
from shared.vault import KeyRing, Macs, VaultError

PAGE = 1000


class LineDigests:
    """Digests of lines, with keys that are derived from the vault's for this purpose alone."""

    def __init__(self, keyring: KeyRing) -> None:
        self._macs = Macs(keyring, "history")

    @property
    def active_id(self) -> str:
        """The key of new lines."""
        return self._macs.active_id

    def new(self, content: bytes) -> bytes:
        """Return the digest of a new line."""
        return self._macs.of(self.active_id, content)

    def __call__(self, key_id: str | None, content: bytes) -> bytes | None:
        """Return a line's digest with the key it names, without one for None; None: no such key."""
        if key_id is None:
            return sha256(content).digest()
        try:
            return self._macs.of(key_id, content)
        except VaultError:
            return None


async def walk(session: Session, *, page: int = PAGE) -> AsyncIterator[Read]:
    """Yield every line of every case, by case and version; a case without lines comes once.

    A page is one statement, so a case, its decision and its lines are of one moment; what is added
    meanwhile to the case at a page's end is on the next page.
    """
    last: Read | None = None
    while True:
        rows = (await session.exec(_page(last, page))).all()
        for case_id, version, state, decision, line in rows:
            last = Read(
                case_id,
                Kept(version, state, None if decision is None else _decided(decision)),
                link=None if line is None else link_of(line),
                digest=None if line is None else line.digest,
                key_id=None if line is None else line.key_id,
            )
            yield last
        if len(rows) < page:
            return


def link_of(row: HistoryRow) -> Link:
    """Return a stored line as the chain sees it."""
    return Link(
        case_id=row.case_id,
        version=row.case_version,
        action=row.action,
        actor=row.actor,
        at=row.at,
        from_state=row.from_state,
        state=row.state,
        details=row.details,
        sealed_note=row.sealed_note,
        recorded_at=row.recorded_at,
    )


def _decided(row: DecisionRow) -> Decided:
    return Decided(row.number, row.outcome, row.ground, row.signer, row.decided_at)


def _page(last: Read | None, lines: int) -> Select[*tuple[Any, ...]]:
    query = _EVERY_LINE
    if last is not None:
        version = last.link.version if last.link else 0
        later = and_(col(CaseRow.id) == last.case_id, col(HistoryRow.case_version) > version)
        query = query.where(
            col(CaseRow.id) >= last.case_id, or_(col(CaseRow.id) > last.case_id, later)
        )
    return query.limit(lines)


_EVERY_LINE: Select[*tuple[Any, ...]] = (
    Select(col(CaseRow.id), col(CaseRow.version), col(CaseRow.state), DecisionRow, HistoryRow)
    .outerjoin(HistoryRow, col(HistoryRow.case_id) == col(CaseRow.id))
    .outerjoin(DecisionRow, col(DecisionRow.case_id) == col(CaseRow.id))
    .order_by(col(CaseRow.id), col(HistoryRow.case_version))
    # What this session read or wrote before is read again.
    .execution_options(populate_existing=True)
)
