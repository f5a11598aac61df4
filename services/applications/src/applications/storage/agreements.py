"""Which services a client may serve people in: ours to say, never its token's."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, delete, select

from applications.storage.tables.clients import ClientServiceRow
from shared.database import Session


async def services_of(session: Session, client: str) -> frozenset[str]:
    """Return the services agreed with a client; none for one nobody knows."""
    query = select(ClientServiceRow.service_id).where(col(ClientServiceRow.client) == client)
    return frozenset((await session.exec(query)).all())


async def add(
    session: Session, client: str, service_id: str, *, agreed_by: str, at: datetime
) -> bool:
    """Agree on a service; False where that stands already."""
    statement = (
        insert(ClientServiceRow)
        .values(client=client, service_id=service_id, agreed_by=agreed_by, agreed_at=at)
        .on_conflict_do_nothing()
        .returning(col(ClientServiceRow.client))
    )
    return (await session.exec(statement)).first() is not None


async def remove(session: Session, client: str, service_id: str) -> bool:
    """End an agreement; False where there was none."""
    statement = (
        delete(ClientServiceRow)
        .where(col(ClientServiceRow.client) == client)
        .where(col(ClientServiceRow.service_id) == service_id)
        .returning(col(ClientServiceRow.client))
    )
    return (await session.exec(statement)).first() is not None


async def list_all(session: Session) -> Sequence[ClientServiceRow]:
    """Return every agreement, by client and service."""
    query = select(ClientServiceRow)
    ordered = query.order_by(col(ClientServiceRow.client), col(ClientServiceRow.service_id))
    return (await session.exec(ordered)).all()
