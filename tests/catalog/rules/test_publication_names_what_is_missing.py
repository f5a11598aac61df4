from dataclasses import replace

import pytest

from catalog.domain.publishing.composition import compose
from catalog.domain.publishing.filling import fill
from catalog.domain.publishing.lacks import Lack, PassportIncomplete
from catalog.domain.publishing.passport import DurationRuns
from catalog.domain.publishing.publication import assess, publishable
from catalog.domain.reading.form import FIELD
from catalog.domain.reading.report import Option, State
from tests.builders.catalog import (
    CHILDCARE,
    DOMESTIC_VIOLENCE,
    LISTS,
    editor_file,
    reading,
    with_readings,
    without_fill,
)


def missing(lacks: tuple[Lack, ...]) -> set[tuple[int | None, str, str]]:
    return {(lack.number, lack.name, lack.code) for lack in lacks}


@pytest.mark.parametrize("document", [CHILDCARE, DOMESTIC_VIOLENCE])
def test_without_the_editors_file_every_field_whose_marks_are_lost_is_named(document: str) -> None:
    report = reading(document)

    with pytest.raises(PassportIncomplete) as refusal:
        publishable(report, None, LISTS)

    unmarked = {field.name for field in report.fields if field.state is State.UNMARKED}
    named = missing(refusal.value.lacks)
    assert {(FIELD[name].number, name, "unmarked") for name in unmarked} <= named
    assert {(None, "service_id", "missing"), (None, "handling", "missing")} <= named


def test_the_refusal_says_number_name_state_and_what_to_do() -> None:
    with pytest.raises(PassportIncomplete) as refusal:
        publishable(reading(CHILDCARE), without_fill(editor_file(CHILDCARE), "fee"), LISTS)

    assert refusal.value.members == {
        "missing": [{"number": 19, "name": "fee", "state": "unmarked", "code": "unmarked"}]
    }
    (error,) = refusal.value.errors
    assert (error.pointer, error.code) == ("/fields/fee", "unmarked")
    assert "name the codes chosen" in error.detail.en


@pytest.mark.parametrize("name", [name for name in FIELD if name in editor_file(CHILDCARE).fields])
def test_each_field_left_out_of_the_editors_file_is_missed(name: str) -> None:
    assessment = assess(reading(CHILDCARE), without_fill(editor_file(CHILDCARE), name), LISTS)

    assert missing(assessment.lacks) == {(FIELD[name].number, name, "unmarked")}
    assert assessment.content is None


def test_a_term_needs_somebody_to_say_how_it_is_counted() -> None:
    edit = replace(editor_file(DOMESTIC_VIOLENCE), durations={})

    assert missing(assess(reading(DOMESTIC_VIOLENCE), edit, LISTS).lacks) == {
        (12, "total_duration_unit", "runs-missing"),
        (14, "front_office_duration_unit", "runs-missing"),
        (16, "back_office_duration_unit", "runs-missing"),
    }


def test_a_number_without_its_unit_is_half_a_term() -> None:
    edit = replace(editor_file(CHILDCARE), durations={})

    assert missing(assess(reading(CHILDCARE), edit, LISTS).lacks) == {
        (12, "total_duration_unit", "unmarked"),
        (14, "front_office_duration_unit", "unmarked"),
        (16, "back_office_duration_unit", "unmarked"),
    }


def test_a_term_of_which_the_document_says_nothing_is_published_as_none() -> None:
    silent = {"state": State.BLANK, "value": None, "options": ()}
    report = with_readings(
        reading(DOMESTIC_VIOLENCE),
        back_office_duration_unit=silent,
        back_office_duration_value=silent,
    )

    content = publishable(report, editor_file(DOMESTIC_VIOLENCE), LISTS)

    assert content.back_office_duration is None


@pytest.mark.parametrize("block", ["required_documents", "steps"])
def test_a_printed_item_nobody_described_is_named_by_its_number(block: str) -> None:
    edit = editor_file(CHILDCARE)
    edit = replace(edit, **{block: getattr(edit, block)[1:]})

    assert missing(assess(reading(CHILDCARE), edit, LISTS).lacks) == {
        (FIELD[block].number, block, "item-1-undescribed")
    }


def test_a_field_cut_in_the_middle_is_not_published() -> None:
    report = with_readings(reading(CHILDCARE), legal_basis={"truncated": True})

    assert missing(assess(report, editor_file(CHILDCARE), LISTS).lacks) == {
        (5, "legal_basis", "truncated")
    }


def test_a_needed_field_the_document_lacks_is_missed_and_a_spare_one_is_not() -> None:
    gone = {"state": State.ABSENT, "value": None, "options": None}
    report = with_readings(reading(CHILDCARE), legal_basis=gone, responsible_position=gone)

    assert missing(assess(report, editor_file(CHILDCARE), LISTS).lacks) == {
        (5, "legal_basis", "absent")
    }


def test_a_choice_cases_are_judged_by_needs_a_code() -> None:
    unknown = (Option(None, "Göyərçin poçtu"),)
    given = {"state": State.GIVEN, "value": unknown, "options": unknown}
    report = with_readings(reading(CHILDCARE), intake_channels=given, information_systems=given)
    edit = without_fill(
        without_fill(editor_file(CHILDCARE), "intake_channels"), "information_systems"
    )

    assert missing(assess(report, edit, LISTS).lacks) == {(6, "intake_channels", "no-code")}


def test_days_that_pause_and_hours_are_not_added_up() -> None:
    edit = editor_file(DOMESTIC_VIOLENCE)
    runs = DurationRuns.OFFICE_HOURS
    durations = {term: replace(fill, runs=runs) for term, fill in edit.durations.items()}

    content = publishable(reading(DOMESTIC_VIOLENCE), replace(edit, durations=durations), LISTS)

    assert not any(remark.startswith("12-17 ") for remark in content.remarks)


def test_nothing_is_composed_of_a_passport_that_lacks_something() -> None:
    edit = editor_file(CHILDCARE)
    assert edit.handling is not None

    with pytest.raises(ValueError, match="lacks something"):
        compose(fill(reading(CHILDCARE), None, LISTS), edit, edit.handling, None)
