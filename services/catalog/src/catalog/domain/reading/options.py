"""Printed options: which lines are options, what code each has, and what mark it carries."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from catalog.domain.code_lists import CodeList, How, Match
from catalog.domain.reading.lines import Line, list_numbered
from catalog.domain.reading.report import Option

_TICKED = "☑☒✅✓✔√🗹🗷🗸"
_EMPTY = "☐□◻⬜🞎"
# Word's Wingdings boxes come out of converters as U+1F5F9 and U+1F78E
_BOX = re.compile(rf"(\[[xX ]\]|[{_TICKED}{_EMPTY}])\ufe0f?")
_SEPARATOR = re.compile(r"\s*[;,/]\s+")


@dataclass(frozen=True, slots=True)
class PrintedOption:
    """An option as it stands in the document; ``ticked`` is None where no box is printed."""

    option: Option
    line: Line
    match: Match | None
    ticked: bool | None = None

    @property
    def by_alias(self) -> bool:
        """Whether only another spelling led to the code."""
        return self.match is not None and self.match.how is How.ALIAS


def printed_options(lines: Sequence[Line], code_list: CodeList) -> list[PrintedOption]:
    """Return the options in their printed order.

    Several on a line (boxes between them, or a list with commas) count each; one broken over two
    lines counts once.
    """
    found: list[PrintedOption] = []
    position = 0
    while position < len(lines):
        joined = _joined(lines, position, code_list)
        if joined:
            found.append(joined)
            position += 2
        else:
            found.extend(_on_line(lines[position], code_list))
            position += 1
    return found


def _joined(lines: Sequence[Line], position: int, code_list: CodeList) -> PrintedOption | None:
    line = lines[position]
    following = lines[position + 1] if position + 1 < len(lines) else None
    if following is None or following.after_gap or following.bullet or _known(line, code_list):
        return None
    text = f"{line.text} {following.text}"
    match = code_list.find(text) if not _BOX.search(text) else None
    return PrintedOption(Option(match.code.code, text), line, match) if match else None


def _known(line: Line, code_list: CodeList) -> bool:
    return code_list.find(line.text) is not None


def _on_line(line: Line, code_list: CodeList) -> Iterator[PrintedOption]:
    for text, ticked in _boxes(line.text):
        parts = _parts(text, code_list)
        for part in parts:
            yield replace(_option(part, line, code_list), ticked=ticked)


def _boxes(text: str) -> list[tuple[str, bool | None]]:
    """Split ``☐ ay ☒ gün`` (and ``ay ☐ gün ☒``) into options with their boxes."""
    pieces = _BOX.split(text)
    if len(pieces) == 1:
        return [(text, None)]
    boxes = [box in _TICKED or box.lower() == "[x]" for box in pieces[1::2]]
    before, after = pieces[0].strip(), pieces[-1].strip()
    words = pieces[0:-1:2] if before and not after else pieces[2::2]
    found: list[tuple[str, bool | None]] = [
        (word.strip(), ticked) for word, ticked in zip(words, boxes, strict=True) if word.strip()
    ]
    return [(before, None), *found] if before and after else found


def _parts(text: str, code_list: CodeList) -> list[str]:
    """Split a list with commas where every part is an option of its own."""
    if code_list.find(text) is not None:
        return [text]
    parts = _SEPARATOR.split(text)
    return parts if all(code_list.find(part) for part in parts) else [text]


def _option(text: str, line: Line, code_list: CodeList) -> PrintedOption:
    number, unnumbered = list_numbered(text)
    printed = text.strip("*;, ")
    match = code_list.find(printed)
    if match is None and number is not None:
        match = code_list.find(unnumbered)
        printed = unnumbered.strip("*;, ") if match else printed
    return PrintedOption(Option(match.code.code if match else None, printed), line, match)
