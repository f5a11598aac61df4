"""The two seed passports, as their authors wrote them."""

from hashlib import sha256

import pytest

from catalog.domain.reading.report import Form, Outcome, ReadingReport, State
from tests.builders.documents import CHILDCARE, SEEDS, VIOLENCE, read

ALL_OPTIONS = {
    "classifications": 11,
    "executing_units": 6,
    "intake_channels": 4,
    "communication_channels": 3,
    "response_channels": 5,
    "refusal_grounds": 2,
    "audiences": 6,
    "back_offices": 6,
    "total_duration_unit": 4,
    "front_office_duration_unit": 4,
    "back_office_duration_unit": 4,
    "fee": 2,
    "locations": 6,
    "document_forms": 4,
    "information_systems": 2,
    "meis_subsystems": 16,
    "digitisation_level": 4,
}


@pytest.fixture(scope="module")
def childcare() -> ReadingReport:
    return read(CHILDCARE)


@pytest.fixture(scope="module")
def violence() -> ReadingReport:
    return read(VIOLENCE)


def codes(report: ReadingReport, name: str) -> list[str | None]:
    return [option.code for option in report.field(name).options or ()]


def lines(report: ReadingReport, name: str) -> list[str]:
    value = report.field(name).value
    return [entry.printed for entry in value] if isinstance(value, tuple) else []


def chosen(report: ReadingReport, name: str) -> list[str | None]:
    value = report.field(name).value
    options = value if isinstance(value, tuple) else (value,)
    return [getattr(option, "code", None) for option in options]


def test_the_seed_documents_are_unedited() -> None:
    digests = {
        name: sha256((SEEDS / name).read_bytes()).hexdigest()
        for name in ("01-05-02-02.txt", "01-09-03-00.md")
    }

    assert digests == {
        "01-05-02-02.txt": "14c71cb673cb2893fb11e299a07f99f4495b1d31fc88cb049484d74534eae3b6",
        "01-09-03-00.md": "d16874c5d47f25348a2f72dc0ae257f67cba5c3691f2e06b570a36bc9a608992",
    }


@pytest.mark.parametrize("text", [CHILDCARE, VIOLENCE], ids=["childcare", "violence"])
def test_a_seed_is_a_whole_passport_of_form_a_with_27_fields_in_order(text: str) -> None:
    report = read(text)

    assert (report.outcome, report.form, report.language) == (Outcome.PASSPORT, Form.A, "az")
    assert (report.truncated, report.errors) == (False, ())
    assert [entry.number for entry in report.fields] == list(range(1, 28))
    assert [entry.number_printed for entry in report.fields] == list(range(1, 28))


def test_every_option_list_of_the_childcare_benefit_is_unmarked_and_kept(
    childcare: ReadingReport,
) -> None:
    counted = {
        entry.name: len(entry.options) for entry in childcare.fields if entry.options is not None
    }

    assert counted == ALL_OPTIONS
    for name in ALL_OPTIONS:
        entry = childcare.field(name)
        assert (entry.state, entry.value) == (State.UNMARKED, None), name
        assert None not in codes(childcare, name), name


def test_the_numbers_of_the_childcare_benefit_are_given(childcare: ReadingReport) -> None:
    names = (
        "total_duration_value",
        "front_office_duration_value",
        "back_office_duration_value",
        "operator_standard_minutes",
    )

    assert [childcare.field(name).value for name in names] == [10, 2, 8, 10]
    assert {childcare.field(name).state for name in names} == {State.GIVEN}


def test_the_class_of_the_childcare_benefit_is_inferred_from_the_id_and_no_value(
    childcare: ReadingReport,
) -> None:
    entry = childcare.field("classifications")

    assert entry.value is None
    assert entry.inferred is not None
    assert entry.inferred.rule == "class-from-id"
    assert entry.inferred.value == ((entry.options or ())[4],)
    assert (entry.options or ())[4].code == "pension-benefits"


def test_the_name_the_id_and_the_responsible_position_are_given_as_printed(
    childcare: ReadingReport,
) -> None:
    assert childcare.field("name").value == (
        "Üç yaşınadək uşağa qulluğa görə müavinətin təyin edilməsi"
    )
    assert childcare.field("passport_id").value == "01-05-02-02"
    assert childcare.field("responsible_position").value == "DOST mərkəzinin sosial agentü"


def test_numbered_legal_items_papers_and_steps_belong_to_their_fields(
    childcare: ReadingReport, violence: ReadingReport
) -> None:
    for report, counts in ((childcare, (4, 5, 8)), (violence, (5, 2, 5))):
        found = tuple(
            len(lines(report, name)) for name in ("legal_basis", "required_documents", "steps")
        )
        assert found == counts


def test_steps_that_look_like_labels_are_steps(childcare: ReadingReport) -> None:
    steps = lines(childcare, "steps")

    assert steps[2].startswith("3. MEİS-də elektron məlumatların")
    assert steps[7].startswith("8. Xidmətin göstərilmə müddətinin bitməsinə")


def test_the_note_on_field_23_is_no_step_but_an_extra(
    childcare: ReadingReport, violence: ReadingReport
) -> None:
    for report in (childcare, violence):
        note = report.extra_text("steps_note")
        assert note is not None
        assert note.endswith("yekun qərar arxa ofis tərəfindən verilir.")


def test_the_bold_choices_of_the_domestic_violence_passport_are_given(
    violence: ReadingReport,
) -> None:
    assert chosen(violence, "total_duration_unit") == ["day"]
    assert chosen(violence, "front_office_duration_unit") == ["hour"]
    assert chosen(violence, "back_office_duration_unit") == ["day"]
    assert chosen(violence, "fee") == ["free"]
    for name in ("total_duration_unit", "front_office_duration_unit", "fee", "locations"):
        evidence = violence.field(name).evidence
        assert evidence is not None
        assert evidence.mark == "bold"


def test_online_is_an_option_of_the_places_and_not_chosen(violence: ReadingReport) -> None:
    assert codes(violence, "locations")[-1] == "online"
    assert chosen(violence, "locations") == [f"centre-{letter}" for letter in "abcde"]


def test_an_option_printed_as_a_heading_is_an_option_and_no_choice(
    violence: ReadingReport,
) -> None:
    for name in ("intake_channels", "response_channels"):
        entry = violence.field(name)
        assert entry.state is State.UNMARKED
        assert codes(violence, name)[0] == "in-person"
        assert any(
            remark.code == "option-printed-as-heading" and remark.field == name
            for remark in violence.remarks
        )


def test_the_domestic_violence_passport_offers_seventeen_subsystems_none_among_them(
    violence: ReadingReport,
) -> None:
    found = codes(violence, "meis_subsystems")

    assert len(found) == 17
    assert found[-1] == "none"
    assert None not in found


def test_its_fields_without_a_mark_stay_unmarked(violence: ReadingReport) -> None:
    given = {"total_duration_unit", "front_office_duration_unit", "back_office_duration_unit"}
    given |= {"fee", "locations"}

    states = {name: violence.field(name).state for name in ALL_OPTIONS}

    assert {name for name, state in states.items() if state is State.GIVEN} == given
    assert {name for name, state in states.items() if state is State.UNMARKED} == (
        ALL_OPTIONS.keys() - given
    )


def test_the_terms_that_do_not_add_up_are_a_remark_and_no_error(violence: ReadingReport) -> None:
    assert "durations-do-not-add-up" in {remark.code for remark in violence.remarks}
    assert violence.errors == ()


def test_names_that_drifted_are_matched_and_the_report_says_how(
    childcare: ReadingReport,
) -> None:
    remark = next(
        remark
        for remark in childcare.remarks
        if remark.code == "matched-by-alias" and remark.field == "back_offices"
    )

    assert codes(childcare, "back_offices") == ["dsmf", "dma", "demx", "dtsera", "dost", "eesmn"]
    assert "“02 - DMX” → “DMA”" in remark.detail.en
