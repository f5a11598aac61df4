"""Composing the published content from the filled fields and the editor's blocks."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from catalog.domain.publishing.demands import NONE_OF_THEM
from catalog.domain.publishing.editor_file import (
    EditorFile,
    Ground,
    RequirementEntry,
    StepEntry,
)
from catalog.domain.publishing.filling import FilledField
from catalog.domain.publishing.passport import (
    Choice,
    Duration,
    DurationRuns,
    DurationUnit,
    Handling,
    PassportContent,
    RequiredDocument,
    Step,
    StepKind,
)
from catalog.domain.publishing.printed import numbered
from catalog.domain.reading.form import DURATIONS, FIELDS
from catalog.domain.reading.report import ListItem, Option

Fields = Mapping[str, FilledField]
ValueT = TypeVar("ValueT")

STEPS_NOTE = "steps_note"
_DECISION = "Təyinatla bağlı yekun qərar arxa ofis tərəfindən verilir."
_SUM_DIFFERS = "Ümumi müddət ön və arxa ofis müddətlərinin cəminə bərabər deyil."
_MINUTES = {DurationUnit.MINUTE: 1, DurationUnit.HOUR: 60, DurationUnit.DAY: 24 * 60}


def compose(
    fields: Fields, edit: EditorFile, handling: Handling, steps_note: str | None
) -> PassportContent:
    """Return the content of a passport that lacks nothing (``lacks_of`` is empty).

    Raises ValueError when something is missing after all.
    """
    total = _needed(_duration("total_duration", fields, edit))
    front = _duration("front_office_duration", fields, edit)
    back = _duration("back_office_duration", fields, edit)
    return PassportContent(
        service_id=edit.service_id,
        name=_needed(_text(fields["name"])),
        passport_id=_text(fields["passport_id"]),
        classifications=_choices(fields["classifications"]),
        executing_units=_choices(fields["executing_units"]),
        legal_basis=_lines(fields["legal_basis"]),
        intake_channels=_choices(fields["intake_channels"]),
        communication_channels=_choices(fields["communication_channels"]),
        response_channels=_choices(fields["response_channels"]),
        refusal_grounds=_choices(fields["refusal_grounds"]),
        audiences=_choices(fields["audiences"]),
        back_offices=_choices(fields["back_offices"]),
        total_duration=total,
        front_office_duration=front,
        back_office_duration=back,
        operator_standard_minutes=_number(fields["operator_standard_minutes"]),
        fee=_choices(fields["fee"])[0],
        locations=_choices(fields["locations"]),
        required_documents=tuple(_requirements(fields["required_documents"], edit)),
        document_forms=_choices(fields["document_forms"]),
        steps=_steps(fields["steps"], edit, steps_note),
        steps_note=steps_note,
        information_systems=_choices(fields["information_systems"]),
        meis_subsystems=_without_none(_choices(fields["meis_subsystems"])),
        digitisation_level=_choices(fields["digitisation_level"])[0],
        responsible_position=_text(fields["responsible_position"]),
        handling=handling,
        remarks=(*_remarks(edit), *_sum_remark(total, front, back)),
    )


def _needed(value: ValueT | None) -> ValueT:
    if value is None:
        raise ValueError("a passport that lacks something is composed")
    return value


def _text(field: FilledField) -> str | None:
    return field.value if isinstance(field.value, str) else None


def _number(field: FilledField) -> int | None:
    return field.value if isinstance(field.value, int) else None


def _lines(field: FilledField) -> tuple[str, ...]:
    items = field.value if isinstance(field.value, tuple) else ()
    return tuple(item.text for item in items if isinstance(item, ListItem))


def _choices(field: FilledField) -> tuple[Choice, ...]:
    options = field.value if isinstance(field.value, tuple) else (field.value,)
    return tuple(Choice(o.code, o.printed) for o in options if isinstance(o, Option))


def _without_none(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    return tuple(choice for choice in choices if choice.code != NONE_OF_THEM)


def _duration(term: str, fields: Fields, edit: EditorFile) -> Duration | None:
    unit, value = fields[f"{term}_unit"].value, _number(fields[f"{term}_value"])
    if not isinstance(unit, Option) or unit.code is None or value is None:
        return None
    return Duration(value, DurationUnit(unit.code), edit.durations[term].runs)


def _requirements(field: FilledField, edit: EditorFile) -> Iterator[RequiredDocument]:
    names = numbered(field.value)
    for entry in edit.required_documents:
        yield _requirement(entry, names[entry.no])


def _requirement(entry: RequirementEntry, name: str) -> RequiredDocument:
    return RequiredDocument(
        code=entry.code,
        name=name,
        sources=entry.sources,
        substitutes_for=entry.substitutes_for,
        when=entry.when,
    )


def _steps(field: FilledField, edit: EditorFile, note: str | None) -> tuple[Step, ...]:
    """Join entries and printed texts, and add the decision that the note on field 23 announces."""
    texts = numbered(field.value)
    steps = [_step(entry, texts, note) for entry in edit.steps]
    kinds = [step.kind for step in steps]
    if StepKind.FORWARD in kinds and StepKind.DECIDE not in kinds:
        after = max(at for at, kind in enumerate(kinds) if kind is StepKind.FORWARD) + 1
        proposed = StepEntry(id="decide", no=None, kind=StepKind.DECIDE, actor="officer")
        steps.insert(after, _step(proposed, texts, note))
    return tuple(steps)


def _step(entry: StepEntry, texts: Mapping[int, str], note: str | None) -> Step:
    return Step(
        id=entry.id,
        no=entry.no,
        text=texts[entry.no] if entry.no is not None else note or _DECISION,
        kind=entry.kind,
        actor=entry.actor,
        channels=entry.channels,
        when=entry.when,
        params=entry.params,
    )


def _remarks(edit: EditorFile) -> Iterator[str]:
    """Say of each choice on which ground it stands, in the order of form A."""
    for field in FIELDS:
        if field.name in edit.fields:
            filled = edit.fields[field.name]
            yield _remark(f"{field.number} {field.name}", filled.ground, filled.remark)
        term = field.name.removesuffix("_unit")
        if term in DURATIONS and term in edit.durations:
            duration = edit.durations[term]
            numbers = f"{field.number}-{field.number + 1}"
            yield _remark(f"{numbers} {term}", duration.ground, duration.remark)
    for remark in edit.remarks:
        yield _remark(remark.about, remark.ground, remark.text)


def _remark(about: str, ground: Ground, text: str | None) -> str:
    return f"{about} [{ground.value}]" + (f": {text}" if text else "")


def _sum_remark(total: Duration, front: Duration | None, back: Duration | None) -> Iterator[str]:
    """Remark that the parts do not add up to the whole, where they can be compared at all."""
    if front is None or back is None:
        return
    parts = (total, front, back)
    if len({part.unit for part in parts}) == 1:
        sizes = [part.value for part in parts]
    elif all(_comparable(part) for part in parts):
        sizes = [part.value * _MINUTES[part.unit] for part in parts]
    else:
        return
    if sizes[0] != sizes[1] + sizes[2]:
        yield f"12-17 [given]: {_SUM_DIFFERS}"


def _comparable(part: Duration) -> bool:
    return part.runs is DurationRuns.CONTINUOUS and part.unit in _MINUTES
