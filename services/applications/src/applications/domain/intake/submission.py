"""What arrives at the counter or from the portal: a submission, before any rule has looked at it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from applications.domain.mandates import MandateEvidence
from applications.domain.uploads import SubmittedDocument

IN_PERSON = "in-person"
REPRESENTATIVE = "representative"
CALL_CENTRE = "call-centre"
SELF_SERVICE = "self-service"
POST = "post"

SELF = "self"
RELATIVE = "relative"
LEGAL_REPRESENTATIVE = "legal-representative"
MUNICIPALITY = "municipality"
NGO = "ngo"
OTHER = "other"

MANDATE_PAPER = "mandate"
"""What the upload of a mandate stands for; no requirement of a passport."""
COPY = "copy"


class IdentifierKind(StrEnum):
    """What identifies a person; ``unknown`` is for protected cases alone."""

    FIN = "fin"
    PASSPORT = "passport"
    TEMPORARY = "temporary"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Identifier:
    """A kind and its value; ``unknown`` has no value."""

    kind: IdentifierKind
    value: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """A natural person."""

    identifier: Identifier
    given_name: str
    family_name: str
    birth_date: date | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body that applies for somebody: its tax number (VÖEN), name, and how to reach it."""

    voen: str
    name: str
    contact: str


@dataclass(frozen=True, slots=True)
class Consent:
    """The person's consent that somebody else applies."""

    given_on: date
    how: str


@dataclass(frozen=True, slots=True)
class Letter:
    """How a letter was registered; what is None was not said."""

    received_on: date | None
    registered_no: str | None


@dataclass(frozen=True, slots=True)
class Submission:
    """One application as it was sent.

    Either ``person`` or ``organisation`` applies; ``represented`` is the person concerned when
    the relation is not ``self``. ``centre`` and ``ticket_id`` are the evidence of ``in-person``, and
    of a representative who comes to a centre; ``mandate`` is that of ``representative``, ``letter``
    that of ``post``, ``verification_id`` that of ``call-centre``. ``evidence`` names all that was
    sent of it, in place or not. Without a channel nobody applied: the state itself assigns,
    proactively. ``mandate_copy`` is an upload of the mandate's paper.
    """

    service_id: str
    channel: str | None
    relation: str
    audience: str
    person: Person | None
    organisation: Organisation | None = None
    represented: Person | None = None
    evidence: frozenset[str] = frozenset()
    centre: str | None = None
    ticket_id: str | None = None
    mandate: MandateEvidence | None = None
    letter: Letter | None = None
    verification_id: str | None = None
    consent: Consent | None = None
    mandate_copy: SubmittedDocument | None = None
    documents: tuple[SubmittedDocument, ...] = ()
    note: str | None = None

    @property
    def handed_in(self) -> tuple[SubmittedDocument, ...]:
        """Return all papers that come with it, the mandate's own copy last."""
        return (*self.documents, *(() if self.mandate_copy is None else (self.mandate_copy,)))

    @property
    def person_concerned(self) -> Person | None:
        """Whom the service is for."""
        return self.person if self.relation == SELF else self.represented

    @property
    def organisation_concerned(self) -> Organisation | None:
        """The organisation a service is for, None where it is for a person."""
        return self.organisation if self.relation == SELF else None
