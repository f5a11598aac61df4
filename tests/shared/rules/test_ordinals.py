"""An ordinal is printed with the suffix it is read with."""

import pytest

from shared.ordinals import as_ordinal, ordinal
from shared.texts import Text

READ = {
    "ci": "1 2 5 7 8 11 12 15 17 18 20 50 70 80 22 1000 2000 10000 2025 2027 2028 2050 105",
    "cü": "3 4 13 14 33 100 200 700 1100 103 2023 2024",
    "cı": "6 16 36 40 60 90 140 96 2006 2026 2040 0 1000000000",
    "cu": "9 10 19 30 110 130 2009 2010 2029 2030 1000000 3000000",
}


@pytest.mark.parametrize(
    ("number", "suffix"),
    [(int(number), suffix) for suffix, numbers in READ.items() for number in numbers.split()],
)
def test_the_suffix_of_an_ordinal_follows_how_the_number_is_read(number: int, suffix: str) -> None:
    assert ordinal(number) == f"{number}-{suffix}"


def test_english_prints_the_bare_number_after_its_noun() -> None:
    assert as_ordinal(3) == Text(az="3-cü", en="3")
