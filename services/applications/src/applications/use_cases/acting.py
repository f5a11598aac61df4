"""Who a caller is to a case."""

from dataclasses import replace

from applications.domain.actor import Actor, ActorRole
from applications.domain.submission import Identifier, IdentifierKind
from applications.storage import people
from applications.use_cases.casework import Casework
from shared.database import Session
from shared.identity.caller import Caller


def actor_of(caller: Caller) -> Actor:
    """Return the caller as the rules see them, before any case is at hand."""
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


async def actor_on(session: Session, casework: Casework, caller: Caller, case_id: str) -> Actor:
    """Return the caller as the rules see them on this case: a citizen may be its applicant."""
    actor = actor_of(caller)
    own = own_index(casework, caller)
    if own is None:
        return actor
    return replace(actor, is_applicant=await people.is_of(session, case_id, own))


def own_index(casework: Casework, caller: Caller) -> str | None:
    """Return the blind index of a signed-in citizen, None for anybody else."""
    if caller.role.value != ActorRole.CITIZEN or caller.fin is None:
        return None
    return people.index_of(casework.index, Identifier(IdentifierKind.FIN, caller.fin))
