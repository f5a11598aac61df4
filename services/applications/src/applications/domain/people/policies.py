"""Who may do what: one small function for each decision, named so that the docs can print it."""

from collections.abc import Callable
from dataclasses import dataclass

from applications.domain.actor import Actor, ActorRole
from applications.domain.case import Case
from applications.domain.errors import CaseMissing
from applications.domain.passport import OfficeAt


@dataclass(frozen=True, slots=True)
class Policy:
    """Who somebody is to a case; ``name`` is how the published table says it."""

    name: str
    holds: Callable[[Case, Actor], bool]


def _agent_of_the_centre(case: Case, actor: Actor) -> bool:
    # Until somebody claims it, a case that came without a ticket is every centre's to take.
    at_a_centre = actor.role is ActorRole.AGENT and actor.centre is not None
    return at_a_centre and case.centre in (None, actor.centre)


def _officer_of_the_office(case: Case, actor: Actor) -> bool:
    handling = case.passport.handling
    if actor.role is not ActorRole.OFFICER or actor.body != handling.office_body:
        return False
    if handling.office_at is OfficeAt.BODY:
        return True
    return actor.centre is not None and actor.centre == case.centre


def _in_role(role: ActorRole) -> Callable[[Case, Actor], bool]:
    return lambda _case, actor: actor.role is role


AGENT = Policy("agent of the case's centre", _agent_of_the_centre)
OFFICER = Policy("officer of the decision office", _officer_of_the_office)
APPLICANT = Policy("applicant", lambda _case, actor: actor.is_applicant)
AUDITOR = Policy("auditor", _in_role(ActorRole.AUDITOR))
OPERATOR = Policy("operator with the caller on the line", lambda _case, actor: actor.on_the_line)
JOB = Policy("job", _in_role(ActorRole.JOB))
TIMER = Policy("timer", _in_role(ActorRole.TIMER))
SYSTEM = Policy("system", _in_role(ActorRole.SYSTEM))

READERS = (AGENT, OFFICER, APPLICANT, OPERATOR, AUDITOR, JOB, TIMER, SYSTEM)


def may_see(case: Case, actor: Actor) -> bool:
    """Tell whether the actor has a relation to the case that lets them know of it.

    A protected case is nobody's here: its readers come with its own table.
    """
    if case.passport.handling.protected:
        return False
    return any(policy.holds(case, actor) for policy in READERS)


def ensure_visible(case: Case, actor: Actor) -> None:
    """Raise CaseMissing where the actor may not know that the case exists."""
    if not may_see(case, actor):
        raise CaseMissing
