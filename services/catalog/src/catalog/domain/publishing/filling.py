"""Joining the editor's file with a reading: it fills what is unmarked or blank, nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from catalog.domain.code_lists import CodeLists
from catalog.domain.publishing.demands import is_half_of_a_term
from catalog.domain.publishing.editor_file import DurationFill, EditorFile, Fill, StepEntry
from catalog.domain.publishing.field_value import Refusal, value_of
from catalog.domain.publishing.passport import StepKind
from catalog.domain.publishing.printed import numbered
from catalog.domain.reading.form import DURATIONS, FIELD
from catalog.domain.reading.report import FieldReading, FieldValue, Option, ReadingReport, State
from shared.errors import DomainError, InputError
from shared.texts import Text

_UNKNOWN_FIELD = Text(
    az="Belə sahə yoxdur; müddətlər `durations` bölməsindədir.",
    en="There is no such field; the terms belong under `durations`.",
)
_NO_ITEM = Text(
    az="Sənəddə bu nömrəli bənd yoxdur.", en="The document prints no item of this number."
)
_NOTHING = EditorFile(service_id="")


class EditRefused(DomainError):
    """The editor's file does not fit the document; ``errors`` has one entry for each place."""

    code: ClassVar[str] = "editor-file-refused"
    title: ClassVar[Text] = Text(
        az="Redaktor faylı sənədə uyğun gəlmir", en="The editor's file does not fit the document"
    )

    def __init__(self, errors: tuple[InputError, ...]) -> None:
        super().__init__(
            Text(
                az="Heç nə saxlanılmadı. Göstərilən yerləri düzəldib yenidən tətbiq edin.",
                en="Nothing was stored. Correct the places named and apply the file again.",
            ),
            errors=errors,
        )


@dataclass(frozen=True, slots=True)
class FilledField:
    """An entry of the reading after the editor: ``filled`` is True where the editor chose."""

    reading: FieldReading
    value: FieldValue | None
    filled: bool

    @property
    def known(self) -> bool:
        """Whether the field has a value, from the document or from the editor."""
        return self.filled or self.reading.state is State.GIVEN


def fill(
    report: ReadingReport, edit: EditorFile | None, lists: CodeLists
) -> Mapping[str, FilledField]:
    """Return the 27 entries with the editor's values, as read without a file; raises EditRefused.

    An entry nobody filled keeps its state: what is unmarked is never read as "all of them".
    """
    values: dict[str, FieldValue] = {}
    errors: list[InputError] = []
    for pointer, name, found in _attempts(report, edit or _NOTHING, lists):
        if isinstance(found, Refusal):
            errors.append(InputError(pointer, found.code, found.detail))
        else:
            values[name] = found
    fields = {
        reading.name: FilledField(
            reading, values.get(reading.name, reading.value), reading.name in values
        )
        for reading in report.fields
    }
    errors += _unprinted(fields, edit or _NOTHING)
    if errors:
        raise EditRefused(tuple(errors))
    return fields


def _unprinted(fields: Mapping[str, FilledField], edit: EditorFile) -> Iterator[InputError]:
    """Yield an error for each entry of a requirement or step that no printed item bears."""
    for block, entries in (
        ("required_documents", [entry.no for entry in edit.required_documents]),
        ("steps", [entry.no for entry in edit.steps if not _is_unnumbered(entry)]),
    ):
        printed = numbered(fields[block].value)
        for at, no in enumerate(entries):
            if no not in printed:
                yield InputError(f"/{block}/{at}/no", "item-not-printed", _NO_ITEM)


def _is_unnumbered(entry: StepEntry) -> bool:
    return entry.no is None and entry.kind is StepKind.DECIDE


def _attempts(
    report: ReadingReport, edit: EditorFile, lists: CodeLists
) -> Iterator[tuple[str, str, FieldValue | Refusal]]:
    """Yield (pointer, entry, value or refusal) for everything the file fills."""
    for name, given in edit.fields.items():
        if name not in FIELD or is_half_of_a_term(name):
            yield f"/fields/{name}", name, Refusal("unknown-field", _UNKNOWN_FIELD)
        else:
            yield f"/fields/{name}", name, value_of(report.field(name), given, lists)
    for term, duration in edit.durations.items():
        if term not in DURATIONS:
            yield f"/durations/{term}", term, Refusal("unknown-field", _UNKNOWN_FIELD)
        else:
            yield from _joined(report, term, duration, lists)


def _joined(
    report: ReadingReport, term: str, given: DurationFill, lists: CodeLists
) -> Iterator[tuple[str, str, FieldValue | Refusal]]:
    """Yield the unit and the value the file adds; repeating what the document says is no filling."""
    stated = {
        "unit": None if given.unit is None else Fill(given.ground, codes=(given.unit.value,)),
        "value": None if given.value is None else Fill(given.ground, number=given.value),
    }
    for part, fill_of_part in stated.items():
        name, pointer = f"{term}_{part}", f"/durations/{term}/{part}"
        if fill_of_part is None or _repeats(report.field(name), given):
            continue
        yield pointer, name, value_of(report.field(name), fill_of_part, lists)


def _repeats(reading: FieldReading, given: DurationFill) -> bool:
    value = reading.value
    if reading.state is not State.GIVEN:
        return False
    if isinstance(value, Option):
        return given.unit is not None and value.code == given.unit.value
    return value == given.value
