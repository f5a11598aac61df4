"""Which evidence belongs to which channel: nobody would look at another's."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from applications.domain.faults import Fault
from applications.domain.intake.submission import (
    CALL_CENTRE,
    IN_PERSON,
    POST,
    REPRESENTATIVE,
    SELF_SERVICE,
    Submission,
)
from shared.errors import DomainError
from shared.texts import Text

MANDATE = frozenset(
    {"kind", "number", "issued_on", "valid_until", "issuer", "services", "document_id"}
)
CONSENT = frozenset({"consent"})

EVIDENCE: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        IN_PERSON: CONSENT | {"centre", "ticket_id"},
        REPRESENTATIVE: CONSENT | MANDATE | {"centre", "ticket_id"},
        CALL_CENTRE: CONSENT | {"verification_id"},
        SELF_SERVICE: CONSENT,
        POST: CONSENT | {"received_on", "registered_no"},
    }
)
"""By channel; where nobody applied there is none."""


class EvidenceMisplaced(DomainError):
    """The evidence belongs to another channel."""

    code = "evidence-misplaced"
    title: ClassVar[Text] = Text(
        az="Sübut bu müraciət formasına aid deyil", en="The evidence is another channel's"
    )


def evidence_faults(sent: Submission) -> list[Fault]:
    """Find the evidence of another channel than the one that was chosen, by name."""
    own = frozenset[str]() if sent.channel is None else EVIDENCE[sent.channel]
    strays = sorted(sent.evidence - own)
    return [Fault(EvidenceMisplaced, f"/evidence/{name}", _OWN_ALONE) for name in strays]


_OWN_ALONE = Text(
    az="Yalnız seçdiyiniz müraciət formasının (`channel`) sübutunu göndərin.",
    en="Send only the evidence of the channel you chose.",
)
