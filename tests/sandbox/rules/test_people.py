"""The invented people: every combination a journey needs is among them."""

import re
from collections.abc import Iterator
from itertools import product

import pytest

from sandbox.registries.people import DAYS_OLD, Person, load_people
from sandbox.registries.subsystems import load_subsystems

PEOPLE = load_people()
SUBSYSTEMS = load_subsystems()
WORDS = ("yes", "no", None)


def insured(person: Person, subsystem: str) -> str | None:
    answer = person.registries.get(subsystem, {}).get("insured")
    return answer if isinstance(answer, str) else None


def records() -> Iterator[tuple[str, str]]:
    for person in PEOPLE.everybody:
        for subsystem in person.registries:
            yield person.subject, subsystem


def test_about_thirty_people_live_in_the_sandbox() -> None:
    assert 28 <= len(PEOPLE.everybody) <= 34


@pytest.mark.parametrize(("sigorta", "monitorinq"), list(product(WORDS, WORDS)))
def test_both_registries_say_every_pair_of_words_about_somebody(
    sigorta: str | None, monitorinq: str | None
) -> None:
    found = [
        person
        for person in PEOPLE.everybody
        if insured(person, "sigorta") == sigorta and insured(person, "monitorinq") == monitorinq
    ]

    assert found


@pytest.mark.parametrize(
    ("subsystem", "attribute"),
    [("sigorta", "identity"), ("sigorta", "dependants"), ("monitorinq", "leave_order")],
)
def test_each_paper_is_missing_alone_for_somebody_insured(subsystem: str, attribute: str) -> None:
    papers = [("sigorta", "identity"), ("sigorta", "dependants"), ("monitorinq", "leave_order")]
    missing_alone = [
        person
        for person in PEOPLE.everybody
        if insured(person, "sigorta") == insured(person, "monitorinq") == "yes"
        and [paper for paper in papers if person.registries[paper[0]].get(paper[1]) is None]
        == [(subsystem, attribute)]
    ]

    assert missing_alone


@pytest.mark.parametrize("audience", ["citizen", "foreigner", "stateless"])
def test_citizens_foreigners_and_stateless_persons_are_among_them(audience: str) -> None:
    assert [person for person in PEOPLE.everybody if person.audience.startswith(audience)]


@pytest.mark.parametrize("kind", ["fin", "passport", "temporary"])
def test_a_person_can_be_known_by_this_identifier_alone(kind: str) -> None:
    assert [
        person
        for person in PEOPLE.everybody
        if [known for known, _ in person.identifiers()] == [kind]
    ]


@pytest.mark.parametrize("subsystem", SUBSYSTEMS)
def test_each_of_the_sixteen_registries_knows_somebody(subsystem: str) -> None:
    assert [person for person in PEOPLE.everybody if subsystem in person.registries]


@pytest.mark.parametrize("subsystem", ["sigorta", "monitorinq"])
def test_somebodys_record_is_stale(subsystem: str) -> None:
    assert [
        person
        for person in PEOPLE.everybody
        if person.registries.get(subsystem, {}).get(DAYS_OLD, 0) > 365
    ]


def test_a_guardian_and_the_ward_name_each_other() -> None:
    guardian = next(p for p in PEOPLE.everybody if p.subject == "person-24")
    ward = PEOPLE.find("fin", guardian.registries["ovladliga-goturme"]["guardianship"]["ward"])

    assert ward is not None
    assert ward.registries["ovladliga-goturme"]["guardianship"]["guardian"] == guardian.fin


def test_nobody_shares_a_number_or_a_subject() -> None:
    numbers = [number for person in PEOPLE.everybody for number in person.identifiers()]
    subjects = [person.subject for person in PEOPLE.everybody]

    assert len(set(numbers)) == len(numbers)
    assert len(set(subjects)) == len(subjects)


def test_every_fin_has_seven_characters_without_i_and_o() -> None:
    fins = [person.fin for person in PEOPLE.everybody if person.fin is not None]
    fins += [
        child["fin"]
        for person in PEOPLE.everybody
        for child in person.registries.get("sigorta", {}).get("dependants") or []
    ]

    assert all(re.fullmatch("[0-9A-HJ-NP-Z]{7}", fin) for fin in fins)


@pytest.mark.parametrize(("subject", "subsystem"), list(records()))
def test_a_record_answers_each_question_of_its_registry_and_holds_nothing_else(
    subject: str, subsystem: str
) -> None:
    person = next(person for person in PEOPLE.everybody if person.subject == subject)
    record, registry = person.registries[subsystem], SUBSYSTEMS[subsystem]

    assert all(record[question] in {"yes", "no"} for question in registry.questions)
    assert set(record) <= {DAYS_OLD, *registry.questions, *registry.attributes}
