"""A list goes on where it stopped, and nothing else is a cursor."""

import base64
import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.cursors import CursorMalformed, Page, decode, encode, next_cursor

INSTANT = datetime(2026, 3, 10, 5, 0, 0, 123456, UTC)


def test_a_cursor_brings_back_the_values_the_list_is_sorted_by() -> None:
    cursor = encode(date(2026, 3, 31), INSTANT, "c-1", 7)

    assert decode(cursor, date, datetime, str, int) == (
        date(2026, 3, 31),
        INSTANT,
        "c-1",
        7,
    )


@given(
    st.text(st.characters(exclude_characters="\0", codec="utf-8")),
    st.integers(min_value=0, max_value=2**63 - 1),
)
def test_any_text_and_number_survive(text: str, number: int) -> None:
    if len(encode(text, number)) <= 1024:
        assert decode(encode(text, number), str, int) == (text, number)


@pytest.mark.parametrize(("text", "number"), [("c-\0", 1), ("c-1", 2**63), ("c-1", -1)])
def test_what_no_row_can_hold_is_refused_before_the_database_sees_it(
    text: str, number: int
) -> None:
    with pytest.raises(CursorMalformed):
        decode(encode(text, number), str, int)


@given(st.text())
def test_what_the_list_did_not_give_out_is_refused_as_such(text: str) -> None:
    with pytest.raises(CursorMalformed):
        decode(text, date, str, int, int)


@pytest.mark.parametrize(
    "values",
    [
        ["2026-03-31", None],
        ["2026-03-31"],
        ["2026-03-31", "c-1", "more"],
        [1, "c-1"],
        ["2026-02-31", "c-1"],
        [True, "a"],
    ],
)
def test_values_of_another_list_are_refused(values: list[object]) -> None:
    cursor = base64.urlsafe_b64encode(json.dumps(values).encode()).decode()

    with pytest.raises(CursorMalformed):
        decode(cursor, date, str)


def test_an_instant_without_a_zone_is_no_cursor() -> None:
    with pytest.raises(CursorMalformed):
        decode(encode("2026-03-10T05:00:00"), datetime)


def test_a_deeply_nested_cursor_is_refused() -> None:
    deep = base64.urlsafe_b64encode(b"[" * 700).decode()

    with pytest.raises(CursorMalformed):
        decode(deep, str)


def test_the_last_page_has_no_next() -> None:
    rows = [1, 2, 3]

    assert next_cursor(rows, 3, lambda row: [row]) is None
    assert next_cursor(rows, 2, lambda row: [row]) == encode(2)
    assert Page[int](items=rows, next=None).model_dump() == {"items": [1, 2, 3], "next": None}
