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
        """Return the sentence with ``{name}`` places filled, the same values in each language."""
        return Text(az=self.az.format(**values), en=self.en.format(**values))
