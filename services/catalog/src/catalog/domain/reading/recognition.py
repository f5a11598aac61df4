"""Which form and language a document is in, and what stands above the form."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.domain.reading.lines import Line
from catalog.domain.reading.report import Extra, Form, Remark
from catalog.domain.reading.sections import Section
from catalog.domain.reading.sentences import remark
from catalog.domain.reading.wordings import APPROVAL_WORDS, TITLES
from catalog.domain.spelling import key_of

_TITLE_KEYS = frozenset(key_of(title) for title in TITLES)
_APPROVAL_KEY = key_of(APPROVAL_WORDS)
_LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the first label."""

    titled: bool
    extras: tuple[Extra, ...]
    remarks: tuple[Remark, ...]


def read_head(lines: Sequence[Line]) -> Head:
    """Sort the lines above the form: address, approval, title; anything else is remarked once."""
    titled = False
    extras: list[Extra] = []
    remarks: list[Remark] = []
    unknown: Line | None = None
    for line in lines:
        if not remarks and line.raw.startswith(("http://", "https://", "www.")):
            remarks.append(remark("address-line", line=line.number, address=line.raw[:200]))
        elif key_of(line.text[:_LONGEST_TITLE]) in _TITLE_KEYS:
            titled = True
        elif _APPROVAL_KEY in key_of(line.text[:2000]):
            extras.append(Extra("approval", None, line.text))
        else:
            unknown = unknown or line
    if unknown:
        remarks.append(remark("text-before-form", line=unknown.number))
    return Head(titled, tuple(extras), tuple(remarks))


def language_of(sections: Sequence[Section]) -> str | None:
    """Return the language most labels are in."""
    counted = Counter(section.found.label.language for section in sections)
    return counted.most_common(1)[0][0] if counted else None


def form_of(sections: Sequence[Section], *, titled: bool) -> Form | None:
    """Return the form by the labels only one form words so; then by title, stars and bullets.

    Where nothing tells, None: such a document is read as carefully as form A, whose printed options
    are not choices.
    """
    votes = Counter(label.form for section in sections if (label := section.found.label).form)
    if votes[Form.C] > votes[Form.A] + votes[Form.B]:
        return Form.C
    if votes[Form.A] != votes[Form.B]:
        return Form.A if votes[Form.A] > votes[Form.B] else _b_or_later(votes)
    if titled or any("*" in section.found.line.text for section in sections):
        return Form.A
    if any(line.bullet for section in sections for line in section.lines):
        return _b_or_later(votes)
    return None


def _b_or_later(votes: Counter[Form]) -> Form:
    return Form.B_PRIME if votes[Form.B_PRIME] else Form.B
