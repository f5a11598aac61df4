"""What the fields say together: remarks to the editor, never errors, and the class from the ID."""

from collections.abc import Mapping

from catalog.domain.code_lists import CodeList
from catalog.domain.reading.form import DURATIONS
from catalog.domain.reading.report import FieldReading, Inferred, Option, Remark, State
from catalog.domain.reading.sentences import remark

CLASS_FROM_ID = "class-from-id"
"""Group 2 of the printed ID is the class, in the order of form A."""

_MINUTES = {"minute": 1, "hour": 60, "day": 24 * 60, "month": 30 * 24 * 60}
_GROUPS = 4


def inferred_class(
    passport_id: object, printed: tuple[Option, ...], codes: CodeList
) -> Inferred | None:
    """Conclude field 3 from the printed ID: ``05`` as its second group is the fifth class."""
    code = _class_of(passport_id, codes)
    if code is None:
        return None
    label = next((entry.label.az for entry in codes.codes if entry.code == code), code)
    as_printed = next((option for option in printed if option.code == code), None)
    return Inferred(value=(as_printed or Option(code, label),), rule=CLASS_FROM_ID)


def _class_of(passport_id: object, codes: CodeList) -> str | None:
    groups = passport_id.split("-") if isinstance(passport_id, str) else []
    if len(groups) != _GROUPS or not groups[1].isdecimal():
        return None
    position = int(groups[1])
    return codes.codes[position - 1].code if 1 <= position <= len(codes.codes) else None


def consistency_remarks(fields: Mapping[str, FieldReading], classes: CodeList) -> list[Remark]:
    """Return what an editor should look at where fields do not agree with each other."""
    return [*_class_remarks(fields, classes), *_unit_remarks(fields), *_sum_remarks(fields)]


def _class_remarks(fields: Mapping[str, FieldReading], classes: CodeList) -> list[Remark]:
    passport_id, given = fields["passport_id"], fields["classifications"]
    code = _class_of(passport_id.value, classes)
    if code is None or not isinstance(given.value, tuple):
        return []
    if code in {entry.code for entry in given.value if isinstance(entry, Option)}:
        return []
    line = passport_id.evidence.line if passport_id.evidence else None
    group = str(passport_id.value).split("-")[1]
    return [remark("passport-id-class-differs", field="passport_id", line=line, group=group)]


def _unit_remarks(fields: Mapping[str, FieldReading]) -> list[Remark]:
    found = []
    for duration in DURATIONS:
        unit, value = fields[f"{duration}_unit"], fields[f"{duration}_value"]
        if unit.state is State.GIVEN and value.state is State.BLANK:
            found.append(_at(value, "unit-without-number"))
        if value.state is State.GIVEN and unit.state in {State.BLANK, State.ABSENT}:
            found.append(_at(value, "number-without-unit"))
    return found


def _at(entry: FieldReading, code: str) -> Remark:
    line = entry.evidence.line if entry.evidence else None
    return remark(code, field=entry.name, line=line)


def _sum_remarks(fields: Mapping[str, FieldReading]) -> list[Remark]:
    """Compare the terms. An office without a term counts nothing; real passports differ often."""
    total, front, back = (_minutes(fields, duration) for duration in DURATIONS)
    if total is None or (front is None and back is None):
        return []
    parts = (front or 0) + (back or 0)
    complete = front is not None and back is not None
    if parts > total or (complete and parts != total):
        return [_at(fields["total_duration_value"], "durations-do-not-add-up")]
    return []


def _minutes(fields: Mapping[str, FieldReading], duration: str) -> int | None:
    unit, value = fields[f"{duration}_unit"].value, fields[f"{duration}_value"].value
    if not isinstance(unit, Option) or unit.code is None or not isinstance(value, int):
        return None
    return value * _MINUTES[unit.code]
