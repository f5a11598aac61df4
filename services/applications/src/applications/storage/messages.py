"""Messages asked of the notifications service."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped
from sqlmodel import col, select, update
from sqlmodel.sql.expression import Select

from applications.domain.case import Template
from applications.storage.tables.cases import MessageRow
from applications.storage.tables.registry import columns_of
from shared.database import Session

_MESSAGES: Select[*tuple[Any, ...]] = Select(*columns_of(MessageRow)).order_by(
    col(MessageRow.requested_at), col(MessageRow.template)
)


def add(
    session: Session, case_id: str, template: Template, *, request_id: str, at: datetime
) -> None:
    """Record that a message was asked for by the event ``request_id``."""
    row = MessageRow(
        case_id=case_id, template=template.value, request_id=request_id, requested_at=at
    )
    session.add(row)


async def list_of(session: Session, case_ids: Sequence[str]) -> Sequence[Any]:
    """Return the messages of some cases, as rows of their columns, in the order they were asked for."""
    return (await session.exec(_MESSAGES.where(col(MessageRow.case_id).in_(case_ids)))).all()


async def template_of(session: Session, case_id: str, request_id: str) -> Template | None:
    """Return which message of the case an event asked for, None when it asked for none."""
    query = select(MessageRow.template).where(
        col(MessageRow.case_id) == case_id, col(MessageRow.request_id) == request_id
    )
    template = (await session.exec(query)).first()
    return None if template is None else Template(template)


async def set_delivered(
    session: Session, case_id: str, template: Template, delivered_at: datetime
) -> None:
    """Record when the cabinet had a message; the first instant stays."""
    await _set_once(session, case_id, template, col(MessageRow.delivered_at), delivered_at)


async def set_failed(
    session: Session, case_id: str, template: Template, failed_at: datetime
) -> None:
    """Record when the cabinet refused a message for good; the first instant stays."""
    await _set_once(session, case_id, template, col(MessageRow.failed_at), failed_at)


async def _set_once(
    session: Session,
    case_id: str,
    template: Template,
    column: Mapped[datetime | None],
    instant: datetime,
) -> None:
    statement = (
        update(MessageRow)
        .where(col(MessageRow.case_id) == case_id, col(MessageRow.template) == template.value)
        .where(column.is_(None))
        .values({column: instant})
    )
    await session.exec(statement)
