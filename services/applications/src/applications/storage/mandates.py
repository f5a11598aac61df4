"""The mandate of a case: kept once, and looked at by every request of who acts on it."""

from datetime import date

from sqlalchemy import ColumnElement, and_, func, true
from sqlalchemy.orm import Mapped
from sqlmodel import col, select

from applications.domain.mandates import Mandate, MandateKind
from applications.storage.tables.mandates import MandateRow
from shared.database import Session


def add(session: Session, case_id: str, mandate: Mandate) -> None:
    """Add the mandate of a new case; it is never changed."""
    row = MandateRow(
        case_id=case_id,
        kind=mandate.kind.value,
        issued_on=mandate.issued_on,
        valid_until=mandate.valid_until,
        services=list(mandate.services),
    )
    session.add(row)


def mandate_of(row: MandateRow) -> Mandate:
    """Return the mandate as the rules see it."""
    return Mandate(MandateKind(row.kind), row.issued_on, row.valid_until, tuple(row.services))


def holding_on(today: date, case_id: Mapped[str]) -> ColumnElement[bool]:
    """Return the condition that who applied in a case may still act: ``mandate_holds`` for lists.

    ``case_id`` is the column of the enclosing query that names the case. It is asked of each case
    by the key, and is no join: a list reads no mandates but its own.
    """
    in_force = and_(col(MandateRow.issued_on) <= today, col(MandateRow.valid_until) >= today)
    holds = select(in_force).where(col(MandateRow.case_id) == case_id)
    return func.coalesce(holds.correlate_except(MandateRow).scalar_subquery(), true())
