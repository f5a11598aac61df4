"""The dates of a case as they were last counted, each with its derivation."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, delete
from sqlmodel.sql.expression import Select

from applications.domain.terms.deadlines import Deadline, Terms
from applications.storage.tables.cases import TermRow
from applications.storage.tables.registry import columns_of
from shared.database import Session
from shared.texts import Text

KINDS = ("registered", "front_office", "back_office", "officer_due", "notice", "total")
"""The deadlines of ``Terms`` that are stored, in the order a case meets them."""

_TERMS: Select[*tuple[Any, ...]] = Select(*columns_of(TermRow))


async def replace(session: Session, case_id: str, terms: Terms) -> None:
    """Store the dates of a case in place of those counted before."""
    dated = {kind: getattr(terms, kind) for kind in KINDS}
    values = [_values(case_id, kind, deadline) for kind, deadline in dated.items() if deadline]
    gone = [kind for kind, deadline in dated.items() if deadline is None]
    if gone:
        await session.exec(
            delete(TermRow).where(col(TermRow.case_id) == case_id, col(TermRow.kind).in_(gone))
        )
    statement = insert(TermRow).values(values)
    changed = {
        name: statement.excluded[name]
        for name in ("due_on", "due_at", "estimate", "flagged", "derivation")
    }
    await session.exec(
        statement.on_conflict_do_update(index_elements=["case_id", "kind"], set_=changed)
    )


async def list_of(session: Session, case_id: str) -> Mapping[str, Deadline]:
    """Return the dates of a case by kind, in the order of KINDS."""
    return (await list_all(session, [case_id]))[case_id]


async def list_all(
    session: Session, case_ids: Sequence[str]
) -> Mapping[str, Mapping[str, Deadline]]:
    """Return the dates of some cases by case and kind, each in the order of KINDS."""
    rows: Sequence[Any] = (
        await session.exec(_TERMS.where(col(TermRow.case_id).in_(case_ids)))
    ).all()
    found = {(row.case_id, row.kind): _deadline(row) for row in rows}
    return {
        case_id: {kind: found[case_id, kind] for kind in KINDS if (case_id, kind) in found}
        for case_id in case_ids
    }


def _values(case_id: str, kind: str, deadline: Deadline) -> dict[str, Any]:
    return {
        "case_id": case_id,
        "kind": kind,
        "due_on": deadline.on,
        "due_at": deadline.at,
        "estimate": deadline.estimate,
        "flagged": deadline.flagged,
        "derivation": [{"az": text.az, "en": text.en} for text in deadline.derivation],
    }


def _deadline(row: Any) -> Deadline:
    return Deadline(
        on=row.due_on,
        derivation=tuple(Text(az=text["az"], en=text["en"]) for text in row.derivation),
        at=row.due_at,
        estimate=row.estimate,
        flagged=row.flagged,
    )
