"""Whatever a passport prints: what was taken in can be led to its decision, and no step is lost."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from applications.domain.actions import (
    ActionRequest,
    ApproachDesk,
    Claim,
    ConfirmCompleteness,
    Forward,
    Grant,
    Override,
    Refuse,
    RequestDocuments,
    Return,
    TellInPerson,
    Waive,
)
from applications.domain.actor import Actor, ActorRole
from applications.domain.advance import closed_if_told, delivered
from applications.domain.calendar.working_calendar import local_date
from applications.domain.case import Answer, Case, CaseState, Template, View
from applications.domain.history import Question
from applications.domain.intake.submission import Identifier, IdentifierKind, Letter, Person
from applications.domain.papers.requirements import missing, papers_wanted
from applications.domain.passport import StepKind, passport_from_data
from applications.domain.questions import ATTRIBUTES, questions_to_ask
from applications.domain.registries import RegistryAnswer, SourceAnswer, apply_answer
from applications.domain.transitions.guards import steps_in_doubt
from applications.domain.transitions.open_table import allowed_actions
from tests.builders.any_passport import AUDIENCES, CHANNELS, DIRECTION, Json, passport_data, some
from tests.builders.cases import (
    AGENT,
    CITIZEN,
    PERSON,
    TICKET,
    TUESDAY,
    act,
    brings,
    in_person,
    intake,
    self_service,
    terms,
)

OFFICER = Actor(ActorRole.OFFICER, "rashad", centre="dost-1", body="dtsera")
RELATIVE = Person(Identifier(IdentifierKind.FIN, "6AB2C3D"), "Günay", "Sınaqlı")
MOST_MOVES = 60

Draw = st.DataObject
Move = Callable[[], Case]


@given(data=st.data(), published=passport_data())
def test_every_case_taken_in_comes_to_its_decision_and_no_step_is_lost(
    data: Draw, published: Json
) -> None:
    case = taken_in(data, published)
    steps = [step.id for step in case.steps]
    assert steps == [each["id"] for each in published["steps"]]

    for _ in range(MOST_MOVES):
        if case.decision is not None:
            break
        assert terms(case).total.on >= local_date(case.filed_at)
        moves = list(moves_of(case, data))
        assert moves, f"a dead end: {allowed_actions(case, AGENT, TUESDAY)}"
        case = data.draw(some(moves))()
    assert case.state in (CaseState.GRANTED, CaseState.REFUSED)

    assert [step.id for step in case.steps] == steps
    assert all(step.settled or step.kind is StepKind.NOTIFY for step in case.steps)
    ended = told(case)
    assert ended.state is CaseState.CLOSED
    assert all(step.settled for step in ended.steps)


def taken_in(data: Draw, published: Json) -> Case:
    """Submit in one of the ways the passport allows."""
    under = passport_from_data(published)
    audience, channel = data.draw(some(AUDIENCES)), data.draw(some(CHANNELS))
    if channel == "self-service":
        sent = self_service(audience=audience)
        return intake(sent, CITIZEN, under, ticket=None).case
    if channel == "post":
        letter = Letter(date(2026, 3, 9), "M-41")
        sent = replace(self_service(audience=audience), channel=channel, letter=letter)
        return intake(sent, AGENT, under, ticket=None).case
    sent = in_person(audience=audience)
    if data.draw(st.booleans()):
        sent = replace(sent, relation="relative", person=RELATIVE, represented=PERSON)
    return intake(sent, AGENT, under, ticket=replace(TICKET, direction=DIRECTION)).case


def moves_of(case: Case, data: Draw) -> Iterator[Move]:
    """Yield what somebody may do now that brings the case on; registries in doubt stay silent."""
    for question in questions_to_ask(case):
        if is_new(case, question):
            yield partial(heard, case, question, data)
    for actor, request in requests(case):
        allowed = {each.action for each in allowed_actions(case, actor, TUESDAY) if each.allowed}
        if request.action in allowed:
            yield partial(act, case, actor, request)


def requests(case: Case) -> Iterator[tuple[Actor, ActionRequest]]:
    """Yield what agent and officer would do next with a case."""
    if case.state is CaseState.SUBMITTED:
        yield AGENT, ApproachDesk("5")
        yield AGENT, Claim()
        return
    if case.state is CaseState.AT_BACK_OFFICE:
        yield from decisions(case)
        return
    if case.state is CaseState.AT_FRONT_OFFICE and papers_wanted(case) and not case.requested:
        yield AGENT, RequestDocuments()
    if papers_wanted(case):
        yield AGENT, brings(*papers_wanted(case))
    for code in missing(case):
        yield AGENT, Waive(code, "itib")
    for step in steps_in_doubt(case):
        yield AGENT, Override(step, "altsistem susur")
    yield AGENT, ConfirmCompleteness()
    yield AGENT, Forward(View.NONE, "")


def decisions(case: Case) -> Iterator[tuple[Actor, ActionRequest]]:
    """Yield what the officer may do: decide either way, or hand the case back."""
    if case.assignee is None:
        yield OFFICER, Claim()
        return
    yield OFFICER, Grant("DTSERA/2026/1")
    yield OFFICER, Refuse("DTSERA/2026/1", case.passport.grounds[0], "əsas yoxdur")
    yield OFFICER, Return("protokol oxunmur")


def is_new(case: Case, question: Question) -> bool:
    """Tell whether nobody has answered the question in any way yet."""
    if question.step_id is None:
        wanted = {source.partition(".")[0] for source in question.attributes}
        return bool(wanted) and any(item.status == "pending" for item in case.requirements)
    step = case.step(question.step_id)
    return step is not None and step.answer is None


def heard(case: Case, question: Question, data: Draw) -> Case:
    """Let the registries answer whatever they will."""
    if question.question == ATTRIBUTES:
        sources = tuple(spoken(each, question, data) for each in question.subsystems)
        answer = RegistryAnswer(Answer.YES, sources, "ev-attributes")
    else:
        answer = RegistryAnswer(data.draw(some(list(Answer))), (), "ev-check")
    advanced = apply_answer(case, question, answer, TUESDAY).advanced
    assert advanced is not None
    return advanced.case


def spoken(subsystem: str, question: Question, data: Draw) -> SourceAnswer:
    """Let one registry supply what it is asked for, hold nothing, or stay silent."""
    said = data.draw(some(["supplies", "holds nothing", "is silent"]))
    if said == "is silent":
        return SourceAnswer(subsystem, Answer.UNKNOWN, error="timeout")
    named = {each.partition(".")[2] for each in question.attributes if each.startswith(subsystem)}
    return SourceAnswer(subsystem, Answer.YES, frozenset(named if said == "supplies" else ()))


def told(case: Case) -> Case:
    """Deliver the decision, or tell it in person where the passport allows no contact."""
    reached = delivered(case, Template.DECISION, TUESDAY)
    if reached is None:
        return act(case, AGENT, TellInPerson(TUESDAY.business, "Mərkəzdə", "Sosial agent"))
    done = closed_if_told(reached.case, TUESDAY)
    assert done is not None
    return done.case
