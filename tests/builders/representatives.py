"""People who act for others: Aysel with Günay's power of attorney, or as her guardian."""

from dataclasses import replace
from datetime import date
from typing import Any

from applications.domain.actor import Actor, ActorRole
from applications.domain.intake.submission import Identifier, IdentifierKind, Person, Submission
from applications.domain.mandates import MandateEvidence, MandateKind
from tests.builders.cases import in_person
from tests.builders.submissions import FIN, OTHER_FIN, Json, person, self_service

WARD_FIN = OTHER_FIN
WARD = Person(Identifier(IdentifierKind.FIN, WARD_FIN), "Günay", "Sınaqlı", date(1991, 7, 21))
LAST_DAY = date(2026, 4, 10)
PAPER = MandateEvidence(
    kind=MandateKind.POWER_OF_ATTORNEY,
    number="E-1174",
    issued_on=date(2026, 1, 12),
    valid_until=LAST_DAY,
    issuer="1 saylı notariat kontoru",
    services=("childcare-benefit",),
)
PARTNER = Actor(
    ActorRole.PARTNER,
    "partner-legal-aid",
    client="partner-legal-aid",
    services=frozenset({"childcare-benefit"}),
)


def represents(**fields: Any) -> Submission:
    """Return an application for Günay by Aysel, who holds her power of attorney."""
    return replace(
        in_person(
            channel="representative",
            relation="legal-representative",
            centre=None,
            ticket_id=None,
            represented=WARD,
            mandate=PAPER,
        ),
        **fields,
    )


def with_mandate(fin: str = FIN, represented: str = WARD_FIN, **evidence: Any) -> Json:
    """Return the same application as it is sent; ``evidence`` changes the paper."""
    return self_service(
        channel="representative",
        evidence={
            "kind": "power-of-attorney",
            "number": "E-1174",
            "issued_on": "2026-01-12",
            "valid_until": "2026-04-10",
            "issuer": "1 saylı notariat kontoru",
            "services": ["childcare-benefit"],
            **evidence,
        },
        applicant={
            "relation": "legal-representative",
            "audience": "citizen",
            "person": person(fin),
        },
        represented={**person(represented), "given_name": "Günay", "family_name": "Sınaqlı"},
    )


def looked_at(represented: str = WARD_FIN, seen: str = "original") -> Json:
    """Return what an agent says who has looked at the paper, and read there whom it names."""
    return {"seen": seen, "represented": {"kind": "fin", "value": represented}}
