"""What an editor's file may write into one field, and why it is refused there."""

from dataclasses import dataclass

from catalog.domain.code_lists import CodeList, CodeLists
from catalog.domain.publishing.demands import MAY_BE_NONE, NONE_OF_THEM, holds_codes, member_of
from catalog.domain.publishing.editor_file import Fill
from catalog.domain.reading.form import FIELD, Holds
from catalog.domain.reading.report import FieldReading, FieldValue, ListItem, Option, State
from shared.texts import Text

_GIVEN = Text(
    az="Sənəd bu sahəni göstərir: onun əvəzinə sənədi düzəldin.",
    en="The document gives this field: correct the document instead.",
)
_ABSENT = Text(
    az="Sənəddə belə sahə yoxdur: sahəsi olan sənədi idxal edin.",
    en="The document has no such field: import a document that has it.",
)
_WRONG_SHAPE = Text(
    az="Bu sahəyə yalnız bir növ qiymət uyğundur: {shape}.",
    en="This field takes one kind of value: {shape}.",
)
_UNKNOWN_CODE = Text(
    az="Kod siyahıda yoxdur: /v1/code-lists/{name}.",
    en="The code is not in its list: /v1/code-lists/{name}.",
)
_NOT_PRINTED = Text(
    az="Formada bu variant çap olunmayıb; çap olunanlar: {codes}.",
    en="The form does not print this option; it prints: {codes}.",
)
_NOT_ALONE = Text(
    az="“Heç biri” başqa variantla birlikdə seçilə bilməz.",
    en='"None of them" cannot be chosen together with another.',
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a place of the editor's file is refused."""

    code: str
    detail: Text


def value_of(reading: FieldReading, given: Fill, lists: CodeLists) -> FieldValue | Refusal:
    """Return the value the file gives an unmarked or blank field, or why it may not."""
    if reading.state is State.GIVEN:
        return Refusal("field-given", _GIVEN)
    if reading.state is State.ABSENT:
        return Refusal("field-absent", _ABSENT)
    stated = {
        member
        for member in ("codes", "text", "lines", "number")
        if getattr(given, member) is not None
    }
    if stated != {member_of(reading.name)}:
        return _wrong_shape(reading.name)
    code_list = FIELD[reading.name].code_list
    if holds_codes(reading.name) and code_list is not None:
        return _chosen(reading, given.codes or (), lists[code_list])
    return _written(reading.name, given)


def _wrong_shape(name: str) -> Refusal:
    single = FIELD[name].holds is Holds.CHOICE
    return Refusal(
        "wrong-shape", _WRONG_SHAPE.filled(shape="codes (1)" if single else member_of(name))
    )


def _written(name: str, given: Fill) -> FieldValue | Refusal:
    if given.number is not None and given.number > 0:
        return given.number
    if given.text is not None and given.text.strip():
        return given.text.strip()
    lines = tuple(line.strip() for line in given.lines or () if line.strip())
    if lines:
        return tuple(ListItem(None, line) for line in lines)
    return _wrong_shape(name)


def _chosen(
    reading: FieldReading, codes: tuple[str, ...], code_list: CodeList
) -> FieldValue | Refusal:
    refusal = _refused_codes(reading, codes, code_list)
    if refusal is not None:
        return refusal
    printed = {option.code: option for option in reading.options or ()}
    chosen = tuple(printed.get(code) or _labelled(code_list, code) for code in codes)
    return chosen[0] if FIELD[reading.name].holds is Holds.CHOICE else chosen


def _refused_codes(
    reading: FieldReading, codes: tuple[str, ...], code_list: CodeList
) -> Refusal | None:
    if not _right_number(reading.name, codes):
        return _wrong_shape(reading.name)
    if any(code_list.get(code) is None for code in codes):
        return Refusal("unknown-code", _UNKNOWN_CODE.filled(name=code_list.name))
    printed = [option.code for option in reading.options or () if option.code]
    if printed and not set(codes) <= set(printed):
        return Refusal("option-not-printed", _NOT_PRINTED.filled(codes=", ".join(printed)))
    if reading.name in MAY_BE_NONE and NONE_OF_THEM in codes and len(codes) > 1:
        return Refusal("none-with-others", _NOT_ALONE)
    return None


def _right_number(name: str, codes: tuple[str, ...]) -> bool:
    """Tell whether as many codes stand there as the field takes, each of them once."""
    if FIELD[name].holds is Holds.CHOICE:
        return len(codes) == 1
    return len(set(codes)) == len(codes) and (bool(codes) or name in MAY_BE_NONE)


def _labelled(code_list: CodeList, code: str) -> Option:
    entry = code_list.get(code)
    return Option(code, code if entry is None else entry.label.az)
