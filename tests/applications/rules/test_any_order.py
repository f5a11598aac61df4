"""Whatever anybody does in whatever order: no state but the table's, no step lost, no date by itself."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from applications.domain import actions as do
from applications.domain.actions import Action, ActionRequest
from applications.domain.actor import JOB, SYSTEM, TIMER, Actor
from applications.domain.advance import advance, closed_if_told, delivered, unreached
from applications.domain.case import Answer, Case, CaseState, Instant, StepStatus, Template
from applications.domain.history import Advanced, Question
from applications.domain.papers.requirements import missing, pending
from applications.domain.passport import StepKind
from applications.domain.people.policies import may_see
from applications.domain.questions import questions_to_ask
from applications.domain.registries import RegistryAnswer, SourceAnswer, apply_answer
from applications.domain.transitions.open_table import OPEN_TABLE, allowed_actions
from shared.errors import DomainError
from tests.builders.any_order import OTHERS, PASSPORTS, STAFF, USUAL, requests_for
from tests.builders.case_passports import passport
from tests.builders.cases import (
    APPLICANT,
    CALENDAR,
    TUESDAY,
    submitted,
    submitted_online,
    terms,
)

states = {row.to for row in OPEN_TABLE} | {state for row in OPEN_TABLE for state in row.from_states}


class AnyOrder(RuleBasedStateMachine):
    """One case, everybody who may come near it, and two clocks that run."""

    case: Case
    at: Instant
    decision: Action

    @initialize(
        fields=st.sampled_from(PASSPORTS),
        online=st.booleans(),
        margin=st.integers(1, 3),
        ahead=st.integers(0, 9),
        decision=st.sampled_from([Action.GRANT, Action.REFUSE]),
    )
    def somebody_applies(
        self, fields: dict[str, Any], online: bool, margin: int, ahead: int, decision: Action
    ) -> None:
        under = passport(**fields)
        steps = tuple(
            replace(each, params={**each.params, "margin_working_days": margin})
            if each.kind is StepKind.NOTIFY
            else each
            for each in under.steps
        )
        under = replace(under, steps=steps)
        self.at, self.decision = TUESDAY, decision
        self.case = submitted_online(under=under) if online else submitted(under=under)
        for _ in range(ahead):
            self.it_goes_its_usual_way()

    @rule(hours=st.sampled_from([1, 3, 26, 24 * 9]), both=st.booleans())
    def time_passes(self, hours: int, both: bool) -> None:
        passed = timedelta(hours=hours)
        dates = self.dates()
        self.at = Instant(self.at.business + passed, self.at.system + passed * both)
        assert self.dates() == dates, "a term moved without an event"

    @rule()
    def it_goes_its_usual_way(self) -> None:
        """Take the next step of an ordinary case, so that the far ends are reached too."""
        questions = questions_to_ask(self.case)
        if questions:
            self.answer(questions[0], Answer.YES, supplies=True)
            return
        bodies = requests_for(self.case)
        for actor, usual in USUAL:
            action = self.decision if usual is Action.GRANT else usual
            offers = allowed_actions(self.case, actor, self.at) if may_see(self.case, actor) else ()
            if any(each.action is action and each.allowed for each in offers):
                self.attempt(actor, bodies[action][0])
                return
        self.the_cabinet_takes(Template.DECISION)

    @rule(data=st.data())
    def somebody_does_something_offered(self, data: st.DataObject) -> None:
        offered = [
            (actor, each.action)
            for actor in (*STAFF, APPLICANT, JOB, TIMER, SYSTEM)
            if may_see(self.case, actor)
            for each in allowed_actions(self.case, actor, self.at)
            if each.allowed and each.action is not Action.WITHDRAW
        ]
        if offered:
            actor, action = data.draw(st.sampled_from(offered))
            bodies = requests_for(self.case)[action]
            self.attempt(actor, data.draw(st.sampled_from(bodies)))

    @rule(
        data=st.data(),
        actor=st.sampled_from((*STAFF, *OTHERS)),
        action=st.sampled_from(tuple(Action)),
    )
    def somebody_tries_anything(self, data: st.DataObject, actor: Actor, action: Action) -> None:
        self.attempt(
            actor, data.draw(st.sampled_from(requests_for(self.case)[action] or [do.Claim()]))
        )

    @rule(data=st.data(), said=st.sampled_from(Answer), supplies=st.booleans())
    def the_registries_answer(self, data: st.DataObject, said: Answer, supplies: bool) -> None:
        open_questions = questions_to_ask(self.case)
        if not open_questions:
            return
        self.answer(data.draw(st.sampled_from(open_questions)), said, supplies=supplies)

    def answer(self, question: Question, said: Answer, *, supplies: bool) -> None:
        """Let the registries answer a question."""
        attributes = frozenset(name.partition(".")[2] for name in question.attributes)
        sources = tuple(
            SourceAnswer(each, said, attributes if supplies else frozenset())
            for each in question.subsystems
        )
        answer = RegistryAnswer(said, sources, "e-1")
        advanced = apply_answer(self.case, question, answer, self.at).advanced
        if advanced is not None:
            self.came_about(advanced, may_come_back=True)

    @rule(template=st.sampled_from(Template))
    def the_cabinet_takes(self, template: Template) -> None:
        self.told(delivered(self.case, template, self.at))

    @rule(template=st.sampled_from(Template))
    def the_cabinet_refuses(self, template: Template) -> None:
        self.told(unreached(self.case, template, self.at))

    def told(self, advanced: Advanced | None) -> None:
        """Let the case know what became of a message; told of its decision, it closes."""
        if advanced is not None:
            self.came_about(advanced)
        closed = closed_if_told(self.case, self.at)
        if closed is not None:
            self.came_about(closed)

    def attempt(self, actor: Actor, request: ActionRequest) -> None:
        """Let somebody try; what is refused leaves no trace, what happens was offered."""
        offers = allowed_actions(self.case, actor, self.at)
        offered = {each.action for each in offers if each.allowed}
        try:
            advanced = advance(self.case, actor, request, self.at)
        except DomainError:
            return
        assert request.action in offered, "something happened that was not offered"
        rows = [
            row
            for row in OPEN_TABLE
            if row.action is request.action and self.case.state in row.from_states
        ]
        assert len(rows) == 1, "something happened that the table does not have"
        came_to = rows[0].to or self.case.state
        self.came_about(advanced, came_to=came_to, may_come_back=True)

    def came_about(
        self, advanced: Advanced, *, came_to: CaseState | None = None, may_come_back: bool = False
    ) -> None:
        """Hold the change against the laws, then live with it."""
        before, after, entry = self.case, advanced.case, advanced.entry
        assert after.version == before.version + 1
        assert (entry.from_state, entry.state) == (before.state, after.state)
        expected = {came_to or before.state}
        if may_come_back and before.state is CaseState.AWAITING_DOCUMENTS:
            expected.add(CaseState.AT_FRONT_OFFICE)
        if entry.action == "close":
            expected = {CaseState.CLOSED}
        assert after.state in expected
        assert [each.id for each in after.steps] == [each.id for each in before.steps]
        assert [each.code for each in after.requirements] == [
            each.code for each in before.requirements
        ]
        self.nothing_is_undone(before, after)
        event(f"came to be {after.state}")
        dates = self.dates()
        self.case = after
        if self.dates()["total"] != dates["total"]:
            assert (before.suspensions, before.extension) != (after.suspensions, after.extension)

    def nothing_is_undone(self, before: Case, after: Case) -> None:
        """What was decided, extended, forwarded or over stays so."""
        assert before.decision in (None, after.decision)
        assert before.extension in (None, after.extension)
        assert after.forwarders[: len(before.forwarders)] == before.forwarders
        assert [each.since for each in after.suspensions][: len(before.suspensions)] == [
            each.since for each in before.suspensions
        ]
        ended = [each for each in before.suspensions if each.until is not None]
        assert list(after.suspensions[: len(ended)]) == ended

    @invariant()
    def the_case_is_somewhere_the_table_knows(self) -> None:
        assert self.case.state in states
        if self.case.state in (CaseState.GRANTED, CaseState.REFUSED):
            assert self.case.decision is not None

    @invariant()
    def the_clock_stands_at_most_once(self) -> None:
        pauses = self.case.suspensions
        assert all(each.until is not None for each in pauses[:-1])
        for one, next_one in pairwise(pauses):
            assert one.until is not None
            assert one.until <= next_one.since
        if self.case.state is CaseState.AWAITING_DOCUMENTS:
            assert self.case.clock_stopped
        assert self.case.is_open or not self.case.clock_stopped

    @invariant()
    def a_decision_and_its_step_belong_together(self) -> None:
        for each in self.case.steps_of(StepKind.DECIDE):
            assert (each.status is StepStatus.DONE) == (self.case.decision is not None)

    @invariant()
    def at_the_back_office_nothing_is_missing(self) -> None:
        if self.case.state is CaseState.AT_BACK_OFFICE:
            assert (missing(self.case), pending(self.case)) == ((), ())

    def dates(self) -> dict[str, object]:
        """Return every date of the case as it is counted now."""
        return dict(self._dates())

    def _dates(self) -> Iterator[tuple[str, object]]:
        found = terms(self.case, self.at, CALENDAR)
        for name in ("registered", "total", "front_office", "back_office", "notice", "officer_due"):
            deadline = getattr(found, name)
            yield name, None if deadline is None else (deadline.on, deadline.at)
        yield "timer", found.timer_at
        yield "due", found.due_on


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
