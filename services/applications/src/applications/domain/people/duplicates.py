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
    office: str | None


def told_of(case: Case, actor: Actor, others: Sequence[OtherCase]) -> tuple[OtherCase, ...]:
    """Return the other cases that this reader of ``case`` may know of.

    The person themself: all. Staff of this case: those that are their centre's or office's too.
    Nobody else, for whoever applied for the person would learn what others do for them.
    """
    if actor.is_concerned:
        return tuple(others)
    if case.centre is not None and AGENT.holds(case, actor):
        return tuple(each for each in others if each.centre == actor.centre)
    if OFFICER.holds(case, actor):
        return tuple(each for each in others if each.office == case.office)
    return ()
