"""The sabotages: small patches to the product, each with the test that must notice it.

A patch is a unified diff (``*.patch``) below a header of ``Name: value`` lines:

    Sabotage: what is broken, in one sentence
    Test: the node id of the test that must turn red
    Shows: words of the failed assertion, so that it is red for this reason

More pairs of ``Test`` and ``Shows`` may follow: each of these tests must turn red.
"""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent
PRODUCT = ("shared/", "services/", "deploy/")

_SENTENCE = re.compile(r"^Sabotage: (.+)$", re.MULTILINE)
_WITNESS = re.compile(r"^Test: (.+)\nShows: (.+)$", re.MULTILINE)
_NOTHING = r"(?:True|False|None|'no'|[\[\](){},\s])*"
_CONSTANT = rf"(?:{_NOTHING}(?:[0-9]+{_NOTHING})?)"
_OPERATOR = r"(?:==|!=|is|in|not in)"
_SAYS_NOTHING = re.compile(
    rf"(?:assert )?(?:not ?)?{_CONSTANT}{_OPERATOR}?|(?:assert )?{_OPERATOR} ?{_CONSTANT}|At index"
)
"""One side of a comparison, and nothing in it: some failure of any test has such words."""
_TOUCHED = re.compile(r"^\+\+\+ b/(.+)$", re.MULTILINE)


class PatchMalformed(Exception):
    """A patch does not say what it breaks, names no test, or touches what is no product."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A test that must notice: its node id, and what its failed assertion ``shows``."""

    test: str
    shows: str


@dataclass(frozen=True, slots=True)
class Sabotage:
    """One patch: ``name`` is its file's, ``touches`` are paths from the root."""

    name: str
    file: Path
    sentence: str
    witnesses: tuple[Witness, ...]
    touches: tuple[str, ...]


def read(file: Path) -> Sabotage:
    """Read one patch; raises PatchMalformed."""
    text = file.read_text(encoding="utf-8")
    header, _, diff = text.partition("\n--- a/")
    sentences: list[str] = _SENTENCE.findall(header)
    witnesses = tuple(
        Witness(test.strip(), shows.strip()) for test, shows in _WITNESS.findall(header)
    )
    touches = tuple(_TOUCHED.findall(diff))
    if not touches or any(not path.startswith(PRODUCT) for path in touches):
        raise PatchMalformed(f"{file.name} must change the product, and nothing else")
    if len(sentences) != 1 or len(witnesses) != header.count("Test:") or not witnesses:
        raise PatchMalformed(f"{file.name} must have one Sabotage, and a Shows below each Test")
    if empty := [one.shows for one in witnesses if _SAYS_NOTHING.fullmatch(one.shows)]:
        raise PatchMalformed(f"{file.name}: any failure may show {', '.join(empty)}")
    return Sabotage(file.stem, file, sentences[0].strip(), witnesses, touches)


def all_sabotages() -> list[Sabotage]:
    """Return every sabotage, by name; raises PatchMalformed."""
    return [read(file) for file in sorted(FOLDER.glob("*.patch"))]


def exists(test: str) -> bool:
    """Tell whether the node id names a test function; its parameters are not looked at."""
    path, _, name = test.partition("::")
    file = ROOT / path
    if not file.is_file():
        return False
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    body = ast.parse(file.read_text(encoding="utf-8")).body
    return any(isinstance(one, functions) and one.name == name.partition("[")[0] for one in body)
