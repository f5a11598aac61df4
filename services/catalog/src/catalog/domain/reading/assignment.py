"""Which section is which field: labels decide, and where two labels are alike, what is under them.

Labels 14 and 15 (and 16, 17) have the same words; a unit under one and a number under the other
tell them apart. Where a page prints the wrong office, its printed number, or its place after the
unit, decides, and a remark says so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from catalog.domain.code_lists import CodeList
from catalog.domain.reading.form import DURATIONS, FIELD, FIELDS, Holds
from catalog.domain.reading.options import printed_options
from catalog.domain.reading.report import Remark
from catalog.domain.reading.sections import Section
from catalog.domain.reading.sentences import remark
from catalog.domain.reading.values import has_number

_BY_NUMBER = {spec.number: spec.name for spec in FIELDS}


@dataclass(slots=True)
class Assignment:
    """Sections by field (or extra) name, filled in three rounds."""

    units: CodeList
    sections: dict[str, Section] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def place(self, name: str | None, section: Section) -> bool:
        """Give the section to a field nobody has yet."""
        if name is None or name in self.sections:
            return False
        self.sections[name] = section
        return True


def assign(sections: Sequence[Section], units: CodeList) -> Assignment:
    """Give each section its field; a section no field is left for is remarked."""
    assignment = Assignment(units)
    rounds: tuple[Callable[[Assignment, Section], str | None], ...] = (
        _only_target,
        _target_by_content_and_number,
        _target_by_content,
        _free_target_by_number,
        _free_target,
    )
    left = list(sections)
    for choose in rounds:
        left = [
            section
            for section in left
            if not assignment.place(choose(assignment, section), section)
        ]
    above = dict(zip(map(id, sections[1:]), sections, strict=False))
    for section in left:
        _place_contradicting(assignment, above.get(id(section)), section)
    for name, section in assignment.sections.items():
        if section.found.loosely:
            wording = section.found.label.wording
            line = section.found.line.number
            assignment.remarks.append(
                remark("label-matched-loosely", field=name, line=line, wording=wording)
            )
    return assignment


def _only_target(assignment: Assignment, section: Section) -> str | None:
    del assignment
    targets = section.found.label.targets
    return targets[0] if len(targets) == 1 else None


def _target_by_content_and_number(assignment: Assignment, section: Section) -> str | None:
    name = _target_by_content(assignment, section)
    return name if name and FIELD[name].number == section.found.number_printed else None


def _target_by_content(assignment: Assignment, section: Section) -> str | None:
    holds = _content(section, assignment.units)
    if holds is None:
        return None
    return next((n for n in section.found.label.targets if _holds(n) is holds), None)


def _free_target_by_number(assignment: Assignment, section: Section) -> str | None:
    if _content(section, assignment.units) is not None:
        return None
    name = _BY_NUMBER.get(section.found.number_printed or 0)
    return name if name in section.found.label.targets else None


def _free_target(assignment: Assignment, section: Section) -> str | None:
    if _content(section, assignment.units) is not None:
        return None
    free = (n for n in section.found.label.targets if n not in assignment.sections)
    return next(free, None)


def _holds(name: str) -> Holds | None:
    return FIELD[name].holds if name in FIELD else None


def _content(section: Section, units: CodeList) -> Holds | None:
    """Say whether a unit or a number stands in the section."""
    for line in section.lines:
        if has_number(line):
            return Holds.NUMBER
        if any(entry.match for entry in printed_options([line], units)):
            return Holds.CHOICE
    return None


def _place_contradicting(assignment: Assignment, above: Section | None, section: Section) -> None:
    line, number = section.found.line.number, section.found.number_printed
    by_number = _BY_NUMBER.get(number or 0)
    if by_number and _fits(assignment, by_number, section) and assignment.place(by_number, section):
        noticed = remark("label-contradicts-number", field=by_number, line=line, number=number)
        assignment.remarks.append(noticed)
        return
    by_place = _value_of_the_unit(assignment, above)
    if by_place and _fits(assignment, by_place, section) and assignment.place(by_place, section):
        assignment.remarks.append(remark("label-contradicts-place", field=by_place, line=line))
        return
    name = _target_by_content(assignment, section) or section.found.label.targets[0]
    taken = assignment.sections.setdefault(name, section)
    if section.lines and not taken.lines:
        assignment.sections[name], section = section, taken
    line = section.found.line.number
    assignment.remarks.append(remark("label-repeated", field=name, line=line))


def _fits(assignment: Assignment, name: str, section: Section) -> bool:
    """Only terms may be read against their label: unit or number shows what the section is."""
    if not name.startswith(DURATIONS):
        return False
    same_term = section.found.label.targets[0].startswith(DURATIONS)
    return same_term and _content(section, assignment.units) in {None, _holds(name)}


def _value_of_the_unit(assignment: Assignment, above: Section | None) -> str | None:
    if above is None:
        return None
    for duration in DURATIONS:
        if assignment.sections.get(f"{duration}_unit") is above:
            return f"{duration}_value"
    return None
