"""What somebody from outside is to a case today: the person concerned, or who applied for them."""

from dataclasses import replace
from datetime import date

from applications.domain.actor import Actor, ActorRole
from applications.domain.case import Case

APPLICANT = "applicant"
CONCERNED = "person-concerned"
"""The parts people have in a case; somebody who applies for themself has both."""

CLIENTS = (ActorRole.PARTNER, ActorRole.SERVICE)
"""Machines that submit in their own name; what they may submit stands in our database."""


def on_case(case: Case, actor: Actor, parts: frozenset[str], today: date) -> Actor:
    """Return the actor as they stand to the case on a day (Baku).

    ``parts`` are the parts in it of the signed-in person, or of whom an operator has verified on the
    line. Whoever acts on a mandate is nobody to the case from the day the mandate has lapsed, and once
    staff have rejected it; the person concerned stays.
    """
    concerned = CONCERNED in parts
    applied = APPLICANT in parts or _sent_it(case, actor)
    related = replace(
        actor,
        is_concerned=concerned,
        is_applicant=concerned or (applied and mandate_holds(case, today)),
    )
    if actor.role is ActorRole.OPERATOR:
        return replace(actor, on_the_line=related.is_applicant)
    return related


def reads_in_full(case: Case, actor: Actor) -> bool:
    """Tell whether somebody from outside reads all of the person concerned.

    The person themself does, and who acts on a mandate that staff have seen: anybody can describe a
    paper, and must not learn by it what the registries know of somebody else.
    """
    if actor.is_concerned:
        return True
    return actor.is_applicant and case.mandate is not None and case.mandate.seen


def mandate_holds(case: Case, today: date) -> bool:
    """Tell whether who applied may still act: their mandate is in force, or they need none."""
    return case.mandate is None or case.mandate.holds_on(today)


def _sent_it(case: Case, actor: Actor) -> bool:
    """Tell whether this client sent the case, and may still serve people in the service."""
    own = actor.role in CLIENTS and actor.client is not None and case.submitted_via == actor.client
    return own and case.passport.service_id in actor.services
