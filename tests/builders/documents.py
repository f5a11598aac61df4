"""Passport documents for the reader's tests: the real ones, and copies changed on purpose.

The cutting here knows nothing of the reader's labels: label *n* is the first line that begins with
``n.`` after label *n - 1*, whatever marks stand before the number.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from catalog.domain.reading.reader import read_document
from catalog.domain.reading.report import ReadingReport
from catalog.storage.packaged import packaged_code_lists

_ROOT = Path(__file__).parents[2]
SEEDS = _ROOT / "services" / "catalog" / "seeds"
DOCUMENTS = _ROOT / "tests" / "catalog" / "documents"

CHILDCARE = (SEEDS / "01-05-02-02.txt").read_text(encoding="utf-8")
VIOLENCE = (SEEDS / "01-09-03-00.md").read_text(encoding="utf-8")


def document(name: str) -> bytes:
    """Return a published document by its file name."""
    return (DOCUMENTS / name).read_bytes()


def read(text: str | bytes) -> ReadingReport:
    """Read a document with the packaged code lists."""
    data = text.encode() if isinstance(text, str) else text
    return read_document(data, packaged_code_lists())


def pieces(text: str) -> tuple[str, list[str]]:
    """Cut a 27-field document into what stands above the form and its fields, label first."""
    lines = text.split("\n")
    starts: list[int] = []
    for index, line in enumerate(lines):
        if re.match(rf"[#* ]*{len(starts) + 1}\. ", line):
            starts.append(index)
    ends = [*starts[1:], len(lines)]
    fields = ["\n".join(lines[a:b]).rstrip("\n") for a, b in zip(starts, ends, strict=True)]
    return "\n".join(lines[: starts[0]]), fields


def joined(head: str, fields: Sequence[str]) -> str:
    """Put a document together again."""
    return "\n".join([head, "\n\n".join(fields), ""])


def renumbered(fields: Sequence[str], number_of: Callable[[int], str]) -> list[str]:
    """Give each label another number: ``number_of(3)`` replaces the ``3.`` of label 3."""
    return [
        re.sub(r"^([#* ]*)\d+\. ", rf"\g<1>{number_of(number)}", field, count=1)
        for number, field in enumerate(fields, start=1)
    ]


def said(report: ReadingReport) -> list[tuple[object, ...]]:
    """Return what a report says about the fields, without lines, printed numbers and the labels."""
    return [
        (
            entry.name,
            entry.state,
            entry.value,
            entry.options,
            entry.inferred,
            entry.truncated,
            entry.evidence and entry.evidence.mark,
            entry.evidence and entry.value and entry.evidence.text,
        )
        for entry in report.fields
    ]
