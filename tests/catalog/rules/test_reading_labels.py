"""Labels as people and converters leave them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.reading.labels import within_errors
from catalog.domain.reading.report import State
from tests.builders.documents import CHILDCARE, read, said

STEPS_LABEL = "23. Xidmət üzrə addımlarla təlimat. (DOST modeli)"


@pytest.mark.parametrize(
    ("printed", "changed"),
    [
        ("4. Xidməti həyata keçirən struktur", "4. Хidməti həyata keçirən strukтur"),  # noqa: RUF001 - Cyrillic letters are the case
        ("4. Xidməti həyata keçirən struktur", "4. XİDMƏTİ HƏYATA KEÇİRƏN STRUKTUR"),
        ("4. Xidməti həyata keçirən struktur", "4.Xidməti  həyata\u00a0keçirən struk\u00adtur"),
        ("4. Xidməti həyata keçirən struktur", "4 ) Xidmeti heyata keciren struktur"),
        ("9. Xidmətin nəticəsində imtina əsəsləri", "9. Xidmətin nəticəsində imtina əsasları"),
        ("22. Xidmət üzrə", "## **22. Xidmət üzrə"),
        (STEPS_LABEL, f"**{STEPS_LABEL}**"),
        (STEPS_LABEL, f"__{STEPS_LABEL}__ \\*"),
        (STEPS_LABEL, f"> {STEPS_LABEL}"),
        (STEPS_LABEL, f"• {STEPS_LABEL}"),
    ],
)
def test_a_label_in_another_spelling_reads_the_same(printed: str, changed: str) -> None:
    assert printed in CHILDCARE

    assert said(read(CHILDCARE.replace(printed, changed))) == said(read(CHILDCARE))


def test_a_misspelt_label_is_read_and_remarked() -> None:
    report = read(CHILDCARE.replace("10. Xidmət istifadəçiləri", "10. Xidmət istfadəçilari"))

    remark = next(r for r in report.remarks if r.code == "label-matched-loosely")
    assert said(report) == said(read(CHILDCARE))
    assert (remark.field, "Xidmət istifadəçiləri" in remark.detail.en) == ("audiences", True)


def test_a_label_broken_over_two_lines_is_one_label() -> None:
    broken = CHILDCARE.replace("8. Xidmət üzrə cavablandırma", "8. Xidmət üzrə\ncavablandırma")

    assert said(read(broken)) == said(read(CHILDCARE))


def test_a_value_may_stand_on_the_line_of_its_label() -> None:
    text = CHILDCARE.replace("1. Xidmətin adı *\n\nÜç", "1. Xidmətin adı: Üç")
    text = text.replace("(dəqiqə ilə) *\n\n10", "(dəqiqə ilə): 10")

    report = read(text)

    assert report.field("name").value == read(CHILDCARE).field("name").value
    assert report.field("operator_standard_minutes").value == 10


def test_a_label_printed_twice_is_read_once_and_remarked() -> None:
    report = read(CHILDCARE.replace("19. Xidmət haqqı", "Xidmət haqqı\n\n19. Xidmət haqqı"))

    assert len(report.field("fee").options or ()) == 2
    assert ("label-repeated", "fee") in {(r.code, r.field) for r in report.remarks}


@pytest.mark.parametrize(
    "step", ["9. Xidmət haqqı ödənişsizdir.", "9. Xidmətin göstərilmə yerinə gəlin."]
)
def test_a_step_that_begins_like_a_label_stays_a_step(step: str) -> None:
    report = read(CHILDCARE.replace("\n\n24. Xidmət zamanı", f"\n{step}\n\n24. Xidmət zamanı"))

    steps = report.field("steps").value
    assert isinstance(steps, tuple)
    assert len(steps) == 9
    assert report.field("fee").state is State.UNMARKED


def test_a_step_broken_over_two_lines_is_one_step() -> None:
    broken = CHILDCARE.replace("müraciət edən şəxs sosial", "müraciət edən şəxs\nsosial")

    assert said(read(broken))[22][2] == said(read(CHILDCARE))[22][2]


@pytest.mark.parametrize(
    ("printed", "value", "remark"),
    [
        ("10 gün", 10, "number-with-words"),
        ("on gün", None, "number-not-read"),
        ("1,5", None, "number-not-read"),
        ("**10**", 10, None),
        ("", None, None),
    ],
)
def test_a_number_is_read_as_a_number_or_reported(
    printed: str, value: int | None, remark: str | None
) -> None:
    report = read(CHILDCARE.replace("Rəqəmlə\n\n10", f"Rəqəmlə\n\n{printed}"))

    entry = report.field("total_duration_value")
    noticed = {r.code for r in report.remarks if r.field == "total_duration_value"}
    assert entry.value == value
    assert entry.state is (State.GIVEN if printed else State.BLANK)
    assert (remark in noticed) if remark else not noticed


@pytest.mark.parametrize(
    ("printed", "value", "irregular"),
    [
        ("01–05–02–02", "01-05-02-02", False),
        ("ID: 01-05-02-02", "01-05-02-02", False),
        ("5-2-2", "5-2-2", True),
        ("hələ verilməyib", "hələ verilməyib", True),
    ],
)
def test_an_irregular_id_is_kept_as_printed_and_remarked(
    printed: str, value: str, *, irregular: bool
) -> None:
    report = read(CHILDCARE.replace("\n01-05-02-02\n", f"\n{printed}\n"))

    assert report.field("passport_id").value == value
    assert ("passport-id-irregular" in {r.code for r in report.remarks}) is irregular


@given(
    word=st.text("abcd ", max_size=12),
    edits=st.lists(
        st.tuples(st.sampled_from(["in", "out", "other"]), st.integers(0, 12)), max_size=4
    ),
)
def test_as_many_typing_errors_as_were_made_are_forgiven(
    word: str, edits: list[tuple[str, int]]
) -> None:
    typed = word
    for edit, place in edits:
        middle = "" if edit == "out" else "x"
        typed = typed[:place] + middle + typed[place + (edit != "in") :]

    assert within_errors(typed, word, len(edits))
    assert within_errors(word, typed, len(edits))


@pytest.mark.parametrize(("typed", "word"), [("abcd", "badc"), ("", "abc"), ("aXbYcZ", "abc")])
def test_more_typing_errors_are_not_forgiven(typed: str, word: str) -> None:
    assert not within_errors(typed, word, 2)


def test_a_note_broken_over_two_lines_is_one_note_and_no_step() -> None:
    report = read(CHILDCARE.replace("vətəndaşların hüquqlarının", "vətəndaşların\nhüquqlarının"))

    assert report.extra_text("steps_note") == read(CHILDCARE).extra_text("steps_note")
    assert report.field("steps").value == read(CHILDCARE).field("steps").value
