"""Identifiers, birth dates and who stands for whom."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from applications.domain import faults
from applications.domain.faults import Fault
from applications.domain.intake.submission import (
    MUNICIPALITY,
    NGO,
    OTHER,
    RELATIVE,
    SELF,
    Identifier,
    IdentifierKind,
    Organisation,
    Person,
    Submission,
)
from shared.texts import Text

OLDEST_YEARS = 130
ORGANISATION_AUDIENCES = ("legal-entity", "family-household")
"""The audiences of field 10 that are no people ("Qeyri-əhali")."""
BODIES = (MUNICIPALITY, NGO)
"""Relations that only an organisation can have."""

# A FİN has seven of 0-9 and A-Z without I and O; foreign papers are not ours to know better.
_FORMS: Mapping[IdentifierKind, re.Pattern[str]] = MappingProxyType(
    {
        IdentifierKind.FIN: re.compile(r"[0-9A-HJ-NP-Z]{7}"),
        IdentifierKind.PASSPORT: re.compile(r"[0-9A-Z]{5,20}"),
        IdentifierKind.TEMPORARY: re.compile(r"[0-9A-Z-]{3,20}"),
    }
)
_VOEN = re.compile(r"[0-9]{10}")


def normalised(identifier: Identifier) -> Identifier:
    """Upper-case the value without any locale: only ASCII letters have another case here.

    Azerbaijani ``i`` and ``ı`` must not slip in as ``I``, so other letters stay as they are and
    are refused by the form.
    """
    if identifier.value is None or not identifier.value.isascii():
        return identifier
    return replace(identifier, value=identifier.value.upper())


def normalised_person(person: Person | None) -> Person | None:
    """Return the person with the identifier in its one spelling."""
    return None if person is None else replace(person, identifier=normalised(person.identifier))


def is_well_formed(identifier: Identifier) -> bool:
    """Tell whether a normalised identifier has its kind's form; ``unknown`` never has one here."""
    form = _FORMS.get(identifier.kind)
    return bool(form and identifier.value is not None and form.fullmatch(identifier.value))


def birth_faults(born: date | None, pointer: str, today: date) -> list[Fault]:
    """Find that nobody alive was born on that day."""
    if born is None or (born <= today and born.year >= today.year - OLDEST_YEARS):
        return []
    return [Fault(faults.BirthDateInvalid, pointer, _BORN)]


def people_faults(submission: Submission, today: date) -> list[Fault]:
    """Find what is wrong with the people of a submission whose identifiers are normalised."""
    return [
        *_standing_faults(submission),
        *_person_faults(submission.person, "/applicant/person", today),
        *_person_faults(submission.represented, "/represented", today),
        *_organisation_faults(submission.organisation),
        *_consent_faults(submission, today),
    ]


def identifier_faults(identifier: Identifier, pointer: str) -> list[Fault]:
    """Find whether a normalised identifier is not of its kind's form."""
    if is_well_formed(identifier):
        return []
    return [Fault(faults.IdentifierInvalid, pointer, _REMEDIES[identifier.kind])]


def _standing_faults(sent: Submission) -> list[Fault]:
    """Somebody applies, for themself or for somebody else."""
    person, organisation, relation = sent.person, sent.organisation, sent.relation
    if (person is None) == (organisation is None):
        return [Fault(faults.PeopleIncomplete, "/applicant", _ONE_APPLICANT)]
    reasons = (
        (relation == SELF and sent.represented is not None, "/represented", _FOR_THEMSELF),
        (_is_no_body_for_itself(sent), "/represented", _FOR_THEMSELF),
        (relation != SELF and sent.represented is None, "/represented", _FOR_WHOM),
        (_is_same_person(sent), "/represented", _SOMEBODY_ELSE),
        (relation in BODIES and organisation is None, "/applicant/organisation", _A_BODY),
        (relation == RELATIVE and person is None, "/applicant/person", _A_PERSON),
    )
    found = next(((place, remedy) for wrong, place, remedy in reasons if wrong), None)
    return [] if found is None else [Fault(faults.PeopleIncomplete, *found)]


def _is_no_body_for_itself(sent: Submission) -> bool:
    """Tell whether an organisation claims a service that is for people."""
    own = sent.organisation_concerned is not None
    return own and sent.audience not in ORGANISATION_AUDIENCES


def _is_same_person(sent: Submission) -> bool:
    applies, concerned = sent.person, sent.represented
    if applies is None or concerned is None or applies.identifier.value is None:
        return False
    return applies.identifier == concerned.identifier


def _person_faults(person: Person | None, pointer: str, today: date) -> list[Fault]:
    if person is None:
        return []
    found = [
        *identifier_faults(person.identifier, f"{pointer}/identifier"),
        *birth_faults(person.birth_date, f"{pointer}/birth_date", today),
    ]
    if not person.given_name.strip() or not person.family_name.strip():
        found.append(Fault(faults.PeopleIncomplete, pointer, _NAMES))
    return found


def voen_faults(voen: str, place: str) -> list[Fault]:
    """Find that a tax number is none."""
    return [] if _VOEN.fullmatch(voen) else [Fault(faults.IdentifierInvalid, place, _TAX_NUMBER)]


def _organisation_faults(organisation: Organisation | None) -> list[Fault]:
    if organisation is None:
        return []
    return voen_faults(organisation.voen, "/applicant/organisation/voen")


def _consent_faults(submission: Submission, today: date) -> list[Fault]:
    """Somebody else than the relations by law needs the person's consent as evidence."""
    if submission.relation != OTHER:
        return []
    consent = submission.consent
    if consent is not None and consent.given_on <= today:
        return []
    return [Fault(faults.ConsentMissing, "/evidence/consent", _CONSENT)]


_ONE_APPLICANT = Text(
    az="Müraciət edən ya fiziki şəxs, ya da təşkilat olmalıdır.",
    en="The applicant is either a person or an organisation.",
)
_FOR_THEMSELF = Text(
    az="Öz adından müraciət edən şəxs üçün nə başqa şəxs, nə də təşkilat göstərilir.",
    en="Somebody applying for themself has no “represented” and is no organisation.",
)
_FOR_WHOM = Text(
    az="Kimin üçün müraciət edildiyini göstərin.",
    en="Name the person concerned in “represented”.",
)
_SOMEBODY_ELSE = Text(
    az="Öz adınızdan müraciət edirsinizsə, münasibət “self” olmalıdır.",
    en="Whoever applies for themself has the relation “self”.",
)
_A_BODY = Text(
    az="Bələdiyyə və qeyri-hökumət təşkilatı VÖEN, ad və əlaqə ilə göstərilir.",
    en="A municipality or an NGO is given as an organisation: VÖEN, name, contact.",
)
_A_PERSON = Text(az="Qohum fiziki şəxsdir.", en="A relative is a person.")
_BORN = Text(az="Doğum tarixini yoxlayın.", en="Check the birth date.")
_NAMES = Text(az="Ad və soyadı göstərin.", en="Give the given name and the family name.")
_TAX_NUMBER = Text(az="VÖEN 10 rəqəmdən ibarətdir.", en="A VÖEN has 10 digits.")
_CONSENT = Text(
    az="Şəxsin razılığının tarixini (gələcək tarix ola bilməz) və formasını göstərin.",
    en="Say when (not in the future) and how the person consented.",
)
_REMEDIES: Mapping[IdentifierKind, Text] = MappingProxyType(
    {
        IdentifierKind.FIN: Text(
            az="FİN 7 simvoldur: rəqəmlər və I, O istisna olmaqla latın hərfləri.",
            en="A FİN has 7 characters: digits and Latin letters without I and O.",
        ),
        IdentifierKind.PASSPORT: Text(
            az="Pasportun nömrəsi 5-20 latın hərfi və rəqəmdir.",
            en="A passport number has 5 to 20 Latin letters and digits.",
        ),
        IdentifierKind.TEMPORARY: Text(
            az="Müvəqqəti nömrə 3-20 latın hərfi, rəqəm və tiredir.",
            en="A temporary number has 3 to 20 Latin letters, digits and hyphens.",
        ),
        IdentifierKind.UNKNOWN: Text(
            az="Bu xidmət üçün şəxsin identifikatoru göstərilməlidir.",
            en="This service needs the person's identifier.",
        ),
    }
)
