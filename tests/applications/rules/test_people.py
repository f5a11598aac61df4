"""Identifiers and birth dates, as agents and citizens type them."""

from dataclasses import replace
from datetime import date

import pytest

from applications.domain.intake.persons import is_well_formed, normalised, people_faults
from applications.domain.intake.submission import (
    Consent,
    Identifier,
    IdentifierKind,
    Organisation,
    Submission,
)
from tests.builders.cases import PERSON, in_person

TODAY = date(2026, 3, 10)
WARD = replace(PERSON, identifier=Identifier(IdentifierKind.FIN, "6AB2C3D"), given_name="Tural")
NGO = Organisation("1400000011", "Təmiz Dünya", "info@example.az")


def fin(value: str | None) -> Identifier:
    return Identifier(IdentifierKind.FIN, value)


def found(submission: Submission) -> list[tuple[str, str]]:
    """Return what is wrong as (place, code)."""
    faults = people_faults(submission, TODAY)
    return [(each.pointer, each.refused_as.code) for each in faults]


@pytest.mark.parametrize("value", ["5ZK1Q2W", "0000000", "ABCDEFG", "ZZZZZZZ"])
def test_a_fin_is_seven_digits_and_letters(value: str | None) -> None:
    assert is_well_formed(fin(value))


@pytest.mark.parametrize("value", ["5ZK1Q2", "5ZK1Q2WW", "5ZK1Q2I", "O5ZK1Q2", "5ZK1Q2!", "", None])
def test_a_fin_has_no_other_length_and_neither_i_nor_o(value: str | None) -> None:
    assert not is_well_formed(fin(value))


def test_a_fin_is_upper_cased_without_any_locale() -> None:
    assert normalised(fin("5zk1q2w")) == fin("5ZK1Q2W")


@pytest.mark.parametrize("value", ["5zk1q2ı", "5zk1q2i", "5ZK1Q2İ", "5zk1q2ß"])
def test_azerbaijani_i_never_becomes_a_letter_of_a_fin(value: str | None) -> None:
    assert not is_well_formed(normalised(fin(value)))


def test_an_identifier_without_a_value_stays_without_one() -> None:
    unknown = Identifier(IdentifierKind.UNKNOWN, None)

    assert normalised(unknown) == unknown
    assert not is_well_formed(unknown)


@pytest.mark.parametrize(
    ("kind", "value", "fits"),
    [
        ("passport", "C01234567", True),
        ("passport", "C01", False),
        ("passport", "C0123 4567", False),
        ("temporary", "TMP-2026-7", True),
        ("temporary", "T_1", False),
    ],
)
def test_passports_and_temporary_numbers_have_their_own_forms(
    kind: str, value: str, fits: bool
) -> None:
    assert is_well_formed(Identifier(IdentifierKind(kind), value)) is fits


def test_a_mother_who_applies_for_herself_is_complete() -> None:
    assert found(in_person()) == []


def test_every_fault_of_a_person_is_named_at_once() -> None:
    person = replace(PERSON, identifier=fin("I"), birth_date=date(2030, 1, 1), given_name=" ")

    assert found(in_person(person=person)) == [
        ("/applicant/person/identifier", "identifier-invalid"),
        ("/applicant/person/birth_date", "birth-date-invalid"),
        ("/applicant/person", "people-incomplete"),
    ]


@pytest.mark.parametrize("born", [date(2026, 3, 11), date(1895, 12, 31)])
def test_nobody_was_born_tomorrow_or_in_the_century_before_last(born: date | None) -> None:
    person = replace(PERSON, birth_date=born)

    assert found(in_person(person=person)) == [
        ("/applicant/person/birth_date", "birth-date-invalid")
    ]


@pytest.mark.parametrize("born", [date(2026, 3, 10), date(1896, 1, 1), None])
def test_a_birth_date_may_be_today_or_unknown(born: date | None) -> None:
    assert found(in_person(person=replace(PERSON, birth_date=born))) == []


def test_unknown_people_belong_to_protected_cases() -> None:
    person = replace(PERSON, identifier=Identifier(IdentifierKind.UNKNOWN, None))

    assert found(in_person(person=person)) == [
        ("/applicant/person/identifier", "identifier-invalid")
    ]


def test_either_a_person_or_an_organisation_applies() -> None:
    both = in_person(organisation=NGO)
    nobody = in_person(person=None)

    assert found(both) == found(nobody) == [("/applicant", "people-incomplete")]


def test_somebody_applying_for_themself_represents_nobody() -> None:
    assert found(in_person(represented=PERSON)) == [("/represented", "people-incomplete")]
    assert found(in_person(person=None, organisation=NGO)) == [
        ("/represented", "people-incomplete")
    ]


def test_a_relative_says_for_whom() -> None:
    assert found(in_person(relation="relative")) == [("/represented", "people-incomplete")]
    assert found(in_person(relation="relative", represented=WARD)) == []


def test_a_faulty_person_concerned_is_named_in_their_own_place() -> None:
    stranger = replace(PERSON, identifier=fin("short"))

    assert found(in_person(relation="relative", represented=stranger)) == [
        ("/represented/identifier", "identifier-invalid")
    ]


def test_an_organisation_applies_with_a_tax_number_of_ten_digits() -> None:
    applies = in_person(relation="ngo", person=None, organisation=NGO, represented=PERSON)

    assert found(applies) == []
    assert found(replace(applies, organisation=replace(NGO, voen="14"))) == [
        ("/applicant/organisation/voen", "identifier-invalid")
    ]


@pytest.mark.parametrize("consent", [None, Consent(date(2026, 3, 11), "in writing")])
def test_anybody_else_needs_the_persons_consent(consent: Consent | None) -> None:
    applies = in_person(relation="other", represented=WARD, consent=consent)

    assert found(applies) == [("/evidence/consent", "consent-missing")]


def test_with_consent_anybody_else_applies() -> None:
    consent = Consent(date(2026, 3, 10), "in writing")

    assert found(in_person(relation="other", represented=WARD, consent=consent)) == []


def test_the_person_concerned_is_the_applicant_or_the_one_represented() -> None:
    other = replace(PERSON, given_name="Günel")

    assert in_person().person_concerned == PERSON
    assert in_person(relation="relative", represented=other).person_concerned == other


def test_somebody_who_names_themself_twice_applies_for_themself() -> None:
    assert found(in_person(relation="relative", represented=PERSON)) == [
        ("/represented", "people-incomplete")
    ]


@pytest.mark.parametrize("relation", ["municipality", "ngo"])
def test_a_municipality_or_an_ngo_is_no_person(relation: str) -> None:
    body = in_person(relation=relation, person=None, organisation=NGO, represented=WARD)

    assert found(body) == []
    assert found(in_person(relation=relation, represented=WARD)) == [
        ("/applicant/organisation", "people-incomplete")
    ]


def test_a_relative_is_no_organisation() -> None:
    relative = in_person(relation="relative", person=None, organisation=NGO, represented=WARD)

    assert found(relative) == [("/applicant/person", "people-incomplete")]


def test_an_organisation_applies_for_itself_where_the_audience_is_no_people() -> None:
    itself = in_person(audience="legal-entity", person=None, organisation=NGO)

    assert found(itself) == []
    assert itself.organisation_concerned == NGO
    assert itself.person_concerned is None
