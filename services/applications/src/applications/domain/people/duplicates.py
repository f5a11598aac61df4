"""The same person, the same service, still open: who may be told that there are two cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from applications.domain.actor import Actor
from applications.domain.case import Case
from applications.domain.people.policies import AGENT, OFFICER


@dataclass(frozen=True, slots=True)
class OtherCase:
    """Another case of the same person and service: open when the later of the two came to be theirs."""

    case_id: str
    number: str
    state: str
    filed_at: datetime
    centre: str | None


def told_of(case: Case, actor: Actor, others: Sequence[OtherCase]) -> tuple[OtherCase, ...]:
    """Return the other cases that this reader of ``case`` may know of.

    The person themself, and who is their own staff in this case: the agents of the centre once the
    case is theirs, and the officers who decide it. Wherever the other case lies, they are told that
    it is there; to read it takes a relation to it. Nobody else is told, for whoever applied for the
    person would learn what others do for them.
    """
    own_agent = case.centre is not None and AGENT.holds(case, actor)
    told = actor.is_concerned or own_agent or OFFICER.holds(case, actor)
    return tuple(others) if told else ()
