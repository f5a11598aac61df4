"""Who is told what is missing hands it in, though nobody of a centre has taken the case yet."""

from datetime import timedelta

import pytest

from applications.domain.actions import (
    Claim,
    ConfirmCompleteness,
    Forward,
    Notify,
    SubmitDocuments,
)
from applications.domain.actor import TIMER, Actor
from applications.domain.advance import advance
from applications.domain.case import Case, CaseState, StepStatus, View
from applications.domain.errors import ActionForbidden, CaseMissing
from applications.domain.next_step import next_step
from applications.domain.papers.requirements import missing, papers_wanted
from applications.domain.passport import StepKind
from applications.domain.people.standing import APPLICANT as PART
from applications.domain.people.standing import on_case
from applications.domain.questions import questions_to_ask
from applications.domain.transitions.open_table import allowed_actions
from tests.builders.cases import (
    AGENT,
    APPLICANT,
    CITIZEN,
    OFFICER,
    STRANGER,
    TUESDAY,
    act,
    answered,
    blocked,
    brings,
    copied,
    insured,
    intake,
    submitted,
    submitted_online,
    terms,
    with_answers,
)
from tests.builders.representatives import LAST_DAY, PARTNER, represents

PROTOCOL = SubmitDocuments((copied("commission-protocol"),))


def online() -> Case:
    """Return a mother's application from the portal; one paper is missing, nobody took the case."""
    return with_answers(submitted_online())


def said(case: Case) -> str:
    comes_next = next_step(case)
    return "" if comes_next is None else comes_next.sentence.en


def offered(case: Case, actor: Actor) -> dict[str, list[str]]:
    """Return what the actor is offered, each with what stands in the way."""
    found = allowed_actions(case, actor, TUESDAY)
    return {each.action.value: [unmet.code for unmet in each.blocked_by] for each in found}


@pytest.mark.parametrize("told_by", [TIMER, AGENT])
def test_who_is_told_to_upload_what_is_missing_can_hand_it_in(told_by: Actor) -> None:
    case = act(online(), told_by, Notify())
    assert (case.state, papers_wanted(case)) == (CaseState.SUBMITTED, ("commission-protocol",))
    assert "commission-protocol" in said(case).lower()
    assert offered(case, APPLICANT)["submit-documents"] == []

    case = act(case, APPLICANT, PROTOCOL)

    assert (papers_wanted(case), missing(case)) == ((), ())
    assert "commission-protocol" not in said(case).lower()


def test_the_case_stays_where_it_is_and_its_step_is_done() -> None:
    before = online()

    advanced = advance(before, APPLICANT, PROTOCOL, TUESDAY)

    assert advanced.case.state is CaseState.SUBMITTED
    assert (advanced.entry.from_state, advanced.entry.state) == (CaseState.SUBMITTED,) * 2
    [step] = advanced.case.steps_of(StepKind.SUBMIT_DOCUMENTS)
    assert (step.status, step.by) == (StepStatus.DONE, APPLICANT.name)
    assert (advanced.case.assignee, advanced.case.centre) == (None, None)


def test_no_clock_stood_so_none_runs_on() -> None:
    before = online()

    after = act(before, APPLICANT, PROTOCOL)

    assert (after.suspensions, after.requested) == ((), ())
    assert terms(after) == terms(before)


def test_who_claims_it_later_goes_on_with_the_papers_that_came() -> None:
    case = act(online(), APPLICANT, PROTOCOL)

    case = act(case, AGENT, Claim(), ConfirmCompleteness(), Forward(View.FOR, "tamdır"))

    assert case.state is CaseState.AT_BACK_OFFICE


def test_papers_stand_in_for_a_registry_that_fell_silent() -> None:
    case = answered(submitted_online(), "insured", insured("yes", "no", "conflict"))
    wanted = papers_wanted(case)
    uploads = tuple(copied(code, document_id=f"d-{code}") for code in wanted)

    case = act(case, APPLICANT, SubmitDocuments(uploads))

    [check] = case.steps_of(StepKind.REGISTRY_CHECK)
    assert check.status is StepStatus.DONE
    assert "insured" not in [each.question for each in questions_to_ask(case)]


def test_an_agent_takes_papers_once_they_have_received_the_case() -> None:
    for case in (online(), with_answers(submitted())):
        assert blocked(case, AGENT, brings("commission-protocol")) == ["received"]
        assert offered(case, AGENT)["submit-documents"] == ["received"]

    case = act(online(), AGENT, Claim(), brings("commission-protocol"))
    assert missing(case) == ()


def test_who_waits_with_a_ticket_may_send_a_picture_and_keeps_their_turn() -> None:
    before = with_answers(submitted())

    after = act(before, APPLICANT, PROTOCOL)

    assert (after.state, after.ticket) == (CaseState.SUBMITTED, before.ticket)


def test_nobody_hands_papers_in_who_could_not_at_the_front_office() -> None:
    with pytest.raises(CaseMissing):
        advance(online(), STRANGER, PROTOCOL, TUESDAY)
    with pytest.raises(ActionForbidden):
        advance(with_answers(submitted()), OFFICER, PROTOCOL, TUESDAY)


def test_who_acts_on_a_paper_nobody_has_seen_hands_in_and_moves_nothing_by_it() -> None:
    case = with_answers(intake(represents(), CITIZEN, ticket=None).case)
    holder = on_case(case, CITIZEN, frozenset({PART}), TUESDAY.business.date())

    case = act(case, holder, PROTOCOL)

    assert missing(case) == ()
    assert case.mandate is not None
    assert not case.mandate.seen
    case = act(case, AGENT, Claim())
    assert blocked(case, AGENT, ConfirmCompleteness()) == ["mandate-seen"]


def test_a_mandate_that_has_lapsed_hands_nothing_in() -> None:
    case = with_answers(intake(represents(), CITIZEN, ticket=None).case)
    holder = on_case(case, CITIZEN, frozenset({PART}), LAST_DAY + timedelta(days=1))

    with pytest.raises(CaseMissing):
        advance(case, holder, PROTOCOL, TUESDAY)


def test_a_partner_hands_in_for_what_it_sent_itself_alone() -> None:
    own = with_answers(intake(represents(), PARTNER, ticket=None).case)

    for case, may in ((own, True), (online(), False)):
        actor = on_case(case, PARTNER, frozenset(), TUESDAY.business.date())
        assert ("submit-documents" in offered(case, actor)) is may
