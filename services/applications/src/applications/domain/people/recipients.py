"""Whom a message of a case goes to."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from applications.domain.case import Case, Recipient
from applications.domain.mandates import MandateKind
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
    mandate = case.mandate
    if mandate is None or mandate.kind is not MandateKind.GUARDIANSHIP:
        return "person-concerned"
    return "guardian" if mandate.seen and mandate.holds_on(today) else "person-concerned"
