"""Readable cases for tests of the applications service: one passport, one agent, one officer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from applications.domain.actions import (
    ActionRequest,
    ApproachDesk,
    ConfirmCompleteness,
    Extend,
    Forward,
    SubmitDocuments,
)
from applications.domain.actor import Actor, ActorRole
from applications.domain.advance import advance
from applications.domain.calendar.working_calendar import (
    BAKU,
    CalendarDay,
    DayKind,
    OfficeHours,
    WorkCalendar,
    local_date,
)
from applications.domain.case import Answer, Case, Instant, View
from applications.domain.errors import ActionBlocked
from applications.domain.history import Question
from applications.domain.intake.opening import Intake, open_case
from applications.domain.intake.submission import Identifier, IdentifierKind, Person, Submission
from applications.domain.passport import Passport
from applications.domain.questions import questions_to_ask
from applications.domain.registries import Answered, RegistryAnswer, SourceAnswer, apply_answer
from applications.domain.terms.deadlines import Terms, terms_of
from applications.domain.tickets import Ticket
from applications.domain.uploads import SubmittedDocument as Paper
from applications.domain.uploads import UploadStanding
from shared.errors import Kind
from tests.builders.case_passports import passport

FIN = "5ZK1Q2W"
PERSON = Person(Identifier(IdentifierKind.FIN, FIN), "Aysel", "Məmmədova", date(1994, 3, 2))

AGENT = Actor(ActorRole.AGENT, "leyla", centre="dost-1", desk="5")
OTHER_AGENT = Actor(ActorRole.AGENT, "kamran", centre="dost-1", desk="6")
AGENT_ELSEWHERE = Actor(ActorRole.AGENT, "nigar", centre="dost-2", desk="1")
OFFICER = Actor(ActorRole.OFFICER, "rashad", centre="dost-1", body="dsmf")
OTHER_OFFICER = Actor(ActorRole.OFFICER, "sevda", centre="dost-1", body="dsmf")
OFFICER_ELSEWHERE = Actor(ActorRole.OFFICER, "orkhan", centre="dost-2", body="dsmf")
CITIZEN = Actor(ActorRole.CITIZEN, "c-71", fin=FIN, client="e-sosial")
APPLICANT = replace(CITIZEN, is_applicant=True)
STRANGER = Actor(ActorRole.CITIZEN, "c-99", fin="4ABC12D", client="e-sosial")

HOURS = OfficeHours()
DAYS_OFF_2026 = (
    *((1, day) for day in (1, 2, 20)),
    *((3, day) for day in (8, 9, *range(20, 31))),
    *((5, day) for day in (9, 11, 27, 28, 29)),
    *((6, day) for day in (15, 26)),
    *((11, day) for day in (8, 9, 10)),
    (12, 31),
)


def days_off(year: int, days: Sequence[tuple[int, int]]) -> list[CalendarDay]:
    """Return calendar rows for the days off, as (month, day)."""
    return [
        CalendarDay(date(year, month, day), DayKind.DAY_OFF, f"{year}-1", 1) for month, day in days
    ]


CALENDAR = WorkCalendar.of(days_off(2026, DAYS_OFF_2026), signed=(2026,), version=1)


def baku(text: str) -> datetime:
    """Return the instant of a wall clock in Baku, ``2026-03-10 10:00`` (no hour: ten o'clock)."""
    return datetime.fromisoformat(text if ":" in text else f"{text} 10:00").replace(tzinfo=BAKU)


def at(text: str) -> Instant:
    """Return an instant at which both clocks agree."""
    return Instant(baku(text), baku(text))


TUESDAY = at("2026-03-10")


def later(**passed: int) -> Instant:
    """Return Tuesday, with so much system time passed (``hours=2``)."""
    return Instant(TUESDAY.business, TUESDAY.system + timedelta(**passed))


TICKET = Ticket("t-1", "dost-1", "social-benefits", day=date(2026, 3, 10), desk="5")


def in_person(**fields: Any) -> Submission:
    """Return a mother's application at the counter, entered by the agent."""
    return replace(
        Submission(
            service_id="childcare-benefit",
            channel="in-person",
            relation="self",
            audience="citizen",
            person=PERSON,
            centre="dost-1",
            ticket_id="t-1",
        ),
        **fields,
    )


def self_service(**fields: Any) -> Submission:
    """Return the same application, sent by herself through the portal."""
    return in_person(channel="self-service", centre=None, ticket_id=None, **fields)


def intake(
    submission: Submission | None = None,
    actor: Actor = AGENT,
    under: Passport | None = None,
    when: Instant = TUESDAY,
    ticket: Ticket | None = TICKET,
    calendar: WorkCalendar = CALENDAR,
) -> Intake:
    """Submit; what is not named is the mother at the counter on Tuesday 10 March 2026.

    Her ticket is of the day she submits.
    """
    if ticket is TICKET:
        ticket = replace(TICKET, day=local_date(when.business))
    return open_case(
        submission or in_person(),
        under or passport(),
        actor,
        case_id="case-1",
        number="2026-0000001-0",
        at=when,
        calendar=calendar,
        hours=HOURS,
        ticket=ticket,
    )


def submitted(**fields: Any) -> Case:
    """Return a case just submitted; the fields are those of ``intake``."""
    return intake(**fields).case


def submitted_online(**fields: Any) -> Case:
    """Return a case just submitted by self-service."""
    return intake(self_service(), CITIZEN, ticket=None, **fields).case


def act(case: Case, actor: Actor, *requests: ActionRequest, when: Instant = TUESDAY) -> Case:
    """Do the actions one after the other and return the case."""
    for request in requests:
        case = advance(case, actor, request, when, term_ends=term_ends(case, request)).case
    return case


def term_ends(case: Case, request: ActionRequest) -> datetime | None:
    """Return the end of the whole term for an action that asks for it."""
    return terms(case).total.end if isinstance(request, Extend) else None


def blocked(case: Case, actor: Actor, request: ActionRequest, when: Instant = TUESDAY) -> list[str]:
    """Return the codes of the guards that keep the actor from it now."""
    with pytest.raises(ActionBlocked) as refused:
        advance(case, actor, request, when, term_ends=term_ends(case, request))
    assert refused.value.kind is Kind.CONFLICT
    return [each["code"] for each in refused.value.members["blocked_by"]]


def at_desk(**fields: Any) -> Case:
    """Return the case after the person has come to the desk."""
    return act(submitted(**fields), AGENT, ApproachDesk("5"))


def filed(text: str, **fields: Any) -> Case:
    """Return a case submitted at ``text`` under the childcare passport with ``fields`` changed."""
    return submitted(when=at(text), under=passport(**fields))


def forwarded(when: str = "2026-03-10", **fields: Any) -> Case:
    """Return a complete case of Tuesday 10 March that the agent forwards at ``when``."""
    case = with_answers(at_desk(under=passport(**fields)))
    case = act(case, AGENT, brings("commission-protocol"), ConfirmCompleteness())
    return act(case, AGENT, Forward(View.FOR, "tamdır"), when=at(when))


def source(subsystem: str, answer: str, *supplied: str, error: str | None = None) -> SourceAnswer:
    """Return what one subsystem said on Tuesday."""
    return SourceAnswer(subsystem, Answer(answer), frozenset(supplied), TUESDAY.business, error)


def insured(sigorta: str, monitorinq: str, answer: str) -> RegistryAnswer:
    """Return the gateway's answer to *insured* from what both registries said."""
    sources = (source("sigorta", sigorta), source("monitorinq", monitorinq))
    return RegistryAnswer(Answer(answer), sources, "ev-insured")


INSURED = insured("yes", "yes", "yes")
ALL_ATTRIBUTES = RegistryAnswer(
    Answer.YES,
    (
        source("sigorta", "yes", "identity", "dependants"),
        source("monitorinq", "yes", "leave_order"),
    ),
    "ev-attributes",
)


def question(case: Case, name: str) -> Question:
    """Return the case's open question of that name."""
    return next(each for each in questions_to_ask(case) if each.question == name)


def answer(case: Case, name: str, said: RegistryAnswer, when: Instant = TUESDAY) -> Answered:
    """Give an answer to the case's open question of that name."""
    return apply_answer(case, question(case, name), said, when)


def answered(case: Case, name: str, said: RegistryAnswer, when: Instant = TUESDAY) -> Case:
    """Return the case after an answer that changed it."""
    advanced = answer(case, name, said, when).advanced
    assert advanced is not None, "the answer changed nothing"
    return advanced.case


def with_answers(case: Case) -> Case:
    """Return the case after both registries have supplied everything."""
    return answered(answered(case, "insured", INSURED), "attributes", ALL_ATTRIBUTES)


def original(requirement: str, **fields: Any) -> Paper:
    """Return an original the agent has seen."""
    return replace(
        Paper(requirement, "original", number="AA 100", issued_on=date(2026, 2, 1)), **fields
    )


def copied(requirement: str, **fields: Any) -> Paper:
    """Return an uploaded picture of a paper."""
    picture = Paper(requirement, "electronic-copy", document_id="d-1", upload=UploadStanding.WAITS)
    return replace(picture, **fields)


def brings(*requirements: str) -> SubmitDocuments:
    """Return the action by which the agent records originals."""
    return SubmitDocuments(tuple(original(each) for each in requirements))


def terms(case: Case, now: Instant = TUESDAY, calendar: WorkCalendar = CALENDAR) -> Terms:
    """Return the dates of the case on the calendar of 2026."""
    return terms_of(case, calendar, HOURS, now.business)
