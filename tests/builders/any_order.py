"""Everybody who may come near a case, and whatever they may ask: for tests in any order."""

from datetime import date
from typing import Any

from applications.domain import actions as do
from applications.domain.actions import Action, ActionRequest
from applications.domain.actor import JOB, SYSTEM, TIMER, Actor, ActorRole
from applications.domain.case import Case, Template, View
from applications.domain.papers.requirements import missing, papers_taken
from tests.builders.case_passports import CHILDCARE_STEPS, days, document, handling, step
from tests.builders.cases import (
    AGENT,
    AGENT_ELSEWHERE,
    APPLICANT,
    CALENDAR,
    HOURS,
    OFFICER,
    OFFICER_ELSEWHERE,
    OTHER_AGENT,
    OTHER_OFFICER,
    STRANGER,
    TUESDAY,
    original,
)
from tests.builders.representatives import PAPER

BOTH = Actor(ActorRole.OFFICER, "leyla", centre="dost-1", body="dsmf")
STAFF = (AGENT, OTHER_AGENT, OFFICER, OTHER_OFFICER, BOTH)
OTHERS = (APPLICANT, STRANGER, AGENT_ELSEWHERE, OFFICER_ELSEWHERE, JOB, TIMER, SYSTEM)
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


def requests_for(case: Case) -> dict[Action, list[ActionRequest]]:
    """Return what might be asked of the case: for each action some bodies, right and wrong."""
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
        ],
        Action.STOP_WAITING: [do.StopWaiting(WHY), do.StopWaiting("")],
        Action.CHECK_REGISTRIES: [do.CheckRegistries()],
        Action.WAIVE: [do.Waive(each, WHY) for each in lacking],
        Action.OVERRIDE: [do.Override(each, WHY) for each in steps],
        Action.CONFIRM_COMPLETENESS: [do.ConfirmCompleteness()],
        Action.FORWARD: [do.Forward(View.FOR, WHY), do.Forward(View.AGAINST, WHY)],
        Action.GRANT: [do.Grant("N/1")],
        Action.REFUSE: [
            do.Refuse("N/1", "no-legal-basis", WHY),
            do.Refuse("N/1", "bad-weather", WHY),
        ],
        Action.NOTIFY: [do.Notify(), *(do.Notify(each) for each in Template)],
        Action.TELL_IN_PERSON: [do.TellInPerson(decided_at, "Masa 5", "Leyla")],
        Action.CLOSE: [do.Close()],
        Action.ADOPT_CALENDAR: [do.AdoptCalendar(CALENDAR, HOURS)],
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
        Action.RENEW_MANDATE: [do.RenewMandate(PAPER, WHY)],
        Action.REVOKE_MANDATE: [do.RevokeMandate(date(2026, 3, 9), WHY)],
    }
