"""A mandate that has lapsed is renewed, one that is taken back is revoked; the newest one counts."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from applications.domain.actions import (
    Claim,
    ConfirmCompleteness,
    ConfirmMandate,
    Forward,
    Grant,
    RejectMandate,
    RenewMandate,
    Return,
    RevokeMandate,
)
from applications.domain.actor import Actor
from applications.domain.advance import advance
from applications.domain.case import Case, CaseState, Instant, View
from applications.domain.effects.mandating import guardian_faults
from applications.domain.errors import ActionForbidden
from applications.domain.intake.submission import Identifier, IdentifierKind
from applications.domain.mandates import MandateKind, MandateState
from applications.domain.people.policies import may_see
from applications.domain.people.recipients import recipient_on
from applications.domain.people.standing import APPLICANT, on_case, reads_in_full
from applications.domain.transitions.open_table import allowed_actions
from shared.errors import DomainError
from tests.builders.case_passports import handling, passport
from tests.builders.cases import (
    AGENT,
    CITIZEN,
    OFFICER,
    OTHER_AGENT,
    PERSON,
    TUESDAY,
    act,
    at,
    at_desk,
    blocked,
    brings,
    intake,
    later,
    with_answers,
)
from tests.builders.representatives import LAST_DAY, PAPER, represents

AFTERWARDS = at("2026-04-11")
NEXT_DAY = date(2026, 4, 11)
LONGER = replace(PAPER, number="E-2001", issued_on=date(2026, 4, 10), valid_until=date(2027, 4, 9))
RENEW = RenewMandate(LONGER, "Yeni etibarnamə gətirib.")
RENEW_NOW = replace(RENEW, paper=replace(LONGER, issued_on=date(2026, 3, 10)))
REVOKE = RevokeMandate(date(2026, 3, 10), "Günay etibarnaməni ləğv edib.")
HOLDER = frozenset({APPLICANT})


def represented(actor: Actor = CITIZEN) -> Case:
    """Return Günay's case, for whom Aysel applied, taken by the agent."""
    return act(intake(represents(), actor, ticket=None).case, AGENT, Claim())


def aysel_sees(case: Case, day: date) -> bool:
    return may_see(case, on_case(case, CITIZEN, HOLDER, day))


def faults(case: Case, request: RenewMandate | RevokeMandate, when: Instant) -> list[Any]:
    with pytest.raises(DomainError) as refused:
        advance(case, AGENT, request, when)
    return [(each.pointer, each.code) for each in refused.value.errors]


# Renewed


def test_who_was_shut_out_by_a_lapsed_paper_is_let_in_by_a_new_one() -> None:
    case = represented()
    assert not aysel_sees(case, NEXT_DAY)

    renewed = advance(case, AGENT, RENEW, AFTERWARDS)

    assert aysel_sees(renewed.case, NEXT_DAY)
    assert not aysel_sees(renewed.case, date(2027, 4, 10))
    assert renewed.case.state is case.state
    assert renewed.entry.details == {
        "kind": "power-of-attorney",
        "issued_on": "2026-04-10",
        "valid_until": "2027-04-09",
    }
    assert renewed.entry.note == "Yeni etibarnamə gətirib."


def test_the_history_names_neither_number_nor_issuer() -> None:
    renewed = advance(represented(), AGENT, RENEW, AFTERWARDS)

    assert "E-2001" not in str(renewed.entry)
    assert "notariat" not in str(renewed.entry)


@pytest.mark.parametrize("before", [(), (ConfirmMandate(),), (RejectMandate("Saxtadır"),)])
def test_a_new_paper_is_looked_at_whatever_was_found_of_the_former(
    before: tuple[ConfirmMandate | RejectMandate, ...],
) -> None:
    case = act(represented(), AGENT, *before, RENEW, when=AFTERWARDS)

    assert "mandate-seen" in blocked(case, AGENT, Forward(View.FOR, "tamdır"), AFTERWARDS)
    holder = on_case(case, CITIZEN, HOLDER, NEXT_DAY)
    assert not reads_in_full(case, holder)
    assert reads_in_full(act(case, AGENT, ConfirmMandate(), when=AFTERWARDS), holder)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"valid_until": date(2026, 4, 10)}, ("/valid_until", "mandate-not-in-force")),
        ({"issued_on": date(2026, 4, 12)}, ("/issued_on", "mandate-not-in-force")),
        ({"services": ("pension",)}, ("/services", "mandate-of-another-service")),
        ({"number": None}, ("/number", "mandate-incomplete")),
    ],
)
def test_a_new_paper_is_looked_at_as_the_first_one_was(
    changed: dict[str, Any], fault: tuple[str, str]
) -> None:
    request = replace(RENEW, paper=replace(LONGER, **changed))

    assert faults(represented(), request, AFTERWARDS) == [fault]


def test_a_guardian_by_the_new_paper_is_told_instead_of_the_ward() -> None:
    guardianship = replace(LONGER, kind=MandateKind.GUARDIANSHIP)
    case = act(represented(AGENT), AGENT, replace(RENEW, paper=guardianship), when=AFTERWARDS)

    assert recipient_on(case, NEXT_DAY) == "person-concerned"
    assert recipient_on(act(case, AGENT, ConfirmMandate()), NEXT_DAY) == "guardian"


def test_nothing_is_decided_on_a_paper_that_was_renewed_at_the_back_office() -> None:
    seen = act(with_answers(represented()), AGENT, brings("commission-protocol"), ConfirmMandate())
    case = act(seen, AGENT, ConfirmCompleteness(), Forward(View.FOR, "tamdır"))
    renewed = act(act(case, OFFICER, Claim()), OFFICER, RENEW_NOW)

    assert blocked(renewed, OFFICER, Grant("N-1")) == ["mandate-seen"]
    back = act(renewed, OFFICER, Return("Yeni etibarnaməyə baxılsın."))
    back = act(back, AGENT, ConfirmMandate(), ConfirmCompleteness(), Forward(View.FOR, "tamdır"))
    assert act(act(back, OFFICER, Claim()), OFFICER, Grant("N-1")).decision is not None


def test_a_guardian_no_message_would_reach_is_not_recorded() -> None:
    guardianship = replace(LONGER, kind=MandateKind.GUARDIANSHIP)
    foreigner = replace(PERSON, identifier=Identifier(IdentifierKind.PASSPORT, "C01234567"))
    quiet = intake(represents(), CITIZEN, passport(handling=handling(contact="none")), ticket=None)

    refused = guardian_faults(represented(), guardianship, foreigner)

    assert [each.pointer for each in refused] == ["/kind"]
    assert [each.pointer for each in guardian_faults(represented(), guardianship, None)] == [
        "/kind"
    ]
    assert guardian_faults(represented(), guardianship, PERSON) == []
    assert guardian_faults(represented(), LONGER, foreigner) == []
    assert guardian_faults(quiet.case, guardianship, foreigner) == []


# Revoked


def test_from_the_day_after_its_end_a_revoked_mandate_opens_nothing() -> None:
    case = represented()
    assert aysel_sees(case, date(2026, 3, 11))

    revoked = advance(case, AGENT, REVOKE, TUESDAY)

    assert aysel_sees(revoked.case, date(2026, 3, 10))
    assert not aysel_sees(revoked.case, date(2026, 3, 11))
    assert revoked.case.mandate is not None
    assert revoked.case.mandate.state_on(date(2026, 3, 11)) is MandateState.LAPSED
    assert revoked.entry.details == {"last_day": "2026-03-10"}
    assert revoked.entry.note == REVOKE.reason


def test_a_mandate_that_never_should_have_held_ends_before_its_first_day() -> None:
    revoked = act(represented(), AGENT, replace(REVOKE, last_day=date(2026, 1, 11)))

    assert not any(aysel_sees(revoked, day) for day in (date(2026, 1, 12), date(2026, 3, 10)))


@pytest.mark.parametrize("last_day", [date(2026, 1, 10), LAST_DAY, NEXT_DAY])
def test_a_revoked_mandate_ends_earlier_than_by_itself(last_day: date) -> None:
    request = replace(REVOKE, last_day=last_day)

    assert faults(represented(), request, TUESDAY) == [("/last_day", "mandate-end-invalid")]


def test_a_revoked_mandate_may_be_followed_by_a_new_one() -> None:
    case = act(represented(), AGENT, REVOKE)

    assert aysel_sees(act(case, AGENT, RENEW, when=AFTERWARDS), NEXT_DAY)


# Who, when and why


@pytest.mark.parametrize("request_", [RENEW, REVOKE])
def test_who_applied_without_a_mandate_has_none_to_renew_or_revoke(
    request_: RenewMandate | RevokeMandate,
) -> None:
    assert blocked(at_desk(), AGENT, request_, AFTERWARDS) == ["on-a-mandate"]


def test_the_holder_records_nothing_themself() -> None:
    case = represented()
    holder = on_case(case, CITIZEN, HOLDER, LAST_DAY)

    for request in (RENEW, REVOKE):
        with pytest.raises(ActionForbidden):
            advance(case, holder, request, at("2026-04-10"))


def test_before_a_centre_has_the_case_nobody_records_a_paper_in_it() -> None:
    case = intake(represents(), CITIZEN, ticket=None).case

    assert blocked(case, AGENT, RENEW, AFTERWARDS) == ["taken-in"]


def test_a_colleague_at_work_is_not_gone_over() -> None:
    assert blocked(represented(), OTHER_AGENT, REVOKE) == ["no-other-claim"]
    assert act(represented(), OTHER_AGENT, REVOKE, when=later(hours=3)).mandate is not None


def test_the_office_records_it_for_what_is_with_the_office() -> None:
    with pytest.raises(ActionForbidden):
        advance(represented(), OFFICER, REVOKE, TUESDAY)


@pytest.mark.parametrize("request_", [RENEW_NOW, ConfirmMandate()])
def test_who_applied_as_a_representative_does_not_vouch_for_their_own_paper_as_an_agent(
    request_: RenewMandate | ConfirmMandate,
) -> None:
    """One person may have two roles; the subject is who they are."""
    sent_by_leyla = replace(CITIZEN, subject=AGENT.subject)

    assert blocked(represented(sent_by_leyla), AGENT, request_) == ["not-ones-own-mandate"]
    assert act(represented(), AGENT, request_).mandate is not None


def test_the_agent_who_entered_a_paper_they_had_in_hand_may_look_at_it_again() -> None:
    renewed = act(represented(AGENT), AGENT, RENEW_NOW)

    seen = act(renewed, AGENT, ConfirmMandate())

    assert reads_in_full(seen, on_case(seen, CITIZEN, HOLDER, LAST_DAY))


# After the decision


@pytest.mark.parametrize("state", ["granted", "refused", "withdrawn", "closed"])
def test_a_mandate_taken_back_after_the_end_of_the_case_opens_it_no_more(state: str) -> None:
    over = replace(represented(), state=CaseState(state))
    assert aysel_sees(over, date(2026, 3, 11))
    offered = allowed_actions(over, AGENT, TUESDAY)
    assert "revoke-mandate" in [each.action.value for each in offered if each.allowed]

    revoked = act(over, AGENT, REVOKE)

    assert revoked.state is over.state
    assert not aysel_sees(revoked, date(2026, 3, 11))


def test_a_decision_that_failed_to_reach_a_guardian_is_told_to_the_person_once_that_has_ended() -> (
    None
):
    guardianship = replace(PAPER, kind=MandateKind.GUARDIANSHIP)
    case = act(intake(represents(mandate=guardianship), AGENT, ticket=None).case, AGENT, Claim())
    case = replace(case, state=CaseState.GRANTED)
    assert recipient_on(case, LAST_DAY) == "guardian"

    assert recipient_on(act(case, AGENT, REVOKE), LAST_DAY) == "person-concerned"


def test_after_the_decision_no_paper_is_renewed() -> None:
    assert "wrong-state" in blocked(replace(represented(), state=CaseState.GRANTED), AGENT, RENEW)


def test_why_is_always_said() -> None:
    request = replace(REVOKE, reason=" ")

    assert faults(represented(), request, TUESDAY) == [("/reason", "reason-missing")]
