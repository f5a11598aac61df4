"""What a reading found: 27 fields with their evidence, and what could not be read.

The shapes are those of ``catalog parse --json``: ``to_json`` renders them key by key.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from shared.texts import Text


class Outcome(StrEnum):
    """What the document is: a passport, a readable text that is none, or no readable text."""

    PASSPORT = "passport"
    REJECTED = "rejected"
    UNREADABLE = "unreadable"


class Form(StrEnum):
    """The forms passports were printed in."""

    A = "A"  # board decision of 16 December 2019, all options printed
    B = "B"  # site, about 2021-23, the chosen options only
    B_PRIME = "B'"  # as B with 26 fields, ending with the degree of automation
    C = "C"  # from 2023, other labels, no ID


class State(StrEnum):
    """How much the document says about a field."""

    GIVEN = "given"
    UNMARKED = "unmarked"  # every option printed, no mark survived: the choice is unknown
    BLANK = "blank"  # the label is there and nothing under it
    ABSENT = "absent"  # not even the label


@dataclass(frozen=True, slots=True)
class Option:
    """A printed option: its code in the field's code list (None: in no list) and its words."""

    code: str | None
    printed: str


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item of a list field (5, 21, 23): the printed number, if any, and the text after it."""

    no: int | None
    text: str

    @property
    def printed(self) -> str:
        """The item as a line of the form: ``3. MEİS-də …``."""
        return self.text if self.no is None else f"{self.no}. {self.text}"


FieldValue: TypeAlias = str | int | Option | tuple[Option, ...] | tuple[ListItem, ...]
"""Prose, a number, the one choice, the choices, the list; never an empty tuple."""


@dataclass(frozen=True, slots=True)
class Inferred:
    """What the reader only concludes, and by which rule; never the value of a field."""

    value: FieldValue
    rule: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where it stands: line (from 1), that line's text, and the mark that made it a choice."""

    line: int
    text: str
    mark: str | None  # bold, box, listed; None where no mark is needed or none survived


@dataclass(frozen=True, slots=True)
class FieldReading:
    """One entry of the report; ``number`` and ``name`` are those of form A.

    ``options`` are the printed options of a choice field (None: no choice field, or absent).
    ``truncated``: the document breaks off inside this field.
    """

    number: int
    number_printed: int | None
    name: str
    state: State
    value: FieldValue | None
    options: tuple[Option, ...] | None
    inferred: Inferred | None
    evidence: Evidence | None
    truncated: bool


@dataclass(frozen=True, slots=True)
class Extra:
    """What a form has beyond the 27 fields, for example the note on field 23."""

    name: str
    number_printed: int | None
    value: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a person should look at: stable code, sentence, and where (field name, line)."""

    code: str
    detail: Text
    field: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class ReadingReport:
    """The whole reading; ``fields`` always has 27 entries in the order of form A."""

    outcome: Outcome
    form: Form | None
    language: str | None  # az or en
    truncated: bool
    fields: tuple[FieldReading, ...]
    extras: tuple[Extra, ...]
    remarks: tuple[Remark, ...]
    errors: tuple[Remark, ...]  # empty for a passport

    def field(self, name: str) -> FieldReading:
        """Return the entry called ``name``; raises KeyError for a name the form does not have."""
        for entry in self.fields:
            if entry.name == name:
                return entry
        raise KeyError(name)

    def extra_text(self, name: str) -> str | None:
        """Return the extra called ``name`` (for example ``steps_note``), None when not printed."""
        return next((extra.value for extra in self.extras if extra.name == name), None)


def to_json(report: ReadingReport, language: str = "en") -> dict[str, Any]:
    """Return the report as JSON data; sentences in ``language`` (az or en)."""
    return {
        "outcome": report.outcome.value,
        "form": None if report.form is None else report.form.value,
        "language": report.language,
        "truncated": report.truncated,
        "fields": [_field_json(entry) for entry in report.fields],
        "extras": [
            {"name": extra.name, "number_printed": extra.number_printed, "value": extra.value}
            for extra in report.extras
        ],
        "remarks": _remarks_json(report.remarks, language),
        "errors": _remarks_json(report.errors, language),
    }


def _field_json(entry: FieldReading) -> dict[str, Any]:
    inferred, evidence = entry.inferred, entry.evidence
    return {
        "number": entry.number,
        "number_printed": entry.number_printed,
        "name": entry.name,
        "state": entry.state.value,
        "value": value_json(entry.name, entry.value),
        "options": None if entry.options is None else [_option_json(o) for o in entry.options],
        "inferred": inferred
        and {"value": value_json(entry.name, inferred.value), "rule": inferred.rule},
        "evidence": evidence
        and {"line": evidence.line, "text": evidence.text, "mark": evidence.mark},
        "truncated": entry.truncated,
    }


def value_json(name: str, value: FieldValue | None) -> Any:
    """Return a field's value as JSON: options as objects, items as text, steps as printed lines."""
    if isinstance(value, Option):
        return _option_json(value)
    if isinstance(value, tuple):
        return [_entry_json(name, entry) for entry in value]
    return value


def _entry_json(name: str, entry: Option | ListItem) -> Any:
    if isinstance(entry, Option):
        return _option_json(entry)
    return entry.printed if name == "steps" else entry.text


def _option_json(option: Option) -> dict[str, Any]:
    return {"code": option.code, "printed": option.printed}


def _remarks_json(remarks: Sequence[Remark], language: str) -> list[dict[str, Any]]:
    return [
        {
            "code": remark.code,
            "field": remark.field,
            "line": remark.line,
            "detail": remark.detail.in_language(language),
        }
        for remark in remarks
    ]
