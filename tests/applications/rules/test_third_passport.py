"""The synthetic passport in the pure engine: its conditions, its registries in doubt, its terms."""

from dataclasses import replace
from datetime import date

from applications.domain.actions import (
    ApproachDesk,
    Claim,
    ConfirmCompleteness,
    Forward,
    Override,
)
from applications.domain.case import Answer, Case, StepStatus, View
from applications.domain.papers.requirements import papers_wanted
from applications.domain.passport import Passport, passport_from_data
from applications.domain.registries import RegistryAnswer
from tests.builders.cases import (
    AGENT,
    CITIZEN,
    TICKET,
    act,
    answered,
    baku,
    blocked,
    brings,
    in_person,
    intake,
    self_service,
    source,
    terms,
)
from tests.builders.third_passport import third_data

DONE, PENDING = StepStatus.DONE, StepStatus.PENDING
NOT_APPLICABLE = StepStatus.NOT_APPLICABLE


def third() -> Passport:
    return passport_from_data(third_data())


def online(audience: str = "citizen") -> Case:
    return intake(self_service(audience=audience), CITIZEN, third(), ticket=None).case


def of(case: Case, *steps: str) -> list[StepStatus]:
    return [step.status for step in case.steps if step.id in steps]


def test_a_foreigner_is_asked_about_no_pension_and_checked_once_more() -> None:
    citizen, foreigner = online(), online("foreigner")

    assert of(citizen, "check-pension", "check-stay") == [StepStatus.RUNNING, NOT_APPLICABLE]
    assert of(foreigner, "check-pension", "check-stay") == [NOT_APPLICABLE, PENDING]


def test_who_comes_to_the_desk_hands_the_papers_over_there() -> None:
    ticket = replace(TICKET, direction="social-services")
    case = act(intake(in_person(), AGENT, third(), ticket=ticket).case, AGENT, ApproachDesk("5"))

    assert of(case, "send-papers", "queue-up", "come-to-desk") == [NOT_APPLICABLE, DONE, DONE]
    assert of(case, "hand-papers-over") == [PENDING]


def test_a_silent_registry_is_answered_by_its_paper_or_overridden_where_it_has_none() -> None:
    silent = RegistryAnswer(Answer.UNKNOWN)
    case = answered(answered(online(), "disabled", silent), "pensioner", silent)
    case = answered(case, "attributes", silent)
    case = act(case, AGENT, Claim())

    assert set(papers_wanted(case)) == {"disability-certificate", "orthopaedist-opinion"}
    case = act(case, AGENT, brings("disability-certificate", "rehabilitation-extract"))
    case = act(case, AGENT, ConfirmCompleteness())
    assert of(case, "check-disability", "check-pension") == [DONE, PENDING]
    assert blocked(case, AGENT, Forward(View.NONE, "")) == ["earlier-steps-done"]

    case = act(case, AGENT, Override("check-pension", "Pensiya susur"), Forward(View.NONE, ""))
    assert case.office == "dtsera"


def test_its_terms_are_minutes_and_working_days_and_its_notice_two_working_days_before() -> None:
    said = RegistryAnswer(Answer.YES, (source("elillik", "yes", "disability"),), "ev-1")
    dates = terms(answered(online(), "attributes", said))

    assert dates.front_office is not None
    assert dates.front_office.at == baku("2026-03-10 11:30")
    assert dates.total.on == date(2026, 3, 17)
    assert dates.notice is not None
    assert dates.notice.on == date(2026, 3, 13)
