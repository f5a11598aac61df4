"""Whoever is asked for papers is told which, whatever they were told before, and once."""

from dataclasses import replace

from applications.domain.actions import Notify, RejectMandate, RequestDocuments
from applications.domain.actor import TIMER
from applications.domain.advance import advance, unreached
from applications.domain.case import Case, Template
from applications.domain.history import Advanced, SendMessage
from applications.domain.terms.telling import with_term_told
from tests.builders.case_passports import document, handling, passport
from tests.builders.cases import (
    AGENT,
    CITIZEN,
    act,
    answered,
    at,
    at_desk,
    baku,
    blocked,
    brings,
    insured,
    intake,
    terms,
)
from tests.builders.representatives import represents

SILENT = insured("unknown", "unknown", "unknown")
NOON = at("2026-03-10 12:00")


def noted(case: Case) -> Case:
    """Return the case as it is stored: with what each of its messages told held against it."""
    return with_term_told(case, terms(case).total.on)


def told_before() -> Case:
    """Return a case whose person was told that nothing is wanted; then both registries fell silent."""
    case = noted(act(at_desk(), AGENT, Notify()))
    return noted(answered(answered(case, "insured", SILENT), "attributes", SILENT))


def asked(case: Case, *codes: str) -> Advanced:
    return advance(case, AGENT, RequestDocuments(codes or None), NOON)


def standing(case: Case) -> list[int]:
    """Return the numbers of the messages that tell what holds."""
    return [each.serial for each in noted(case).messages if not each.outdated]


def test_who_was_told_before_is_told_which_papers_are_awaited() -> None:
    advanced = asked(told_before())

    assert advanced.effects == (SendMessage(Template.IN_PROGRESS),)
    assert advanced.entry.details == {"requirements": list(advanced.case.requested)}
    newest = advanced.case.message(Template.IN_PROGRESS)
    assert newest is not None
    assert (newest.serial, newest.asks_for_papers) == (2, True)
    assert standing(advanced.case) == [2]
    assert blocked(noted(advanced.case), AGENT, Notify()) == ["not-sent-yet"]


def test_who_asks_for_the_same_papers_again_tells_nothing_twice() -> None:
    documents = [document("protocol"), document("photo")]
    case = asked(at_desk(under=passport(required_documents=documents))).case
    case = act(case, AGENT, brings("photo"))

    assert asked(case).effects == ()


def test_what_is_asked_for_later_is_told_as_well_and_one_message_stands() -> None:
    case = noted(asked(at_desk(), "commission-protocol").case)
    case = noted(answered(answered(case, "insured", SILENT), "attributes", SILENT))

    widened = asked(case)

    assert widened.effects == (SendMessage(Template.IN_PROGRESS),)
    assert standing(widened.case) == [2]


def test_where_no_contact_is_allowed_papers_are_asked_for_at_the_desk_alone() -> None:
    quiet = asked(at_desk(under=passport(handling=handling(contact="none"))))

    assert (quiet.effects, quiet.case.messages) == ((), ())
    assert quiet.case.clock_stopped


def test_a_request_for_papers_is_no_notice_once_they_have_come() -> None:
    """It named the day, but also papers: at the cut-off the person hears that the case goes on."""
    case = noted(asked(at_desk()).case)
    assert terms(case).timer_at is None

    case = noted(act(case, AGENT, brings("commission-protocol"), when=NOON))

    assert standing(case) == []
    assert terms(case).timer_at == baku("2026-03-19 09:00")
    case = noted(act(case, TIMER, Notify(), when=at("2026-03-19 09:00")))
    assert standing(case) == [2]
    assert terms(case).timer_at is None


def test_a_notice_from_before_a_wait_of_hours_counts_again_after_it() -> None:
    case = noted(asked(noted(act(at_desk(), AGENT, Notify()))).case)
    case = noted(act(case, AGENT, brings("commission-protocol"), when=NOON))

    assert standing(case) == [1]


def test_while_papers_are_awaited_an_agent_writes_where_the_cabinet_refused_the_request() -> None:
    case = noted(asked(told_before()).case)
    refused = unreached(case, Template.IN_PROGRESS, NOON)
    assert refused is not None

    again = advance(refused.case, AGENT, Notify(), NOON)

    assert again.effects == (SendMessage(Template.IN_PROGRESS),)
    assert standing(again.case) == [3]


def test_who_was_asked_before_requests_were_told_may_be_written_to() -> None:
    case = asked(told_before()).case
    case = noted(replace(case, messages=case.messages[:1]))

    assert act(case, AGENT, Notify()).message(Template.IN_PROGRESS, serial=2) is not None


def test_whom_a_paper_was_made_up_over_is_asked_for_nothing() -> None:
    case = intake(represents(), CITIZEN, ticket=None).case
    case = replace(case, centre="dost-1", state=at_desk().state)
    case = noted(act(case, AGENT, RejectMandate("Saxta sənəddir.")))

    assert asked(case).effects == ()
    assert standing(asked(case).case) == [1]
