"""What a draft still lacks before it can be published: field, state, and what to do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from catalog.domain.publishing.demands import is_judged, is_needed
from catalog.domain.publishing.editor_file import EditorFile
from catalog.domain.publishing.filling import FilledField
from catalog.domain.publishing.printed import numbered
from catalog.domain.reading.form import DURATIONS, FIELD
from catalog.domain.reading.report import Option, State
from shared.errors import DomainError, InputError, Kind
from shared.ordinals import as_ordinal
from shared.texts import Text


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing missing: ``number`` and ``name`` of form A (None and a block's name beyond it).

    ``state`` is that of the reading, None for a block; ``code`` is stable, ``detail`` says what to
    do.
    """

    number: int | None
    name: str
    state: State | None
    code: str
    detail: Text


class PassportIncomplete(DomainError):
    """The draft cannot be published yet (409); ``members.missing`` lists every lack."""

    kind: ClassVar[Kind] = Kind.CONFLICT
    code: ClassVar[str] = "passport-incomplete"
    title: ClassVar[Text] = Text(az="Pasport tam deyil", en="The passport is not complete")

    def __init__(self, lacks: tuple[Lack, ...]) -> None:
        super().__init__(
            Text(
                az="Göstərilən sahələri redaktor faylında tamamlayın və yenidən cəhd edin.",
                en="Complete the fields named in the editor's file and try again.",
            ),
            errors=[InputError(f"/fields/{lack.name}", lack.code, lack.detail) for lack in lacks],
            members={"missing": [_member(lack) for lack in lacks]},
        )
        self.lacks = lacks


def _member(lack: Lack) -> dict[str, object]:
    state = None if lack.state is None else lack.state.value
    return {"number": lack.number, "name": lack.name, "state": state, "code": lack.code}


_REMEDIES: Mapping[State, Text] = {
    State.UNMARKED: Text(
        az="Forma bütün variantları çap edib, seçim itib: kodları göstərin.",
        en="The form prints every option and the choice is lost: name the codes chosen.",
    ),
    State.BLANK: Text(
        az="Sahə boşdur: qiymətini göstərin.", en="The field is blank: give its value."
    ),
    State.ABSENT: Text(
        az="Sənəddə bu sahə yoxdur: tam sənədi idxal edin.",
        en="The document has no such field: import the complete document.",
    ),
}
_TRUNCATED = Text(
    az="Sənəd bu sahənin ortasında kəsilib: tam sənədi idxal edin.",
    en="The document breaks off inside this field: import the complete document.",
)
_NO_CODE = Text(
    az="Çap olunmuş variantın kodu yoxdur: onu kod siyahısına (/v1/code-lists/{name}) əlavə edin.",
    en="A printed choice has no code: add its wording to the code list (/v1/code-lists/{name}).",
)
_RUNS = Text(
    az="Müddətin necə hesablandığını göstərin (`durations.{term}.runs`): calendar, working-days, "
    "office-hours və ya continuous.",
    en="Say how the term is counted (`durations.{term}.runs`): calendar, working-days, "
    "office-hours or continuous.",
)
_HALF = Text(
    az="Müddətin vahidi və rəqəmi birlikdə olmalıdır: çatışmayanı göstərin.",
    en="A term has a unit and a number: give the one that is missing.",
)
_ENTRY = Text(
    az="Çap olunmuş {no} bəndə uyğun qeyd yoxdur: onu redaktor faylına əlavə edin.",
    en="Printed item {no} has no entry: add one to the editor's file.",
)
_SERVICE = Text(
    az="Xidmətin kataloqdakı açarını göstərin (`service_id`).",
    en="Name the service's key in the catalogue (`service_id`).",
)
_HANDLING = Text(
    az="İşlərin necə aparıldığını göstərin (`handling`).",
    en="Say how cases are handled (`handling`).",
)


def lacks_of(fields: Mapping[str, FilledField], edit: EditorFile | None) -> tuple[Lack, ...]:
    """Return everything missing, in the order of form A, the blocks beyond it last."""
    found = [lack for name in FIELD for lack in _of_field(fields[name], edit)]
    found += [lack for term in DURATIONS for lack in _of_term(term, fields, edit)]
    found.sort(key=lambda lack: lack.number or 0)
    if edit is None:
        found.append(Lack(None, "service_id", None, "missing", _SERVICE))
    if edit is None or edit.handling is None:
        found.append(Lack(None, "handling", None, "missing", _HANDLING))
    return tuple(found)


def _of_field(field: FilledField, edit: EditorFile | None) -> Iterator[Lack]:
    name = field.reading.name
    if not field.known:
        if is_needed(name):
            yield _lack(field, field.reading.state.value, _REMEDIES[field.reading.state])
        return
    if field.reading.truncated and not field.filled:
        yield _lack(field, "truncated", _TRUNCATED)
    if is_judged(name) and _without_code(field):
        yield _lack(field, "no-code", _NO_CODE.filled(name=FIELD[name].code_list))
    if name in {"required_documents", "steps"}:
        yield from _of_items(field, edit)


def _without_code(field: FilledField) -> bool:
    values = field.value if isinstance(field.value, tuple) else (field.value,)
    return any(isinstance(value, Option) and value.code is None for value in values)


def _of_items(field: FilledField, edit: EditorFile | None) -> Iterator[Lack]:
    """Yield a lack for each printed requirement or step the editor's file has no entry for."""
    entries = () if edit is None else getattr(edit, field.reading.name)
    described = {entry.no for entry in entries}
    for no in numbered(field.value):
        if no not in described:
            yield _lack(field, f"item-{no}-undescribed", _ENTRY.filled(no=as_ordinal(no)))


def _of_term(
    term: str, fields: Mapping[str, FilledField], edit: EditorFile | None
) -> Iterator[Lack]:
    unit, value = fields[f"{term}_unit"], fields[f"{term}_value"]
    if unit.known and value.known:
        if edit is None or term not in edit.durations:
            yield _lack(unit, "runs-missing", _RUNS.filled(term=term))
    elif unit.known != value.known and not is_needed(unit.reading.name):
        missing = value if unit.known else unit
        yield _lack(missing, missing.reading.state.value, _HALF)


def _lack(field: FilledField, code: str, detail: Text) -> Lack:
    reading = field.reading
    return Lack(reading.number, reading.name, reading.state, code, detail)
