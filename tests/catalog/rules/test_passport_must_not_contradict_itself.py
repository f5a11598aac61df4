from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from catalog.domain.publishing.contradictions import PassportContradictory
from catalog.domain.publishing.editor_file import EditorFile, StepEntry
from catalog.domain.publishing.passport import (
    Condition,
    DecisionOffice,
    Handling,
    RegistrySource,
    StepKind,
)
from catalog.domain.publishing.publication import publishable
from tests.builders.catalog import CHILDCARE, LISTS, editor_file, reading

ASKS = {"question": "insured", "subsystems": ["sigorta"], "attributes": ["sigorta.identity"]}


def contradictions(edit: EditorFile) -> list[tuple[str, str]]:
    with pytest.raises(PassportContradictory) as refusal:
        publishable(reading(CHILDCARE), edit, LISTS)
    return [(error.pointer, error.code) for error in refusal.value.errors]


def with_step(edit: EditorFile, step_id: str, /, **changes: Any) -> EditorFile:
    """Return the file with one step changed."""
    steps = tuple(replace(step, **changes) if step.id == step_id else step for step in edit.steps)
    return replace(edit, steps=steps)


def with_document(edit: EditorFile, named: str, /, **changes: Any) -> EditorFile:
    """Return the file with one required document changed."""
    entries = tuple(
        replace(entry, **changes) if entry.code == named else entry
        for entry in edit.required_documents
    )
    return replace(edit, required_documents=entries)


def with_handling(edit: EditorFile, **changes: Any) -> EditorFile:
    """Return the file with another handling."""
    assert isinstance(edit.handling, Handling)
    return replace(edit, handling=replace(edit.handling, **changes))


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        (
            lambda edit: with_step(
                edit,
                "registry-check",
                params={"question": "insured", "subsystems": ["elillik"], "attributes": []},
            ),
            "/steps/registry-check/params/subsystems",
            "outside-of-field-25",
        ),
        (
            lambda edit: with_step(
                edit,
                "registry-check",
                params={"question": "insured", "subsystems": [], "attributes": []},
            ),
            "/steps/registry-check/params/subsystems",
            "outside-of-field-25",
        ),
        (
            lambda edit: with_step(edit, "registry-check", params={**ASKS, "question": "Sığorta?"}),
            "/steps/registry-check/params/question",
            "name-malformed",
        ),
        (
            lambda edit: with_step(
                edit, "registry-check", params={**ASKS, "question": "attributes"}
            ),
            "/steps/registry-check/params/question",
            "name-malformed",
        ),
        (
            lambda edit: with_step(
                edit, "registry-check", params={**ASKS, "attributes": ["identity"]}
            ),
            "/steps/registry-check/params/attributes",
            "attribute-without-subsystem",
        ),
        (
            lambda edit: with_step(
                edit, "registry-check", params={**ASKS, "attributes": ["pensiya.pension"]}
            ),
            "/steps/registry-check/params/attributes",
            "attribute-without-subsystem",
        ),
        (
            lambda edit: with_step(
                edit, "registry-check", params={**ASKS, "subsystems": ["sigorta", "sigorta"]}
            ),
            "/steps/registry-check/params/subsystems",
            "named-twice",
        ),
        (
            lambda edit: with_step(
                edit, "registry-check", params={**ASKS, "attributes": ["sigorta.identity"] * 2}
            ),
            "/steps/registry-check/params/attributes",
            "named-twice",
        ),
        (
            lambda edit: with_step(edit, "notify", params={"margin_working_days": 1_000_000}),
            "/steps/notify/params/margin_working_days",
            "margin-without-sense",
        ),
        (
            lambda edit: with_document(
                edit, "identity-card", sources=(RegistrySource("elillik", "identity"),)
            ),
            "/required_documents/0/sources",
            "outside-of-field-25",
        ),
        (
            lambda edit: with_document(edit, "statement", substitutes_for=("statement",)),
            "/required_documents/3/substitutes_for",
            "no-such-document",
        ),
        (
            lambda edit: with_document(edit, "statement", when=Condition(channels=("post",))),
            "/required_documents/3/when/channels",
            "outside-of-field-6",
        ),
        (
            lambda edit: with_step(edit, "notify", when=Condition(audiences=("legal-entity",))),
            "/steps/notify/when/audiences",
            "outside-of-field-10",
        ),
        (
            lambda edit: with_step(edit, "notify", when=Condition(relations=("ngo",))),
            "/steps/notify/when/relations",
            "outside-of-handling",
        ),
        (
            lambda edit: with_step(edit, "take-ticket", channels=("post",)),
            "/steps/take-ticket/channels",
            "outside-of-field-6",
        ),
        (
            lambda edit: with_step(edit, "take-ticket", params={"direction": "pensions"}),
            "/steps/take-ticket/params/direction",
            "unknown-code",
        ),
        (
            lambda edit: with_step(edit, "take-ticket", params={}),
            "/steps/take-ticket/params/direction",
            "parameter-missing",
        ),
        (
            lambda edit: with_step(edit, "forward", params={"note": "free text"}),
            "/steps/forward/params/note",
            "parameter-unknown",
        ),
        (
            lambda edit: with_step(edit, "notify", params={"margin_working_days": "one"}),
            "/steps/notify/params/margin_working_days",
            "parameter-wrong-type",
        ),
        (
            lambda edit: with_step(edit, "forward", actor="officer"),
            "/steps/forward/actor",
            "wrong-actor",
        ),
        (
            lambda edit: with_step(edit, "notify", id="forward"),
            "/steps",
            "name-malformed",
        ),
        (
            lambda edit: with_document(edit, "statement", code="Ərizə"),
            "/required_documents",
            "name-malformed",
        ),
        (
            lambda edit: replace(edit, service_id="Uşaq müavinəti"),
            "/service_id",
            "name-malformed",
        ),
        (
            lambda edit: with_handling(edit, decision_office=DecisionOffice("dma", "body")),
            "/handling/decision_office/body",
            "outside-of-field-11",
        ),
        (
            lambda edit: with_handling(edit, applicant_relations=("self", "neighbour")),
            "/handling/applicant_relations",
            "unknown-relation",
        ),
        (
            lambda edit: with_handling(edit, contact="none"),
            "/handling/contact",
            "notice-without-contact",
        ),
    ],
    ids=[
        "asks-another-registry",
        "asks-nobody",
        "asks-in-words",
        "asks-as-documents-do",
        "attribute-of-nobody",
        "attribute-of-another-registry",
        "registry-asked-twice",
        "attribute-asked-twice",
        "margin-of-centuries",
        "source-not-in-25",
        "substitutes-itself",
        "document-of-another-channel",
        "step-of-another-audience",
        "step-of-another-relation",
        "step-of-another-channel",
        "unknown-queue",
        "no-queue",
        "free-text-travels",
        "margin-in-words",
        "wrong-actor",
        "same-id-twice",
        "code-in-azerbaijani",
        "service-in-words",
        "another-body-decides",
        "unknown-relation",
        "notice-without-contact",
    ],
)
def test_a_reference_that_leads_nowhere_is_named_with_its_place(
    change: Callable[[EditorFile], EditorFile], pointer: str, code: str
) -> None:
    assert contradictions(change(editor_file(CHILDCARE))) == [(pointer, code)]


def test_steps_stand_in_printed_order() -> None:
    edit = editor_file(CHILDCARE)
    first, second, *others = edit.steps

    assert contradictions(replace(edit, steps=(second, first, *others))) == [
        ("/steps", "steps-out-of-order")
    ]


def test_nobody_decides_before_the_case_is_forwarded() -> None:
    edit = editor_file(CHILDCARE)
    decide = StepEntry("decide", None, StepKind.DECIDE, "officer")

    assert contradictions(replace(edit, steps=(decide, *edit.steps))) == [
        ("/steps/decide", "step-too-early")
    ]


def test_after_the_decision_nobody_has_anything_left_to_do_but_tell() -> None:
    edit = editor_file(CHILDCARE)
    decide = StepEntry("decide", None, StepKind.DECIDE, "officer")
    *before, forward, notify = edit.steps
    checked_late = replace(before[3], id="checked-late", no=8)

    assert contradictions(
        replace(edit, steps=(*before, forward, decide, notify, checked_late))
    ) == [("/steps/checked-late", "step-too-late")]


@pytest.mark.parametrize(
    "limit", [{"channels": ("in-person",)}, {"when": Condition(audiences=("citizen",))}]
)
def test_every_case_is_decided_whatever_its_channel_or_audience(limit: dict[str, Any]) -> None:
    edit = editor_file(CHILDCARE)
    decide = replace(StepEntry("decide", None, StepKind.DECIDE, "officer"), **limit)

    assert contradictions(replace(edit, steps=(*edit.steps, decide))) == [
        ("/steps/decide/when", "decision-with-condition")
    ]


def test_an_editor_may_place_the_decision_after_forwarding() -> None:
    edit = editor_file(CHILDCARE)
    decide = StepEntry("final-decision", None, StepKind.DECIDE, "officer")

    content = publishable(reading(CHILDCARE), replace(edit, steps=(*edit.steps, decide)), LISTS)

    assert [step.id for step in content.steps][-2:] == ["notify", "final-decision"]
