"""Azerbaijani sentences use the words the passport prints, never the codes of the interface."""

import re
from typing import Any

import pytest

from applications.domain.actions import (
    ActionRequest,
    ConfirmCompleteness,
    Forward,
    Grant,
    Override,
    RequestDocuments,
    SubmitDocuments,
    Waive,
)
from applications.domain.actor import Actor
from applications.domain.advance import advance
from applications.domain.case import Case, CaseState, View
from applications.domain.intake.submission import Submission
from applications.domain.naming import RELATIONS, STATES
from applications.domain.passport import Passport
from applications.domain.transitions.open_table import OPEN_TABLE
from shared.errors import DomainError
from tests.builders.case_passports import CHILDCARE_STEPS, document, passport
from tests.builders.cases import (
    AGENT,
    OFFICER,
    TUESDAY,
    answered,
    at_desk,
    in_person,
    insured,
    intake,
    original,
    submitted,
    with_answers,
)

CODE = re.compile(r"\b[a-z]+(-[a-z]+)+\b")


def printed(**fields: Any) -> Passport:
    """Return the childcare passport with words as they are printed."""
    return passport(
        **{
            "required_documents": [
                document("identity-card", name="Şəxsiyyəti təsdiq edən sənəd;"),
                document("leave-order", "monitorinq.leave_order", name="Məzuniyyət əmri."),
            ],
            "intake_channels": options(("in-person", "Şəxsən"), ("self-service", "Özünəxidmət")),
            "audiences": options(("citizen", "AR vətəndaşı"), ("refugee", "Qaçqın")),
            "document_forms": options(("original", "Əsli"), ("electronic-copy", "Elektron surəti")),
            "steps": [
                {**each, "text": f"Addım {place}."} for place, each in enumerate(CHILDCARE_STEPS)
            ],
            **fields,
        }
    )


def options(*chosen: tuple[str, str]) -> list[dict[str, str]]:
    return [{"code": code, "printed": words} for code, words in chosen]


def sentence(case: Case, request: ActionRequest, actor: Actor = AGENT) -> str:
    """Return in Azerbaijani what stands in the way of the action, or is wrong with it."""
    with pytest.raises(DomainError) as refused:
        advance(case, actor, request, TUESDAY)
    blocked = refused.value.members.get("blocked_by", [])
    return " ".join([each["detail"].az for each in blocked] or [refused.value.detail.az])


def test_a_document_that_is_still_wanting_has_its_printed_name() -> None:
    said = sentence(at_desk(under=printed()), ConfirmCompleteness())

    assert said == ("Hələ gözlənilən sənədlər: Şəxsiyyəti təsdiq edən sənəd; Məzuniyyət əmri.")


def test_a_step_that_is_still_open_has_its_printed_number_and_text() -> None:
    said = sentence(with_answers_but_papers(), Forward(View.FOR, ""))

    assert said == "Hələ tamamlanmamış addımlar: 3. Addım 2; 4. Addım 3."


def with_answers_but_papers() -> Case:
    documents = [document("protocol"), document("leave-order", "monitorinq.leave_order")]
    return with_answers(at_desk(under=printed(required_documents=documents)))


def test_the_state_an_action_is_possible_in_is_named_in_azerbaijani() -> None:
    said = sentence(submitted(under=printed()), Grant("DSMF-1"), OFFICER)

    assert "yalnız bu vəziyyətlərdə mümkündür: arxa ofisdədir." in said
    assert set(STATES) == set(CaseState)
    assert not any(CODE.search(words) for words in (*STATES.values(), *RELATIONS.values()))


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (RequestDocuments(()), "Şəxsiyyəti təsdiq edən sənəd"),
        (RequestDocuments(("identity-card", "leave-order")), "Şəxsiyyəti təsdiq edən sənəd"),
        (Waive("leave-order", "səbəb"), "Şəxsiyyəti təsdiq edən sənəd"),
        (SubmitDocuments((original("cat-certificate"),)), "Məzuniyyət əmri"),
        (SubmitDocuments((original("identity-card", form="fax"),)), "Əsli; Elektron surəti"),
    ],
)
def test_what_would_do_is_named_as_printed(request_: ActionRequest, words: str) -> None:
    said = sentence(at_desk(under=printed()), request_)

    assert words in said
    assert not CODE.search(said)


def test_a_step_in_doubt_is_named_as_printed() -> None:
    case = answered(at_desk(under=printed()), "insured", insured("yes", "no", "conflict"))

    assert "5. Addım 4" in sentence(case, Override("forward", "səbəb"))


@pytest.mark.parametrize(
    ("submission", "words"),
    [
        (in_person(channel="post"), "Şəxsən; Özünəxidmət"),
        (in_person(audience="martian"), "AR vətəndaşı; Qaçqın"),
        (in_person(relation="stranger"), "şəxsin özü; qanuni nümayəndə"),
    ],
)
def test_a_submission_is_told_the_passports_own_words(submission: Submission, words: str) -> None:
    with pytest.raises(DomainError) as refused:
        intake(submission, under=printed())

    assert words in refused.value.detail.az
    assert not CODE.search(refused.value.detail.az)


def test_a_channel_not_taken_yet_names_those_that_are_as_printed() -> None:
    channels = options(("video-call", "Videozəng"), ("self-service", "Özünəxidmət"))
    with pytest.raises(DomainError) as refused:
        intake(in_person(channel="video-call"), under=printed(intake_channels=channels))

    assert refused.value.detail.az == "Hələlik bu formalarla müraciət edin: Özünəxidmət."
    assert refused.value.members["listed"] == ["self-service"]


def test_no_guard_speaks_in_codes() -> None:
    said = [guard.sentence.az for row in OPEN_TABLE for guard in row.guards]

    assert not [each for each in said if CODE.search(each) or "“claim”" in each]
