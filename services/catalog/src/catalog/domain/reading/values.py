"""What stands under a label: prose, the ID, a number, a list. Choices are read in ``choices``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from catalog.domain.reading.form import Field
from catalog.domain.reading.lines import Line, is_bare_number, list_numbered
from catalog.domain.reading.report import (
    Evidence,
    FieldReading,
    FieldValue,
    Inferred,
    ListItem,
    Option,
    Remark,
    State,
)
from catalog.domain.reading.sections import Section, is_number_hint
from catalog.domain.reading.sentences import remark

_EVIDENCE_LETTERS = 300
_NUMBER = re.compile(r"(\d{1,6})(?![\d.,]\d|\d)(.*)", re.DOTALL)
_ID = re.compile(r"(?<![\d-])\d{1,2}(?:-\d{1,2}){2,5}(?![\d-])")
_REGULAR_ID = re.compile(r"\d{2}(?:-\d{2}){3}")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))  # noqa: RUF001 - the dashes people type


@dataclass(frozen=True, slots=True)
class Read:
    """A value read from a section: where it stands, and what to remark about it."""

    state: State
    value: FieldValue | None = None
    line: Line | None = None
    mark: str | None = None
    options: tuple[Option, ...] | None = None
    remarks: list[Remark] = field(default_factory=list)


def entry(
    spec: Field, section: Section | None, read: Read, inferred: Inferred | None = None
) -> FieldReading:
    """Return the report's entry for a field; evidence is the value's line, else the label's."""
    line = read.line or (section.found.line if section else None)
    return FieldReading(
        number=spec.number,
        number_printed=section.found.number_printed if section else None,
        name=spec.name,
        state=read.state,
        value=read.value,
        options=read.options,
        inferred=inferred,
        evidence=Evidence(line.number, shortened(line.raw), read.mark) if line else None,
        truncated=False,
    )


def shortened(raw: str) -> str:
    """Return a line as evidence: its beginning is enough to find it by."""
    return raw if len(raw) <= _EVIDENCE_LETTERS else raw[: _EVIDENCE_LETTERS - 1] + "…"


def read_prose(spec: Field, section: Section) -> Read:
    """Join the lines under a label to one text."""
    del spec
    text = " ".join(line.text for line in section.lines).strip("* ")
    if not text:
        return Read(State.BLANK)
    return Read(State.GIVEN, text, section.lines[0])


def read_passport_id(spec: Field, section: Section) -> Read:
    """Find ``11-22-33-44``; anything else that stands there is kept as printed, with a remark."""
    for line in section.lines:
        found = _ID.search(line.text.translate(_DASHES))
        if found:
            regular = _REGULAR_ID.fullmatch(found.group()) is not None
            return Read(
                State.GIVEN, found.group(), line, remarks=_irregular(spec, line, regular=regular)
            )
    read = read_prose(spec, section)
    if read.line is None:
        return read
    return Read(State.GIVEN, read.value, read.line, remarks=_irregular(spec, read.line))


def _irregular(spec: Field, line: Line, *, regular: bool = False) -> list[Remark]:
    if regular:
        return []
    return [remark("passport-id-irregular", field=spec.name, line=line.number)]


def read_number(spec: Field, section: Section) -> Read:
    """Read a whole number; the hint "Rəqəmlə" above it is not a value."""
    lines = [line for line in section.lines if not is_number_hint(line)]
    if not lines:
        return Read(State.BLANK)
    for line in lines:
        found = _NUMBER.match(line.text.strip("* "))
        if found:
            return _number(spec, line, found, others=len(lines) - 1)
    where = lines[0]
    remarks = [remark("number-not-read", field=spec.name, line=where.number)]
    return Read(State.GIVEN, None, where, remarks=remarks)


def _number(spec: Field, line: Line, found: re.Match[str], *, others: int) -> Read:
    number = int(found.group(1))
    remarks: list[Remark] = []
    if any(character.isalnum() for character in found.group(2)):
        remarks.append(
            remark("number-with-words", field=spec.name, line=line.number, number=number)
        )
    if others:
        remarks.append(remark("text-not-read", field=spec.name, line=line.number, count=others))
    return Read(State.GIVEN, number, line, remarks=remarks)


def read_items(spec: Field, section: Section) -> Read:
    """Read a list: each numbered or bulleted line begins an item, other lines carry it on.

    A list without numbers or bullets has one item a line.
    """
    del spec
    items = tuple(_items(section.lines))
    if not items:
        return Read(State.BLANK)
    return Read(State.GIVEN, items, section.lines[0])


def _items(lines: Sequence[Line]) -> list[ListItem]:
    lines = [line for line in lines if not is_bare_number(line.text)]
    listed = any(line.bullet or list_numbered(line.text)[0] is not None for line in lines)
    items: list[tuple[int | None, list[str]]] = []
    for line in lines:
        number, text = list_numbered(line.text)
        if items and listed and number is None and not line.bullet and not line.after_gap:
            items[-1][1].append(text)
        else:
            items.append((number, [text]))
    return [ListItem(number, " ".join(texts).rstrip(";* ")) for number, texts in items]


def has_number(line: Line) -> bool:
    """Say whether figures begin the line or ask for some, as under the value of a term."""
    return is_number_hint(line) or _NUMBER.match(line.text.strip("* ")) is not None
