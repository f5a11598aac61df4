from collections.abc import Sequence

import pytest

from catalog.domain.publishing.passport import (
    Choice,
    DecisionOffice,
    Duration,
    DurationRuns,
    DurationUnit,
    Handling,
    RegistrySource,
    StepKind,
)
from tests.builders.catalog import CHILDCARE, DOMESTIC_VIOLENCE, content

CENTRES = ["centre-a", "centre-b", "centre-c", "centre-d", "centre-e"]
CHOSEN = {
    CHILDCARE: {
        "classifications": ["pension-benefits"],
        "executing_units": [*CENTRES, "online"],
        "intake_channels": ["in-person", "representative", "call-centre", "self-service"],
        "communication_channels": ["dost-centres", "call-centre", "electronic"],
        "response_channels": ["in-person", "representative", "call-centre", "self-service"],
        "refusal_grounds": ["incomplete-documents", "no-legal-basis"],
        "audiences": [
            "citizen",
            "foreigner-permanent-residence",
            "stateless-permanent-residence",
        ],
        "back_offices": ["dsmf"],
        "locations": [*CENTRES, "online"],
        "document_forms": ["original", "notarised-copy", "electronic-copy"],
        "information_systems": ["e-sosial", "meis"],
        "meis_subsystems": ["sigorta", "monitorinq"],
    },
    DOMESTIC_VIOLENCE: {
        "classifications": ["social-services"],
        "executing_units": CENTRES,
        "intake_channels": ["in-person", "representative"],
        "communication_channels": ["dost-centres"],
        "response_channels": ["in-person", "representative"],
        "refusal_grounds": ["no-legal-basis"],
        "audiences": ["citizen", "foreigner", "stateless"],
        "back_offices": ["dsmf"],
        "locations": CENTRES,
        "document_forms": ["original", "copy", "notarised-copy"],
        "information_systems": ["meis"],
        "meis_subsystems": [],
    },
}


def chosen(choices: Sequence[Choice]) -> list[str | None]:
    return [choice.code for choice in choices]


@pytest.mark.parametrize(
    ("document", "field"), [(document, field) for document in CHOSEN for field in CHOSEN[document]]
)
def test_every_choice_is_the_one_the_editor_made_and_no_other(document: str, field: str) -> None:
    passport = content(document)

    assert chosen(getattr(passport, field)) == CHOSEN[document][field]


def test_a_choice_keeps_the_words_the_form_prints() -> None:
    passport = content(CHILDCARE)

    assert passport.back_offices == (Choice("dsmf", "01 - DSMF"),)
    assert passport.meis_subsystems[0] == Choice("sigorta", "“Sığorta” AS")


def test_childcare_terms_join_the_printed_numbers_with_the_unit_the_editor_found() -> None:
    passport = content(CHILDCARE)

    days = DurationUnit.DAY, DurationRuns.CALENDAR
    assert passport.total_duration == Duration(10, *days)
    assert passport.front_office_duration == Duration(2, *days)
    assert passport.back_office_duration == Duration(8, *days)
    assert passport.operator_standard_minutes == 10


def test_domestic_violence_terms_are_printed_and_run_without_a_pause() -> None:
    passport = content(DOMESTIC_VIOLENCE)

    runs = DurationRuns.CONTINUOUS
    assert passport.total_duration == Duration(1, DurationUnit.DAY, runs)
    assert passport.front_office_duration == Duration(1, DurationUnit.HOUR, runs)
    assert passport.back_office_duration == Duration(1, DurationUnit.DAY, runs)
    assert passport.operator_standard_minutes == 60


@pytest.mark.parametrize(
    ("document", "fee", "degree"),
    [(CHILDCARE, "free", "partial"), (DOMESTIC_VIOLENCE, "free", "none")],
)
def test_fee_and_degree_of_digitisation_are_single_choices(
    document: str, fee: str, degree: str
) -> None:
    passport = content(document)

    assert (passport.fee.code, passport.digitisation_level.code) == (fee, degree)


def test_prose_comes_from_the_document_alone() -> None:
    childcare, violence = content(CHILDCARE), content(DOMESTIC_VIOLENCE)

    assert childcare.name == "Üç yaşınadək uşağa qulluğa görə müavinətin təyin edilməsi"
    assert (childcare.passport_id, violence.passport_id) == ("01-05-02-02", "01-09-03-00")
    assert (len(childcare.legal_basis), len(violence.legal_basis)) == (4, 5)
    assert childcare.responsible_position == "DOST mərkəzinin sosial agentü"
    assert childcare.steps_note is not None
    assert "yekun qərar arxa ofis" in childcare.steps_note


def test_childcare_papers_name_who_can_supply_them_instead_of_the_person() -> None:
    sources = {entry.code: entry.sources for entry in content(CHILDCARE).required_documents}

    assert sources == {
        "identity-card": ("identity", RegistrySource("sigorta", "identity")),
        "commission-protocol": (),
        "leave-order": (RegistrySource("monitorinq", "leave_order"),),
        "statement": ("submission",),
        "birth-certificate": (RegistrySource("sigorta", "dependants"),),
    }


def test_domestic_violence_papers_are_papers() -> None:
    papers = content(DOMESTIC_VIOLENCE).required_documents

    assert [entry.code for entry in papers] == ["identity-document", "violence-act"]
    assert all(entry.sources == () for entry in papers)


def test_childcare_steps_are_the_printed_eight_and_the_decision_after_forwarding() -> None:
    steps = content(CHILDCARE).steps

    assert [(step.no, step.kind) for step in steps] == [
        (1, StepKind.TAKE_TICKET),
        (2, StepKind.GO_TO_DESK),
        (3, StepKind.SUBMIT_DOCUMENTS),
        (4, StepKind.CHECK_COMPLETENESS),
        (5, StepKind.REGISTRY_CHECK),
        (6, StepKind.ATTACH_DATA),
        (7, StepKind.FORWARD),
        (None, StepKind.DECIDE),
        (8, StepKind.NOTIFY),
    ]
    assert steps[4].params == {
        "question": "insured",
        "subsystems": ["sigorta", "monitorinq"],
        "attributes": [],
    }
    assert steps[8].params == {"margin_working_days": 1}
    assert steps[2].text.startswith("MEİS-də elektron məlumatların")


def test_domestic_violence_has_two_interviews_in_one_printed_step_and_no_notice() -> None:
    steps = content(DOMESTIC_VIOLENCE).steps

    assert [(step.no, step.id) for step in steps] == [
        (1, "take-ticket"),
        (2, "go-to-desk"),
        (3, "interview-lawyer"),
        (3, "interview-psychologist"),
        (4, "report"),
        (5, "forward"),
        (None, "decide"),
    ]
    assert steps[5].params["pseudonym"] is True


def test_childcare_cases_are_open_and_decided_at_the_centre_of_the_case() -> None:
    assert content(CHILDCARE).handling == Handling(
        confidentiality="open",
        contact="cabinet",
        applicant_relations=("self", "legal-representative"),
        decision_office=DecisionOffice("dsmf", "case-centre"),
    )


def test_domestic_violence_cases_are_protected_and_nobody_is_contacted() -> None:
    handling = content(DOMESTIC_VIOLENCE).handling

    assert (handling.confidentiality, handling.contact) == ("protected", "none")
    assert set(handling.applicant_relations) == {
        "self",
        "relative",
        "legal-representative",
        "municipality",
        "ngo",
        "other",
    }
    assert handling.decision_office == DecisionOffice("dsmf", "body")


def test_the_published_version_says_on_which_ground_each_choice_stands() -> None:
    remarks = content(CHILDCARE).remarks

    assert "11 back_offices [ours]" in remarks
    assert any(remark.startswith("3 classifications [id]: ") for remark in remarks)
    assert any(remark.startswith("12-13 total_duration [follows]: ") for remark in remarks)


def test_parts_that_do_not_add_up_to_the_whole_are_remarked_and_hinder_nothing() -> None:
    differs = "12-17 [given]: Ümumi müddət ön və arxa ofis müddətlərinin cəminə bərabər deyil."

    assert differs in content(DOMESTIC_VIOLENCE).remarks
    assert differs not in content(CHILDCARE).remarks
