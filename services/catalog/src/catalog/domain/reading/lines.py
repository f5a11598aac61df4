"""From text or Markdown to lines with their marks; later formats yield the same lines."""

import re
from dataclasses import dataclass

_HEADING = re.compile(r"#{1,6}(?:\s+|$)")
_BULLET = re.compile(r"(?:[•·▪■◦‣●○▫–—*+-]|>)\s+")
_EMPHASIS = re.compile(r"\\[!-/:-@\[-`{-~]|\*\*|__|[^*_\\]+|.", re.DOTALL)
_NUMBER = re.compile(r"(?P<no>\d{1,3})\s?(?P<dot>[.):])?(?:(?<=[.):])(?=\D)|\s+)\s*(?=\S)")
_BARE_NUMBER = re.compile(r"\d{1,3}[.)]?")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the document, its marks taken off and remembered.

    ``number`` counts from 1. ``raw`` is the line as it stands, ``text`` what a reader sees without
    heading, bullet and emphasis marks; a printed number stays in it. ``bold``: every letter is.
    ``after_gap``: an empty line, or the beginning, precedes it.
    """

    number: int
    raw: str
    text: str
    bold: bool = False
    heading: bool = False
    bullet: bool = False
    after_gap: bool = False


def lines_of(text: str) -> list[Line]:
    """Return the lines that have words or digits in them."""
    found: list[Line] = []
    after_gap = True
    for number, raw in enumerate(text.split("\n"), start=1):
        stripped = raw.strip()
        if not stripped:
            after_gap = True
            continue
        line = _line(number, stripped, after_gap=after_gap)
        if any(character.isalnum() for character in line.text):
            found.append(line)
        after_gap = False
    return found


def numbered(text: str) -> tuple[int | None, str]:
    """Split ``3. text``, ``3) text`` or ``3 text`` into number and text; dates keep theirs."""
    match = _NUMBER.match(text)
    return (int(match["no"]), text[match.end() :]) if match else (None, text)


def list_numbered(text: str) -> tuple[int | None, str]:
    """As ``numbered``, but only with a dot or bracket: ``30 dekabr`` is no thirtieth item."""
    match = _NUMBER.match(text)
    return (int(match["no"]), text[match.end() :]) if match and match["dot"] else (None, text)


def is_bare_number(text: str) -> bool:
    """Say whether the line has a number and nothing else, as a cut label or item leaves it."""
    return _BARE_NUMBER.fullmatch(text) is not None


def _line(number: int, stripped: str, *, after_gap: bool) -> Line:
    body = stripped
    heading = _HEADING.match(body)
    if heading:
        body = body[heading.end() :]
    bullet = _BULLET.match(body)
    if bullet:
        body = body[bullet.end() :]
    text, bold = _without_emphasis(body)
    return Line(
        number=number,
        raw=stripped,
        text=text,
        bold=bold,
        heading=heading is not None,
        bullet=bullet is not None,
        after_gap=after_gap,
    )


def _without_emphasis(body: str) -> tuple[str, bool]:
    if not any(mark in body for mark in "*_\\"):
        return body, False
    tokens = _EMPHASIS.findall(body)
    delimiters = _bold_delimiters(tokens)
    plain: list[str] = []
    letters = bold_letters = 0
    inside = False
    for position, token in enumerate(tokens):
        if position in delimiters:
            inside = not inside
            continue
        visible = token[1:] if len(token) > 1 and token[0] == "\\" else token
        count = sum(map(str.isalpha, visible))
        letters += count
        bold_letters += count if inside else 0
        plain.append(visible)
    return _without_outer_marks("".join(plain)), 0 < letters == bold_letters


def _bold_delimiters(tokens: list[str]) -> set[int]:
    """Pair the double marks as CommonMark does: an opener hugs the word after it, a closer before.

    A mark without its twin is literal, as in ``müddəti **-yalnız 1-ni seçə bilər.``
    """
    paired: set[int] = set()
    opened: int | None = None
    for position, token in enumerate(tokens):
        if token not in {"**", "__"}:
            continue
        before = tokens[position - 1][-1:] if position else " "
        after = tokens[position + 1][:1] if position + 1 < len(tokens) else " "
        if opened is not None and token == tokens[opened] and not before.isspace():
            paired |= {opened, position}
            opened = None
        elif opened is None and _can_open(before, mark=token, after=after):
            opened = position
    return paired


def _can_open(before: str, *, mark: str, after: str) -> bool:
    if mark == "__":  # "_____" is a blank to fill in, not emphasis
        return before.isspace() and after.isalnum()
    return not after.isspace()


def _without_outer_marks(plain: str) -> str:
    """Take italics around the whole line off, and marks left over at its beginning."""
    if plain[:1] in {"*", "_"} and plain[-1:] == plain[:1] and plain[1:2].strip():
        plain = plain[1:-1]
    return plain.lstrip("*").strip() if plain.startswith("*") else plain.strip()
