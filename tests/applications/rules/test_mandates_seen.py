"""A mandate is looked at by somebody of the staff before the case goes on by it."""

from dataclasses import replace

import pytest

from applications.domain.actions import (
    Claim,
    ConfirmCompleteness,
    ConfirmMandate,
    Correct,
    Forward,
    Grant,
    Notify,
    Refuse,
    RejectMandate,
    RequestDocuments,
)
from applications.domain.actor import Actor
from applications.domain.advance import advance
from applications.domain.case import Case, Template, View
from applications.domain.history import SendMessage
from applications.domain.mandates import MandateCheck, MandateKind, Verdict
from applications.domain.people.policies import may_see
from applications.domain.people.recipients import recipient_on
from applications.domain.people.standing import APPLICANT, CONCERNED, on_case, reads_in_full
from shared.errors import DomainError
from tests.builders.case_passports import handling, passport
from tests.builders.cases import (
    AGENT,
    CITIZEN,
    OFFICER,
    OTHER_AGENT,
    STRANGER,
    TUESDAY,
    act,
    blocked,
    brings,
    intake,
    with_answers,
)
from tests.builders.representatives import LAST_DAY, PAPER, represents

GROUND = "incomplete-documents"
GUARDIANSHIP = replace(PAPER, kind=MandateKind.GUARDIANSHIP)


def claimed(actor: Actor = CITIZEN, **contact: str) -> Case:
    """Return a case somebody sent on a guardianship, taken by the agent."""
    under = passport(handling=handling(**contact))
    case = intake(represents(mandate=GUARDIANSHIP), actor, under=under, ticket=None).case
    return act(case, AGENT, Claim())


def holder_of(case: Case) -> Actor:
    return on_case(case, CITIZEN, frozenset({APPLICANT}), LAST_DAY)


def complete(case: Case) -> Case:
    return act(with_answers(case), AGENT, brings("commission-protocol"))


# Looked at


def test_complete_papers_do_not_make_a_mandate_nobody_looked_at() -> None:
    case = complete(claimed())

    assert blocked(case, AGENT, ConfirmCompleteness()) == ["mandate-seen"]
    assert not reads_in_full(case, holder_of(case))


def test_a_case_on_a_mandate_nobody_looked_at_is_not_forwarded() -> None:
    case = act(complete(claimed()), AGENT, ConfirmMandate(), ConfirmCompleteness())
    assert case.mandate is not None
    forgotten = replace(case, mandate=replace(case.mandate, check=None))

    assert blocked(forgotten, AGENT, Forward(View.NONE, "")) == ["mandate-seen"]
    assert act(case, AGENT, Forward(View.NONE, "")).forwarding is not None


def test_nothing_is_decided_on_a_mandate_that_was_made_unseen_at_the_back_office() -> None:
    """A correction of who somebody is says that the paper was seen between other people."""
    case = act(complete(claimed()), AGENT, ConfirmMandate(), ConfirmCompleteness())
    case = act(act(case, AGENT, Forward(View.NONE, "")), OFFICER, Claim())
    assert case.mandate is not None
    unseen = replace(case, mandate=replace(case.mandate, check=None))

    assert blocked(unseen, OFFICER, Grant("N-1")) == ["mandate-seen"]
    assert blocked(unseen, OFFICER, Refuse("N-1", GROUND, "-")) == ["mandate-seen"]
    assert act(case, OFFICER, Grant("N-1")).decision is not None


def test_who_only_says_they_are_my_guardian_does_not_get_what_is_written_to_me() -> None:
    assert recipient_on(claimed(), LAST_DAY) == "person-concerned"


def test_the_agent_who_had_the_paper_in_hand_opens_the_person_to_its_holder() -> None:
    case = act(claimed(), AGENT, ConfirmMandate())

    assert case.mandate is not None
    assert case.mandate.check == MandateCheck(Verdict.SEEN, "agent:leyla", TUESDAY.business)
    assert reads_in_full(case, holder_of(case))
    assert recipient_on(case, LAST_DAY) == "guardian"


def test_the_history_says_who_looked_at_the_paper_and_when() -> None:
    entry = advance(claimed(), AGENT, ConfirmMandate(), TUESDAY).entry

    assert (entry.actor, entry.at) == ("agent:leyla", TUESDAY.business)
    assert entry.details == {"seen": "original"}


def test_no_copy_is_confirmed_where_none_was_handed_in() -> None:
    case = claimed()
    assert case.mandate is not None
    with_copy = replace(case, mandate=replace(case.mandate, copy_id="d-1"))

    assert blocked(case, AGENT, ConfirmMandate(copy=True)) == ["copy-handed-in"]
    entry = advance(with_copy, AGENT, ConfirmMandate(copy=True), TUESDAY).entry
    assert entry.details == {"seen": "copy"}


def test_a_mandate_is_confirmed_once_and_by_whoever_works_on_the_case() -> None:
    case = claimed()

    assert blocked(case, OTHER_AGENT, ConfirmMandate()) == ["no-other-claim"]
    seen = act(case, AGENT, ConfirmMandate())
    assert blocked(seen, AGENT, ConfirmMandate()) == ["mandate-to-confirm"]


def test_the_paper_may_be_shown_while_documents_are_awaited() -> None:
    waiting = act(with_answers(claimed()), AGENT, RequestDocuments())

    assert act(waiting, AGENT, ConfirmMandate()).state is waiting.state


def test_who_applies_for_themself_has_no_mandate_to_look_at() -> None:
    case = act(intake().case, AGENT)

    assert "mandate-to-confirm" in blocked(case, AGENT, ConfirmMandate())
    assert "mandate-to-reject" in blocked(case, AGENT, RejectMandate("səbəb"))


@pytest.mark.parametrize("who", ["applicant", "person-concerned"])
def test_a_paper_seen_between_other_people_is_looked_at_again(who: str) -> None:
    case = act(claimed(AGENT), AGENT, Correct(who, ("identifier",), "Rəqəm səhv yazılıb."))

    assert not reads_in_full(case, holder_of(case))
    assert recipient_on(case, LAST_DAY) == "person-concerned"


def test_a_name_put_right_leaves_the_paper_seen() -> None:
    case = act(claimed(AGENT), AGENT, Correct("applicant", ("given_name",), "Hərf səhvi."))

    assert reads_in_full(case, holder_of(case))


# No such paper


def test_whoever_made_the_paper_up_sees_nothing_any_more_and_the_person_keeps_the_case() -> None:
    case = act(claimed(), AGENT, RejectMandate("Belə qərar verilməyib."))

    assert not may_see(case, holder_of(case))
    assert may_see(case, on_case(case, STRANGER, frozenset({CONCERNED}), LAST_DAY))


def test_i_am_told_at_once_that_somebody_made_up_a_guardianship_over_me() -> None:
    told = advance(claimed(), AGENT, RejectMandate("Belə qərar verilməyib."), TUESDAY)

    assert told.effects == (SendMessage(Template.IN_PROGRESS),)
    assert recipient_on(told.case, LAST_DAY) == "person-concerned"
    assert told.entry.note == "Belə qərar verilməyib."


def test_i_am_told_even_where_a_message_went_to_the_guardian_before() -> None:
    seen = act(claimed(), AGENT, ConfirmMandate())
    informed = with_in_progress(seen)

    told = advance(informed, AGENT, RejectMandate("Sənəd saxtadır."), TUESDAY)

    assert told.effects == (SendMessage(Template.IN_PROGRESS),)


def test_nobody_is_written_to_where_the_service_allows_no_contact() -> None:
    told = advance(claimed(contact="none"), AGENT, RejectMandate("Sənəd saxtadır."), TUESDAY)

    assert told.effects == ()


def test_a_case_on_a_rejected_paper_goes_no_further() -> None:
    case = act(complete(claimed()), AGENT, RejectMandate("Sənəd saxtadır."))

    assert blocked(case, AGENT, ConfirmCompleteness()) == ["mandate-seen"]
    assert blocked(case, AGENT, RejectMandate("Sənəd saxtadır.")) == ["mandate-to-reject"]


def test_an_agent_who_was_wrong_about_a_paper_may_confirm_it() -> None:
    case = act(claimed(), AGENT, RejectMandate("Möhür yoxdur."), ConfirmMandate())

    assert reads_in_full(case, holder_of(case))


def test_a_paper_is_rejected_for_a_reason() -> None:
    with pytest.raises(DomainError) as refused:
        act(claimed(), AGENT, RejectMandate(" "))

    assert refused.value.code == "reason-missing"


def with_in_progress(case: Case) -> Case:
    return act(case, AGENT, Notify(Template.IN_PROGRESS))
