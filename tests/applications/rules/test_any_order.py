"""Whatever anybody does in whatever order: no state but the table's, no step lost, no date by itself."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from applications.domain import actions as do
from applications.domain.absence import missed
from applications.domain.actions import Action, ActionRequest
from applications.domain.actor import JOB, SYSTEM, TIMER, Actor
from applications.domain.advance import advance, closed_if_told, delivered, unreached
from applications.domain.calendar.working_calendar import WorkCalendar, local_date
from applications.domain.case import Answer, Case, CaseState, Instant, StepStatus, Template
from applications.domain.history import Advanced, Question
from applications.domain.intake.submission import SELF
from applications.domain.papers.requirements import missing, pending
from applications.domain.passport import StepKind
from applications.domain.people.policies import may_see
from applications.domain.people.standing import APPLICANT as PART
from applications.domain.people.standing import CONCERNED, on_case
from applications.domain.questions import questions_to_ask
from applications.domain.registries import apply_answer
from applications.domain.terms.deadlines import Terms
from applications.domain.terms.replanning import HELD, replanned
from applications.domain.transitions.open_table import OPEN_TABLE, AllowedAction, allowed_actions
from shared.errors import DomainError
from tests.builders.any_order import (
    DECREES,
    OTHERS,
    PASSPORTS,
    STAFF,
    TWO_CENTRES,
    USUAL,
    Dates,
    Decree,
    applied,
    dates_of,
    decreed,
    earlier_ones,
    moved_by_nothing,
    requests_for,
    spoken,
    with_margin,
)
from tests.builders.case_passports import passport
from tests.builders.cases import AGENT, APPLICANT, CITIZEN, HOURS, TUESDAY, terms
from tests.builders.laws_of_a_case import breaches, undone

states = {row.to for row in OPEN_TABLE} | {state for row in OPEN_TABLE for state in row.from_states}


class AnyOrder(RuleBasedStateMachine):
    """One case, everybody who may come near it, and two clocks that run."""

    case: Case
    at: Instant
    decision: Action
    calendars: dict[int, WorkCalendar]

    @initialize(
        fields=st.sampled_from(PASSPORTS),
        way=st.sampled_from(["desk", "online", "representative"]),
        margin=st.integers(1, 3),
        ahead=st.integers(0, 12),
        decision=st.sampled_from([Action.GRANT, Action.REFUSE]),
    )
    def somebody_applies(
        self, fields: dict[str, Any], way: str, margin: int, ahead: int, decision: Action
    ) -> None:
        under = with_margin(passport(**fields), margin)
        self.at, self.decision = TUESDAY, decision
        self.calendars = {TWO_CENTRES.version: TWO_CENTRES}
        self.case = applied(way, under)
        for _ in range(ahead):
            self.it_goes_its_usual_way()

    @rule(hours=st.sampled_from([1, 3, 26, 24 * 9]), both=st.booleans())
    def time_passes(self, hours: int, both: bool) -> None:
        passed = timedelta(hours=hours)
        before = self.counted()
        self.at = Instant(self.at.business + passed, self.at.system + passed * both)
        after = self.counted()
        assert dates_of(after) == dates_of(before), "a term moved without an event"
        assert (after.timer_at, after.due_on) == (before.timer_at, before.due_on)

    @rule(decree=DECREES)
    def the_calendar_changes(self, decree: Decree) -> None:
        """Bring a new version to the case, as the worker does to every open one."""
        newest = decreed(self.calendars[max(self.calendars)], decree)
        self.calendars[newest.version] = newest
        if not self.case.is_open:
            return
        dates, stood_on = self.dates(), self.case.calendar_version
        advanced = replanned(self.case, self.calendars[stood_on], newest, HOURS, self.at)
        if advanced is None:
            version = newest.version
            self.case = replace(self.case, calendar_version=version, calendar_offered=version)
            assert self.dates() == dates
            return
        self.came_about(advanced)
        if advanced.entry.action == HELD:
            assert (self.dates(), self.case.calendar_version) == (dates, stood_on)
        else:
            today = local_date(self.at.business)
            assert earlier_ones(dates, self.dates(), today) == [], "earlier without an officer"

    @rule(again=st.booleans())
    def nobody_comes_to_the_desk(self, again: bool) -> None:
        ticket = self.case.ticket
        if self.case.state is CaseState.SUBMITTED and ticket is not None and ticket.desk:
            self.came_about(missed(self.case, AGENT, called_again=again, at=self.at))

    @rule()
    def the_desk_calls_once_more(self) -> None:
        ticket = self.case.ticket
        if ticket is not None and not ticket.is_over(local_date(self.at.business)):
            self.case = replace(self.case, ticket=replace(ticket, desk="5"))

    @rule()
    def it_goes_its_usual_way(self) -> None:
        """Take the next step of an ordinary case, so that the far ends are reached too."""
        questions = questions_to_ask(self.case)
        if questions:
            self.answer(questions[0], Answer.YES, supplies=True)
            return
        bodies = self.bodies()
        for actor, usual in USUAL:
            action = self.decision if usual is Action.GRANT else usual
            offers = self.offers(actor) if may_see(self.case, actor) else ()
            if any(each.action is action and each.allowed for each in offers):
                self.attempt(actor, bodies[action][0])
                return
        self.the_cabinet_takes(Template.DECISION)

    @rule(data=st.data())
    def somebody_does_something_offered(self, data: st.DataObject) -> None:
        offered = [
            (actor, each.action)
            for actor in (*STAFF, self.holder(), JOB, TIMER, SYSTEM)
            if may_see(self.case, actor)
            for each in self.offers(actor)
            if each.allowed and each.action is not Action.WITHDRAW
        ]
        if offered:
            actor, action = data.draw(st.sampled_from(offered))
            bodies = self.bodies()[action]
            self.attempt(actor, data.draw(st.sampled_from(bodies)))

    @rule(
        data=st.data(),
        actor=st.sampled_from((*STAFF, *OTHERS)),
        action=st.sampled_from(tuple(Action)),
    )
    def somebody_tries_anything(self, data: st.DataObject, actor: Actor, action: Action) -> None:
        somebody = self.holder() if actor is APPLICANT else actor
        bodies = self.bodies()[action] or [do.Claim()]
        self.attempt(somebody, data.draw(st.sampled_from(bodies)))

    @rule(data=st.data(), said=st.sampled_from(Answer), supplies=st.booleans())
    def the_registries_answer(self, data: st.DataObject, said: Answer, supplies: bool) -> None:
        open_questions = questions_to_ask(self.case)
        if not open_questions:
            return
        self.answer(data.draw(st.sampled_from(open_questions)), said, supplies=supplies)

    def answer(self, question: Question, said: Answer, *, supplies: bool) -> None:
        """Let the registries answer a question."""
        answer = spoken(question, said, supplies=supplies)
        advanced = apply_answer(self.case, question, answer, self.at).advanced
        if advanced is not None:
            self.came_about(advanced, may_come_back=True)

    @rule(template=st.sampled_from(Template))
    def the_cabinet_takes(self, template: Template) -> None:
        self.told(delivered(self.case, template, self.at))

    @rule(template=st.sampled_from(Template))
    def the_cabinet_refuses(self, template: Template) -> None:
        self.told(unreached(self.case, template, self.at))

    def offers(self, actor: Actor) -> tuple[AllowedAction, ...]:
        """Return what somebody may do now, as the case itself would tell them."""
        return allowed_actions(self.case, actor, self.at, self.counted().total.end)

    def told(self, advanced: Advanced | None) -> None:
        """Let the case know what became of a message; told of its decision, it closes."""
        if advanced is not None:
            self.came_about(advanced)
        closed = closed_if_told(self.case, self.at)
        if closed is not None:
            self.came_about(closed)

    def attempt(self, actor: Actor, request: ActionRequest) -> None:
        """Let somebody try; what is refused leaves no trace, what happens was offered."""
        offered = {each.action for each in self.offers(actor) if each.allowed}
        ends = self.counted().total.end
        try:
            advanced = advance(self.case, actor, request, self.at, term_ends=ends)
        except DomainError:
            return
        assert request.action in offered, "something happened that was not offered"
        if request.action is Action.EXTEND:
            assert self.at.business < ends, "a term that is over was extended"
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
        assert undone(before, after) == []
        assert breaches(before, after, entry, self.at) == []
        event(f"{entry.action} came to {after.state}")
        dates = self.dates()
        self.case = after
        assert moved_by_nothing(before, after, dates, self.dates()) == [], entry.action

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

    @invariant()
    def who_holds_a_mandate_sees_the_case_on_its_days_alone(self) -> None:
        mandate, today = self.case.mandate, local_date(self.at.business)
        holds = mandate is None or mandate.issued_on <= today <= mandate.valid_until
        assert may_see(self.case, self.holder()) is (holds and not (mandate and mandate.rejected))

    def holder(self) -> Actor:
        """Return who applied, as they stand to the case today."""
        parts = {PART, CONCERNED} if self.case.relation == SELF else {PART}
        return on_case(self.case, CITIZEN, frozenset(parts), local_date(self.at.business))

    def bodies(self) -> dict[Action, list[ActionRequest]]:
        """Return what might be asked of the case now."""
        return requests_for(self.case, self.calendars[self.case.calendar_offered])

    def counted(self) -> Terms:
        """Return all dates of the case, on the calendar it stands on."""
        return terms(self.case, self.at, self.calendars[self.case.calendar_version])

    def dates(self) -> Dates:
        """Return day and instant of each term as it is counted now."""
        return dates_of(self.counted())


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
