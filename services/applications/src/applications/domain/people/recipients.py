"""Whom a message of a case goes to."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from applications.domain.case import Case, Recipient
from applications.domain.mandates import Mandate, MandateKind
from applications.domain.people.standing import APPLICANT, CONCERNED

PART_OF: Mapping[Recipient, str] = MappingProxyType(
    {"person-concerned": CONCERNED, "guardian": APPLICANT}
)
"""The part in a case of whom a message goes to: a guardian is who applied."""


def recipient_on(case: Case, today: date) -> Recipient:
    """Say whom a message goes to on a day: the guardian of a ward, else the person themself.

    Who holds a power of attorney acts, and the represented person is told. A guardian is told once
    staff have seen the guardianship, for anybody can describe one, and nothing more once it has lapsed.
    """
    guarded = guardianship(case)
    return "guardian" if guarded and guarded.holds_on(today) else "person-concerned"


def guardianship(case: Case) -> Mandate | None:
    """Return the guardianship a case stands on, None unless staff have seen one."""
    mandate = case.mandate
    if mandate is None or mandate.kind is not MandateKind.GUARDIANSHIP:
        return None
    return mandate if mandate.seen else None
