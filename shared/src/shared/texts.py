"""Sentences a person reads, in the languages the suite answers in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in Azerbaijani and English."""

    az: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the sentence in ``az`` or ``en``; any other language reads Azerbaijani."""
        return self.en if language == "en" else self.az

    def filled(self, **values: object) -> "Text":
        """Return the sentence with ``{name}`` places filled, the same values in each language.

        A value that is a Text itself comes in the language of the sentence.
        """
        return Text(
            az=self.az.format(**{name: _in(value, "az") for name, value in values.items()}),
            en=self.en.format(**{name: _in(value, "en") for name, value in values.items()}),
        )


def _in(value: object, language: str) -> object:
    return value.in_language(language) if isinstance(value, Text) else value
