"""Who applies for whom, against the passport: audience, relation, mandate, and who can be told."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from applications.domain import faults
from applications.domain.actor import Actor, ActorRole
from applications.domain.faults import Fault
from applications.domain.intake.mandate_rules import mandate_faults
from applications.domain.intake.persons import BODIES, ORGANISATION_AUDIENCES, people_faults
from applications.domain.intake.submission import SELF, IdentifierKind, Person, Submission
from applications.domain.mandates import MandateKind
from applications.domain.naming import RELATIONS, listing
from applications.domain.passport import Passport, StepKind
from shared.errors import DomainError
from shared.texts import Text


class AudienceNotOfApplicant(DomainError):
    """The audience is of the person concerned; of an organisation only where it is concerned."""

    code = "audience-not-of-applicant"
    title: ClassVar[Text] = Text(
        az="İstifadəçi növü xidmətin kim üçün olduğuna uyğun deyil",
        en="The audience does not fit whom the service is for",
    )


class OrganisationNotServed(DomainError):
    """Registries are asked, and the cabinet found, by a person's identifier."""

    code = "organisation-not-served"
    title: ClassVar[Text] = Text(
        az="Bu xidmət təşkilatın özünə göstərilə bilmir",
        en="The service cannot be given to an organisation",
    )


def applicant_faults(
    sent: Submission, passport: Passport, actor: Actor, today: date
) -> list[Fault]:
    """Find what is wrong with who applies, for whom, and on what ground."""
    return [
        *_audience_faults(sent, passport),
        *_relation_faults(sent, passport),
        *mandate_faults(sent, today, needs_one=not _applies_as_a_body(sent, actor)),
        *people_faults(sent, today),
        *_reach_faults(sent, passport),
    ]


def _audience_faults(sent: Submission, passport: Passport) -> list[Fault]:
    place, words = "/applicant/audience", passport.words.audiences
    if sent.audience not in passport.audiences:
        remedy = listing(_AUDIENCES, passport.audiences, words)
        return [Fault(faults.AudienceNotListed, place, remedy, passport.audiences)]
    for_a_body = sent.organisation_concerned is not None
    fitting = _fitting(passport.audiences, for_a_body=for_a_body)
    if sent.audience in fitting:
        return []
    return [Fault(AudienceNotOfApplicant, place, listing(_FITTING, fitting, words), fitting)]


def _fitting(audiences: Sequence[str], *, for_a_body: bool) -> tuple[str, ...]:
    return tuple(each for each in audiences if (each in ORGANISATION_AUDIENCES) is for_a_body)


def _relation_faults(sent: Submission, passport: Passport) -> list[Fault]:
    relations = passport.handling.applicant_relations
    if sent.channel is None and sent.relation != SELF:
        place, would_do = "/applicant/relation", (SELF,)
        return [
            Fault(faults.RelationNotListed, place, listing(_NOBODY, would_do, RELATIONS), would_do)
        ]
    if sent.relation in relations:
        return []
    remedy = listing(_RELATIONS, relations, RELATIONS)
    return [Fault(faults.RelationNotListed, "/applicant/relation", remedy, relations)]


def _applies_as_a_body(sent: Submission, actor: Actor) -> bool:
    """Tell whether a partner applies as the organisation it is, and needs no mandate for that."""
    is_partner = actor.role is ActorRole.PARTNER and sent.organisation is not None
    return is_partner and sent.relation in BODIES


def _reach_faults(sent: Submission, passport: Passport) -> list[Fault]:
    """Refuse a promise nobody can keep: the message goes to a cabinet, which a FİN finds."""
    if sent.organisation_concerned is not None:
        served = not (_looks_up(passport) or passport.handling.contact_allowed)
        place = "/applicant/organisation"
        return [] if served else [Fault(OrganisationNotServed, place, _BY_PEOPLE)]
    if not passport.handling.contact_allowed:
        return []
    concerned = "/applicant/person" if sent.relation == SELF else "/represented"
    found = _unreachable(sent.person_concerned, concerned)
    guarded = sent.mandate is not None and sent.mandate.kind is MandateKind.GUARDIANSHIP
    if not guarded:
        return found
    if sent.organisation is not None:
        place = "/applicant/organisation"
        return [*found, Fault(faults.IdentifierNotSupportedYet, place, _A_GUARDIAN)]
    return [*found, *_unreachable(sent.person, "/applicant/person")]


def _looks_up(passport: Passport) -> bool:
    """Tell whether the service asks registries: to check something, or for a document."""
    checks = any(step.kind is StepKind.REGISTRY_CHECK for step in passport.steps)
    return checks or any(document.registry_sources for document in passport.documents)


def _unreachable(person: Person | None, pointer: str) -> list[Fault]:
    if person is None or person.identifier.kind is IdentifierKind.FIN:
        return []
    return [Fault(faults.IdentifierNotSupportedYet, f"{pointer}/identifier", _BY_FIN)]


_AUDIENCES = Text(
    az="Bu xidmətin istifadəçiləri: {listed}.", en="The audiences of this service are: {listed}."
)
_FITTING = Text(
    az="Xidmətin kim üçün olduğuna görə seçin: {listed}.",
    en="By whom the service is for, choose of: {listed}.",
)
_RELATIONS = Text(
    az="Bu xidmətə müraciət edə bilənlər: {listed}.", en="Those who may apply are: {listed}."
)
_NOBODY = Text(
    az="Müraciətsiz təyinatda heç kim müraciət etmir: yalnız {listed} göstərilir.",
    en="Where nobody applied, the person concerned alone is named: {listed}.",
)
_BY_FIN = Text(
    az="Cavab E-sosial kabinetinə göndərilir; şəxsin FİN-ini göstərin.",
    en="The answer goes to the E-sosial cabinet; give the person's FİN.",
)
_A_GUARDIAN = Text(
    az="Cavab qəyyumun E-sosial kabinetinə göndərilir; qəyyum olan şəxsi göstərin.",
    en="The answer goes to the guardian's E-sosial cabinet; name the person who is the guardian.",
)
_BY_PEOPLE = Text(
    az="Altsistemlər və E-sosial kabineti şəxsi FİN ilə tanıyır; təşkilat üçün mərkəzə müraciət edin.",
    en="Registries and the cabinet know people by FİN; for an organisation go to a DOST centre.",
)
