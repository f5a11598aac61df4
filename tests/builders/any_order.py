"""Everybody who may come near a case, and whatever they may ask: for tests in any order."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, TypeAlias

from hypothesis import strategies as st

from applications.domain import actions as do
from applications.domain.actions import Action, ActionRequest
from applications.domain.actor import JOB, SYSTEM, TIMER, Actor, ActorRole
from applications.domain.calendar.working_calendar import (
    CalendarDay,
    DayKind,
    OfficeHours,
    WorkCalendar,
)
from applications.domain.case import Answer, Case, RequirementStatus, Template, View
from applications.domain.history import Question
from applications.domain.papers.requirements import missing, papers_taken
from applications.domain.passport import Passport, StepKind
from applications.domain.registries import RegistryAnswer, SourceAnswer
from applications.domain.terms.deadlines import Terms
from tests.builders.case_passports import CHILDCARE_STEPS, days, document, handling, step
from tests.builders.cases import (
    AGENT,
    AGENT_ELSEWHERE,
    APPLICANT,
    CALENDAR,
    CITIZEN,
    HOURS,
    OFFICER,
    OFFICER_ELSEWHERE,
    OTHER_AGENT,
    OTHER_OFFICER,
    STRANGER,
    TUESDAY,
    copied,
    intake,
    original,
    submitted,
    submitted_online,
)
from tests.builders.representatives import PAPER, represents

BOTH = Actor(ActorRole.OFFICER, "leyla", centre="dost-1", body="dsmf")
STAFF = (AGENT, OTHER_AGENT, AGENT_ELSEWHERE, OFFICER, OTHER_OFFICER, BOTH)
OTHERS = (APPLICANT, STRANGER, OFFICER_ELSEWHERE, JOB, TIMER, SYSTEM)
WHY = "Səbəb"

PASSPORTS: tuple[dict[str, Any], ...] = (
    {},
    {"handling": handling(contact="none"), "front_office_duration": None},
    {"total_duration": days(12, runs="working-days"), "back_office_duration": days(40)},
    {"total_duration": days(30, unit="hour", runs="office-hours")},
    {"total_duration": days(2, runs="continuous"), "back_office_duration": None},
    {
        "steps": [*CHILDCARE_STEPS[:4], step("forward"), step("decide")],
        "required_documents": [document("protocol"), document("permit", substitutes_for=["protocol"])],
        "meis_subsystems": [],
    },
    {"steps": [step("submit-documents"), step("forward"), step("decide"), step("notify")]},
)  # fmt: skip

USUAL = (
    (AGENT, Action.APPROACH_DESK),
    (AGENT, Action.FORWARD),
    (AGENT, Action.CONFIRM_COMPLETENESS),
    (AGENT, Action.SUBMIT_DOCUMENTS),
    (OFFICER, Action.GRANT),
    (OFFICER, Action.RESUME),
    (OFFICER, Action.CLAIM),
    (AGENT, Action.RESUME),
    (AGENT, Action.CLAIM),
    (AGENT, Action.TELL_IN_PERSON),
)
"""The ordinary course; the first that is offered is the next step."""


OWN_HOURS = (
    OfficeHours(time(10), time(16)),
    OfficeHours(time(8), time(20), (0, 1, 2, 3, 4, 5)),
    OfficeHours(time(9), time(13), (1, 3)),
)
"""Hours a centre may have; where all keep the usual ones, nobody sees whose a term is counted by."""

TWO_CENTRES = replace(CALENDAR, hours={"dost-1": OWN_HOURS[0], "dost-2": OWN_HOURS[1]})
"""The calendar of 2026 with two centres that differ from each other and from the usual hours."""

LONGER = replace(PAPER, number="E-2001", valid_until=date(2027, 1, 11))

_PAUSES = ("suspensions", "extension", "calendar_version")
CAUSES = {
    "registered": ("calendar_version",),
    "total": _PAUSES,
    "notice": _PAUSES,
    "front_office": (*_PAUSES, "forwarding"),
    "back_office": (*_PAUSES, "forwarding"),
    "officer_due": (*_PAUSES, "forwarding"),
}
"""What of a case may move each of its terms: nothing else ever does."""


Dates: TypeAlias = dict[str, tuple[date, datetime | None] | None]
"""Day and instant of each term; None where the case has no such."""


def dates_of(counted: Terms) -> Dates:
    """Return day and instant of each term."""
    found = {name: getattr(counted, name) for name in CAUSES}
    return {name: None if each is None else (each.on, each.at) for name, each in found.items()}


def earlier_ones(before: Dates, after: Dates, today: date) -> list[str]:
    """Return the terms that leave somebody less time than they were told; the past is nobody's."""
    both = {name: (old, after[name]) for name, old in before.items()}
    return [
        name for name, (old, new) in both.items() if old and new and today <= old[0] and new < old
    ]


def moved_by_nothing(before: Case, after: Case, old: Dates, new: Dates) -> list[str]:
    """Return the terms that moved although nothing changed that may move them."""
    return [
        name
        for name, causes in CAUSES.items()
        if new[name] != old[name]
        and all(getattr(before, each) == getattr(after, each) for each in causes)
    ]


def applied(way: str, under: Passport) -> Case:
    """Return a case submitted at the desk, online, or for somebody else on a mandate."""
    if way == "desk":
        return submitted(under=under, calendar=TWO_CENTRES)
    if way == "online":
        return submitted_online(under=under, calendar=TWO_CENTRES)
    return intake(represents(), CITIZEN, under, ticket=None, calendar=TWO_CENTRES).case


def with_margin(under: Passport, days: int) -> Passport:
    """Return the passport with so many working days between notice and term."""
    steps = tuple(
        replace(each, params={**each.params, "margin_working_days": days})
        if each.kind is StepKind.NOTIFY
        else each
        for each in under.steps
    )
    return replace(under, steps=steps)


def spoken(question: Question, said: Answer, *, supplies: bool) -> RegistryAnswer:
    """Return what the registries of a question say, all the same."""
    attributes = frozenset(name.partition(".")[2] for name in question.attributes)
    sources = tuple(
        SourceAnswer(each, said, attributes if supplies else frozenset())
        for each in question.subsystems
    )
    return RegistryAnswer(said, sources, "e-1")


@dataclass(frozen=True, slots=True)
class Decree:
    """One day is off, or worked, and some centres open at other hours."""

    day: date
    kind: DayKind
    hours: Mapping[str, OfficeHours]


DECREES = st.builds(
    Decree,
    st.dates(date(2026, 3, 5), date(2026, 4, 20)),
    st.sampled_from(DayKind),
    st.dictionaries(st.sampled_from(sorted(TWO_CENTRES.hours)), st.sampled_from(OWN_HOURS)),
)


def decreed(calendar: WorkCalendar, decree: Decree) -> WorkCalendar:
    """Return the next version of a calendar, in which what the decree says holds."""
    version = calendar.version + 1
    row = CalendarDay(decree.day, decree.kind, f"2026-{version}", version)
    return WorkCalendar.of(
        {**calendar.days, decree.day: row}.values(),
        signed=(2026,),
        hours={**calendar.hours, **decree.hours},
        version=version,
    )


def on_paper(case: Case) -> list[str]:
    """Return the documents of a case that a paper has met: another may come for each."""
    met = RequirementStatus.PAPER
    return [each.code for each in case.requirements if each.status is met]


def requests_for(case: Case, offered: WorkCalendar = CALENDAR) -> dict[Action, list[ActionRequest]]:
    """Return what might be asked of the case: for each action some bodies, right and wrong.

    ``offered`` is the version of the calendar that waits for it.
    """
    taken = papers_taken(case) or ("nothing",)
    lacking = (*missing(case), "nothing")
    steps = tuple(each.id for each in case.steps)
    decided_at = TUESDAY.business if case.decision is None else case.decision.at
    return {
        Action.APPROACH_DESK: [do.ApproachDesk("5")],
        Action.CLAIM: [do.Claim()],
        Action.RELEASE: [do.Release()],
        Action.REQUEST_DOCUMENTS: [do.RequestDocuments(), do.RequestDocuments(("nothing",))],
        Action.SUBMIT_DOCUMENTS: [
            do.SubmitDocuments(tuple(original(each) for each in taken)),
            do.SubmitDocuments((original(taken[0]),)),
            do.SubmitDocuments((copied(taken[0]),)),
            *(do.SubmitDocuments((copied(each, document_id="d-2"),)) for each in on_paper(case)),
        ],
        Action.STOP_WAITING: [do.StopWaiting(WHY), do.StopWaiting("")],
        Action.CHECK_REGISTRIES: [do.CheckRegistries()],
        Action.WAIVE: [do.Waive(each, WHY) for each in lacking],
        Action.OVERRIDE: [do.Override(each, WHY) for each in steps],
        Action.CONFIRM_MANDATE: [do.ConfirmMandate(), do.ConfirmMandate(copy=True)],
        Action.REJECT_MANDATE: [do.RejectMandate(WHY), do.RejectMandate("")],
        Action.CONFIRM_COMPLETENESS: [do.ConfirmCompleteness()],
        Action.FORWARD: [do.Forward(View.FOR, WHY), do.Forward(View.AGAINST, WHY)],
        Action.GRANT: [do.Grant("N/1")],
        Action.REFUSE: [
            do.Refuse("N/1", "no-legal-basis", WHY),
            do.Refuse("N/1", "bad-weather", WHY),
        ],
        Action.NOTIFY: [do.Notify(), *(do.Notify(each) for each in Template)],
        Action.TELL_IN_PERSON: [
            do.TellInPerson(decided_at, "Masa 5", "Leyla"),
            do.TellInPerson(decided_at - timedelta(hours=1), "Masa 5", "Leyla"),
        ],
        Action.CLOSE: [do.Close()],
        Action.ADOPT_CALENDAR: [do.AdoptCalendar(offered, HOURS)],
        Action.RETURN: [do.Return(WHY), do.Return("")],
        Action.WITHDRAW: [do.Withdraw(WHY)],
        Action.SUSPEND: [do.Suspend(WHY)],
        Action.RESUME: [do.Resume(WHY)],
        Action.EXTEND: [do.Extend(7, "Qanun", WHY), do.Extend(0, "Qanun", WHY)],
        Action.REASSIGN: [do.Reassign("kamran", WHY), do.Reassign("sevda", WHY)],
        Action.CORRECT: [
            do.Correct("person-concerned", ("given_name",), WHY),
            do.Correct("person-concerned", ("identifier",), WHY),
        ],
        Action.RENEW_MANDATE: [do.RenewMandate(each, WHY) for each in (PAPER, LONGER)],
        Action.REVOKE_MANDATE: [
            do.RevokeMandate(day, WHY) for day in (date(2026, 3, 9), date(2026, 3, 20))
        ],
    }
