"""Somebody who acts for another brings the paper that says so, and it must hold."""

from dataclasses import replace
from datetime import date

import pytest

from applications.domain.actor import Actor, ActorRole
from applications.domain.case import Case
from applications.domain.errors import SubmitterNotAllowed
from applications.domain.intake.submission import (
    Identifier,
    IdentifierKind,
    Organisation,
    Submission,
)
from applications.domain.mandates import MandateKind, MandateState
from applications.domain.people.policies import may_see
from applications.domain.people.recipients import recipient_on
from applications.domain.people.standing import APPLICANT, CONCERNED, on_case, reads_in_full
from shared.errors import DomainError
from tests.builders.case_passports import handling, passport
from tests.builders.cases import (
    AGENT,
    AGENT_ELSEWHERE,
    CITIZEN,
    OFFICER,
    STRANGER,
    TICKET,
    at,
    intake,
)
from tests.builders.representatives import LAST_DAY, PAPER, PARTNER, WARD, represents

NGO = Organisation("1400000011", "Təmiz Dünya", "info@example.az")
NEXT_DAY = date(2026, 4, 11)


def case_of(submission: Submission | None = None, actor: Actor = CITIZEN) -> Case:
    return intake(submission or represents(), actor, ticket=None).case


def refusal(submission: Submission, actor: Actor = CITIZEN) -> DomainError:
    with pytest.raises(DomainError) as refused:
        intake(submission, actor, ticket=None)
    return refused.value


def faults(submission: Submission, actor: Actor = CITIZEN) -> list[tuple[str, str]]:
    return [(each.pointer, each.code) for each in refusal(submission, actor).errors]


def paper(**fields: object) -> Submission:
    return represents(mandate=replace(PAPER, **fields))  # type: ignore[arg-type]  # fields by name


# Who submits


def test_a_representative_signed_in_applies_for_somebody_else() -> None:
    case = case_of()

    assert case.relation == "legal-representative"
    assert case.mandate == PAPER.mandate
    assert (case.centre, case.ticket) == (None, None)


def test_an_agent_enters_a_representative_who_has_come_with_a_ticket() -> None:
    sent = represents(centre="dost-1", ticket_id="t-1")

    case = intake(sent, AGENT).case

    assert (case.centre, case.ticket and case.ticket.case_id) == ("dost-1", case.id)


def test_an_agent_enters_a_representative_without_a_ticket_too() -> None:
    case = case_of(represents(), AGENT)

    assert (case.centre, case.ticket) == (None, None)


def test_a_partners_client_applies_for_the_services_agreed_with_it() -> None:
    case = case_of(represents(), PARTNER)

    assert case.submitted_via == "partner-legal-aid"


@pytest.mark.parametrize("services", [frozenset(), frozenset({"pension"})])
def test_a_partner_applies_for_no_other_service(services: frozenset[str]) -> None:
    error = refusal(represents(), replace(PARTNER, services=services))

    assert isinstance(error, SubmitterNotAllowed)


@pytest.mark.parametrize(
    "actor",
    [STRANGER, OFFICER, replace(CITIZEN, fin=None), replace(AGENT, centre=None)],
)
def test_nobody_else_applies_in_a_representatives_name(actor: Actor) -> None:
    assert isinstance(refusal(represents(), actor), SubmitterNotAllowed)


@pytest.mark.parametrize("actor", [CITIZEN, PARTNER, AGENT_ELSEWHERE])
@pytest.mark.parametrize("place", [{"centre": "dost-1"}, {"ticket_id": "t-1"}])
def test_only_an_agent_of_the_centre_names_a_centre_or_a_ticket(
    actor: Actor, place: dict[str, str]
) -> None:
    with pytest.raises(DomainError) as refused:
        intake(represents(**place), actor, ticket=TICKET)

    assert refused.value.code in ("submitter-not-allowed", "ticket-unusable")


# The paper


@pytest.mark.parametrize(
    "name", ["kind", "number", "issued_on", "valid_until", "issuer", "services"]
)
def test_each_part_of_the_paper_must_be_said(name: str) -> None:
    assert faults(paper(**{name: None})) == [(f"/evidence/{name}", "mandate-incomplete")]


def test_without_any_paper_each_part_is_asked_for() -> None:
    assert {code for _, code in faults(represents(mandate=None))} == {"mandate-incomplete"}


def test_a_mandate_for_no_service_is_not_complete() -> None:
    assert faults(paper(services=())) == [("/evidence/services", "mandate-incomplete")]


@pytest.mark.parametrize(
    ("issued_on", "valid_until", "place"),
    [
        (date(2026, 3, 11), date(2026, 4, 1), "issued_on"),
        (date(2026, 1, 1), date(2026, 3, 9), "valid_until"),
        (date(2026, 3, 1), date(2026, 2, 1), "valid_until"),
    ],
)
def test_a_paper_that_does_not_hold_today_is_refused(
    issued_on: date, valid_until: date, place: str
) -> None:
    sent = paper(issued_on=issued_on, valid_until=valid_until)

    assert faults(sent) == [(f"/evidence/{place}", "mandate-not-in-force")]


@pytest.mark.parametrize("day", [date(2026, 3, 10)])
def test_a_paper_holds_on_its_first_and_its_last_day(day: date) -> None:
    assert case_of(paper(issued_on=day, valid_until=day)).mandate is not None


def test_the_day_of_a_paper_is_bakus() -> None:
    just_after_midnight = at("2026-04-11 00:30")

    with pytest.raises(DomainError) as refused:
        intake(represents(), CITIZEN, when=just_after_midnight, ticket=None)

    assert refused.value.code == "mandate-not-in-force"


def test_a_paper_that_names_another_service_is_refused_with_what_would_do() -> None:
    error = refusal(paper(services=("pension",)))

    assert error.code == "mandate-of-another-service"
    assert error.members["listed"] == ["childcare-benefit", "all"]


def test_a_paper_for_all_services_covers_this_one() -> None:
    assert case_of(paper(services=("all",))).mandate is not None


def test_whoever_holds_a_mandate_is_the_legal_representative() -> None:
    anybody = passport(handling=handling(applicant_relations=["relative", "legal-representative"]))

    with pytest.raises(DomainError) as refused:
        intake(represents(relation="relative"), CITIZEN, under=anybody, ticket=None)

    assert refused.value.code == "relation-not-of-mandate"
    assert refused.value.members["listed"] == ["legal-representative"]


def test_a_legal_representative_comes_by_no_other_channel() -> None:
    error = refusal(represents(channel="self-service", mandate=None))

    assert error.code == "mandate-missing"
    assert error.members["listed"] == ["representative"]


def test_a_partner_applies_as_the_organisation_it_is_without_a_mandate() -> None:
    bodies = passport(handling=handling(applicant_relations=["ngo"], contact="none"))
    sent = represents(relation="ngo", person=None, organisation=NGO, mandate=None)

    case = intake(sent, PARTNER, under=bodies, ticket=None).case

    assert (case.relation, case.mandate) == ("ngo", None)


def test_only_a_partner_applies_as_an_organisation_from_afar() -> None:
    bodies = passport(handling=handling(applicant_relations=["ngo"], contact="none"))
    sent = represents(relation="ngo", person=None, organisation=NGO, mandate=None)

    with pytest.raises(DomainError) as refused:
        intake(sent, AGENT, under=bodies, ticket=None)

    assert refused.value.code == "relation-not-of-mandate"


# Every request


def test_a_representative_sees_the_case_until_the_last_day_and_not_after() -> None:
    case = case_of()
    parts = frozenset({APPLICANT})

    assert may_see(case, on_case(case, CITIZEN, parts, LAST_DAY))
    assert not may_see(case, on_case(case, CITIZEN, parts, NEXT_DAY))


def test_the_represented_person_and_the_staff_see_it_after_the_last_day() -> None:
    case = case_of(represents(centre="dost-1"), AGENT)
    concerned = on_case(case, STRANGER, frozenset({CONCERNED}), NEXT_DAY)

    assert may_see(case, concerned)
    assert concerned.is_concerned
    assert may_see(case, on_case(case, AGENT, frozenset(), NEXT_DAY))
    assert case.mandate is not None
    assert case.mandate.state_on(NEXT_DAY) is MandateState.LAPSED


def test_who_applied_without_a_mandate_needs_none_later() -> None:
    case = replace(case_of(), mandate=None)

    assert may_see(case, on_case(case, CITIZEN, frozenset({APPLICANT}), NEXT_DAY))


def test_a_partner_sees_what_its_client_sent_while_mandate_and_agreement_hold() -> None:
    case = case_of(represents(), PARTNER)
    nobody: frozenset[str] = frozenset()
    others = replace(PARTNER, client="partner-municipality")
    ended = replace(PARTNER, services=frozenset({"pension"}))

    assert may_see(case, on_case(case, PARTNER, nobody, LAST_DAY))
    assert not may_see(case, on_case(case, PARTNER, nobody, NEXT_DAY))
    assert not may_see(case, on_case(case, others, nobody, LAST_DAY))
    assert not may_see(case, on_case(case, ended, nobody, LAST_DAY))


def test_a_role_that_is_no_client_sees_nothing_by_having_sent_it() -> None:
    case = case_of(represents(), PARTNER)
    operator = replace(PARTNER, role=ActorRole.OPERATOR)

    assert not may_see(case, on_case(case, operator, frozenset(), LAST_DAY))


@pytest.mark.parametrize(("actor", "seen"), [(CITIZEN, False), (PARTNER, False), (AGENT, True)])
def test_only_a_paper_that_staff_have_seen_opens_the_person(actor: Actor, seen: bool) -> None:
    case = case_of(represents(), actor)
    holder = on_case(case, CITIZEN, frozenset({APPLICANT}), LAST_DAY)

    assert reads_in_full(case, holder) is seen


def test_the_represented_person_reads_all_from_the_start() -> None:
    case = case_of()

    assert reads_in_full(case, on_case(case, STRANGER, frozenset({CONCERNED}), NEXT_DAY))


def test_a_partner_acts_for_a_person_as_the_organisation_it_is() -> None:
    case = case_of(represents(person=None, organisation=NGO), PARTNER)

    assert may_see(case, on_case(case, PARTNER, frozenset(), LAST_DAY))


# Messages


def test_under_a_power_of_attorney_the_represented_person_is_told() -> None:
    assert recipient_on(case_of(), LAST_DAY) == "person-concerned"


def test_under_a_guardianship_the_guardian_is_told_while_it_holds() -> None:
    case = case_of(paper(kind=MandateKind.GUARDIANSHIP), AGENT)

    assert recipient_on(case, LAST_DAY) == "guardian"
    assert recipient_on(case, NEXT_DAY) == "person-concerned"


def test_a_guardian_without_a_cabinet_is_not_promised_a_message() -> None:
    guardianship = replace(PAPER, kind=MandateKind.GUARDIANSHIP)
    foreigner = replace(WARD, identifier=Identifier(IdentifierKind.PASSPORT, "C01234567"))
    by_a_foreigner = represents(mandate=guardianship, person=foreigner)
    by_a_body = represents(mandate=guardianship, person=None, organisation=NGO)

    assert faults(by_a_foreigner, AGENT) == [
        ("/applicant/person/identifier", "identifier-not-supported-yet")
    ]
    assert faults(by_a_body, AGENT) == [("/applicant/organisation", "identifier-not-supported-yet")]
    assert case_of(represents(person=foreigner), AGENT).is_open
