"""Code lists: the codes the suite uses, with their labels, aliases and drifting spellings."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

from catalog.domain.spelling import key_of
from shared.texts import Text


class How(StrEnum):
    """What a printed wording was recognised by."""

    LABEL = "label"
    ALIAS = "alias"


@dataclass(frozen=True, slots=True)
class Code:
    """One code: stable slug, its label in Azerbaijani and English, other wordings seen in print."""

    code: str
    label: Text
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A recognised wording."""

    code: Code
    how: How


@dataclass(frozen=True)
class CodeList:
    """A named list in the order of form A.

    ``ignored`` are words that carry no choice ("AS", "altsistemi"): they are left out before two
    wordings are compared.
    """

    name: str
    title: Text
    codes: tuple[Code, ...]
    ignored: tuple[str, ...] = ()

    def find(self, printed: str) -> Match | None:
        """Return the code a printed wording stands for, None when the list has none."""
        return self._matches.get(self._key(printed)) if printed else None

    def get(self, code: str) -> Code | None:
        """Return the code called ``code``."""
        return next((entry for entry in self.codes if entry.code == code), None)

    def begins(self, printed: str) -> bool:
        """Say whether the wording is the beginning of a longer one, as a cut line leaves it."""
        key = key_of(printed)
        return bool(key) and any(
            spelling.startswith(key) and spelling != key for spelling in self._spellings
        )

    def _key(self, printed: str) -> str:
        key = f" {key_of(printed)} "
        for words in self._ignored_keys:
            key = key.replace(f" {words} ", " ")
        return key.strip() or key_of(printed)

    @cached_property
    def _ignored_keys(self) -> tuple[str, ...]:
        return tuple(sorted((key_of(words) for words in self.ignored), key=len, reverse=True))

    @cached_property
    def _matches(self) -> Mapping[str, Match]:
        found: dict[str, Match] = {}
        for entry in self.codes:
            for label in (entry.label.az, entry.label.en):
                found.setdefault(self._key(label), Match(entry, How.LABEL))
        for entry in self.codes:
            for alias in entry.aliases:
                found.setdefault(self._key(alias), Match(entry, How.ALIAS))
        return found

    @cached_property
    def _spellings(self) -> frozenset[str]:
        plain = {
            key_of(wording)
            for entry in self.codes
            for wording in (entry.label.az, entry.label.en, *entry.aliases)
        }
        return frozenset(
            plain | {f"{key} {words}" for key in plain for words in self._ignored_keys}
        )


CodeLists: TypeAlias = Mapping[str, CodeList]
"""The lists by name; the names are those of ``GET /v1/code-lists/{list}``."""
