"""Cutting the document at its labels: one section a label, and what stands before the first."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.domain.reading.form import FIELD
from catalog.domain.reading.labels import FoundLabel, exact_label, weak_label
from catalog.domain.reading.lines import Line
from catalog.domain.reading.wordings import NOTE_WORDS, NUMBER_HINTS
from catalog.domain.spelling import key_of

_LINES_WITH_WEAK_LABELS = 2000
"""A passport has a few hundred lines; beyond this nobody looks for misprinted labels."""
_FORM_A = frozenset(FIELD)
_HINT_KEYS = frozenset(key_of(hint) for hint in NUMBER_HINTS)
_NOTE_KEYS = tuple(key_of(word) for word in NOTE_WORDS)


@dataclass(frozen=True, slots=True)
class Section:
    """A label and the lines under it; ``notes`` are its paragraphs that begin with "Qeyd:"."""

    found: FoundLabel
    lines: tuple[Line, ...]
    notes: tuple[Line, ...] = ()


def is_number_hint(line: Line) -> bool:
    """Say whether the line only says that figures are wanted ("Rəqəmlə")."""
    return key_of(line.text[:40]) in _HINT_KEYS


def split(lines: Sequence[Line]) -> tuple[list[Line], list[Section]]:
    """Return the lines before the first label, and the sections in the document's order.

    Labels are first looked for by all of their words. Those that print more after the label, break
    it over two lines or misspell it are looked for among the rest, and only for labels that are
    missing: prose that looks like a label does not become one.
    """
    found = {index: label for index, line in enumerate(lines) if (label := exact_label(line))}
    have = {label.label.targets for label in found.values()}
    if {target for targets in have for target in targets} >= _FORM_A:
        return _sections(lines, found)
    for index, line in enumerate(lines[:_LINES_WITH_WEAK_LABELS]):
        if index in found:
            continue
        following = lines[index + 1] if index + 1 < len(lines) else None
        label = weak_label(line, following if index + 1 not in found else None)
        if label and label.label.targets not in have:
            found[index] = label
            have.add(label.label.targets)
    return _sections(lines, found)


def _sections(
    lines: Sequence[Line], found: dict[int, FoundLabel]
) -> tuple[list[Line], list[Section]]:
    starts = sorted(found)
    before = list(lines[: starts[0]]) if starts else list(lines)
    ends = [*starts[1:], len(lines)]
    sections = [
        _section(found[start], lines[start + found[start].lines_used : end])
        for start, end in zip(starts, ends, strict=False)
    ]
    return before, sections


def _section(found: FoundLabel, lines: Sequence[Line]) -> Section:
    content: list[Line] = []
    notes: list[Line] = []
    if found.rest:
        content.append(Line(number=found.line.number, raw=found.line.raw, text=found.rest))
    for line in lines:
        if _begins_note(line) or (notes and _continues(notes[-1], line)):
            notes.append(line)
        else:
            content.append(line)
    return Section(found, tuple(content), tuple(notes))


def _begins_note(line: Line) -> bool:
    word, colon, _ = line.text[:20].partition(":")
    return bool(colon) and key_of(word) in _NOTE_KEYS


def _continues(note: Line, line: Line) -> bool:
    """Say whether a note runs on: the very next line, and its sentence has not ended."""
    if line.number != note.number + 1 or line.bullet or line.text[:1].isdigit():
        return False
    return not note.text.rstrip("* ").endswith((".", "!", "?"))
