"""Documents that break off: the report says so, and where."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.domain.reading.report import Outcome, ReadingReport, State
from tests.builders.documents import CHILDCARE, VIOLENCE, document, joined, pieces, read, renumbered

SEEDS = {"childcare": CHILDCARE.encode(), "violence": VIOLENCE.encode()}
FIRST_LABEL = {"childcare": CHILDCARE.encode().index(b"1. X") + 40, "violence": 260}


def truncated(report: ReadingReport) -> list[str]:
    return [entry.name for entry in report.fields if entry.truncated]


def cut_after(text: str, words: str) -> ReadingReport:
    return read(text[: text.index(words) + len(words)])


@pytest.mark.parametrize("seed", SEEDS)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_passport_cut_at_any_byte_is_reported_and_nothing_raises(
    seed: str, data: st.DataObject
) -> None:
    whole = SEEDS[seed]
    report = read(whole[: data.draw(st.integers(0, len(whole) - 1))])

    assert len(report.fields) == 27
    assert report.outcome in {Outcome.PASSPORT, Outcome.REJECTED}
    assert report.truncated == (report.outcome is Outcome.PASSPORT) or report.errors


@pytest.mark.parametrize("seed", SEEDS)
def test_after_a_whole_line_the_passport_is_truncated_and_no_field_is(seed: str) -> None:
    whole = SEEDS[seed]
    ends = [place + 1 for place in range(FIRST_LABEL[seed], len(whole)) if whole[place] == 10]

    for end in ends[::3]:
        report = read(whole[:end])
        assert report.truncated, whole[end - 40 : end]
        assert truncated(report) == [], whole[end - 40 : end]


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("1. Xidmətin adı *\n\nÜç yaşınadək uş", "name"),
        ("\n\n01-05-0", "passport_id"),
        ('1. "Sosial sığorta haqq', "legal_basis"),
        ("Özünəxidmət (elektron sis", "intake_channels"),
        ("müddəti **-yalnız 1-ni seçə bilər.\n\nRəqəml", "total_duration_value"),
        (
            "13. Xidmətin həyata keçirilməsi müddəti **-yalnız 1-ni seçə bilər.\n\nRəqəmlə\n\n1",
            "total_duration_value",
        ),
        ("3. MEİS-də elektron", "steps"),
        ("8. Xidmətin gös", "steps"),
        ("DOST mərkəzinin sosial age", "responsible_position"),
    ],
)
def test_a_passport_cut_inside_a_field_is_truncated_in_that_field(words: str, field: str) -> None:
    report = cut_after(CHILDCARE, words)

    assert report.truncated
    assert truncated(report) == [field]


@pytest.mark.parametrize(
    ("text", "words", "field", "number"),
    [
        (CHILDCARE, "8. Xidmət üzrə cav", "response_channels", 8),
        (
            CHILDCARE,
            "16. Xidmətin həyata keçirilməsinin müddəti (arx",
            "back_office_duration_unit",
            16,
        ),
        (CHILDCARE, "24. Xidmət zam", "information_systems", 24),
        (VIOLENCE, "**27. Xidmət üzrə məs", "responsible_position", 27),
        (VIOLENCE, "## 6. Xidm", "intake_channels", 6),
    ],
)
def test_a_label_cut_in_its_middle_is_a_blank_truncated_field(
    text: str, words: str, field: str, number: int
) -> None:
    report = cut_after(text, words)

    entry = report.field(field)
    assert truncated(report) == [field]
    assert (entry.state, entry.number_printed) == (State.BLANK, number)


def test_a_cut_label_ends_the_field_above_it_whole() -> None:
    report = cut_after(CHILDCARE, "8. Xidmət üzrə cav")

    options = report.field("communication_channels").options or ()
    assert [option.code for option in options] == ["dost-centres", "call-centre", "electronic"]


def test_a_document_cut_in_the_middle_of_a_letter_is_truncated() -> None:
    whole = CHILDCARE.encode()
    inside = whole.index("uşağa".encode()) + 2

    report = read(whole[:inside])

    assert truncated(report) == ["name"]


def test_the_last_line_of_a_whole_passport_needs_no_line_end() -> None:
    assert not CHILDCARE.endswith("\n")
    assert not read(CHILDCARE).truncated
    assert not read(CHILDCARE + "\n").truncated


def test_a_passport_in_another_order_may_end_in_any_field() -> None:
    head, fields = pieces(CHILDCARE)

    for last in range(27):
        order = [*fields[:last], *fields[last + 1 :], fields[last]]
        report = read(joined(head, order).rstrip("\n"))
        assert not report.truncated, fields[last]


@pytest.mark.parametrize(
    "name", ["05-04-02-00.txt", "05-04-04-00.txt", "09-03-00-00.txt", "site-2-2.txt"]
)
def test_a_published_page_cut_anywhere_is_still_reported(name: str) -> None:
    whole = document(name)

    for end in range(0, len(whole), 7):
        report = read(whole[:end])
        assert report.outcome in {Outcome.PASSPORT, Outcome.REJECTED}
        assert len(report.fields) == 27


def test_a_document_cut_before_its_first_label_is_rejected_with_what_to_do() -> None:
    report = cut_after(CHILDCARE, "DOST xidmət pasportu\n")

    assert (report.outcome, report.truncated) == (Outcome.REJECTED, True)
    assert [error.code for error in report.errors] == ["cut-before-labels"]


def test_three_letters_of_a_label_without_its_number_are_no_label() -> None:
    report = read(CHILDCARE[: CHILDCARE.index("8. Xidmət üzrə cav")] + "Xid")

    assert truncated(report) == ["communication_channels"]


def test_a_very_long_last_line_cut_in_its_middle_truncates_its_field() -> None:
    report = cut_after(CHILDCARE.replace("Üç yaşınadək", "Üç " * 300), "Üç " * 300)

    assert truncated(report) == ["name"]


def test_a_document_that_ends_in_a_repeated_label_is_reported() -> None:
    report = read(CHILDCARE + "\n\n19. Xidmət haqqı\n\nÖdəniş")

    assert report.field("fee").state is State.UNMARKED
    assert ("label-repeated", "fee") in {(r.code, r.field) for r in report.remarks}


def test_a_label_without_its_number_cut_under_a_number_is_a_label() -> None:
    head, fields = pieces(CHILDCARE)
    text = joined(head, renumbered(fields, lambda _: ""))

    report = cut_after(text, "10\n\nXidmətin həyata keçirilməsinin müddəti (ö")

    assert truncated(report) == ["front_office_duration_unit"]
    assert report.field("total_duration_value").value == 10
