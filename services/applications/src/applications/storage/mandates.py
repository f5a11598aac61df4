"""The mandate of a case: the newest, looked at by every request of who acts on it."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, true
from sqlalchemy.orm import Mapped
from sqlmodel import col, select, update

from applications.domain.mandates import Mandate, MandateCheck, MandateKind, Verdict
from applications.storage.tables.mandates import MandateRow
from shared.database import Session


def add(session: Session, case_id: str, mandate: Mandate) -> None:
    """Add the mandate of a new case."""
    session.add(MandateRow(case_id=case_id, **_values(mandate)))


async def replace(session: Session, case_id: str, mandate: Mandate) -> None:
    """Put another mandate in the place of a case's; what was before stays in its evidence."""
    statement = update(MandateRow).where(col(MandateRow.case_id) == case_id)
    await session.exec(statement.values(**_values(mandate)))


def mandate_of(row: MandateRow) -> Mandate:
    """Return the mandate as the rules see it."""
    kind, services = MandateKind(row.kind), tuple(row.services)
    return Mandate(kind, row.issued_on, row.valid_until, services, row.copy_id, _check_of(row))


def _values(mandate: Mandate) -> dict[str, Any]:
    return {
        "kind": mandate.kind.value,
        "issued_on": mandate.issued_on,
        "valid_until": mandate.valid_until,
        "services": list(mandate.services),
        "copy_id": mandate.copy_id,
        **_check_values(mandate.check),
    }


def holding_on(today: date, case_id: Mapped[str]) -> ColumnElement[bool]:
    """Return the condition that who applied in a case may still act: ``mandate_holds`` for lists.

    ``case_id`` is the column of the enclosing query that names the case. It is asked of each case
    by the key, and is no join: a list reads no mandates but its own.
    """
    in_force = and_(
        col(MandateRow.issued_on) <= today,
        col(MandateRow.valid_until) >= today,
        col(MandateRow.verdict).is_distinct_from(Verdict.REJECTED.value),
    )
    holds = select(in_force).where(col(MandateRow.case_id) == case_id)
    return func.coalesce(holds.correlate_except(MandateRow).scalar_subquery(), true())


def _check_values(check: MandateCheck | None) -> dict[str, Any]:
    """Return the columns of who has looked at a mandate, each None while nobody has."""
    return {
        "verdict": check.verdict.value if check else None,
        "checked_by": check.by if check else None,
        "checked_at": check.at if check else None,
        "by_copy": check.copy if check else None,
    }


def _check_of(row: MandateRow) -> MandateCheck | None:
    if row.verdict is None or row.checked_by is None or row.checked_at is None:
        return None
    return MandateCheck(Verdict(row.verdict), row.checked_by, row.checked_at, bool(row.by_copy))
