"""A document taken apart: what stands above the form, its sections by field, how it ends."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.domain.code_lists import CodeLists
from catalog.domain.reading.assignment import Assignment, assign
from catalog.domain.reading.decoding import Decoded
from catalog.domain.reading.endings import CutLabel, Ending, take_cut_label
from catalog.domain.reading.lines import Line, lines_of
from catalog.domain.reading.recognition import Head, form_of, language_of, read_head
from catalog.domain.reading.report import Form
from catalog.domain.reading.sections import Section, split


@dataclass(frozen=True, slots=True)
class Parts:
    """A document before its fields are read.

    ``ending`` is None for an empty document, ``last`` (the section at its end) where no label is.
    ``cut``: the last character is not whole.
    """

    head: Head
    form: Form | None
    language: str | None
    assignment: Assignment
    ending: Ending | None
    cut_label: CutLabel | None
    last: Section | None
    cut: bool

    @property
    def names(self) -> set[str]:
        """The fields and extras whose labels the document has."""
        return set(self.assignment.sections)


def take_apart(decoded: Decoded, code_lists: CodeLists) -> Parts:
    """Cut the text at its labels and give each section its field."""
    lines = lines_of(decoded.text)
    before, sections = split(lines)
    head = read_head(before)
    ending = _ending(lines, decoded)
    cut_label: CutLabel | None = None
    if sections and ending:
        sections, cut_label = take_cut_label(sections, ending, code_lists)
    return Parts(
        head=head,
        form=form_of(sections, titled=head.titled),
        language=language_of(sections),
        assignment=assign(sections, code_lists["duration-units"]),
        ending=ending,
        cut_label=cut_label,
        last=sections[-1] if sections else None,
        cut=decoded.cut,
    )


def _ending(lines: Sequence[Line], decoded: Decoded) -> Ending | None:
    if not lines:
        return None
    return Ending(lines[-1], whole_line=decoded.text.endswith("\n") and not decoded.cut)
