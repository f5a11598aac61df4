"""Numbers that people read to each other: a year, a serial and a check character.

A case number says nothing of the service or the centre. The check character is ISO 7064 MOD 11-2
(the one of the ISBN-like numbers: 0-9 or X): it catches each wrong digit and each swapped pair.
"""

import re

_SHAPE = re.compile(r"([0-9]{4})-([0-9]{7,})-([0-9X])")
_WEIGHT, _MODULUS, _TEN = 2, 11, 10


def case_number(year: int, serial: int) -> str:
    """Return the number of the ``serial``-th case of ``year``, e.g. ``2026-0000123-5``."""
    digits = f"{year:04d}{serial:07d}"
    return f"{digits[:4]}-{digits[4:]}-{check_character(digits)}"


def is_case_number(text: str) -> bool:
    """Tell whether ``text`` has the shape and the check character fits."""
    match = _SHAPE.fullmatch(text)
    return match is not None and check_character(match[1] + match[2]) == match[3]


def decision_number(office: str, year: int, serial: int) -> str:
    """Return the number of a decision, counted per office and year, e.g. ``DSMF-DOST-1/2026/17``.

    ``office`` is ``body`` or ``body@centre``.
    """
    return f"{office.upper().replace('@', '-')}/{year}/{serial}"


def check_character(digits: str) -> str:
    """Return the check character of a row of digits."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * _WEIGHT % _MODULUS
    value = (_MODULUS + 1 - total) % _MODULUS
    return "X" if value == _TEN else str(value)
