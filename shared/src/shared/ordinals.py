"""Ordinals of numbers in Azerbaijani: the suffix follows the last vowel of the number as it is read."""

from shared.texts import Text

_ONES = ("sıfır", "bir", "iki", "üç", "dörd", "beş", "altı", "yeddi", "səkkiz", "doqquz")
_TENS = ("", "on", "iyirmi", "otuz", "qırx", "əlli", "altmış", "yetmiş", "səksən", "doxsan")
_ROUND = ((10**9, "milyard"), (10**6, "milyon"), (1000, "min"), (100, "yüz"))

_SUFFIXES = {
    **dict.fromkeys("eəi", "ci"),
    **dict.fromkeys("öü", "cü"),
    **dict.fromkeys("aı", "cı"),
    **dict.fromkeys("ou", "cu"),
}


def ordinal(number: int) -> str:
    """Return a number of none or more as Azerbaijani prints its ordinal: ``3-cü``, ``2026-cı``."""
    vowels = (letter for letter in reversed(_last_word(number)) if letter in _SUFFIXES)
    return f"{number}-{_SUFFIXES[next(vowels)]}"


def as_ordinal(number: int) -> Text:
    """Return a number to stand before its noun in Azerbaijani, after it in English: ``3-cü``, ``3``."""
    return Text(az=ordinal(number), en=str(number))


def _last_word(number: int) -> str:
    """Return the word a number ends with when it is read: 340 ends with *qırx*, 2000 with *min*."""
    if number == 0 or number % 10:
        return _ONES[number % 10]
    if number % 100:
        return _TENS[number % 100 // 10]
    return next(word for value, word in _ROUND if number % value == 0)
