"""Truncation: the field a document breaks off in, and whether the form goes on after its end."""

from collections.abc import Mapping
from dataclasses import replace

from catalog.domain.code_lists import CodeLists
from catalog.domain.reading.endings import CutLabel, cut_inside, ends_early, is_bare
from catalog.domain.reading.form import FIELD
from catalog.domain.reading.parts import Parts
from catalog.domain.reading.report import Evidence, FieldReading, Form, Remark, State
from catalog.domain.reading.sentences import remark
from catalog.domain.reading.values import shortened


def truncate(
    fields: Mapping[str, FieldReading], parts: Parts, code_lists: CodeLists
) -> tuple[dict[str, FieldReading], list[Remark]]:
    """Flag the field the document breaks off in.

    Returns the fields and what to say about the end of the document: nothing if it is whole.
    """
    flagged = dict(fields)
    name, cut = _last_name(parts), parts.cut
    if parts.cut_label:
        name, cut = parts.cut_label.name, True
        _note_cut_label(flagged, parts.cut_label)
    elif parts.last and parts.ending and name:
        open_end = ends_early(parts.form, parts.names) or _lacks_labels(parts)
        cut = cut or cut_inside(name, parts.last, parts.ending, code_lists, open_end=open_end)
    if cut and name in flagged:
        flagged[name] = replace(flagged[name], truncated=True)
    return flagged, [*_cut_off(name, parts, cut=cut), *_unfinished(name, parts)]


def _last_name(parts: Parts) -> str | None:
    sections = parts.assignment.sections
    return next((name for name, section in sections.items() if section is parts.last), None)


def _lacks_labels(parts: Parts) -> bool:
    """Say whether a label of form A, which prints all of them, is missing anywhere."""
    return parts.form is Form.A and not parts.names >= FIELD.keys()


def _note_cut_label(fields: dict[str, FieldReading], cut: CutLabel) -> None:
    """Call the field of a broken label blank, not absent: the form does have it."""
    if cut.name in fields and fields[cut.name].state is State.ABSENT:
        fields[cut.name] = replace(
            fields[cut.name],
            state=State.BLANK,
            number_printed=cut.number_printed,
            evidence=Evidence(cut.line.number, shortened(cut.line.raw), None),
        )


def _cut_off(name: str | None, parts: Parts, *, cut: bool) -> list[Remark]:
    if not cut or parts.ending is None:
        return []
    return [remark("cut-off", field=name, line=parts.ending.line.number)]


def _unfinished(name: str | None, parts: Parts) -> list[Remark]:
    if ends_early(parts.form, parts.names):
        missing = len(FIELD.keys() - parts.names)
        return [remark("incomplete-form", missing=missing)]
    if parts.form is Form.A and parts.last and parts.ending and is_bare(parts.last):
        return [remark("ends-on-label", field=name, line=parts.ending.line.number)]
    return []
