"""Two whole lives in the pure engine: the childcare benefit, and a service nobody has heard of."""

from datetime import date

from applications.domain.actions import (
    ApproachDesk,
    Claim,
    ConfirmCompleteness,
    Forward,
    Grant,
    Notify,
    RequestDocuments,
)
from applications.domain.actor import TIMER, Actor, ActorRole
from applications.domain.advance import advance, closed_if_told, delivered
from applications.domain.case import Case, CaseState, StepStatus, Template, View
from applications.domain.history import SendMessage
from applications.domain.intake.opening import open_case
from applications.domain.intake.submission import Submission
from applications.domain.passport import passport_from_data
from applications.domain.registries import RegistryAnswer
from applications.domain.terms.deadlines import terms_of
from applications.domain.terms.telling import with_term_told
from tests.builders.case_passports import codes, days, document, handling, step
from tests.builders.cases import (
    AGENT,
    ALL_ATTRIBUTES,
    CALENDAR,
    HOURS,
    INSURED,
    OFFICER,
    PERSON,
    act,
    answered,
    at,
    baku,
    brings,
    source,
    submitted,
    terms,
)


def closed(case: Case, when: str) -> Case:
    told = delivered(case, Template.DECISION, at(when))
    assert told is not None
    done = closed_if_told(told.case, at(when))
    assert done is not None
    return done.case


def test_a_childcare_benefit_crosses_novruz_and_ends_in_the_cabinet() -> None:
    case = submitted()
    case = answered(case, "insured", INSURED, at("2026-03-10 10:01"))
    case = answered(case, "attributes", ALL_ATTRIBUTES, at("2026-03-10 10:01"))
    case = act(case, AGENT, ApproachDesk("5"), when=at("2026-03-10 10:05"))
    case = act(case, AGENT, RequestDocuments(), when=at("2026-03-10 10:10"))
    assert case.state is CaseState.AWAITING_DOCUMENTS

    at_eleven = at("2026-03-10 11:00")
    case = act(case, AGENT, brings("commission-protocol"), ConfirmCompleteness(), when=at_eleven)
    case = act(case, AGENT, Forward(View.FOR, "Sənədlər tamdır"), when=at_eleven)
    dates = terms(case)
    case = with_term_told(case, dates.total.on)
    assert (dates.registered.on, dates.total.on) == (date(2026, 3, 10), date(2026, 3, 31))
    assert dates.timer_at == baku("2026-03-19 09:00")

    case = act(case, TIMER, Notify(Template.IN_PROGRESS), when=at("2026-03-19 09:00"))
    case = act(case, OFFICER, Claim(), when=at("2026-03-31 10:00"))
    granted = advance(case, OFFICER, Grant("DSMF-DOST-1/2026/1"), at("2026-03-31 10:05"))
    assert granted.effects == (SendMessage(Template.DECISION),)

    case = closed(granted.case, "2026-03-31 10:06")
    assert case.state is CaseState.CLOSED
    assert all(each.settled for each in case.steps)
    assert [each.status for each in case.steps] == [StepStatus.DONE] * 9


FISHING_LICENCE = {
    "service_id": "fishing-licence", "version": 7, "name": "Balıq ovu üçün icazə",
    "intake_channels": codes("self-service"), "audiences": codes("sole-trader"),
    "refusal_grounds": codes("no-legal-basis"), "document_forms": codes("original", "copy"),
    "meis_subsystems": codes("sovqat"), "total_duration": days(4, runs="working-days"),
    "required_documents": [document("boat-papers", "sovqat.boats"), document("drawing")],
    "steps": [step("registry-check", params={"question": "owns-boat", "subsystems": ["sovqat"]}),
              step("submit-documents"), step("forward"), step("decide"),
              step("notify", params={"margin_working_days": 2})],
    "handling": handling(decision_office={"body": "sxa", "at": "body"}),
}  # fmt: skip


def test_a_service_nobody_wrote_code_for_runs_to_its_end() -> None:
    boatman = Actor(ActorRole.CITIZEN, "c-12", fin="5ZK1Q2W", is_applicant=True)
    case = open_case(
        Submission("fishing-licence", "self-service", "self", "sole-trader", PERSON),
        passport_from_data(FISHING_LICENCE),
        boatman,
        case_id="case-9",
        number="2026-0000009-4",
        at=at("2026-03-17 19:00"),
        calendar=CALENDAR,
        hours=HOURS,
        ticket=None,
    ).case
    dates = terms_of(case, CALENDAR, HOURS, baku("2026-03-17 19:00"))
    assert dates.registered.on == date(2026, 3, 18)
    assert dates.total.on == date(2026, 4, 2)  # 19 and 31 March, 1 and 2 April work
    assert dates.notice is not None
    assert dates.notice.on == date(2026, 3, 31)

    has_a_boat = RegistryAnswer(INSURED.answer, (source("sovqat", "yes", "boats"),), "ev-boat")
    case = answered(answered(case, "owns-boat", has_a_boat), "attributes", has_a_boat)
    case = act(case, AGENT, Claim(), brings("drawing"), Forward(View.NONE, ""))
    assert case.office == "sxa"

    inspector = Actor(ActorRole.OFFICER, "sxa-1", body="sxa")
    case = act(case, inspector, Claim(), Grant("SXA/2026/1"))
    case = closed(case, "2026-03-31 12:00")
    assert case.state is CaseState.CLOSED
    assert [each.status for each in case.steps] == [StepStatus.DONE] * 5
