"""A submission that cannot become a case is told every reason why."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from applications.domain.actor import Actor, ActorRole
from applications.domain.errors import HandlingNotSupported, SubmitterNotAllowed
from applications.domain.intake.evidence import EVIDENCE
from applications.domain.intake.submission import Identifier, IdentifierKind, Submission
from applications.domain.intake.submitters import RULES
from applications.domain.tickets import Ticket
from shared.errors import DomainError, Kind
from tests.builders.case_passports import CHILDCARE_STEPS, codes, days, handling, passport, step
from tests.builders.cases import (
    AGENT,
    AGENT_ELSEWHERE,
    CITIZEN,
    OFFICER,
    PERSON,
    STRANGER,
    TICKET,
    at,
    in_person,
    intake,
    original,
    self_service,
)
from tests.builders.representatives import represents


def refusal(submission: Submission | None = None, **fields: Any) -> DomainError:
    with pytest.raises(DomainError) as refused:
        intake(submission, **fields)
    return refused.value


def faults(error: DomainError) -> list[tuple[str, str]]:
    return [(each.pointer, each.code) for each in error.errors]


# Handling


@pytest.mark.parametrize(
    "unsupported",
    [
        {"handling": handling(confidentiality="protected", contact="none")},
        {"steps": [*CHILDCARE_STEPS, step("interview")]},
        {"steps": [*CHILDCARE_STEPS, step("report")]},
        {"total_duration": days(1, unit="hour")},
        {"front_office_duration": days(1, unit="month", runs="office-hours")},
        {"back_office_duration": days(1, unit="month", runs="working-days")},
        {"total_duration": days(0)},
        {"total_duration": days(1_000_000_000, unit="minute", runs="continuous")},
    ],
)
def test_a_case_that_could_not_be_led_to_its_end_is_not_begun(unsupported: dict[str, Any]) -> None:
    error = refusal(under=passport(**unsupported))

    assert isinstance(error, HandlingNotSupported)
    assert (error.kind, error.code) == (Kind.INVALID, "handling-not-supported")


# Channels and submitters


def test_a_channel_the_passport_does_not_list_is_refused_with_those_it_does() -> None:
    error = refusal(in_person(channel="post"))

    assert error.code == "channel-not-listed"
    assert error.members["listed"] == [
        "in-person",
        "representative",
        "call-centre",
        "self-service",
    ]
    assert faults(error) == [("/channel", "channel-not-listed")]


def test_a_listed_channel_that_is_not_taken_yet_names_the_usable_ones() -> None:
    offered = codes("video-call", "self-service")

    error = refusal(in_person(channel="video-call"), under=passport(intake_channels=offered))

    assert error.code == "channel-not-supported-yet"
    assert error.members["listed"] == ["self-service"]


def test_evidence_of_another_channel_is_refused_once_the_channel_and_the_caller_are_right() -> None:
    mixed = frozenset({"received_on", "centre", "registered_no"})

    not_listed = refusal(in_person(channel="post", evidence=mixed))
    not_hers = refusal(in_person(evidence=mixed), actor=CITIZEN)
    misplaced = refusal(in_person(evidence=mixed, audience="martian"))

    assert not_listed.code == "channel-not-listed"
    assert isinstance(not_hers, SubmitterNotAllowed)
    assert faults(misplaced) == [
        ("/evidence/received_on", "evidence-misplaced"),
        ("/evidence/registered_no", "evidence-misplaced"),
        ("/applicant/audience", "audience-not-listed"),
    ]


def test_every_channel_that_is_taken_says_what_its_evidence_is() -> None:
    assert set(EVIDENCE) == set(RULES)


@pytest.mark.parametrize(
    "actor",
    [CITIZEN, OFFICER, AGENT_ELSEWHERE, Actor(ActorRole.AGENT, "x"), Actor(ActorRole.KIOSK, "k")],
)
def test_in_person_only_an_agent_of_that_centre_submits(actor: Actor) -> None:
    error = refusal(actor=actor)

    assert isinstance(error, SubmitterNotAllowed)
    assert error.kind is Kind.FORBIDDEN


@pytest.mark.parametrize("actor", [AGENT, replace(AGENT, centre=None)])
@pytest.mark.parametrize(
    "sent",
    [in_person(centre=None), in_person(centre="dost-2"), represents(centre="dost-2")],
    ids=["no centre", "another", "a representative's"],
)
def test_an_agent_learns_what_names_their_centre(sent: Submission, actor: Actor) -> None:
    error = refusal(sent, actor=actor)

    assert isinstance(error, SubmitterNotAllowed)
    assert error.detail.en.startswith(
        "Sign in with the centre you work at and give that centre as `evidence.centre`"
    )
    assert "`evidence.centre` dəyərində" in error.detail.az


@pytest.mark.parametrize("place", [{"centre": "dost-1"}, {"ticket_id": "t-1"}])
def test_a_representative_at_home_learns_what_to_leave_out(place: dict[str, str]) -> None:
    error = refusal(represents(**place), actor=CITIZEN)

    assert isinstance(error, SubmitterNotAllowed)
    assert error.detail.en.startswith("Leave out `evidence.centre` and `evidence.ticket_id`")


@pytest.mark.parametrize("actor", [STRANGER, AGENT, replace(CITIZEN, fin=None)])
def test_by_self_service_nobody_applies_for_another_person(actor: Actor) -> None:
    assert isinstance(refusal(self_service(), actor=actor), SubmitterNotAllowed)


def test_by_self_service_the_person_is_named_by_their_fin() -> None:
    by_passport = Identifier(IdentifierKind.PASSPORT, "5ZK1Q2W")
    person = replace(PERSON, identifier=by_passport)

    assert isinstance(refusal(self_service(person=person), actor=CITIZEN), SubmitterNotAllowed)
    assert isinstance(refusal(self_service(person=None), actor=CITIZEN), SubmitterNotAllowed)


# Everything else, at once


def test_an_audience_the_service_is_not_for_is_refused_with_those_it_is() -> None:
    error = refusal(in_person(audience="legal-entity"))

    assert error.code == "audience-not-listed"
    assert "citizen" in error.members["listed"]


def test_a_relation_the_passport_does_not_list_is_refused_with_those_it_does() -> None:
    error = refusal(in_person(relation="relative", represented=PERSON))

    assert error.code == "relation-not-listed"
    assert error.members["listed"] == ["self", "legal-representative"]


def test_a_person_without_a_cabinet_is_not_promised_a_message() -> None:
    foreigner = replace(PERSON, identifier=Identifier(IdentifierKind.PASSPORT, "C01234567"))
    family = passport(handling=handling(applicant_relations=["relative"]))

    assert faults(refusal(in_person(person=foreigner))) == [
        ("/applicant/person/identifier", "identifier-not-supported-yet")
    ]
    assert faults(refusal(in_person(relation="relative", represented=foreigner), under=family)) == [
        ("/represented/identifier", "identifier-not-supported-yet")
    ]


def test_where_nobody_is_told_any_identifier_will_do() -> None:
    foreigner = replace(PERSON, identifier=Identifier(IdentifierKind.PASSPORT, "C01234567"))
    quiet = passport(handling=handling(contact="none"))

    assert intake(in_person(person=foreigner), under=quiet).case.is_open


@pytest.mark.parametrize(
    ("ticket_id", "ticket", "code"),
    [
        (None, None, "ticket-missing"),
        ("t-1", None, "ticket-unusable"),
        ("t-1", replace(TICKET, centre="dost-2"), "ticket-unusable"),
        ("t-1", replace(TICKET, direction="employment"), "ticket-unusable"),
        ("t-1", replace(TICKET, case_id="case-0"), "ticket-unusable"),
        ("t-1", replace(TICKET, day=date(2026, 3, 9)), "ticket-unusable"),
    ],
)
def test_in_person_an_own_ticket_of_the_services_queue_is_needed(
    ticket_id: str | None, ticket: Ticket | None, code: str
) -> None:
    error = refusal(in_person(ticket_id=ticket_id), ticket=ticket)

    assert faults(error) == [("/evidence/ticket_id", code)]


def test_yesterdays_ticket_is_refused_with_the_way_out() -> None:
    error = refusal(in_person(), ticket=replace(TICKET, day=date(2026, 3, 9), desk=None))

    assert error.errors[0].detail.en == "The ticket is of another day; take a new one."


def test_the_day_of_a_ticket_is_bakus() -> None:
    just_after_midnight = at("2026-03-11 00:30")
    ticket = replace(TICKET, day=date(2026, 3, 11), desk=None)

    assert intake(when=just_after_midnight, ticket=ticket).case.ticket is not None


def test_a_queue_is_no_condition_where_the_passport_prints_none() -> None:
    plain = passport(steps=[step("forward")])
    other_queue = replace(TICKET, direction="employment")

    assert intake(under=plain, ticket=other_queue).case.ticket is not None


def test_papers_of_a_submission_follow_the_rules_of_papers() -> None:
    papers = (original("leave-order", form="copy"), original("cat-certificate"))

    assert faults(refusal(in_person(documents=papers))) == [
        ("/documents/0/form", "form-not-listed"),
        ("/documents/1/requirement", "requirement-unknown"),
    ]


def test_a_statement_that_is_the_submission_itself_needs_no_paper() -> None:
    error = refusal(in_person(documents=(original("statement"),)))

    assert faults(error) == [("/documents/0/requirement", "requirement-met")]


def test_a_citizen_cannot_claim_to_have_seen_an_original() -> None:
    error = refusal(self_service(documents=(original("leave-order"),)), actor=CITIZEN)

    assert faults(error) == [("/documents/0/form", "original-not-seen")]


def test_every_fault_is_named_at_once_and_none_repeats_the_input() -> None:
    odd = replace(PERSON, identifier=Identifier(IdentifierKind.FIN, "qwertyqwerty"))
    error = refusal(
        in_person(audience="martians", relation="stranger", person=odd, represented=PERSON)
    )

    assert faults(error) == [
        ("/applicant/audience", "audience-not-listed"),
        ("/applicant/relation", "relation-not-listed"),
        ("/applicant/person/identifier", "identifier-invalid"),
    ]
    said = [error.detail, error.title, *(each.detail for each in error.errors)]
    spoken = " ".join(text.az + text.en for text in said)
    assert not any(word in spoken for word in ("martians", "stranger", "qwerty"))
