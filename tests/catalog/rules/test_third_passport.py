"""A passport of our own making, openly synthetic, is read and published like any other."""

from catalog.domain.reading.reader import read_document
from catalog.domain.reading.report import Outcome, State
from tests.builders.catalog import CHILDCARE, LISTS, content
from tests.builders.third_passport import DOCUMENT, third_passport


def test_it_says_in_its_name_its_text_and_its_file_that_it_is_synthetic() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")

    assert text.startswith("Bu sənəd SİNTETİKDİR")
    assert "SİNTETİK" in third_passport().name
    assert DOCUMENT.name.startswith("synthetic-")


def test_the_importer_reads_its_twelve_steps_and_five_documents() -> None:
    report = read_document(DOCUMENT.read_bytes(), LISTS)

    assert (report.outcome, report.form, report.truncated) == (Outcome.PASSPORT, "A", False)
    assert report.field("steps").state is State.GIVEN
    assert len(report.field("steps").value or ()) == 12  # type: ignore[arg-type] # a list field
    assert len(report.field("required_documents").value or ()) == 5  # type: ignore[arg-type] # a list field


def test_it_is_no_variation_of_a_seed() -> None:
    third, seed = third_passport(), content(CHILDCARE)

    kinds = [step.kind.value for step in third.steps]
    assert kinds != [step.kind.value for step in seed.steps]
    assert kinds.count("registry-check") == 2
    assert kinds.index("notify") < kinds.index("forward")
    assert {choice.code for choice in third.meis_subsystems} == {"elillik", "pensiya"}
    assert (third.total_duration.runs, third.total_duration.value) == ("working-days", 5)
    assert third.front_office_duration is not None
    assert third.front_office_duration.unit == "minute"
    assert "post" in {choice.code for choice in third.intake_channels}
    assert any(step.when is not None for step in third.steps)
