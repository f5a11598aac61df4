"""Recognising labels: by their words, in any order, under any number, with small typing errors."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from catalog.domain.reading.lines import Line, numbered
from catalog.domain.reading.wordings import LABEL_NOTES, LABELS, Label
from catalog.domain.spelling import key_of

_LONGEST = 400
"""No label is longer; a longer line is prose and is not looked at."""
_HEAD_ENDS = re.compile(r"[*(:]")
_HEAD_ENDS_TRIED = 4
_NOTES = tuple(sorted((key_of(note) for note in LABEL_NOTES), key=len, reverse=True))
_LETTERS_FOR_TYPING_ERRORS = 12
_MOST_ERRORS = 2


@dataclass(frozen=True, slots=True)
class FoundLabel:
    """A label in the document: which one, where, its printed number, what follows on its line."""

    label: Label
    line: Line
    number_printed: int | None
    rest: str = ""
    loosely: bool = False
    lines_used: int = 1


def without_notes(key: str) -> str:
    """Take what a form prints after a label's own words off a key."""
    changed = True
    while changed:
        changed = False
        for note in _NOTES:
            if key.endswith(f" {note}"):
                key, changed = key[: -len(note) - 1], True
    return key


_BY_KEY = {without_notes(key_of(label.wording)): label for label in LABELS}
_BY_LENGTH = {
    length: tuple(key for key in _BY_KEY if len(key) == length) for length in set(map(len, _BY_KEY))
}


def exact_label(line: Line) -> FoundLabel | None:
    """Return the label that is all there is on the line, notes for the writer aside."""
    if len(line.text) > _LONGEST:
        return None
    number, body = numbered(line.text)
    label = _BY_KEY.get(without_notes(key_of(body)))
    return FoundLabel(label, line, number) if label else None


def weak_label(line: Line, following: Line | None) -> FoundLabel | None:
    """Return a label with other words after it, broken over two lines, or with typing errors."""
    if len(line.text) > _LONGEST:
        return None
    return _with_rest(line) or _over_two_lines(line, following) or _misspelt(line)


def cut_labels(line: Line) -> Iterator[Label]:
    """Yield the labels this line may be the beginning of."""
    key = key_of(numbered(line.text)[1])
    if not key or len(line.text) > _LONGEST:
        return
    for label_key, label in _BY_KEY.items():
        if label_key.startswith(key) and label_key != key:
            yield label


def is_cut_note(text: str) -> bool:
    """Say whether the text is the beginning of a note that follows a label."""
    key = key_of(text)
    return any(note.startswith(key) for note in _NOTES)


def _with_rest(line: Line) -> FoundLabel | None:
    number, body = numbered(line.text)
    for end in islice(_HEAD_ENDS.finditer(body), _HEAD_ENDS_TRIED):
        label = _BY_KEY.get(without_notes(key_of(body[: end.start()])))
        rest = body[end.start() :]
        if label and not (end.group() == "(" and _tells_labels_apart(rest)):
            return FoundLabel(label, line, number, _value_on_the_line(rest))
    return None


def _value_on_the_line(rest: str) -> str:
    """Return what follows the label's colon; all else after a label tells how to fill it in."""
    if rest.startswith("("):
        rest = rest.partition(")")[2]
    rest = rest.lstrip("* ")
    return rest[1:].strip("* ") if rest.startswith(":") else ""


def _tells_labels_apart(bracket: str) -> bool:
    """Say whether a bracket may be the office of a term, or the beginning of it."""
    key = key_of(bracket)
    return "ofis" in key or "office" in key or ")" not in bracket


def _over_two_lines(line: Line, following: Line | None) -> FoundLabel | None:
    if following is None or following.after_gap or len(following.text) > _LONGEST:
        return None
    number, body = numbered(line.text)
    label = _BY_KEY.get(without_notes(key_of(f"{body} {following.text}")))
    return FoundLabel(label, line, number, lines_used=2) if label else None


def _misspelt(line: Line) -> FoundLabel | None:
    number, body = numbered(line.text)
    if number is None and not line.heading and not line.bold:
        return None
    label = _near_label(without_notes(key_of(body)))
    return FoundLabel(label, line, number, loosely=True) if label else None


@lru_cache(maxsize=1024)
def _near_label(key: str) -> Label | None:
    """Return the one label a key differs from by two letters (one in a short label)."""
    near = {
        _BY_KEY[label_key].targets: _BY_KEY[label_key]
        for length in range(len(key) - _MOST_ERRORS, len(key) + _MOST_ERRORS + 1)
        for label_key in _BY_LENGTH.get(length, ())
        if _is_near(key, label_key)
    }
    return next(iter(near.values())) if len(near) == 1 else None


def _is_near(key: str, label_key: str) -> bool:
    """Compare two keys of about one length.

    With two errors one third of the label stands unharmed: looking for it first spares nearly all
    comparisons.
    """
    errors = _MOST_ERRORS if len(label_key) >= _LETTERS_FOR_TYPING_ERRORS else 1
    third = len(label_key) // 3
    pieces = (label_key[:third], label_key[third : 2 * third], label_key[2 * third :])
    return any(piece in key for piece in pieces) and within_errors(key, label_key, errors)


def within_errors(first: str, second: str, errors: int) -> bool:
    """Say whether at most ``errors`` letters must be put in, taken out or replaced.

    Looks only at the diagonal band that so few errors can reach.
    """
    beyond = errors + 1
    if abs(len(first) - len(second)) > errors:
        return False
    pairs = enumerate(zip(first, second, strict=False))
    alike = next((place for place, (one, other) in pairs if one != other), 0)
    first, second = first[alike:], second[alike:]
    if max(len(first), len(second)) <= errors:
        return True
    row = {position: position for position in range(errors + 1)}
    for line, letter in enumerate(first, start=1):
        current: dict[int, int] = {}
        for position in range(max(0, line - errors), min(len(second), line + errors) + 1):
            replaced = beyond
            if position:
                replaced = row.get(position - 1, beyond) + (letter != second[position - 1])
            left_out = min(row.get(position, beyond), current.get(position - 1, beyond)) + 1
            current[position] = min(replaced, left_out)
        row = current
        if min(row.values()) > errors:
            return False
    return row.get(len(second), beyond) <= errors
