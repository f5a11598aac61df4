"""Numbers that people read to each other over the counter."""

from hypothesis import given
from hypothesis import strategies as st

from applications.domain.case_number import case_number, decision_number, is_case_number

years = st.integers(min_value=2019, max_value=2199)
serials = st.integers(min_value=1, max_value=10**9)


def test_a_number_is_year_serial_and_check_character() -> None:
    number = case_number(2026, 123)

    assert number[:12] == "2026-0000123"
    assert is_case_number(number)


def test_the_check_character_may_be_an_x() -> None:
    assert any(case_number(2026, serial).endswith("-X") for serial in range(1, 30))


@given(years, serials)
def test_every_number_the_suite_gives_is_well_formed(year: int, serial: int) -> None:
    assert is_case_number(case_number(year, serial))


@given(years, serials, st.data())
def test_one_wrong_digit_is_noticed(year: int, serial: int, data: st.DataObject) -> None:
    number = case_number(year, serial)
    places = [index for index, character in enumerate(number[:-1]) if character.isdigit()]
    place = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([each for each in "0123456789" if each != number[place]]))

    assert not is_case_number(number[:place] + digit + number[place + 1 :])


@given(years, serials, st.data())
def test_two_swapped_digits_are_noticed(year: int, serial: int, data: st.DataObject) -> None:
    number = case_number(year, serial)
    digits = number[:4] + number[5:-2]
    place = data.draw(st.integers(min_value=0, max_value=len(digits) - 2))
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]

    same = digits[place] == digits[place + 1]
    assert is_case_number(f"{swapped[:4]}-{swapped[4:]}-{number[-1]}") is same


def test_other_texts_are_no_case_numbers() -> None:
    assert not is_case_number("childcare-1")
    assert not is_case_number("2026-123-4")


def test_a_decision_is_counted_per_office_and_year() -> None:
    assert decision_number("dsmf@dost-1", 2026, 17) == "DSMF-DOST-1/2026/17"
    assert decision_number("sxa", 2027, 1) == "SXA/2027/1"
