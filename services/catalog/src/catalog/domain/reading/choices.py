"""Choices: which of the printed options the document says were chosen, if it says so at all."""

from collections.abc import Sequence

from catalog.domain.code_lists import CodeList
from catalog.domain.reading.form import Field, Holds
from catalog.domain.reading.options import PrintedOption, printed_options
from catalog.domain.reading.report import FieldValue, Form, Option, Remark, State
from catalog.domain.reading.sections import Section
from catalog.domain.reading.sentences import remark
from catalog.domain.reading.values import Read

_LISTS_ONLY_CHOSEN = frozenset({Form.B, Form.B_PRIME, Form.C})
_SHOWN = 5
"""So many options are named in a remark; the rest are counted."""


def read_choices(spec: Field, section: Section, code_list: CodeList, form: Form | None) -> Read:
    """Read a choice field.

    Boxes decide where any is printed. Else the forms that list only the chosen options say *given*,
    and in the form that prints all of them bold letters decide, where they tell some from others.
    Without a mark that form says nothing: *unmarked*, never "all of them".
    """
    printed = printed_options(section.lines, code_list)
    if not printed:
        return Read(State.BLANK, options=())
    remarks = _spelling_remarks(spec, printed)
    chosen, mark = _marked(printed, form)
    if mark is None:
        remarks += _lost_marks(spec, printed)
    if spec.holds is Holds.CHOICE and len(chosen) > 1:
        line = chosen[0].line.number
        remarks.append(remark("too-many-marks", field=spec.name, line=line, count=len(chosen)))
        chosen = []
    options = tuple(entry.option for entry in printed)
    if not chosen:
        return Read(State.UNMARKED, options=options, remarks=remarks)
    return Read(State.GIVEN, _value(spec, chosen), chosen[0].line, mark, options, remarks)


def _value(spec: Field, chosen: Sequence[PrintedOption]) -> FieldValue:
    options: tuple[Option, ...] = tuple(entry.option for entry in chosen)
    return options[0] if spec.holds is Holds.CHOICE else options


def _marked(
    printed: list[PrintedOption], form: Form | None
) -> tuple[list[PrintedOption], str | None]:
    if any(entry.ticked is not None for entry in printed):
        return [entry for entry in printed if entry.ticked], "box"
    if form in _LISTS_ONLY_CHOSEN:
        return printed, "listed"
    bold = [entry for entry in printed if entry.line.bold]
    if 0 < len(bold) < len(printed):
        return bold, "bold"
    return [], None


def _lost_marks(spec: Field, printed: list[PrintedOption]) -> list[Remark]:
    remarks = []
    if all(entry.line.bold for entry in printed):
        line = printed[0].line.number
        remarks.append(remark("mark-says-nothing", field=spec.name, line=line))
    for entry in printed:
        if entry.line.heading:
            line = entry.line.number
            remarks.append(remark("option-printed-as-heading", field=spec.name, line=line))
    return remarks


def _spelling_remarks(spec: Field, printed: list[PrintedOption]) -> list[Remark]:
    remarks = []
    by_alias = [entry for entry in printed if entry.by_alias]
    if by_alias:
        matches = _shown([_alias(entry) for entry in by_alias])
        line = by_alias[0].line.number
        remarks.append(remark("matched-by-alias", field=spec.name, line=line, matches=matches))
    unknown = [entry for entry in printed if entry.match is None]
    if unknown:
        options = _shown([f"“{entry.option.printed[:80]}”" for entry in unknown])
        line = unknown[0].line.number
        remarks.append(remark("option-not-in-list", field=spec.name, line=line, options=options))
    return remarks


def _alias(entry: PrintedOption) -> str:
    label = entry.match.code.label.az if entry.match else ""
    return f"“{entry.option.printed[:80]}” → “{label}”"


def _shown(texts: list[str]) -> str:
    more = len(texts) - _SHOWN
    return "; ".join(texts[:_SHOWN]) + (f" (+{more})" if more > 0 else "")
