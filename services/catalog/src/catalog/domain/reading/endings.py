"""Where a document breaks off: inside a label, inside a field, or after a whole line.

A line end proves a whole line. Without one the last line may be whole or cut: known wordings and
the rest of the form decide, and where they cannot, the field counts as truncated.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from catalog.domain.code_lists import CodeList, CodeLists
from catalog.domain.reading.form import FIELD, FIELDS, Field, Holds
from catalog.domain.reading.labels import cut_labels, is_cut_note
from catalog.domain.reading.lines import Line, is_bare_number, list_numbered, numbered
from catalog.domain.reading.report import Form
from catalog.domain.reading.sections import Section, is_number_hint
from catalog.domain.reading.wordings import NUMBER_HINTS
from catalog.domain.spelling import key_of

_FIELDS_OF_C = 8
_SHORTEST_CUT_LABEL = 4
_SENTENCE_ENDS = (".", ";", "!", "?")
_REGULAR_ID_LENGTH = 11
_HINT_KEYS = tuple(key_of(hint) for hint in NUMBER_HINTS)


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of the document: its last line, and whether a line end follows it."""

    line: Line
    whole_line: bool


@dataclass(frozen=True, slots=True)
class CutLabel:
    """A label that breaks off; ``name`` is the field it most likely begins, None if only a number."""

    name: str | None
    line: Line
    number_printed: int | None


def take_cut_label(
    sections: Sequence[Section], ending: Ending, code_lists: CodeLists
) -> tuple[list[Section], CutLabel | None]:
    """Take a label that breaks off at the very end out of the section above it."""
    last = sections[-1]
    if not last.lines or last.lines[-1] is not ending.line:
        return list(sections), None
    claimed = {target for section in sections for target in section.found.label.targets}
    spec = _spec(last)
    if claimed >= FIELD.keys():
        return list(sections), None
    if is_bare_number(ending.line.text):
        cut = _cut_number(spec, last, ending.line, code_lists)
    else:
        cut = _cut_words(spec, last, ending, claimed, code_lists)
    if cut is None:
        return list(sections), None
    return [*sections[:-1], replace(last, lines=last.lines[:-1])], cut


def _spec(section: Section) -> Field | None:
    return FIELD.get(section.found.label.targets[-1])


def _cut_number(
    spec: Field | None, section: Section, line: Line, code_lists: CodeLists
) -> CutLabel | None:
    if spec is None or _begins_option(spec, line.text, code_lists):
        return None
    marked = line.heading or line.raw.startswith("*")
    content = [above for above in section.lines if not is_number_hint(above)]
    if spec.holds in {Holds.NUMBER, Holds.PASSPORT_ID} and not marked and content[0] is line:
        return None
    if spec.holds is Holds.ITEMS and _continues_list(section, int(line.text.rstrip(".)"))):
        return None
    return CutLabel(None, line, None)


def _cut_words(
    spec: Field | None,
    section: Section,
    ending: Ending,
    claimed: set[str],
    code_lists: CodeLists,
) -> CutLabel | None:
    line = ending.line
    number, body = numbered(line.text)
    candidates = list(_free_targets(line, claimed))
    if spec and spec.holds is Holds.ITEMS and _continues_list(section, number):
        candidates = [name for name in candidates if _number_of(name) == number]
    if not candidates:
        return None
    marked = number is not None or line.heading or line.raw.startswith("*")
    if not marked and not _stands_alone(spec, body, ending, code_lists):
        return None
    by_number = [name for name in candidates if _number_of(name) == number]
    return CutLabel((by_number or candidates)[0], line, number)


def _free_targets(line: Line, claimed: set[str]) -> Iterator[str]:
    for label in cut_labels(line):
        yield from (target for target in label.targets if target not in claimed)


def _number_of(name: str) -> int | None:
    return FIELD[name].number if name in FIELD else None


def _continues_list(section: Section, number: int | None) -> bool:
    numbers = [list_numbered(line.text)[0] for line in section.lines[:-1]]
    last = next((n for n in reversed(numbers) if n is not None), 0)
    return number == last + 1


def _stands_alone(spec: Field | None, body: str, ending: Ending, code_lists: CodeLists) -> bool:
    """Say whether words without a number are rather a label than content of the field."""
    if len(key_of(body)) < _SHORTEST_CUT_LABEL or spec is None:
        return False
    if spec.holds in {Holds.CHOICE, Holds.CHOICES}:
        return not _begins_option(spec, body, code_lists)
    return spec.holds is Holds.NUMBER or not ending.whole_line


def _begins_option(spec: Field, text: str, code_lists: CodeLists) -> bool:
    code_list = _options_of(spec, code_lists)
    return code_list is not None and (code_list.find(text) is not None or code_list.begins(text))


def _options_of(spec: Field, code_lists: CodeLists) -> CodeList | None:
    return code_lists[spec.code_list] if spec.code_list else None


def ends_early(form: Form | None, names: set[str]) -> bool:
    """Say whether the form goes on after what the document has.

    Form A and B close with field 27, B' with the degree of automation; form C has at least eight
    fields and nobody knows how many more.
    """
    if form is Form.C:
        return len(names) < _FIELDS_OF_C
    return not names & {FIELDS[-1].name, "degree_of_automation"}


def is_bare(section: Section) -> bool:
    """Say whether nothing at all stands under a label."""
    return not section.lines and not section.notes


def cut_inside(
    name: str, section: Section, ending: Ending, code_lists: CodeLists, *, open_end: bool
) -> bool:
    """Say whether the document breaks off inside its last field.

    ``open_end``: labels of the form are missing, so that more could have followed.
    """
    spec, line = FIELD.get(name), ending.line
    if line is section.found.line:
        return not ending.whole_line and _label_is_cut(line)
    if spec is None or line in section.notes:
        return _prose_is_cut(ending, open_end=open_end)
    if spec.holds is Holds.NUMBER:
        return _number_is_cut(ending, open_end=open_end)
    if spec.holds is Holds.PASSPORT_ID:
        return not ending.whole_line and len(line.text) != _REGULAR_ID_LENGTH
    return _wording_is_cut(_options_of(spec, code_lists), ending, open_end=open_end)


def _label_is_cut(line: Line) -> bool:
    head, star, note = line.text.rpartition("*")
    if star and head and key_of(note) and is_cut_note(note):
        return True
    return any(True for _ in cut_labels(line))


def _wording_is_cut(known: CodeList | None, ending: Ending, *, open_end: bool) -> bool:
    """Compare with the wordings that are known; other words are judged as prose."""
    text = ending.line.text
    if known is None:
        return _prose_is_cut(ending, open_end=open_end)
    if known.find(text) is not None:
        return not ending.whole_line and open_end and known.begins(text)
    return known.begins(text) or _prose_is_cut(ending, open_end=open_end)


def _number_is_cut(ending: Ending, *, open_end: bool) -> bool:
    key = key_of(ending.line.text)
    if any(hint.startswith(key) and hint != key for hint in _HINT_KEYS):
        return True
    return not ending.whole_line and open_end and key not in _HINT_KEYS


def _prose_is_cut(ending: Ending, *, open_end: bool) -> bool:
    if ending.whole_line or not open_end:
        return False
    text = ending.line.text.rstrip("* ")
    return is_bare_number(text) or not text.endswith(_SENTENCE_ENDS)
