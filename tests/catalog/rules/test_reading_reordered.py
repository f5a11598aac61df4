"""The reader goes by the labels' words: neither their order nor their numbers matter."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders.documents import CHILDCARE, VIOLENCE, joined, pieces, read, renumbered, said

NUMBERINGS: dict[str, Callable[[int], str]] = {
    "backwards": lambda n: f"{28 - n}. ",
    "in brackets": lambda n: f"{n}) ",
    "from a hundred": lambda n: f"{n + 100}. ",
    "repeating": lambda n: f"{n % 4 + 1}. ",
    "no": lambda _: "",
}


@pytest.mark.parametrize("text", [CHILDCARE, VIOLENCE], ids=["childcare", "violence"])
@pytest.mark.parametrize("numbering", NUMBERINGS)
def test_a_passport_with_other_numbers_reads_the_same(text: str, numbering: str) -> None:
    head, fields = pieces(text)

    report = read(joined(head, renumbered(fields, NUMBERINGS[numbering])))

    assert said(report) == said(read(text))
    assert not report.truncated


@pytest.mark.parametrize("text", [CHILDCARE, VIOLENCE], ids=["childcare", "violence"])
@settings(max_examples=40, deadline=None)
@given(order=st.permutations(range(27)), numbering=st.sampled_from(sorted(NUMBERINGS)))
def test_a_passport_with_its_fields_in_another_order_reads_the_same(
    text: str, order: list[int], numbering: str
) -> None:
    head, fields = pieces(text)
    fields = renumbered(fields, NUMBERINGS[numbering])

    report = read(joined(head, [fields[place] for place in order]))

    assert said(report) == said(read(text))
    assert not report.truncated


def test_the_printed_number_of_a_label_is_reported_beside_the_fields_own() -> None:
    head, fields = pieces(CHILDCARE)

    report = read(joined(head, renumbered(fields, NUMBERINGS["backwards"])))

    assert report.field("name").number == 1
    assert report.field("name").number_printed == 27


def test_a_field_taken_out_of_the_middle_is_absent_and_nothing_is_truncated() -> None:
    head, fields = pieces(CHILDCARE)

    report = read(joined(head, [*fields[:21], *fields[22:]]))

    assert report.field("document_forms").state == "absent"
    assert report.field("document_forms").evidence is None
    assert not report.truncated
    whole = {row[0]: row for row in said(read(CHILDCARE))}
    assert all(row == whole[row[0]] for row in said(report) if row[0] != "document_forms")
