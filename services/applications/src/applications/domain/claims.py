"""Claims: somebody works on a case for a while, and nobody is blocked by one who went home."""

from dataclasses import replace
from datetime import datetime, timedelta

from applications.domain.actor import Actor
from applications.domain.case import Case

CLAIM_LASTS = timedelta(hours=2)


def claimed(case: Case, actor: Actor, system_now: datetime) -> Case:
    """Give the case to the actor; one that came without a ticket takes their centre, not its hours."""
    taken = given_to(case, actor.name, system_now)
    return replace(taken, centre=case.centre or actor.centre)


def given_to(case: Case, name: str, system_now: datetime) -> Case:
    """Give the case to somebody by name (``role:subject``); their claim begins now."""
    return replace(case, assignee=name, claim_expires_at=system_now + CLAIM_LASTS)


def released(case: Case) -> Case:
    """Leave the case to whoever comes next."""
    return replace(case, assignee=None, claim_expires_at=None)


def has_live_claim(case: Case, system_now: datetime) -> bool:
    """Tell whether somebody's claim is in force; claims are leases and expire by system time."""
    return case.claim_expires_at is not None and case.claim_expires_at > system_now
