"""Comparing Azerbaijani words as people write them: one key for all spellings of a wording."""

import re
import unicodedata
from functools import lru_cache

# Cyrillic letters that look like Latin ones and get typed instead of them, by code point
_CYRILLIC = {
    "A": 0x410, "B": 0x412, "E": 0x415, "K": 0x41A, "M": 0x41C, "H": 0x41D, "O": 0x41E,
    "P": 0x420, "C": 0x421, "T": 0x422, "Y": 0x423, "X": 0x425, "S": 0x405, "J": 0x408,
    "Ə": 0x4D8, "Ö": 0x4E8, "Ü": 0x4AE,
    "a": 0x430, "b": 0x432, "e": 0x435, "k": 0x43A, "m": 0x43C, "h": 0x43D, "o": 0x43E,
    "p": 0x440, "c": 0x441, "t": 0x442, "y": 0x443, "x": 0x445, "s": 0x455, "j": 0x458,
    "ə": 0x4D9, "ö": 0x4E9, "ü": 0x4AF, "i": 0x456,
}  # fmt: skip
# and letters of other alphabets typed for ə, and for I without its dot
_OTHERS = {0x1DD: "ə", 0x258: "ə", 0x18E: "Ə", 0x406: "I", 0x4BA: "H", 0x4BB: "h"}
_LOOKALIKES = {point: letter for letter, point in _CYRILLIC.items()} | _OTHERS
_LOWER = str.maketrans({"İ": "i", "I": "ı"})
_PLAIN = str.maketrans("əıöüçşğâîû", "eioucsgaiu")
# apostrophes, soft hyphen, zero-width characters, combining marks: no word ends there
_INSIDE_WORDS = re.compile("['’‘ʼ`´\u00ad\u200b-\u200f\u2060\ufeff\u0300-\u036f]")  # noqa: RUF001 - the apostrophes people type are the point
_SHORT = 200
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def lower(text: str) -> str:
    """Lower-case by the rules of Azerbaijani: ``İ`` becomes ``i`` and ``I`` becomes ``ı``."""
    return text.translate(_LOWER).lower()


def key_of(text: str) -> str:
    """Return what is compared instead of ``text``: plain Latin letters, digits, single spaces.

    Look-alikes of other scripts, casing, diacritics, quotes, apostrophes and punctuation fall away:
    ``“Əillik” (TSERAS)`` and ``"əillik" tseras`` have one key.
    """
    return _short_key(text) if len(text) <= _SHORT else _key(text)


@lru_cache(maxsize=8192)
def _short_key(text: str) -> str:
    """Remember the keys of labels and options, which every document repeats."""
    return _key(text)


def _key(text: str) -> str:
    composed = unicodedata.normalize("NFKC", text).translate(_LOOKALIKES)
    plain = _INSIDE_WORDS.sub("", lower(composed)).translate(_PLAIN)
    return _BETWEEN_WORDS.sub(" ", plain).strip()
