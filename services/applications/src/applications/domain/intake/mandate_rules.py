"""Whether somebody may act for another on the paper they describe."""

from datetime import date
from typing import ClassVar

from applications.domain.faults import Fault
from applications.domain.intake.submission import LEGAL_REPRESENTATIVE, REPRESENTATIVE, Submission
from applications.domain.mandates import ALL_SERVICES, Mandate, MandateEvidence, MandateState
from applications.domain.papers.documents import copy_faults, repeated_faults
from shared.errors import DomainError
from shared.texts import Text


class MandateMissing(DomainError):
    """Whoever represents by law brings the evidence of it, through its channel."""

    code = "mandate-missing"
    title: ClassVar[Text] = Text(
        az="Nümayəndəlik sənədi göstərilməyib", en="The mandate is missing"
    )


class MandateIncomplete(DomainError):
    """A part of the paper was not said."""

    code = "mandate-incomplete"
    title: ClassVar[Text] = Text(
        az="Nümayəndəlik sənədi tam göstərilməyib", en="The mandate is not complete"
    )


class MandateNotInForce(DomainError):
    """The paper does not hold on the day of the request."""

    code = "mandate-not-in-force"
    title: ClassVar[Text] = Text(
        az="Nümayəndəlik sənədi qüvvədə deyil", en="The mandate is not in force"
    )


class MandateOfAnotherService(DomainError):
    """The paper does not name the service."""

    code = "mandate-of-another-service"
    title: ClassVar[Text] = Text(
        az="Nümayəndəlik sənədi bu xidməti əhatə etmir",
        en="The mandate does not cover this service",
    )


class RelationNotOfMandate(DomainError):
    """Whoever holds a valid mandate is the legal representative, and nothing else."""

    code = "relation-not-of-mandate"
    title: ClassVar[Text] = Text(
        az="Münasibət nümayəndəlik sənədinə uyğun deyil",
        en="The relation does not fit the mandate",
    )


def mandate_faults(sent: Submission, today: date, *, needs_one: bool) -> list[Fault]:
    """Find what is wrong with the mandate; ``needs_one``: nobody comes this way without.

    A legal representative needs one whichever way they come, and only its channel takes it.
    """
    represents = sent.relation == LEGAL_REPRESENTATIVE
    if sent.channel != REPRESENTATIVE:
        return (
            [Fault(MandateMissing, "/channel", _CHANNEL, (REPRESENTATIVE,))] if represents else []
        )
    if sent.mandate is None and not represents and not needs_one:
        return []
    wrong_relation = Fault(
        RelationNotOfMandate, "/applicant/relation", _RELATION, (LEGAL_REPRESENTATIVE,)
    )
    paper = sent.mandate or _NOTHING_SAID
    return [
        *([] if represents else [wrong_relation]),
        *paper_faults(paper, sent.service_id, today, place="/evidence"),
    ]


def mandate_copy_faults(sent: Submission, today: date) -> list[Fault]:
    """Find what is wrong with the upload of the mandate's paper; there need not be one."""
    copy = sent.mandate_copy
    if copy is None:
        return []
    again = repeated_faults(copy, "/evidence", sent.documents)
    return copy_faults(copy, "/evidence", today) or again


def paper_faults(
    paper: MandateEvidence, service_id: str, today: date, *, place: str = ""
) -> list[Fault]:
    """Find what is wrong with a paper that is to hold from today; ``place``: where it was sent."""
    found = [Fault(MandateIncomplete, f"{place}/{name}", _COMPLETE) for name in paper.unsaid]
    mandate = paper.mandate
    return found if mandate is None else [*found, *_faults_of(mandate, service_id, today, place)]


def _faults_of(mandate: Mandate, service_id: str, today: date, place: str) -> list[Fault]:
    state = mandate.state_on(today)
    found = []
    if mandate.valid_until < mandate.issued_on:
        found.append(Fault(MandateNotInForce, f"{place}/valid_until", _BACKWARDS))
    elif state is MandateState.NOT_YET:
        found.append(Fault(MandateNotInForce, f"{place}/issued_on", _NOT_YET))
    elif state is MandateState.LAPSED:
        found.append(Fault(MandateNotInForce, f"{place}/valid_until", _LAPSED))
    if not mandate.covers(service_id):
        would_do = (service_id, ALL_SERVICES)
        found.append(Fault(MandateOfAnotherService, f"{place}/services", _SERVICE, would_do))
    return found


_NOTHING_SAID = MandateEvidence(None, None, None, None, None, None)
_CHANNEL = Text(
    az="Qanuni nümayəndə “representative” forması ilə, nümayəndəlik sənədini göstərərək müraciət edir.",
    en="A legal representative applies through “representative”, with the evidence of the mandate.",
)
_RELATION = Text(
    az="Etibarnamə və ya qəyyumluq sənədi ilə müraciət edən şəxs qanuni nümayəndədir.",
    en="Whoever acts on a power of attorney or a guardianship is the “legal-representative”.",
)
_COMPLETE = Text(
    az="Sənədin növünü, nömrəsini, verildiyi və bitdiyi tarixi, onu verəni və xidmətləri göstərin.",
    en="Give the paper's kind, number, date of issue, last day, issuer and services.",
)
_BACKWARDS = Text(
    az="Sənədin son günü verildiyi gündən əvvəl ola bilməz.",
    en="The last day of the mandate cannot lie before its date of issue.",
)
_NOT_YET = Text(
    az="Sənəd hələ qüvvəyə minməyib; qüvvəyə mindiyi gün müraciət edin.",
    en="The mandate is not in force yet; apply when it is.",
)
_LAPSED = Text(
    az="Sənədin müddəti bitib; yeni sənəd təqdim edin və ya şəxs özü müraciət etsin.",
    en="The mandate has lapsed; bring a new one, or let the person apply themself.",
)
_SERVICE = Text(
    az="Sənəddə bu xidmət və ya bütün xidmətlər göstərilməlidir.",
    en="The mandate must name this service, or “all”.",
)
