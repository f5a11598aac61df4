"""The reader: a document's bytes in, the reading report out; it never raises for any input."""

from catalog.domain.code_lists import CodeLists
from catalog.domain.reading.report import ReadingReport


def read_document(data: bytes, code_lists: CodeLists) -> ReadingReport:
    """Read a document."""
    raise NotImplementedError
