"""The reader: a document's bytes in, the reading report out; it never raises for any input.

Bytes → text (``decoding``) → lines with marks (``lines``) → sections by label (``sections``) →
fields (``assignment``, all of it in ``parts``) → values (``values``, ``choices``) → what does not agree (``consistency``)
and where the document breaks off (``endings``, ``truncation``).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from catalog.domain.code_lists import CodeLists
from catalog.domain.reading.choices import read_choices
from catalog.domain.reading.consistency import consistency_remarks, inferred_class
from catalog.domain.reading.decoding import decode
from catalog.domain.reading.form import EXTRA_FIELDS, FIELDS, Field, Holds
from catalog.domain.reading.parts import Parts, take_apart
from catalog.domain.reading.recognition import Head
from catalog.domain.reading.report import (
    Extra,
    FieldReading,
    Form,
    Outcome,
    ReadingReport,
    Remark,
    State,
)
from catalog.domain.reading.sections import Section
from catalog.domain.reading.sentences import error
from catalog.domain.reading.truncation import truncate
from catalog.domain.reading.values import (
    Read,
    entry,
    read_items,
    read_number,
    read_passport_id,
    read_prose,
)

_ENOUGH_LABELS = 3
"""So many labels make a passport; fewer do under the form's title, or where they are its first two."""

_READERS: Mapping[Holds, Callable[[Field, Section], Read]] = {
    Holds.PROSE: read_prose,
    Holds.PASSPORT_ID: read_passport_id,
    Holds.NUMBER: read_number,
    Holds.ITEMS: read_items,
}


def read_document(data: bytes, code_lists: CodeLists) -> ReadingReport:
    """Read a document: text or Markdown, UTF-8, or UTF-16 and UTF-32 with their marks.

    ``code_lists`` must hold the lists ``form.FIELDS`` names. Whatever the bytes are, the answer is
    a report: of a passport, of a rejected text, or of something unreadable, its errors saying why.
    """
    decoded = decode(data)
    if isinstance(decoded, Remark):
        return _without_passport(Outcome.UNREADABLE, decoded)
    parts = take_apart(decoded, code_lists)
    if parts.ending is None:
        return _without_passport(Outcome.REJECTED, error("empty"), truncated=parts.cut)
    if not _is_passport(parts.names, parts.head):
        return _rejected(parts)
    return _passport(parts, code_lists)


def unread(code: str) -> ReadingReport:
    """Return the report of a document nobody could open; ``code`` is one of ``ERROR_CODES``."""
    return _without_passport(Outcome.UNREADABLE, error(code))


def _is_passport(names: set[str], head: Head) -> bool:
    if len(names) >= _ENOUGH_LABELS:
        return True
    return bool(names) and (head.titled or names >= {"name", "passport_id"})


def _without_passport(
    outcome: Outcome, failure: Remark, *, truncated: bool = False
) -> ReadingReport:
    fields = tuple(_absent(spec) for spec in FIELDS)
    return ReadingReport(outcome, None, None, truncated, fields, (), (), (failure,))


def _rejected(parts: Parts) -> ReadingReport:
    headed = parts.head.titled or bool(parts.head.extras)
    failure = (
        error("cut-before-labels") if headed else error("not-a-passport", found=len(parts.names))
    )
    report = _without_passport(Outcome.REJECTED, failure, truncated=parts.cut or headed)
    return replace(report, remarks=parts.head.remarks)


def _absent(spec: Field) -> FieldReading:
    return entry(spec, None, Read(State.ABSENT))


def _passport(parts: Parts, code_lists: CodeLists) -> ReadingReport:
    read, remarks = _read_fields(parts, code_lists)
    fields, truncation = truncate(read, parts, code_lists)
    given = [*parts.head.remarks, *parts.assignment.remarks, *remarks]
    given += consistency_remarks(fields, code_lists["classifications"])
    return ReadingReport(
        outcome=Outcome.PASSPORT,
        form=parts.form,
        language=parts.language,
        truncated=bool(truncation),
        fields=tuple(fields[spec.name] for spec in FIELDS),
        extras=(*parts.head.extras, *_extras(parts.assignment.sections)),
        remarks=(*given, *truncation),
        errors=(),
    )


def _read_fields(
    parts: Parts, code_lists: CodeLists
) -> tuple[dict[str, FieldReading], list[Remark]]:
    fields: dict[str, FieldReading] = {}
    remarks: list[Remark] = []
    for spec in FIELDS:
        section = parts.assignment.sections.get(spec.name)
        read = _read(spec, section, parts.form, code_lists)
        remarks += read.remarks
        fields[spec.name] = entry(spec, section, read)
    classes = fields["classifications"]
    if classes.state is not State.GIVEN:
        inferred = inferred_class(
            fields["passport_id"].value, classes.options or (), code_lists["classifications"]
        )
        fields["classifications"] = replace(classes, inferred=inferred)
    return fields, remarks


def _read(spec: Field, section: Section | None, form: Form | None, code_lists: CodeLists) -> Read:
    if section is None:
        return Read(State.ABSENT)
    if spec.holds in {Holds.CHOICE, Holds.CHOICES} and spec.code_list:
        return read_choices(spec, section, code_lists[spec.code_list], form)
    return _READERS[spec.holds](spec, section)


def _extras(sections: Mapping[str, Section]) -> list[Extra]:
    """Return the notes to fields, in the order of form A, and the parts only other forms have."""
    found: list[Extra] = []
    for name in (*(spec.name for spec in FIELDS), *EXTRA_FIELDS):
        section = sections.get(name)
        if section is None:
            continue
        number = section.found.number_printed
        if name in EXTRA_FIELDS and section.lines:
            found.append(Extra(name, number, " ".join(line.text for line in section.lines)))
        if section.notes:
            text = " ".join(line.text for line in section.notes).rstrip("* ")
            found.append(Extra(f"{name}_note", number, text))
    return found
