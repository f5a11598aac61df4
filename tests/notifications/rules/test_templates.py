from datetime import date

import pytest

from notifications.domain.templates import PlaceUnfilled, Template, render, template_code

TEXT = Template("in-progress", 1, "en", "About {case_number}", "Decided by {term_on}.")


def test_the_citizen_reads_the_date_as_their_language_writes_it() -> None:
    values: dict[str, str | date | None] = {"case_number": "D-1", "term_on": date(2026, 3, 31)}
    azerbaijani = Template("in-progress", 1, "az", "{case_number}", "Son gün {term_on}.")

    assert render(TEXT, values).body == "Decided by 31 March 2026."
    assert render(azerbaijani, values).body == "Son gün 31.03.2026."


def test_a_message_with_a_hole_is_never_sent() -> None:
    with pytest.raises(PlaceUnfilled) as raised:
        render(TEXT, {"case_number": "D-1", "term_on": None})

    assert raised.value.members == {"place": "term_on"}


def test_braces_in_a_value_are_text_and_not_places() -> None:
    values: dict[str, str | date | None] = {
        "case_number": "{term_on}",
        "term_on": date(2026, 3, 31),
    }

    assert render(TEXT, values).subject == "About {term_on}"


def test_a_decision_is_worded_by_its_outcome_and_a_progress_note_is_not() -> None:
    assert template_code("decision", outcome="granted", papers=[]) == "decision-granted"
    assert template_code("in-progress", outcome=None, papers=[]) == "in-progress"


def test_a_person_who_owes_papers_reads_another_note_than_one_who_does_not() -> None:
    assert template_code("in-progress", outcome=None, papers=["Order"]) == "in-progress-papers"


def test_a_person_whose_paper_was_made_up_by_somebody_reads_of_that_and_is_asked_for_nothing() -> (
    None
):
    code = template_code("in-progress", outcome=None, papers=["Order"], mandate_rejected=True)

    assert code == "in-progress-mandate-rejected"


@pytest.mark.parametrize(
    ("papers", "asked", "late", "code"),
    [
        (["Order"], True, False, "in-progress-papers-awaited"),
        (["Order"], True, True, "in-progress-papers-late"),
        (["Order"], False, True, "in-progress-papers-late"),
        ([], False, True, "in-progress-late"),
        ([], True, False, "in-progress"),
    ],
)
def test_days_of_waiting_are_told_to_who_was_asked_for_papers_while_the_term_is_not_over(
    papers: list[str], asked: bool, late: bool, code: str
) -> None:
    found = template_code(
        "in-progress", outcome=None, papers=papers, asks_for_papers=asked, late=late
    )

    assert found == code


@pytest.mark.parametrize("late", [False, True])
def test_while_nobody_may_work_on_a_case_no_text_says_that_work_goes_on(late: bool) -> None:
    found = template_code("in-progress", outcome=None, papers=[], suspended=True, late=late)

    assert found == "in-progress-suspended"
