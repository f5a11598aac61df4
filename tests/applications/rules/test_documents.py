"""Papers handed in, asked for, waived and substituted, as the agent at the desk does it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from applications.domain.actions import (
    ActionRequest,
    RequestDocuments,
    SubmitDocuments,
    Waive,
)
from applications.domain.advance import advance
from applications.domain.case import Case, CaseState
from applications.domain.papers.requirements import missing
from applications.domain.uploads import SubmittedDocument, UploadStanding
from shared.errors import DomainError, Kind
from tests.builders.case_passports import document, passport
from tests.builders.cases import (
    AGENT,
    APPLICANT,
    TUESDAY,
    act,
    answered,
    at_desk,
    blocked,
    brings,
    copied,
    insured,
    original,
    with_answers,
)


def refusal(case: Case, request: ActionRequest, actor: Any = AGENT) -> list[tuple[str, str]]:
    with pytest.raises(DomainError) as refused:
        advance(case, actor, request, TUESDAY)
    assert refused.value.kind is Kind.INVALID
    return [(each.pointer, each.code) for each in refused.value.errors]


def hands_in(paper: SubmittedDocument, actor: Any = AGENT) -> list[tuple[str, str]]:
    return refusal(at_desk(), SubmitDocuments((paper,)), actor)


# Handing in


def test_an_original_is_recorded_with_its_number_and_date() -> None:
    advanced = advance(at_desk(), AGENT, brings("commission-protocol"), TUESDAY)
    protocol = advanced.case.requirement("commission-protocol")

    assert protocol is not None
    assert (protocol.status.value, protocol.form) == ("met-by-paper", "original")
    assert (protocol.number, protocol.issued_on) == ("AA 100", date(2026, 2, 1))
    assert (protocol.by, protocol.at) == ("agent:leyla", TUESDAY.business)
    assert advanced.entry.details == {
        "documents": [{"requirement": "commission-protocol", "form": "original"}]
    }


def test_a_form_the_passport_does_not_list_is_refused_with_those_it_does() -> None:
    with pytest.raises(DomainError) as refused:
        advance(at_desk(), AGENT, SubmitDocuments((original("leave-order", form="fax"),)), TUESDAY)

    assert refused.value.code == "form-not-listed"
    assert refused.value.members["listed"] == ["original", "notarised-copy", "electronic-copy"]


@pytest.mark.parametrize("form", ["electronic-copy", "notarised-copy"])
@pytest.mark.parametrize("actor", [AGENT, APPLICANT])
def test_an_upload_meets_a_requirement_whoever_hands_it_in(form: str, actor: Any) -> None:
    paper = copied("commission-protocol", form=form)
    advanced = advance(at_desk(), actor, SubmitDocuments((paper,)), TUESDAY)
    protocol = advanced.case.requirement("commission-protocol")

    assert protocol is not None
    assert (protocol.status.value, protocol.form) == ("met-by-paper", form)
    assert (protocol.document_id, protocol.by) == ("d-1", actor.name)
    named = {"requirement": "commission-protocol", "form": form, "document_id": "d-1"}
    assert advanced.entry.details == {"documents": [named]}


@pytest.mark.parametrize(
    ("fields", "place", "code"),
    [
        ({"document_id": None, "upload": None}, "document_id", "upload-missing"),
        ({"upload": None}, "document_id", "upload-not-found"),
        ({"upload": UploadStanding.USED}, "document_id", "upload-used-already"),
        ({"issued_on": date(2026, 3, 11)}, "issued_on", "issued-in-future"),
    ],
)
def test_a_copy_is_an_upload_of_ones_own_that_was_not_used(
    fields: dict[str, Any], place: str, code: str
) -> None:
    assert hands_in(copied("leave-order", **fields)) == [(f"/documents/0/{place}", code)]


def test_one_upload_is_one_paper() -> None:
    twice = SubmitDocuments((copied("leave-order"), copied("birth-certificate")))

    assert refusal(at_desk(), twice) == [("/documents/1/document_id", "upload-used-already")]


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"number": None}, "number"),
        ({"number": "  "}, "number"),
        ({"issued_on": None}, "issued_on"),
        ({"issued_on": date(2026, 3, 11)}, "issued_on"),
        ({"document_id": "d-1"}, "document_id"),
    ],
)
def test_an_original_has_a_number_a_date_and_no_upload(fields: dict[str, Any], place: str) -> None:
    paper = original("leave-order", **fields)

    assert hands_in(paper) == [(f"/documents/0/{place}", "original-incomplete")]


def test_only_an_agent_has_seen_an_original() -> None:
    assert hands_in(original("leave-order"), APPLICANT) == [
        ("/documents/0/form", "original-not-seen")
    ]


def test_a_document_is_named_once() -> None:
    twice = SubmitDocuments((original("leave-order"), original("leave-order")))

    assert refusal(at_desk(), twice) == [("/documents/1/requirement", "requirement-repeated")]


def test_a_document_the_case_has_nothing_to_do_with_is_unknown() -> None:
    foreigners = {"channels": None, "audiences": ["foreigner"], "relations": None}
    documents = [document("protocol"), document("residence-permit", when=foreigners)]
    case = at_desk(under=passport(required_documents=documents))

    assert refusal(case, SubmitDocuments((original("residence-permit"),))) == [
        ("/documents/0/requirement", "requirement-unknown")
    ]


def test_a_paper_meets_the_one_it_substitutes_for() -> None:
    extract = document("birth-extract", substitutes_for=["birth-certificate"])
    documents = [document("birth-certificate"), extract]
    case = act(
        at_desk(under=passport(required_documents=documents)), AGENT, brings("birth-extract")
    )
    certificate = case.requirement("birth-certificate")

    assert certificate is not None
    assert (certificate.status.value, certificate.substitute) == ("substituted", "birth-extract")
    assert missing(case) == ()


def test_either_of_two_that_stand_in_for_each_other_meets_both() -> None:
    one = document("diploma", substitutes_for=["certificate"])
    other = document("certificate", substitutes_for=["diploma"])
    case = act(at_desk(under=passport(required_documents=[one, other])), AGENT, brings("diploma"))

    assert [item.status.value for item in case.requirements] == ["met-by-paper", "substituted"]


def test_a_substitute_does_not_replace_what_a_source_has_met() -> None:
    extract = document("leave-extract", substitutes_for=["leave-order"])
    documents = [document("leave-order", "submission"), extract]
    case = act(
        at_desk(under=passport(required_documents=documents)), AGENT, brings("leave-extract")
    )

    assert case.requirements[0].status.value == "met-by-submission"


# Asking for what is missing


def test_the_request_names_each_missing_document_and_the_case_waits() -> None:
    advanced = advance(with_answers(at_desk()), AGENT, RequestDocuments(), TUESDAY)

    assert advanced.case.state is CaseState.AWAITING_DOCUMENTS
    assert advanced.case.requested == ("commission-protocol",)
    assert advanced.case.clock_stopped
    assert advanced.entry.details == {"requirements": ["commission-protocol"]}


def test_what_a_registry_is_still_asked_for_is_not_asked_of_the_person() -> None:
    request = RequestDocuments(("commission-protocol", "leave-order"))

    assert refusal(at_desk(), request) == [("/requirements/1", "requirement-not-missing")]


@pytest.mark.parametrize("named", [(), ("identity-card",)])
def test_a_request_that_leaves_something_out_is_refused(named: tuple[str, ...]) -> None:
    assert refusal(with_answers(at_desk()), RequestDocuments(named)) == [
        ("/requirements", "request-incomplete")
    ]


def test_papers_that_stand_in_may_be_asked_for_too() -> None:
    case = act(with_answers(at_desk()), AGENT, brings("commission-protocol"))
    assert blocked(case, AGENT, RequestDocuments()) == ["something-missing"]

    case = act(in_conflict(), AGENT, RequestDocuments(("leave-order",)))
    assert case.requested == ("leave-order",)
    assert refusal(in_conflict(), RequestDocuments(())) == [("/requirements", "request-incomplete")]


def in_conflict() -> Case:
    case = answered(at_desk(), "insured", insured("yes", "no", "conflict"))
    return act(case, AGENT, brings("commission-protocol"))


def test_the_clock_runs_on_only_once_all_is_there() -> None:
    documents = [document("protocol"), document("photo")]
    case = act(at_desk(under=passport(required_documents=documents)), AGENT, RequestDocuments())

    case = act(case, AGENT, brings("photo"))
    assert case.state is CaseState.AT_FRONT_OFFICE
    assert (case.requested, case.clock_stopped) == (("protocol",), True)

    case = act(case, AGENT, brings("protocol"))
    assert (case.requested, case.clock_stopped) == ((), False)


def test_asking_again_while_the_clock_stands_stops_it_once() -> None:
    documents = [document("protocol"), document("photo")]
    case = act(at_desk(under=passport(required_documents=documents)), AGENT, RequestDocuments())
    case = act(case, AGENT, brings("photo"), RequestDocuments())

    assert case.state is CaseState.AWAITING_DOCUMENTS
    assert len(case.suspensions) == 1


def test_a_second_wait_is_a_second_interval() -> None:
    case = act(in_conflict(), AGENT, RequestDocuments(("leave-order",)), brings("leave-order"))
    case = act(case, AGENT, RequestDocuments(("identity-card",)))

    assert [each.until is None for each in case.suspensions] == [False, True]


# Doing without


def test_a_missing_document_is_waived_for_a_reason() -> None:
    reason = "Protokol arxivdədir"
    advanced = advance(
        with_answers(at_desk()), AGENT, Waive("commission-protocol", reason), TUESDAY
    )
    protocol = advanced.case.requirement("commission-protocol")

    assert protocol is not None
    assert (protocol.status.value, protocol.reason) == ("waived", reason)
    assert advanced.entry.details == {"requirement": "commission-protocol"}
    assert advanced.entry.note == reason


def test_waiving_the_last_thing_owed_lets_the_clock_run() -> None:
    documents = [document("protocol"), document("photo")]
    case = act(at_desk(under=passport(required_documents=documents)), AGENT, RequestDocuments())
    case = act(case, AGENT, brings("photo"), Waive("protocol", "arxivdədir"))

    assert not case.clock_stopped


def test_what_is_not_missing_cannot_be_waived_and_a_reason_is_needed() -> None:
    assert refusal(at_desk(), Waive("leave-order", " ")) == [
        ("/requirement", "requirement-not-missing"),
        ("/reason", "reason-missing"),
    ]


def test_nothing_has_happened_after_a_refusal() -> None:
    case = at_desk()
    before = replace(case)
    refusal(case, Waive("leave-order", "səbəb"))

    assert case == before
