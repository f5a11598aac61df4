"""Evidence of a case: how it came, what registries said, what an agent has seen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from applications.storage.sealing import CaseSeal
from applications.storage.tables.people import EvidenceRow
from shared.database import Session

CHANNEL = "channel"
MANDATE = "mandate"
MANDATE_REVOKED = "mandate-revoked"
REGISTRY_ANSWER = "registry-answer"
ORIGINALS_SEEN = "originals-seen"
CALLER_VERIFIED = "caller-verified"
DRAFT_ENDED = "draft-ended"
CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence; ``data`` names nobody, ``secret`` is sealed wherever it is stored.

    ``as_of`` is the source's own instant, ``at`` business time.
    """

    id: str
    kind: str
    data: Mapping[str, Any]
    at: datetime
    secret: Mapping[str, Any] | None = None
    gateway_evidence_id: str | None = None
    as_of: datetime | None = None


def add(session: Session, seal: CaseSeal, evidence: Evidence, *, recorded_at: datetime) -> None:
    """Add a piece of evidence to the case of ``seal``."""
    secret = evidence.secret
    row = EvidenceRow(
        id=evidence.id,
        case_id=seal.case_id,
        kind=evidence.kind,
        data=dict(evidence.data),
        sealed=None if secret is None else seal.seal(_place(evidence.id), secret),
        gateway_evidence_id=evidence.gateway_evidence_id,
        as_of=evidence.as_of,
        at=evidence.at,
        recorded_at=recorded_at,
    )
    session.add(row)


async def list_of(
    session: Session, seal: CaseSeal, *, opens: Callable[[str], bool]
) -> list[Evidence]:
    """Return the evidence of a case, oldest first; secrets only of the kinds that ``opens``."""
    query = (
        select(EvidenceRow)
        .where(col(EvidenceRow.case_id) == seal.case_id)
        .order_by(col(EvidenceRow.recorded_at), col(EvidenceRow.id))
    )
    rows = (await session.exec(query)).all()
    return [_evidence(row, seal, opened=opens(row.kind)) for row in rows]


def _evidence(row: EvidenceRow, seal: CaseSeal, *, opened: bool) -> Evidence:
    is_read = opened and row.sealed is not None
    return Evidence(
        id=row.id,
        kind=row.kind,
        data=row.data,
        at=row.at,
        secret=seal.open(_place(row.id), row.sealed) if is_read and row.sealed else None,
        gateway_evidence_id=row.gateway_evidence_id,
        as_of=row.as_of,
    )


def _place(evidence_id: str) -> str:
    return f"evidence/{evidence_id}"
