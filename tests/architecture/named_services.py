"""How code may name a service: its key or printed ID, in whatever case, cut and put together."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.sources import tracked

_FILES = tracked("*.editor.yaml")
SERVICE_KEYS = tuple(
    re.findall(
        r"^service_id: ([a-z0-9-]+)$",
        "\n".join(file.read_text(encoding="utf-8") for file in _FILES),
        re.MULTILINE,
    )
)
_PASSPORT_ID = re.compile(r"(?<!\d)\d{2}-\d{2}-\d{2}-\d{2}(?!\d)")
_FORM_OF_AN_ID = "11-22-33-44"  # the example that every form A prints
_UNPADDED = {
    _PASSPORT_ID.sub(lambda found: "-".join(str(int(n)) for n in found[0].split("-")), name)
    for file in _FILES
    for name in _PASSPORT_ID.findall(file.name)
}


def names_of_services(text: str) -> list[str]:
    """Find keys of services that have a passport in this repository, and printed passport IDs.

    Case and what separates the words make no difference, nor do zeros in front of a number.
    """
    folded = _folded(text)
    keys = [key for key in SERVICE_KEYS if key in folded]
    printed = [found for found in _PASSPORT_ID.findall(text) if found != _FORM_OF_AN_ID]
    numbers = re.sub(r"(?<!\d)0+(?=\d)", "", folded)
    known = [each for each in _UNPADDED if re.search(rf"(?<![\d-]){each}(?![\d-])", numbers)]
    return [*keys, *printed, *known]


def names_in_constants(tree: ast.AST) -> list[str]:
    """Find names put together from constants, and constants that are a name's first words."""
    found = []
    for node in ast.walk(tree):
        together = "-".join(_constants(node))
        found += [*names_of_services(together), *names_of_services("".join(_constants(node)))]
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found += _first_words(node.value)
    return found


def _folded(text: str) -> str:
    return re.sub(r"[\s_.,/-]+", "-", text.lower())


def _constants(node: ast.AST) -> Iterator[str]:
    """Yield the constants that stand side by side in a sum, a list or a formatted text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str | int):
        yield str(node.value)
    elif isinstance(node, ast.BinOp):
        yield from _constants(node.left)
        yield from _constants(node.right)
    elif isinstance(node, ast.List | ast.Tuple):
        for element in node.elts:
            yield from _constants(element)
    elif isinstance(node, ast.JoinedStr):
        for value in node.values:
            yield from _constants(value)
    elif isinstance(node, ast.FormattedValue):
        yield from _constants(node.value)


def _first_words(value: str) -> list[str]:
    folded = _folded(value).strip("-")
    return [key for key in SERVICE_KEYS if folded and key.startswith(f"{folded}-")]
