"""Who a caller is to a case."""

from dataclasses import replace

from applications.domain.actor import Actor, ActorRole
from applications.domain.calendar.working_calendar import local_date
from applications.domain.case import Case, Instant
from applications.domain.intake.submission import Identifier, IdentifierKind
from applications.domain.people.standing import CLIENTS, on_case
from applications.storage import agreements, callers, people
from applications.use_cases.casework import Casework
from shared.database import Session
from shared.identity.caller import Caller


def actor_of(caller: Caller) -> Actor:
    """Return the caller as their token says, before any case is at hand."""
    return Actor(
        role=ActorRole(caller.role.value),
        subject=caller.subject,
        fin=caller.fin,
        client=caller.client,
        centre=caller.centre,
        body=caller.body,
        desk=caller.desk,
        protected=caller.protected,
    )


async def known_actor(session: Session, caller: Caller) -> Actor:
    """Return the caller with what is agreed with them here, which no token can say."""
    actor = actor_of(caller)
    if actor.role not in CLIENTS:
        return actor
    return replace(actor, services=await agreements.services_of(session, caller.client))


async def actor_on(
    session: Session, casework: Casework, caller: Caller, case: Case, at: Instant
) -> Actor:
    """Return the caller as the rules see them on this case, on the day of this request."""
    parts = await _parts(session, casework, caller, case.id)
    return on_case(case, await known_actor(session, caller), parts, local_date(at.business))


async def _parts(
    session: Session, casework: Casework, caller: Caller, case_id: str
) -> frozenset[str]:
    """Return the parts in a case of the signed-in citizen, or of whom an operator has on the line."""
    if caller.role.value == ActorRole.OPERATOR:
        return await callers.parts_on_the_line(session, caller.actor, case_id)
    own = own_index(casework, caller)
    return frozenset() if own is None else await people.parts_of(session, case_id, own)


def own_index(casework: Casework, caller: Caller) -> str | None:
    """Return the blind index of a signed-in citizen, None for anybody else."""
    if caller.role.value != ActorRole.CITIZEN or caller.fin is None:
        return None
    return people.index_of(casework.index, Identifier(IdentifierKind.FIN, caller.fin))
