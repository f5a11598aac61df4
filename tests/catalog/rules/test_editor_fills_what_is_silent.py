from dataclasses import replace
from typing import Any

import pytest

from catalog.domain.publishing.editor_file import (
    DurationFill,
    EditorFile,
    Fill,
    Ground,
    RequirementEntry,
)
from catalog.domain.publishing.filling import EditRefused, fill
from catalog.domain.publishing.passport import DurationRuns, DurationUnit
from catalog.domain.reading.report import ListItem, Option, ReadingReport, State
from tests.builders.catalog import (
    CHILDCARE,
    DOMESTIC_VIOLENCE,
    LISTS,
    codes,
    editor_file,
    reading,
    with_fills,
    with_readings,
)


def refused(report: ReadingReport, edit: EditorFile) -> list[tuple[str, str]]:
    with pytest.raises(EditRefused) as refusal:
        fill(report, edit, LISTS)
    return [(error.pointer, error.code) for error in refusal.value.errors]


def test_an_unmarked_field_stays_unknown_until_somebody_chooses_and_is_never_all() -> None:
    fields = fill(reading(CHILDCARE), None, LISTS)

    unmarked = [field for field in fields.values() if field.reading.state is State.UNMARKED]
    assert len(unmarked) == 17
    assert all(field.value is None and not field.known for field in unmarked)
    assert all(field.reading.options for field in unmarked)


def test_a_chosen_option_is_the_printed_one() -> None:
    fields = fill(reading(CHILDCARE), editor_file(CHILDCARE), LISTS)

    assert fields["back_offices"].value == (Option("dsmf", "01 - DSMF"),)
    assert fields["fee"].value == Option("free", "Ödənişsiz")
    assert fields["back_offices"].filled


@pytest.mark.parametrize(
    ("field", "overriding"),
    [
        ("name", Fill(Ground.OURS, text="Başqa ad")),
        ("legal_basis", Fill(Ground.OURS, lines=("Başqa qanun",))),
        ("operator_standard_minutes", Fill(Ground.OURS, number=1)),
        ("fee", codes("paid")),
        ("locations", codes("online")),
    ],
)
def test_what_the_document_gives_is_corrected_in_the_document(field: str, overriding: Fill) -> None:
    edit = with_fills(EditorFile("x"), **{field: overriding})

    assert refused(reading(DOMESTIC_VIOLENCE), edit) == [(f"/fields/{field}", "field-given")]


def test_every_overridden_field_is_named_at_once() -> None:
    edit = with_fills(
        EditorFile("x"), name=Fill(Ground.OURS, text="a"), passport_id=Fill(Ground.OURS, text="b")
    )

    assert [pointer for pointer, _ in refused(reading(CHILDCARE), edit)] == [
        "/fields/name",
        "/fields/passport_id",
    ]


def test_a_given_number_joins_the_unit_the_editor_found() -> None:
    edit = replace(
        EditorFile("x"),
        durations={
            "total_duration": DurationFill(
                DurationRuns.CALENDAR, Ground.OURS, value=10, unit=DurationUnit.DAY
            )
        },
    )

    fields = fill(reading(CHILDCARE), edit, LISTS)

    assert fields["total_duration_unit"].value == Option("day", "gün")
    assert fields["total_duration_value"].value == 10
    assert not fields["total_duration_value"].filled


@pytest.mark.parametrize(
    ("document", "stated", "pointer"),
    [
        (CHILDCARE, {"value": 11}, "/durations/total_duration/value"),
        (DOMESTIC_VIOLENCE, {"unit": DurationUnit.MONTH}, "/durations/total_duration/unit"),
    ],
)
def test_a_given_half_of_a_term_is_not_overridden(
    document: str, stated: dict[str, Any], pointer: str
) -> None:
    term = replace(DurationFill(DurationRuns.CALENDAR, Ground.OURS), **stated)
    edit = replace(EditorFile("x"), durations={"total_duration": term})

    assert refused(reading(document), edit) == [(pointer, "field-given")]


@pytest.mark.parametrize(
    ("field", "given", "code"),
    [
        ("intake_channels", codes("carrier-pigeon"), "unknown-code"),
        ("intake_channels", codes("post"), "option-not-printed"),
        ("intake_channels", codes(), "wrong-shape"),
        ("intake_channels", codes("in-person", "in-person"), "wrong-shape"),
        ("intake_channels", Fill(Ground.OURS, text="Şəxsən"), "wrong-shape"),
        ("intake_channels", Fill(Ground.OURS), "wrong-shape"),
        ("fee", codes("free", "paid"), "wrong-shape"),
        ("fees", codes("free"), "unknown-field"),
        ("total_duration_unit", codes("day"), "unknown-field"),
    ],
)
def test_a_choice_is_one_the_form_and_the_code_lists_know(
    field: str, given: Fill, code: str
) -> None:
    edit = with_fills(EditorFile("x"), **{field: given})

    assert refused(reading(CHILDCARE), edit) == [(f"/fields/{field}", code)]


def test_none_of_the_subsystems_is_a_choice_of_its_own() -> None:
    alone = with_fills(EditorFile("x"), meis_subsystems=codes("none"))
    mixed = with_fills(EditorFile("x"), meis_subsystems=codes("none", "sigorta"))

    assert fill(reading(DOMESTIC_VIOLENCE), alone, LISTS)["meis_subsystems"].known
    assert refused(reading(DOMESTIC_VIOLENCE), mixed) == [
        ("/fields/meis_subsystems", "none-with-others")
    ]


def test_a_form_without_the_words_none_of_them_takes_an_empty_choice() -> None:
    edit = with_fills(EditorFile("x"), meis_subsystems=codes())

    assert fill(reading(CHILDCARE), edit, LISTS)["meis_subsystems"].known


@pytest.mark.parametrize(
    ("field", "given", "value"),
    [
        ("name", Fill(Ground.SITE, text="  Xidmət "), "Xidmət"),
        ("operator_standard_minutes", Fill(Ground.SITE, number=15), 15),
    ],
)
def test_a_blank_field_takes_a_value_of_its_kind(field: str, given: Fill, value: object) -> None:
    blank = with_readings(reading(CHILDCARE), **{field: {"state": State.BLANK, "value": None}})

    assert fill(blank, with_fills(EditorFile("x"), **{field: given}), LISTS)[field].value == value


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("name", Fill(Ground.SITE, text=" ")),
        ("name", Fill(Ground.SITE, text="a", number=1)),
        ("operator_standard_minutes", Fill(Ground.SITE, number=0)),
        ("legal_basis", Fill(Ground.SITE, lines=("", " "))),
    ],
)
def test_an_empty_value_fills_nothing(field: str, given: Fill) -> None:
    blank = with_readings(reading(CHILDCARE), **{field: {"state": State.BLANK, "value": None}})

    assert refused(blank, with_fills(EditorFile("x"), **{field: given})) == [
        (f"/fields/{field}", "wrong-shape")
    ]


def test_a_field_the_document_does_not_have_is_not_invented() -> None:
    absent = with_readings(
        reading(CHILDCARE), document_forms={"state": State.ABSENT, "options": None}
    )
    edit = with_fills(EditorFile("x"), document_forms=codes("original"))

    assert refused(absent, edit) == [("/fields/document_forms", "field-absent")]


def test_an_option_of_a_blank_field_is_published_under_its_label() -> None:
    blank = with_readings(reading(CHILDCARE), intake_channels={"state": State.BLANK, "options": ()})
    edit = with_fills(EditorFile("x"), intake_channels=codes("post"))

    label = LISTS["channels"].get("post")
    assert label is not None
    assert fill(blank, edit, LISTS)["intake_channels"].value == (Option("post", label.label.az),)


def test_a_blank_list_takes_lines_and_its_entries_count_them_from_one() -> None:
    blank = with_readings(
        reading(CHILDCARE), required_documents={"state": State.BLANK, "value": None}
    )
    edit = with_fills(
        replace(EditorFile("x"), required_documents=(RequirementEntry(2, "birth-certificate"),)),
        required_documents=Fill(Ground.SITE, lines=("Vəsiqə", " Şəhadətnamə ")),
    )

    assert fill(blank, edit, LISTS)["required_documents"].value == (
        ListItem(None, "Vəsiqə"),
        ListItem(None, "Şəhadətnamə"),
    )


def test_a_term_the_form_does_not_have_is_named() -> None:
    term = DurationFill(DurationRuns.CALENDAR, Ground.OURS)
    edit = replace(EditorFile("x"), durations={"appeal_duration": term})

    assert refused(reading(CHILDCARE), edit) == [("/durations/appeal_duration", "unknown-field")]


@pytest.mark.parametrize("block", ["required_documents", "steps"])
def test_an_entry_belongs_to_a_printed_item(block: str) -> None:
    edit = editor_file(CHILDCARE)
    first, *others = getattr(edit, block)
    changed: dict[str, Any] = {block: (replace(first, no=99), *others)}
    edit = replace(edit, **changed)

    assert refused(reading(CHILDCARE), edit) == [(f"/{block}/0/no", "item-not-printed")]
