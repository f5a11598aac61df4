"""Agree with a partner's client on the services it may serve people in, and end that again."""

from dataclasses import dataclass
from datetime import datetime

from applications.storage import agreements, passports
from shared.database import Session


@dataclass(frozen=True, slots=True)
class Agreement:
    """A client, a service, and who agreed to it."""

    client: str
    service_id: str
    agreed_by: str
    agreed_at: datetime


@dataclass(frozen=True, slots=True)
class Agreed:
    """What came of it: not ``is_new`` stood already; not ``is_known`` has no passport here yet."""

    is_new: bool
    is_known: bool


async def agree(
    session: Session, client: str, service_id: str, *, agreed_by: str, at: datetime
) -> Agreed:
    """Let a client submit for a service, and see what it has submitted.

    The passport may come later: a partner is agreed with before its service is published.
    """
    is_new = await agreements.add(session, client, service_id, agreed_by=agreed_by, at=at)
    return Agreed(is_new, await passports.is_known(session, service_id))


async def end_agreement(session: Session, client: str, service_id: str) -> bool:
    """End what was agreed, from the next request on; False where nothing was.

    The client's cases of the service stay, and are no longer its to see.
    """
    return await agreements.remove(session, client, service_id)


async def list_agreements(session: Session) -> list[Agreement]:
    """Return what is agreed with whom."""
    return [
        Agreement(row.client, row.service_id, row.agreed_by, row.agreed_at)
        for row in await agreements.list_all(session)
    ]
