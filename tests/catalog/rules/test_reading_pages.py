"""The four published pages: other forms, another language, broken off where the page was."""

import pytest

from catalog.domain.reading.report import Form, Option, ReadingReport, State
from tests.builders.documents import document, read

ENGLISH = read(document("05-04-02-00.txt"))
SHORT_TERMS = read(document("05-04-04-00.txt"))
ODD_ID = read(document("09-03-00-00.txt"))
NEWEST = read(document("site-2-2.txt"))


def names(report: ReadingReport, state: State) -> set[str]:
    return {entry.name for entry in report.fields if entry.state is state}


def remarks(report: ReadingReport) -> set[tuple[str, str | None]]:
    return {(remark.code, remark.field) for remark in report.remarks}


def codes(report: ReadingReport, name: str) -> list[str | None]:
    value = report.field(name).value
    options = value if isinstance(value, tuple) else (value,)
    return [getattr(option, "code", None) for option in options]


def test_each_page_is_recognised_by_its_labels() -> None:
    found = [(report.form, report.language) for report in (ENGLISH, SHORT_TERMS, ODD_ID, NEWEST)]

    assert found == [(Form.B, "en"), (Form.B, "az"), (Form.B, "az"), (Form.C, "az")]


def test_the_address_above_a_page_is_a_remark_and_no_field() -> None:
    for report in (ENGLISH, SHORT_TERMS, ODD_ID, NEWEST):
        address = next(remark for remark in report.remarks if remark.code == "address-line")
        assert address.line == 1
        assert "dost.gov.az" in address.detail.az


def test_the_site_lists_only_what_was_chosen_so_it_is_given() -> None:
    assert codes(ENGLISH, "intake_channels") == [
        "in-person",
        "call-centre",
        "self-service",
        "post",
    ]
    assert codes(ENGLISH, "back_offices") == ["dma", "sxa"]
    assert codes(SHORT_TERMS, "executing_units") == ["dost-centre", "regional-centre", "branch"]
    assert codes(SHORT_TERMS, "audiences") == [
        "citizen",
        "foreigner-permanent-residence",
        "stateless-permanent-residence",
    ]
    evidence = SHORT_TERMS.field("back_offices").evidence
    assert evidence is not None
    assert (evidence.text, evidence.mark) == ("• DMA", "listed")


def test_labels_without_content_are_blank_and_missing_ones_absent() -> None:
    assert names(ENGLISH, State.BLANK) == {
        "name",
        "legal_basis",
        "refusal_grounds",
        "required_documents",
        "steps",
    }
    assert names(ENGLISH, State.ABSENT) == {
        "document_forms",
        "digitisation_level",
        "responsible_position",
    }


def test_three_labels_that_say_front_office_are_told_apart_and_remarked() -> None:
    values = [
        ENGLISH.field(f"{office}_duration_{part}").value
        for office in ("front_office", "back_office")
        for part in ("unit", "value")
    ]

    assert values == [Option("minute", "minutes"), 15, Option("minute", "minutes"), 15]
    assert ENGLISH.field("back_office_duration_value").number_printed == 17
    assert ("label-contradicts-number", "back_office_duration_value") in remarks(ENGLISH)


def test_with_other_numbers_the_place_after_the_unit_tells_them_apart() -> None:
    text = document("05-04-02-00.txt").decode().replace("\n17. Length", "\n31. Length")

    report = read(text)

    assert report.field("back_office_duration_value").value == 15
    assert ("label-contradicts-place", "back_office_duration_value") in remarks(report)


def test_an_option_cut_at_the_end_truncates_its_field_and_is_given_no_code() -> None:
    entry = ENGLISH.field("meis_subsystems")

    assert entry.truncated
    assert entry.value == (Option(None, '"Sovqat" A'),)
    assert ("cut-off", "meis_subsystems") in remarks(ENGLISH)
    assert ENGLISH.truncated


def test_a_term_without_unit_or_number_is_blank_and_a_short_total_is_remarked() -> None:
    assert SHORT_TERMS.field("total_duration_value").value == 15
    assert SHORT_TERMS.field("front_office_duration_value").value == 20
    assert SHORT_TERMS.field("back_office_duration_unit").state is State.BLANK
    assert SHORT_TERMS.field("back_office_duration_value").state is State.BLANK
    assert ("durations-do-not-add-up", "total_duration_value") in remarks(SHORT_TERMS)


def test_a_page_that_stops_after_a_whole_line_is_truncated_but_no_field_is() -> None:
    for report, last in ((SHORT_TERMS, 17), (ODD_ID, 7)):
        assert report.truncated
        assert not any(entry.truncated for entry in report.fields)
        assert ("incomplete-form", None) in remarks(report)
        assert {entry.number for entry in report.fields if entry.state is State.ABSENT} == set(
            range(last + 1, 28)
        )


def test_an_id_whose_second_group_is_another_class_is_kept_and_remarked() -> None:
    assert ODD_ID.field("passport_id").value == "09-03-00-00"
    assert codes(ODD_ID, "classifications") == ["social-services"]
    assert ODD_ID.field("classifications").inferred is None
    assert ("passport-id-class-differs", "passport_id") in remarks(ODD_ID)


def test_the_newest_form_fills_the_fields_it_shares_and_keeps_the_rest_as_extras() -> None:
    assert NEWEST.field("passport_id").state is State.ABSENT
    assert codes(NEWEST, "classifications") == ["labour-relations"]
    assert NEWEST.field("legal_basis").number_printed == 6
    assert codes(NEWEST, "response_channels") == ["self-service"]
    assert NEWEST.field("back_offices").state is State.BLANK
    content = NEWEST.extra_text("service_content")
    assert content is not None
    assert content.startswith("[qısaldılıb:")
    assert not NEWEST.truncated


def test_the_degree_of_automation_makes_it_the_later_site_form() -> None:
    text = document("05-04-04-00.txt").decode()
    text += "26. Xidmətin avtomatlaşdırılma dərəcəsi\n • Tam\n"

    report = read(text)

    assert report.form is Form.B_PRIME
    assert report.extra_text("degree_of_automation") == "Tam"
    assert report.field("digitisation_level").state is State.ABSENT
    assert not report.truncated


def test_of_two_numbers_under_one_label_the_one_with_the_forms_number_is_read() -> None:
    text = document("05-04-04-00.txt").decode()
    stray = "99. Xidmətin həyata keçirilməsinin müddəti (ön ofis)\n7\n"

    report = read(text.replace("1. Xidmətin adı", f"{stray}1. Xidmətin adı", 1))

    assert report.field("front_office_duration_value").value == 20
    assert ("label-repeated", "front_office_duration_value") in remarks(report)


def test_a_field_no_form_has_is_not_found() -> None:
    with pytest.raises(KeyError):
        NEWEST.field("service_content")
