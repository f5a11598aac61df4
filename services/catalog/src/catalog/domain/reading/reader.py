"""The reader: a document's bytes in, the reading report out; it never raises for any input.

Bytes → text (``decoding``) → lines with marks (``lines``) → sections by label (``sections``) →
fields (``assignment``) → values (``values``, ``choices``) → what does not agree (``consistency``)
and where the document breaks off (``endings``).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from catalog.domain.code_lists import CodeLists
from catalog.domain.reading.assignment import Assignment, assign
from catalog.domain.reading.choices import read_choices
from catalog.domain.reading.consistency import consistency_remarks, inferred_class
from catalog.domain.reading.decoding import Decoded, decode
from catalog.domain.reading.endings import (
    CutLabel,
    Ending,
    cut_inside,
    ends_early,
    take_cut_label,
)
from catalog.domain.reading.form import EXTRA_FIELDS, FIELDS, Field, Holds
from catalog.domain.reading.lines import Line, lines_of
from catalog.domain.reading.recognition import Head, form_of, language_of, read_head
from catalog.domain.reading.report import (
    Evidence,
    Extra,
    FieldReading,
    Form,
    Outcome,
    ReadingReport,
    Remark,
    State,
)
from catalog.domain.reading.sections import Section, split
from catalog.domain.reading.sentences import error, remark
from catalog.domain.reading.values import (
    Read,
    entry,
    read_items,
    read_number,
    read_passport_id,
    read_prose,
    shortened,
)

_ENOUGH_LABELS = 3
"""So many labels make a passport; fewer do under the form's title, or where they are its first two."""

_READERS: Mapping[Holds, Callable[[Field, Section], Read]] = {
    Holds.PROSE: read_prose,
    Holds.PASSPORT_ID: read_passport_id,
    Holds.NUMBER: read_number,
    Holds.ITEMS: read_items,
}


@dataclass(frozen=True, slots=True)
class _Parts:
    """A document taken apart, before its fields are read."""

    head: Head
    form: Form | None
    language: str | None
    assignment: Assignment
    ending: Ending | None
    cut_label: CutLabel | None
    last: Section | None


def read_document(data: bytes, code_lists: CodeLists) -> ReadingReport:
    """Read a document: text or Markdown, UTF-8, or UTF-16 and UTF-32 with their marks.

    ``code_lists`` must hold the lists ``form.FIELDS`` names. Whatever the bytes are, the answer is
    a report: of a passport, of a rejected text, or of something unreadable, its errors saying why.
    """
    decoded = decode(data)
    if isinstance(decoded, Remark):
        return _without_passport(Outcome.UNREADABLE, decoded)
    parts = _take_apart(decoded, code_lists)
    if parts.ending is None:
        return _without_passport(Outcome.REJECTED, error("empty"), truncated=decoded.cut)
    names = set(parts.assignment.sections)
    if not _is_passport(names, parts.head):
        return _rejected(parts, decoded, len(names))
    return _passport(parts, decoded, code_lists)


def unread(code: str) -> ReadingReport:
    """Return the report of a document nobody could open; ``code`` is one of ``ERROR_CODES``."""
    return _without_passport(Outcome.UNREADABLE, error(code))


def _take_apart(decoded: Decoded, code_lists: CodeLists) -> _Parts:
    lines = lines_of(decoded.text)
    before, sections = split(lines)
    head = read_head(before)
    ending = _ending(lines, decoded)
    cut_label: CutLabel | None = None
    if sections and ending:
        sections, cut_label = take_cut_label(sections, ending, code_lists)
    return _Parts(
        head=head,
        form=form_of(sections, titled=head.titled),
        language=language_of(sections),
        assignment=assign(sections, code_lists["duration-units"]),
        ending=ending,
        cut_label=cut_label,
        last=sections[-1] if sections else None,
    )


def _ending(lines: Sequence[Line], decoded: Decoded) -> Ending | None:
    if not lines:
        return None
    return Ending(lines[-1], whole_line=decoded.text.endswith("\n") and not decoded.cut)


def _is_passport(names: set[str], head: Head) -> bool:
    if len(names) >= _ENOUGH_LABELS:
        return True
    return bool(names) and (head.titled or names >= {"name", "passport_id"})


def _without_passport(
    outcome: Outcome, failure: Remark, *, truncated: bool = False
) -> ReadingReport:
    fields = tuple(_absent(spec) for spec in FIELDS)
    return ReadingReport(outcome, None, None, truncated, fields, (), (), (failure,))


def _rejected(parts: _Parts, decoded: Decoded, found: int) -> ReadingReport:
    headed = parts.head.titled or bool(parts.head.extras)
    failure = error("cut-before-labels") if headed else error("not-a-passport", found=found)
    report = _without_passport(Outcome.REJECTED, failure, truncated=decoded.cut or headed)
    return replace(report, remarks=parts.head.remarks)


def _absent(spec: Field) -> FieldReading:
    return entry(spec, None, Read(State.ABSENT))


def _passport(parts: _Parts, decoded: Decoded, code_lists: CodeLists) -> ReadingReport:
    fields, remarks = _read_fields(parts, code_lists)
    truncation = _truncate(fields, parts, decoded, code_lists)
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
    parts: _Parts, code_lists: CodeLists
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


def _truncate(
    fields: dict[str, FieldReading], parts: _Parts, decoded: Decoded, code_lists: CodeLists
) -> list[Remark]:
    """Flag the field the document breaks off in; return what to say about it, nothing if whole."""
    remarks: list[Remark] = []
    names = set(parts.assignment.sections)
    early = ends_early(parts.form, names)
    missing = [spec for spec in FIELDS if spec.name not in names]
    name = _last_name(parts)
    cut = decoded.cut
    if parts.cut_label:
        cut, name = True, parts.cut_label.name
        _note_cut_label(fields, parts.cut_label)
    elif parts.last and parts.ending and name:
        open_end = early or (parts.form is Form.A and bool(missing))
        cut = cut or cut_inside(name, parts.last, parts.ending, code_lists, open_end=open_end)
    if cut:
        if name in fields:
            fields[name] = replace(fields[name], truncated=True)
        line = parts.ending.line.number if parts.ending else None
        remarks.append(remark("cut-off", field=name, line=line))
    if early:
        remarks.append(remark("incomplete-form", missing=len(missing)))
    return remarks


def _last_name(parts: _Parts) -> str | None:
    sections = parts.assignment.sections
    return next((name for name, section in sections.items() if section is parts.last), None)


def _note_cut_label(fields: dict[str, FieldReading], cut: CutLabel) -> None:
    """Call the field of a broken label blank, not absent: the form does have it."""
    if cut.name in fields and fields[cut.name].state is State.ABSENT:
        fields[cut.name] = replace(
            fields[cut.name],
            state=State.BLANK,
            number_printed=cut.number_printed,
            evidence=Evidence(cut.line.number, shortened(cut.line.raw), None),
        )
