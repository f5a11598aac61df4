"""Messages asked of the notifications service."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, false
from sqlalchemy.orm import Mapped
from sqlmodel import col, func, select, update
from sqlmodel.sql.expression import Select

from applications.domain.case import Case, Message, Template
from applications.domain.people.recipients import PART_OF
from applications.storage.tables.cases import MessageRow
from applications.storage.tables.people import PersonRow
from applications.storage.tables.registry import columns_of
from shared.database import Session

_PART = case(dict(PART_OF), value=col(MessageRow.recipient_role))
# Indices made with two keys cannot be compared, and say nothing of who somebody is.
_ASTRAY = and_(
    col(PersonRow.index_key_id) == col(MessageRow.recipient_index_key_id),
    col(PersonRow.identifier_index) != col(MessageRow.recipient_index),
)
_MESSAGES: Select[*tuple[Any, ...]] = (
    Select(*columns_of(MessageRow), func.coalesce(_ASTRAY, false()).label("astray"))
    .outerjoin(
        PersonRow,
        and_(col(PersonRow.case_id) == col(MessageRow.case_id), col(PersonRow.role) == _PART),
    )
    .order_by(col(MessageRow.requested_at), col(MessageRow.template), col(MessageRow.serial))
)


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a message goes to: the blind index of their identifier, and the key it was made with."""

    index: str | None
    key_id: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Which message of a case an event asked for."""

    template: Template
    serial: int


def add(
    session: Session, case_id: str, message: Message, to: Addressee, *, request_id: str
) -> None:
    """Record that a message was asked for by the event ``request_id``, and whom it goes to."""
    row = MessageRow(
        case_id=case_id,
        template=message.template.value,
        serial=message.serial,
        request_id=request_id,
        requested_at=message.requested_at,
        term_on=message.term_on,
        outdated=message.outdated,
        recipient_role=message.recipient,
        recipient_index=to.index,
        recipient_index_key_id=to.key_id,
        mandate_rejected=message.mandate_rejected,
        asks_for_papers=message.asks_for_papers,
    )
    session.add(row)


async def note_terms(session: Session, before: Case, after: Case) -> None:
    """Note which term each stored message told of, and whether what it told still holds."""
    for message in after.messages:
        old = before.message(message.template, message.serial)
        if old is None or (old.term_on, old.outdated) == (message.term_on, message.outdated):
            continue
        statement = update(MessageRow).where(
            col(MessageRow.case_id) == after.id,
            col(MessageRow.template) == message.template.value,
            col(MessageRow.serial) == message.serial,
        )
        values = {"term_on": message.term_on, "outdated": message.outdated}
        await session.exec(statement.values(values))


async def list_of(session: Session, case_ids: Sequence[str]) -> Sequence[Any]:
    """Return the messages of some cases, as rows of their columns, in the order they were asked for.

    ``astray`` tells that another identifier is recorded by now than that of whom it went to.
    """
    return (await session.exec(_MESSAGES.where(col(MessageRow.case_id).in_(case_ids)))).all()


async def strays_of(session: Session, case_id: str) -> frozenset[tuple[Template, int]]:
    """Return the messages of a case that went to somebody else than who is recorded by now: template and serial."""
    rows = await list_of(session, [case_id])
    return frozenset((Template(row.template), row.serial) for row in rows if row.astray)


async def asked_by(session: Session, case_id: str, request_id: str) -> Asked | None:
    """Return which message of the case an event asked for, None when it asked for none."""
    query = select(MessageRow.template, MessageRow.serial).where(
        col(MessageRow.case_id) == case_id, col(MessageRow.request_id) == request_id
    )
    found = (await session.exec(query)).first()
    return None if found is None else Asked(Template(found[0]), found[1])


async def set_delivered(
    session: Session, case_id: str, request_id: str, delivered_at: datetime
) -> None:
    """Record when the cabinet had a message; the first instant stays."""
    await _set_once(session, case_id, request_id, col(MessageRow.delivered_at), delivered_at)


async def set_failed(session: Session, case_id: str, request_id: str, failed_at: datetime) -> None:
    """Record when the cabinet refused a message for good; the first instant stays."""
    await _set_once(session, case_id, request_id, col(MessageRow.failed_at), failed_at)


async def _set_once(
    session: Session,
    case_id: str,
    request_id: str,
    column: Mapped[datetime | None],
    instant: datetime,
) -> None:
    statement = (
        update(MessageRow)
        .where(col(MessageRow.case_id) == case_id, col(MessageRow.request_id) == request_id)
        .where(column.is_(None))
        .values({column: instant})
    )
    await session.exec(statement)
