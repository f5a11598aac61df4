"""Marks: what shows that an option was chosen, and what does not."""

import pytest

from catalog.domain.reading.report import FieldReading, State
from tests.builders.documents import CHILDCARE, read

UNITS = "ay\n\ngün\n\nsaat\n\ndəqiqə"


def units(printed: str) -> FieldReading:
    """Read the childcare passport with other lines under label 12."""
    return read(CHILDCARE.replace(UNITS, printed, 1)).field("total_duration_unit")


def codes(entry: FieldReading) -> list[str | None]:
    return [option.code for option in entry.options or ()]


@pytest.mark.parametrize(
    "printed",
    [
        "☐ ay\n☒ gün\n☐ saat\n☐ dəqiqə",
        "☐ ay\n☑ gün\n☐ saat\n☐ dəqiqə",
        "\U0001f78e ay\n\U0001f5f9 gün\n\U0001f78e saat\n\U0001f78e dəqiqə",
        "[ ] ay\n[x] gün\n[ ] saat\n[ ] dəqiqə",
        "- [ ] ay\n- [X] gün\n- [ ] saat\n- [ ] dəqiqə",
        "☐ ay ☒ gün ☐ saat ☐ dəqiqə",
        "ay ☐ gün ☒ saat ☐ dəqiqə ☐",
        "ay\ngün ✓\nsaat\ndəqiqə",
        "ay\n\n√ gün\n\nsaat\n\ndəqiqə",
    ],
)
def test_a_ticked_box_is_the_choice(printed: str) -> None:
    entry = units(printed)

    assert (entry.state, getattr(entry.value, "code", None)) == (State.GIVEN, "day")
    assert codes(entry) == ["month", "day", "hour", "minute"]
    assert entry.evidence is not None
    assert entry.evidence.mark == "box"


def test_boxes_of_which_none_is_ticked_leave_the_field_unmarked() -> None:
    entry = units("☐ ay\n☐ gün\n☐ saat\n☐ dəqiqə")

    assert (entry.state, entry.value) == (State.UNMARKED, None)
    assert codes(entry) == ["month", "day", "hour", "minute"]


@pytest.mark.parametrize("printed", ["**gün**", "__gün__", "***gün***", "- **gün**", "**gün** \\*"])
def test_an_option_in_bold_among_plain_ones_is_the_choice(printed: str) -> None:
    entry = units(f"ay\n\n{printed}\n\nsaat\n\ndəqiqə")

    assert (entry.state, getattr(entry.value, "code", None)) == (State.GIVEN, "day")


@pytest.mark.parametrize(
    "printed", ["**g**ün", "*gün*", "** gün", "**gün", "### gün", "\\*\\*gün\\*\\*"]
)
def test_what_is_not_bold_throughout_is_no_choice(printed: str) -> None:
    entry = units(f"ay\n\n{printed}\n\nsaat\n\ndəqiqə")

    assert (entry.state, entry.value) == (State.UNMARKED, None)
    assert codes(entry) == ["month", "day", "hour", "minute"]


def test_when_every_option_is_bold_nothing_is_chosen() -> None:
    printed = "\n\n".join(f"**{unit}**" for unit in ("ay", "gün", "saat", "dəqiqə"))
    report = read(CHILDCARE.replace(UNITS, printed, 1))

    assert report.field("total_duration_unit").state is State.UNMARKED
    assert ("mark-says-nothing", "total_duration_unit") in {
        (remark.code, remark.field) for remark in report.remarks
    }


def test_two_marks_where_one_choice_is_allowed_leave_it_to_the_editor() -> None:
    report = read(CHILDCARE.replace(UNITS, "ay\n\n**gün**\n\n**saat**\n\ndəqiqə", 1))

    entry = report.field("total_duration_unit")
    assert (entry.state, entry.value) == (State.UNMARKED, None)
    assert ("too-many-marks", "total_duration_unit") in {
        (remark.code, remark.field) for remark in report.remarks
    }


def test_the_note_yalniz_1_ni_seca_bilar_between_asterisks_is_neither_bold_nor_option() -> None:
    report = read(
        CHILDCARE.replace(
            "19. Xidmət haqqı * yalnız 1-ni seçə bilər.",
            "19. Xidmət haqqı **-yalnız 1-ni seçə bilər.**",
        )
    )

    entry = report.field("fee")
    assert entry.state is State.UNMARKED
    assert codes(entry) == ["paid", "free"]


def test_an_option_no_list_knows_is_kept_without_a_code_and_remarked() -> None:
    report = read(CHILDCARE.replace("E-sosial\n\nMEİS", "☒ E-sosial\n\n☒ ASAN Ödəniş\n\n☐ MEİS"))

    entry = report.field("information_systems")
    assert isinstance(entry.value, tuple)
    assert [getattr(option, "code", "") for option in entry.value] == ["e-sosial", None]
    assert ("option-not-in-list", "information_systems") in {
        (remark.code, remark.field) for remark in report.remarks
    }


def test_an_option_broken_over_two_lines_counts_once() -> None:
    report = read(
        CHILDCARE.replace(
            "Nümayəndə vasitəsi ilə (Etibarnamə və ya qəyyum",
            "Nümayəndə vasitəsi ilə (Etibarnamə\nvə ya qəyyum",
        )
    )

    assert codes(report.field("intake_channels")) == [
        "in-person",
        "representative",
        "call-centre",
        "self-service",
    ]
